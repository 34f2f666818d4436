import ContentBlocks
import OKRClient

/// Uploads the images of a note, each content once.
extension PushSession {
  /// The content with the images uploaded, and how many had to be.
  func uploadingImages() async throws(Failure) -> (ContentBlock, Int) {
    guard let target = plan.target else { return (plan.content, 0) }
    let memory = imageMemory
    var uploaded: [String: UploadedImage] = [:]
    var count = 0
    for file in plan.images.distinctFiles {
      if let image = memory.image(digest: file.digest, target: target) {
        uploaded[file.digest] = image
        continue
      }
      let image: UploadedImage
      let upload = try plan.images.upload(of: file)
      do throws(ServiceError) {
        image = try await client.upload(upload, to: target)
      } catch {
        throw Failure(error, of: "\(plan.input.name): \(file.source)")
      }
      uploaded[file.digest] = image
      count += 1
      do throws(Failure) {
        try memory.remember(image, digest: file.digest, target: target)
      } catch {
        report.warn("the image is uploaded again next time: \(error.message)")
      }
    }
    return (plan.images.replacing(in: plan.content) { uploaded[$0.digest] }, count)
  }

  /// Has the next push upload the images anew.
  func forgetImages() {
    guard let target = plan.target else { return }
    for file in plan.images.distinctFiles { imageMemory.forget(digest: file.digest, target: target) }
  }

  private var imageMemory: ImageMemory { ImageMemory(baseURL: baseURL.description, folder: state) }
}
