import ContentBlocks

/// A record that is to be made.
///
/// Source: the request body of the create endpoint.
public struct NewRecord: Equatable, Sendable {
  /// The objective or key result that the record belongs to.
  public var target: OKRTarget
  /// What Feishu names as the record's origin.
  public var sourceTitle: String
  /// Where that leads: an `http` or `https` URL.
  public var sourceURL: String
  /// What the record says.
  public var content: ContentBlock
  /// The progress; nil to report none.
  public var progressRate: ProgressRate?

  /// - Returns: nil when the source has no title, or its URL is no `http` or `https` URL.
  public init?(
    target: OKRTarget, sourceTitle: String, sourceURL: String, content: ContentBlock,
    progressRate: ProgressRate? = nil
  ) {
    guard !sourceTitle.isEmpty, Self.isSourceURL(sourceURL) else { return nil }
    self.target = target
    self.sourceTitle = sourceTitle
    self.sourceURL = sourceURL
    self.content = content
    self.progressRate = progressRate
  }

  /// Whether a text can be a source's URL: `http` or `https`, on one line.
  public static func isSourceURL(_ text: String) -> Bool {
    let rest = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }.map {
      text.dropFirst($0.count)
    }
    return rest?.isEmpty == false && !text.contains { $0.isWhitespace || $0.isNewline }
  }

  var body: [UInt8] {
    var object = JSONObjectWriter()
    object.add("source_title", sourceTitle)
    object.add("source_url", sourceURL)
    object.add("target_id", target.id.text)
    object.add("target_type", .number(target.type))
    object.add("content", json: content.json())
    object.add("progress_rate", progressRate?.json)
    return object.finish()
  }
}

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
struct MultipartBody {
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
