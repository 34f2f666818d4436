/// An image: a file that was uploaded to Feishu, a web address, or both.
public struct ContentImageItem: Equatable, Sendable {
  /// The token that the upload call returned; nil when the image was not uploaded.
  public let fileToken: String?
  /// The address of the image; nil when only the token is known.
  public let src: String?
  /// The size in pixels, finite and not negative; nil when it is not known.
  public let width, height: Double?

  /// - Throws: ``ContentBlockFault`` when a size is negative or not finite.
  public init(
    fileToken: String? = nil, src: String? = nil, width: Double? = nil, height: Double? = nil
  ) throws(ContentBlockFault) {
    for (name, size) in [("width", width), ("height", height)] {
      if let size, !(size >= 0 && size.isFinite) {
        throw ContentBlockFault(path: name, "must be a number of pixels from 0, not \(size)")
      }
    }
    self.init(fileToken: fileToken, src: src, checkedWidth: width, checkedHeight: height)
  }

  /// An image whose sizes are known to be finite and not negative.
  package init(fileToken: String?, src: String?, checkedWidth: Double?, checkedHeight: Double?) {
    self.fileToken = fileToken
    self.src = src
    self.width = checkedWidth
    self.height = checkedHeight
  }
}
