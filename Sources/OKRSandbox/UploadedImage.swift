import NotePage

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
