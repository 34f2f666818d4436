import ContentBlocks
import OKRClient

/// The images that were uploaded before, by their content and by what they belong to.
struct ImageMemory: Sendable {
  let baseURL: String
  /// Nil to remember nothing.
  let folder: UserFolder?

  /// The image that was uploaded from these bytes; nil when there is none.
  func image(digest: String, target: OKRTarget) -> UploadedImage? {
    guard let root = folder?.read(fileName(digest, target)).flatMap({ try? JSONReader.read($0) }),
      root["content"]?.string == digest, root["base_url"]?.string == baseURL,
      let token = root["file_token"]?.string, !token.isEmpty, let url = root["url"]?.string
    else { return nil }
    return UploadedImage(fileToken: token, url: url)
  }

  func remember(_ image: UploadedImage, digest: String, target: OKRTarget) throws(Failure) {
    let value = JSONValue.object([
      "base_url": .string(baseURL), "content": .string(digest), "file_token": .string(image.fileToken),
      "url": .string(image.url),
    ])
    try folder?.write(value.text + "\n", to: fileName(digest, target))
  }

  /// Forgets an image that the service does not take any more.
  func forget(digest: String, target: OKRTarget) { folder?.remove(fileName(digest, target)) }

  private func fileName(_ digest: String, _ target: OKRTarget) -> String {
    UserFolder.fileName(in: "images", for: "\(baseURL) \(target) \(digest)", suffix: ".json")
  }
}
