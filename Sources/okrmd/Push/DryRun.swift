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
    Self.print(plan.request(plan.images.replacing(in: plan.content, by: known)), over: connection)
  }

  /// Shows a request, but for the token.
  static func print(_ request: APIRequest, over connection: Connection) {
    var lines = ["\(request.method.rawValue) \(request.url(at: connection.baseURL))"]
    lines += request.headers.map { "\($0.name): \($0.value)" }
    lines.append("User-Agent: \(connection.userAgent)")
    lines.append("Authorization: Bearer (hidden)")
    Standard.output.write(lines.joined(separator: "\n") + "\n\n")
    if request.body.isEmpty { return }
    Standard.output.write(String(decoding: request.body, as: UTF8.self) + "\n")
  }
}
