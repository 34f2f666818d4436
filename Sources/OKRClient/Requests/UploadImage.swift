/// An image file to be uploaded.
public struct UploadImage: Equatable, Sendable {
  /// The file, whole. No more than ``maxBytes`` should be sent; that is not checked.
  public let bytes: [UInt8]
  /// The format's usual extension, such as `png`; it is part of the name that the service sees.
  public let fileExtension: String

  /// An image by its file.
  ///
  /// - Parameters:
  ///   - bytes: the file, whole.
  ///   - fileExtension: the format's usual extension, without a dot.
  public init(bytes: [UInt8], fileExtension: String) {
    self.bytes = bytes
    self.fileExtension = fileExtension
  }

  /// The largest file that is uploaded, in bytes.
  public static let maxBytes = 10 << 20

  var mediaType: String { "image/\(fileExtension)" }
}

/// An image that the service has taken.
///
/// Source: `data` in the reply of the upload endpoint.
public struct UploadedImage: Hashable, Sendable {
  /// Goes into the image's `fileToken`.
  public let fileToken: String
  /// Goes into the image's `src`.
  public let url: String

  /// An image by its token and its address.
  public init(fileToken: String, url: String) {
    self.fileToken = fileToken
    self.url = url
  }
}

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
  ///   - boundary: a line that no value has; two random numbers are as good as sure.
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
