import MarkdownTranslator
import OKRClient

/// Shows what a push would send.
struct DryRun {
  let plan: PushPlan
  let connection: Connection
  let state: UserFolder?

  func print() {
    let memory = ImageMemory(baseURL: connection.baseURL.description, folder: state)
    func known(_ file: NoteImages.File) -> UploadedImage? {
      plan.target.flatMap { memory.image(digest: file.digest, target: $0) }
    }
    for file in plan.images.distinctFiles where known(file) == nil {
      Standard.error.write(
        "\(plan.input.name): would upload \(file.source) (\(file.byteCount) bytes)".withoutControls + "\n")
    }
    connection.print(plan.request(plan.images.replacing(in: plan.content, by: known)))
  }
}
