import ArgumentParser
import ContentBlocks
import MarkdownTranslator
import OKRClient

/// `okrmd pull`: a progress record becomes a note.
struct PullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull",
    abstract: LocalizedText(en: "Get a progress record as a note.", zh: "把飞书进展记录取回为 Markdown 文件。").localized,
    discussion: LocalizedText(
      en: """
        The note has the record's id, percentage and status in its front matter, ready to be edited and pushed \
        again. A push then notices when someone changed the record in between.

        Examples:
          okrmd pull 7041857032248410131
          okrmd pull 7041857032248410131 -o note.md
          # puts changes made in Feishu into the note
          okrmd pull --merge note.md
        """,
      zh: """
        文件头含有进展记录的 ID、进度和状态，编辑后即可再次推送；期间若有人在飞书修改，推送时会发现。

        示例：
          okrmd pull 7041857032248410131
          okrmd pull 7041857032248410131 -o note.md
          # 把飞书中的改动合并到文件
          okrmd pull --merge note.md
        """
    ).localized)

  @Argument(
    help: ArgumentHelp(en: "The record.", zh: "进展记录的 ID。", valueName: "ID"),
    completion: ListedIDs.completion(of: .records), transform: FlagValue.identifier)
  var id: OKRIdentifier?

  @Option(
    name: .customLong("progress-id"), parsing: .unconditional,
    help: ArgumentHelp(en: "The record; the same as ID.", zh: "进展记录的 ID，与 ID 参数相同。", valueName: "ID"),
    completion: ListedIDs.completion(of: .records), transform: FlagValue.identifier)
  var progressID: OKRIdentifier?

  @Option(
    name: [.customShort("o", allowingJoined: true), .customLong("output")],
    help: ArgumentHelp(en: "Write to this file.", zh: "写入这个文件。", valueName: "FILE"), completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      en: "Put what changed in the record since it was last seen into this note.",
      zh: "把进展记录自上次读取后的改动合并到这个文件。",
      valueName: "FILE"), completion: .file())
  var merge: String?

  @Flag(help: ArgumentHelp(en: "Overwrite a file that is there.", zh: "覆盖已有的文件。"))
  var force = false

  @Flag(help: ArgumentHelp(en: "Print the request and send nothing. Needs no token.", zh: "只显示请求，不发送；不需要令牌。"))
  var dryRun = false

  @OptionGroup var sender: SenderOptionGroup

  func validate() throws {
    if id == nil, progressID == nil, merge == nil {
      throw ValidationError(en: "pull needs the ID of a record", zh: "pull 需要进展记录的 ID")
    }
    if let id, let progressID, id != progressID {
      throw ValidationError(
        en: "ID and --progress-id name two records; leave one out", zh: "ID 与 --progress-id 不是同一条进展；请去掉一个")
    }
    if merge != nil, output != nil {
      throw ValidationError(en: "--merge and -o cannot be combined", zh: "--merge 与 -o 不能同时使用")
    }
    try PathValue.check(output, of: "--output <FILE>", names: .file)
    try PathValue.check(merge, of: "--merge <FILE>", names: .file)
  }

  func run() throws {
    let connection = try Connection(sender)
    if let merge { return try PullMerge(self, connection, InputFile(path: merge)).run() }
    guard let id = id ?? progressID else { return }
    if dryRun { return try connection.print(.read(id, userIDType: sender.userIDType)) }
    try pull(id, connection)
  }

  private func pull(_ id: OKRIdentifier, _ connection: Connection) throws {
    let deadline = ContinuousClock.now + sender.timeout.duration
    var target = output.flatMap { $0 == "-" ? nil : OutputFile(path: $0) }
    if let file = target, file.exists, !force { throw file.alreadyThere }
    target?.replaces = force
    let existing = try target?.existingContent()
    if let target, let existing { try checkFrontMatterIsKept(of: existing, at: target) }
    Context.current.signals.watch()
    Context.current.signals.means(en: "nothing was written", zh: "未写入任何内容")
    let pulled = try PulledRecord(id, connection, until: deadline)
    let record = pulled.record
    let note = Array(note(of: record, keeping: existing).utf8)
    if let target {
      if !target.isReplaced { Self.partlyWritten() }
      try target.write(note)
    } else if Standard.output.isTerminal {
      try Standard.print(String(decoding: note, as: UTF8.self).shownLines)
    } else {
      Self.partlyWritten()
      try OutputFile.write(note, to: nil)
    }
    Context.current.signals.means(en: "the note was written", zh: "文件已写入")
    // Who only looks at a record may still hold an older note.
    let file = target.flatMap { InputFile(path: $0.path).realPath }
    guard file != nil || (target == nil && Standard.output.isRegularFile) else {
      return Failure.note(
        LocalizedText(
          en: "record \(id) does not count as seen by this machine: it was not written into a file; "
            + "for that use 'okrmd pull\(sender.repeated) \(id) -o FILE'",
          zh: "进展记录 \(id) 没有写入文件，推送时仍视为未读取过；要编辑它，请用 okrmd pull\(sender.repeated) \(id) -o FILE"))
    }
    pulled.remember(in: file)
  }

  /// Refuses to overwrite front matter of others that the new note could not have.
  private func checkFrontMatterIsKept(of existing: [UInt8], at target: OutputFile) throws(Failure) {
    let problem: LocalizedText
    do throws(ConversionError) {
      _ = try FrontMatter.read(from: existing)
      var sample = FrontMatter()
      sample.progressID = id ?? progressID
      guard
        ForeignFrontMatter(existing).isLost(
          in: MarkdownRenderer().render(ContentBlock(), frontMatter: sample))
      else { return }
      problem = LocalizedText(en: "it is in a form that cannot be edited", zh: "其写法无法编辑")
    } catch {
      let line = error.line
      problem = LocalizedText(
        en: "line \(line): \(error.problem[.english])", zh: "第 \(line) 行：\(error.problem[.chinese])")
    }
    throw Failure(
      .cannotCreate,
      en:
        "\(target.path): its front matter would be lost: \(problem[.english]); correct or remove that first",
      zh: "\(target.path)：原有的文件头会丢失：\(problem[.chinese])；请先修正或删去")
  }

  private static func partlyWritten() {
    Context.current.signals.means(en: "the note may be written only in part", zh: "文件可能只写了一部分")
  }

  /// The note, with what only the note at its place knows: what images belong to, and front matter of others.
  private func note(of record: ProgressRecord, keeping existing: [UInt8]?) -> String {
    var frontMatter = FrontMatter()
    frontMatter.progressID = record.id
    frontMatter.progressRate = record.progressRate
    if let existing, let old = try? FrontMatter.read(from: existing) {
      frontMatter.objective = old.objective
      frontMatter.keyResult = old.keyResult
      frontMatter.softBreaks = old.softBreaks
    }
    let note = MarkdownRenderer().render(
      record.content.withoutLocalImages().content, frontMatter: frontMatter)
    guard let existing, let kept = ForeignFrontMatter(existing).merged(into: note) else { return note }
    return kept
  }
}

/// A record as it was read, and the lock that keeps this machine's pushes to it waiting: what is remembered of it must
/// not be older than what they remember.
struct PulledRecord {
  let record: ProgressRecord
  let before: RecordMemory.Found
  private let key: RecordKey
  private let state: UserFolder?
  private let lock: FileLock?

  init(_ id: OKRIdentifier, _ connection: Connection, until deadline: ContinuousClock.Instant) throws(Failure)
  {
    let key = RecordKey(baseURL: connection.baseURL.description, id: id)
    let state = UserFolder.state(connection.environment)
    self.key = key
    self.state = state
    let name = LocalizedText(en: "record \(id)", zh: "进展记录 \(id)")
    lock = try Self.lock(key, state, name, until: deadline)
    before = state.map { RecordMemory.find(key, in: $0) } ?? .nothing
    let service = try Service(connection, until: deadline, warn: { Failure.warn($0.of(name)) })
    record = try service.run(until: deadline) { client async throws(Failure) in
      do throws(ServiceError) {
        return try await client.read(id)
      } catch {
        throw Failure(error).of(name)
      }
    }
    for value in record.lostInNote {
      Failure.warn(value.warning.of(name))
    }
    for warning in record.content.withoutLocalImages(at: ProgressRecord.contentPath).warnings {
      Failure.warn(warning.of(name))
    }
  }

  private static func lock(
    _ key: RecordKey, _ state: UserFolder?, _ name: LocalizedText, until deadline: ContinuousClock.Instant
  ) throws(Failure) -> FileLock? {
    guard let state else { return nil }
    do throws(FileLock.Problem) {
      if let lock = try FileLock(key.lockName, in: state, until: deadline) { return lock }
    } catch {
      // That nothing can be kept is said when it should be.
      if case .noLock = error { Failure.warn(error.warning.of(name)) }
      return nil
    }
    throw Failure(
      .tryAgain, LocalizedText(en: "a push to it is under way; try again", zh: "正在被推送；请稍后重试").of(name))
  }

  /// Keeps what the record says, for the next push to compare with.
  ///
  /// - Parameter file: the path of the note that it went into; nil when there is none.
  func remember(in file: String?) {
    var memory = RecordMemory()
    memory.modifyTime = record.modifyTime
    memory.known = RecordMemory.Version(content: record.content, rate: record.progressRate)
    if case .memory(let old) = before { memory.notes = old.notes }
    if let file, !memory.notes.isEmpty, !memory.notes.contains(file) { memory.notes.append(file) }
    do throws(Failure) {
      guard let state else {
        throw Failure(
          .inputOutput, en: "HOME and XDG_STATE_HOME are not set", zh: "没有设置 HOME 或 XDG_STATE_HOME")
      }
      try memory.save(key, to: state)
    } catch {
      if let state { RecordMemory.forget(key, in: state) }
      Failure.warn(
        LocalizedText(
          en: "record \(record.id): this pull is not remembered: \(error.text[.english])",
          zh: "进展记录 \(record.id)：本次拉取的状态未能保存：\(error.text[.chinese])"))
    }
    withExtendedLifetime(lock) {}
  }
}

extension NotShown {
  /// What a pull says of it.
  fileprivate var warning: LocalizedText {
    func told(_ language: Language, _ end: String, _ words: String, _ consequence: String) -> String {
      // What the writer of the JSON could do is of no use here.
      let description = description(in: language)
      let problem = String(
        description[..<(description.firstRange(of: end)?.lowerBound ?? description.endIndex)])
      return problem.contains(words) ? problem : problem + consequence
    }
    return LocalizedText(
      en: told(.english, "; ", "it is not shown", ", so it is not shown as it is")
        + "; a push would delete it, and is refused without --force",
      zh: told(.chinese, "；", "不显示", "，因此无法如实显示") + "；推送会将其删除，因此不加 --force 会被拒绝")
  }
}

extension ContentBlock {
  /// The content with text in place of images that a push would look for on this machine: what came out of a record
  /// never becomes an upload.
  ///
  /// - Parameter path: the JSON path of the content.
  func withoutLocalImages(at path: String = "$.content") -> (
    content: ContentBlock, warnings: [LocalizedText]
  ) {
    var (content, warnings) = (self, [LocalizedText]())
    for (place, image) in images where image.fileToken == nil {
      let source = image.src ?? ""
      let scheme = source.lowercased()
      if scheme.hasPrefix("http://") || scheme.hasPrefix("https://") { continue }
      let run = ContentTextRun(text: source.isEmpty ? "(image)" : source)
      content.blocks[place] = .paragraph(ContentParagraph(elements: [.textRun(run)]))
      warnings.append(
        LocalizedText(
          en:
            "\(path).blocks[\(place)]: an image that is not on the web, '\(source.shown)', is written as text",
          zh: "\(path).blocks[\(place)]：图片“\(source.shown)”没有网址，写成文字"))
    }
    return (content, warnings)
  }
}
