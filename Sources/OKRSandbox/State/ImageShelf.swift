/// The uploaded images of late. When there is no more room, the oldest go.
struct ImageShelf {
  /// What one image may have.
  static let imageLimit = 10 << 20
  /// What all of them may have.
  var totalLimit = 256 << 20

  private(set) var images: [UploadedImage] = []
  /// How many there ever were.
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
