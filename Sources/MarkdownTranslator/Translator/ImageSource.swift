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
  init?<Sink>(_ image: Translator<Sink>.Image) {
    if image.source.isEmpty {
      guard image.fileToken != nil else { return nil }
      self = .uploaded
      return
    }
    switch image.source.withUnsafeBufferPointer({ URLReference.scheme(of: $0) }) {
    case nil, "file": self = .local
    case "http", "https": self = .web
    default: return nil
    }
  }
}

extension ContentImageItem {
  /// The path or `file:` URL of an image that has not been uploaded; nil for any other image (rule R30).
  public var localSource: String? {
    guard fileToken == nil, let src, !src.isEmpty else { return nil }
    let scheme = Array(src.utf8).withUnsafeBufferPointer { URLReference.scheme(of: $0) }
    return scheme == nil || scheme == "file" ? src : nil
  }
}
