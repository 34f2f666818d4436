import NotePage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A body of the type `multipart/form-data` (RFC 7578).
struct MultipartForm {
  struct Part {
    let name: String
    /// Only of files.
    let fileName: String?
    let bytes: [UInt8]

    var text: String? { String(validating: bytes, as: UTF8.self) }
  }

  let parts: [Part]

  /// - Throws: the error to answer with when the request carries no such form.
  init(of request: HTTPRequest) throws(ServiceError) {
    let type = HeaderValue(request.header("Content-Type") ?? "")
    guard type.name == "multipart/form-data", let boundary = type.parameters["boundary"], !boundary.isEmpty
    else { throw .invalidParameters("the header Content-Type must be 'multipart/form-data; boundary=…'") }
    // The first delimiter has no line end before it; with one, all are alike.
    let body = Array("\r\n".utf8) + request.body
    let delimiter = Array("\r\n--\(boundary)".utf8)
    var parts: [Part] = []
    guard var start = body.offset(of: delimiter, from: 0).map({ $0 + delimiter.count }) else {
      throw Self.broken("has no delimiter '--\(boundary)'")
    }
    while !body[start...].starts(with: "--".utf8) {
      guard body[start...].starts(with: "\r\n".utf8) else {
        throw Self.broken("has a delimiter that does not end its line")
      }
      guard let end = body.offset(of: delimiter, from: start) else {
        throw Self.broken("does not end with '--\(boundary)--'")
      }
      parts.append(try Self.part(body[start..<end]))
      start = end + delimiter.count
    }
    self.parts = parts
  }

  /// The one part of a name.
  func part(_ name: String) throws(ServiceError) -> Part {
    let found = parts.filter { $0.name == name }
    guard let part = found.first, found.count == 1 else {
      throw .invalidField(name, found.isEmpty ? "\(name) is required" : "\(name) appears twice")
    }
    return part
  }

  /// Reads what is between two delimiters, the line end of the first included.
  private static func part(_ bytes: ArraySlice<UInt8>) throws(ServiceError) -> Part {
    let part = Array(bytes)
    guard let end = part.offset(of: Array("\r\n\r\n".utf8), from: 0) else {
      throw broken("has a part without an empty line after its headers")
    }
    let lines = String(decoding: part[..<end], as: UTF8.self).split(separator: "\r\n")
    for line in lines {
      guard let colon = line.firstIndex(of: ":"),
        line[..<colon].trimmed.lowercased() == "content-disposition"
      else { continue }
      let disposition = HeaderValue(String(line[line.index(after: colon)...]))
      guard disposition.name == "form-data", let name = disposition.parameters["name"] else { break }
      return Part(
        name: name, fileName: disposition.parameters["filename"], bytes: Array(part[(end + 4)...]))
    }
    throw broken("has a part without 'Content-Disposition: form-data; name=…'")
  }

  private static func broken(_ problem: String) -> ServiceError {
    .invalidParameters("the form \(problem)")
  }
}

extension [UInt8] {
  /// Where a pattern next begins.
  fileprivate func offset(of pattern: [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first else { return start }
    return withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress else { return nil }
      var offset = start
      // The C library looks through megabytes of image faster than a loop of ours.
      while offset + pattern.count <= bytes.count,
        let found = memchr(base + offset, Int32(first), bytes.count - offset)
      {
        offset = UnsafeRawPointer(found) - base
        if memcmp(base + offset, pattern, pattern.count) == 0 { return offset }
        offset += 1
      }
      return nil
    }
  }
}

/// The value of a header that takes parameters, as `Content-Type` and `Content-Disposition` do
/// (RFC 9110, 5.6.6).
struct HeaderValue {
  /// What precedes the parameters, such as `application/json` or `form-data`, in lower case.
  let name: String
  /// The parameters by name, which is in lower case.
  private(set) var parameters: [String: String] = [:]

  init(_ header: String) {
    let parts = Self.parts(of: header)
    name = (parts.first ?? "").trimmed.lowercased()
    for part in parts.dropFirst() {
      guard let equals = part.firstIndex(of: "=") else { continue }
      let value = part[part.index(after: equals)...].trimmed
      parameters[part[..<equals].trimmed.lowercased()] = value.unquoted
    }
  }

  /// The parts between semicolons, those in quotes aside: a file may be called `a;b.png`.
  private static func parts(of header: String) -> [String] {
    var parts = [""]
    var isQuoted = false
    var isEscaped = false
    for character in header {
      if character == ";", !isQuoted {
        parts.append("")
        continue
      }
      parts[parts.count - 1].append(character)
      if character == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = character == "\\" && isQuoted && !isEscaped
    }
    return parts
  }
}

extension StringProtocol {
  /// Without the spaces and tabs around it.
  var trimmed: String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }

  /// Without the double quotes around it and the backslashes that they need, if it has them.
  fileprivate var unquoted: String {
    guard count >= 2, hasPrefix("\""), hasSuffix("\"") else { return String(self) }
    var result = ""
    var isEscaped = false
    for character in dropFirst().dropLast() {
      isEscaped = character == "\\" && !isEscaped
      if !isEscaped { result.append(character) }
    }
    return result
  }
}

/// An image that was uploaded.
public struct UploadedImage: Equatable, Sendable {
  /// What the upload endpoint answered as `file_token`.
  public let fileToken: String
  /// The name of the file as the form gave it.
  public let fileName: String
  /// The id of the objective or key result that it was uploaded for.
  public let targetID: String
  /// Which of the two that is.
  public let targetType: ProgressRecord.TargetType
  /// The file, as it was sent.
  public let bytes: [UInt8]
  let format: ImageFormat
}

/// The uploaded images of late. When there is no more room, the oldest are removed.
struct ImageShelf {
  /// The largest image, in bytes.
  static let imageLimit = 10 << 20
  /// The most bytes of all images together.
  var totalLimit = 256 << 20

  private(set) var images: [UploadedImage] = []
  /// How many were ever uploaded.
  private(set) var uploadCount = 0
  private var byteCount = 0

  subscript(fileToken: String) -> UploadedImage? { images.first { $0.fileToken == fileToken } }

  mutating func append(_ image: UploadedImage) {
    images.append(image)
    uploadCount += 1
    byteCount += image.bytes.count
    while byteCount > totalLimit { byteCount -= images.removeFirst().bytes.count }
  }
}
