/// The body of a form with files (RFC 7578).
struct MultipartForm {
  struct Field {
    let name: String
    let value: [UInt8]
    var fileName: String?
    var contentType: String?
  }

  let boundary: String
  let body: [UInt8]

  var contentType: String { "multipart/form-data; boundary=\(boundary)" }

  /// - Parameters:
  ///   - fields: names, file names and types that need no quoting.
  ///   - boundary: a line that stands in no value; two random numbers are as good as sure.
  init(
    fields: [Field],
    boundary: String = "okrmd-\(UInt64.random(in: 0 ... .max))-\(UInt64.random(in: 0 ... .max))"
  ) {
    self.boundary = boundary
    var body: [UInt8] = []
    for field in fields {
      var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field.name)\""
      if let fileName = field.fileName { head += "; filename=\"\(fileName)\"" }
      if let contentType = field.contentType { head += "\r\nContent-Type: \(contentType)" }
      body += Array("\(head)\r\n\r\n".utf8) + field.value + Array("\r\n".utf8)
    }
    self.body = body + Array("--\(boundary)--\r\n".utf8)
  }
}
