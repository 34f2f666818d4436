import ContentBlocks

/// The images that the page can show, all of them on this machine. Others are shown as their address: nothing is
/// ever asked for elsewhere.
struct ShownImages: Sendable {
  /// Tokens of uploaded images.
  var fileTokens: Set<String> = []
  /// Where the page finds an image that a note names by its path.
  var pathsBySource: [String: String] = [:]

  func path(of image: ContentImageItem) -> String? {
    if let token = image.fileToken { return fileTokens.contains(token) ? "/images/\(token)" : nil }
    return image.src.flatMap { pathsBySource[$0] }
  }
}
