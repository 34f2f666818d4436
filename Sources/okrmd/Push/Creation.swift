import ContentBlocks
import MarkdownTranslator
import OKRClient

/// What this machine knows of the records that were made for a note, so that none is made twice.
///
/// Before a record is made, a mark says so; it is removed when the fate of the call is known.
struct Creation {
  /// The path of the note, without links.
  let note: String
  let target: OKRTarget
  let baseURL: String
  let folder: UserFolder

  /// A call whose fate is not known; a random number tells it from others.
  private(set) var pending: String?
  /// The ids of the records that were made for this note and target.
  private(set) var made: [OKRIdentifier] = []

  private var name: String {
    UserFolder.fileName(in: "created", for: "\(baseURL) \(target) \(note)", suffix: ".json")
  }

  /// Reads what is known.
  ///
  /// - Throws: when there is something that cannot be read.
  init(note: String, target: OKRTarget, baseURL: String, folder: UserFolder) throws(Failure) {
    self.note = note
    self.target = target
    self.baseURL = baseURL
    self.folder = folder
    switch folder.content(of: name) {
    case .none: break
    case .unusable(let problem): throw Failure(.cannotCreate, problem)
    case .bytes(let bytes):
      guard let root = try? JSONReader.read(bytes), root["note"]?.string == note,
        case .array(let ids) = root["made"]
      else {
        throw Failure(
          .cannotCreate,
          en:
            "\(folder.path)/\(name): is damaged; look in Feishu whether the note has a record, then remove the file",
          zh: "\(folder.path)/\(name)：文件已损坏；请先在飞书里确认这篇周报是否已有进展记录，再删除该文件")
      }
      pending = root["pending"]?.string
      made = ids.compactMap { $0.string.flatMap { OKRIdentifier($0) } }
    }
  }

  /// The record that was made for this note, when the note does not name it any more.
  ///
  /// - Parameter named: the records that the note names.
  func lost(named: Set<OKRIdentifier>) -> OKRIdentifier? { made.last { !named.contains($0) } }

  /// Marks a call as under way.
  ///
  /// - Parameter forgetting: whether what was made before is meant to be made again.
  mutating func begin(forgetting: Bool) throws(Failure) {
    if forgetting { made = [] }
    pending = String(UInt64.random(in: 1 ... .max), radix: 16)
    do throws(Failure) {
      try save()
    } catch {
      throw Failure(
        .cannotCreate,
        en: "no record was created, since the mark that keeps it from being made twice cannot be kept: "
          + error.text[.english],
        zh: "未创建进展记录：无法保存防止重复创建的标记：\(error.text[.chinese])")
    }
  }

  /// The call made no record.
  mutating func cancel() {
    pending = nil
    if made.isEmpty { folder.remove(name) } else { try? save() }
  }

  /// The call made this record, and the note names it.
  mutating func end(with id: OKRIdentifier) throws(Failure) {
    pending = nil
    made.append(id)
    try save()
  }

  private func save() throws(Failure) {
    let value = JSONValue.object([
      "base_url": .string(baseURL), "note": .string(note), "target": .string("\(target)"),
      "pending": pending.map { .string($0) } ?? .null, "made": .array(made.map { .string($0.text) }),
    ])
    try folder.write(value.text + "\n", to: name)
  }
}

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
    let content = plan.images.replacing(in: plan.content, by: known)
    if let request = plan.request(content) { return try connection.print(request) }
    try printUndecided(content)
  }

  /// Prints the body alone: nobody says which record it is for.
  private func printUndecided(_ content: ContentBlock) throws(Failure) {
    var problem = LocalizedText(
      en: "no progress id, so only the body is shown; give --progress-id ID, or --create for a new record",
      zh: "没有 progress_id，因此只显示请求体；请用 --progress-id ID 指定，或用 --create 新建进展记录")
    if case .undecided(isNew: true) = plan.destination {
      problem = LocalizedText(
        en: "no target, so only the content is shown; give --objective ID or --key-result ID",
        zh: "没有指定所属目标，因此只显示内容；请用 --objective ID 或 --key-result ID 指定")
    }
    Standard.error.write(problem.of(plan.name).localized.shown + "\n")
    let body = content.requestBody(progressRate: plan.rate)
    try Standard.print(String(decoding: body, as: UTF8.self) + "\n")
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

/// The lines of a note's front matter that are not okrmd's.
struct ForeignFrontMatter {
  private let lines: [Substring]
  /// Whether some of it is not YAML, so that its keys are not known.
  private let isUnread: Bool

  init(_ note: [UInt8]) {
    let text = String(decoding: note, as: UTF8.self)
    let all = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    guard let first = all.first, first.isDelimiter,
      let end = all.dropFirst().firstIndex(where: { $0.isDelimiter || $0.trimmed == "..." })
    else {
      (lines, isUnread) = ([], false)
      return
    }
    isUnread = ((try? FrontMatter.read(from: note)) ?? nil) == nil
    if isUnread {
      lines = []
      return
    }
    var kept: [Substring] = []
    var isOurs = false
    for line in all[1..<end] {
      let isTopLevel = line.first.map { !$0.isWhitespace && $0 != "#" && $0 != "}" && $0 != "-" } ?? false
      if isTopLevel {
        isOurs = line.hasPrefix("okr:") || line.hasPrefix("\"okr\"") || line.hasPrefix("'okr'")
      }
      if !isOurs { kept.append(line) }
    }
    lines = kept
  }

  /// Whether there are such lines, and a note could not have them.
  func isLost(in note: String) -> Bool {
    isUnread
      || !lines.allSatisfy { $0.trimmed.isEmpty || $0.trimmed.hasPrefix("#") } && merged(into: note) == nil
  }

  /// A note with these lines in its front matter; nil when there are none, or it would say something else then.
  func merged(into note: String) -> String? {
    guard !lines.isEmpty, note.hasPrefix("---\n") else { return nil }
    let merged = "---\n" + lines.joined(separator: "\n") + "\n" + note.dropFirst(4)
    guard let before = try? FrontMatter.read(from: Array(note.utf8)),
      let after = try? FrontMatter.read(from: Array(merged.utf8)), before == after
    else { return nil }
    return merged
  }
}

extension Substring {
  fileprivate var isDelimiter: Bool { hasPrefix("---") && trimmed == "---" }
}
