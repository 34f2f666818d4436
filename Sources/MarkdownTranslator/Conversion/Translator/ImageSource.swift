import ContentBlocks

/// Where an image comes from.
enum ImageSource {
  /// An address on the web.
  case web
  /// A path or a `file:` URL.
  case local
  /// Known by its file token alone.
  case uploaded

  /// Files that are given as images and are none that Feishu shows (rule R30).
  private static let otherFiles: Set<String> = [
    "mp4", "mov", "avi", "mkv", "webm", "mp3", "wav", "m4a", "pdf", "doc", "docx", "xls", "xlsx", "ppt",
    "pptx",
    "zip", "rar", "7z", "gz",
  ]

  private static let imageFiles: Set<String> = [
    "png", "jpg", "jpeg", "gif", "bmp", "webp", "svg", "ico", "tif", "tiff", "heic", "heif", "avif",
  ]

  /// Whether a path or URL ends like that of a video, a document or an archive.
  static func isOtherFile(_ source: Bytes) -> Bool {
    // The host of a URL is no file.
    let path = source.firstIndex(of: "://").map { source.slice(from: $0 + 3) } ?? source
    let hasPath = path.count == source.count || path.contains(UInt8(ascii: "/"))
    return hasPath && URLReference.fileExtension(of: path).map(otherFiles.contains) ?? false
  }

  /// Whether a path ends like that of an image, whether Feishu shows such or not.
  static func hasImageExtension(_ path: Bytes) -> Bool {
    URLReference.fileExtension(of: path).map(imageFiles.contains) ?? false
  }

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
