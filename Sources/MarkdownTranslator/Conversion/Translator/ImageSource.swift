import ContentBlocks

/// Where an image comes from.
enum ImageSource {
  /// An address on the web.
  case web
  /// A path or a `file:` URL.
  case local
  /// Known by its file token alone.
  case uploaded

  /// - Returns: nil when the image cannot be shown (rule R30).
  init?(_ source: [UInt8], fileToken: String?) {
    if source.isEmpty {
      guard fileToken != nil else { return nil }
      self = .uploaded
      return
    }
    switch source.withUnsafeBufferPointer({ URLReference.scheme(of: $0) }) {
    case nil, "file": self = .local
    case "http", "https": self = .web
    default: return nil
    }
  }
}

extension ContentImageItem {
  /// The path or `file:` URL of an image that has not been uploaded; nil for any other image (rule R30).
  public var localSource: String? {
    guard fileToken == nil, let src, ImageSource(Array(src.utf8), fileToken: nil) == .local else {
      return nil
    }
    return src
  }
}
