import ContentBlocks
import OKRClient

/// Shows what a push would send.
struct DryRun {
  let plan: PushPlan
  let connection: Connection
  let state: UserFolder?

  func print() throws(Failure) {
    let memory = ImageMemory(baseURL: connection.baseURL.description, folder: state)
    func known(_ file: NoteImages.File) -> UploadedImage? {
      plan.target.flatMap { memory.image(digest: file.digest, target: $0) }
    }
    for file in plan.images.distinctFiles where known(file) == nil {
      let line = LocalizedText(
        en: "would upload \(file.source) (\(file.byteCount) bytes)",
        zh: "将上传 \(file.source)（\(file.byteCount) 字节）")
      Standard.error.write(line.of(plan.name).localized.shown + "\n")
    }
    try connection.print(plan.request(plan.images.replacing(in: plan.content, by: known)))
  }
}

extension Connection {
  /// Prints a request as it would be sent, but for the token.
  func print(_ request: APIRequest) throws(Failure) {
    var lines = ["\(request.method.rawValue) \(request.url(at: baseURL))"]
    lines += request.headers.map { "\($0.name): \($0.value)" }
    lines.append("User-Agent: \(userAgent)")
    lines.append("Authorization: Bearer (hidden)")
    let body = request.body.isEmpty ? "" : String(decoding: request.body, as: UTF8.self) + "\n"
    try Standard.print(lines.joined(separator: "\n") + "\n\n" + body)
  }
}
