import ArgumentParser
import ContentBlocks
import MarkdownTranslator
import OKRClient

/// What is to be sent for a note or a section of it. Making it sends nothing.
struct PushPlan: Sendable {
  /// What becomes of the content.
  enum Destination {
    case existing(OKRIdentifier)
    /// Content and rate are put into the record when it is sent.
    case new(NewRecord)
    /// Nobody says which record, or what a new one belongs to. Only a dry run shows such a plan.
    case undecided(isNew: Bool)
  }

  let note: PushNote
  let part: NotePart
  let destination: Destination
  let content: ContentBlock
  let rate: ProgressRate?
  let images: NoteImages
  /// What images belong to; nil when nobody says.
  let target: OKRTarget?
  let userIDType: UserIDType

  var input: InputFile { note.input }

  /// What messages call the note or the section.
  var name: String { part.name(in: input) }

  /// The record that is replaced; nil when a new one is made.
  var recordID: OKRIdentifier? {
    if case .existing(let id) = destination { id } else { nil }
  }

  /// The digest of everything that a push sends.
  var digest: String {
    let body = images.withDigests(in: content).requestBody(progressRate: rate)
    return SHA256.digest(of: body + Array(" \(userIDType.rawValue)".utf8))
  }

  /// The request, with what the images became.
  ///
  /// - Returns: nil when it is not decided where it goes.
  func request(_ content: ContentBlock) -> APIRequest? {
    switch destination {
    case .undecided: return nil
    case .existing(let id):
      return .update(id, body: content.requestBody(progressRate: rate), userIDType: userIDType)
    case .new(let record):
      return .create(filling(record, with: content), userIDType: userIDType)
    }
  }

  /// The record to be made, with what the images became.
  func filling(_ record: NewRecord, with content: ContentBlock) -> NewRecord {
    var record = record
    record.content = content
    record.progressRate = rate
    return record
  }

  /// The result of the plan.
  func result(_ kind: RecordResult.Kind, _ message: LocalizedText) -> RecordResult {
    var result = RecordResult(file: input.name, kind, part.heading.map { message.of($0) } ?? message)
    result.section = part.heading
    result.record = recordID
    result.keyResult = keyResult
    return result
  }

  var keyResult: OKRIdentifier? {
    if case .keyResult(let id) = target { id } else { nil }
  }
}

/// What a push decides to send.
extension PushCommand {
  /// Converts a part of a note, and decides what to send.
  func plan(for part: NotePart, of note: PushNote, _ connection: Connection) throws(Failure) -> PushPlan {
    if let line = note.conflictLine, !mode.force {
      throw note.input.failure(
        .data, line: line,
        LocalizedText(
          en: "the note has conflict marks of a merge; resolve them first, or send it with --force",
          zh: "文件里有合并冲突标记；请先解决冲突，或用 --force 照样发送"))
    }
    try note.check(part)
    let conversion = try convert(part, of: note)
    let frontMatter = part.frontMatter
    let target = target(frontMatter)
    let destination = try destination(frontMatter, target, of: conversion, part, note.input, connection.brand)
    if conversion.content.saysNothing, !content.allowEmpty {
      throw Failure(
        .data, en: "is empty, which would wipe the record; add --allow-empty if that is meant",
        zh: "内容为空，推送会清空进展记录；确实要清空请加 --allow-empty")
    }
    let images = try NoteImages(in: conversion.content, of: note.input)
    if let image = images.files.first, target == nil, !mode.dryRun {
      throw Failure(
        .usage,
        en: "\(image.source): cannot be uploaded without --objective ID or --key-result ID, "
          + "or one of them in the front matter",
        zh: "\(image.source)：上传图片需要 --objective ID 或 --key-result ID，或在文件头中写明")
    }
    return PushPlan(
      note: note, part: part, destination: destination, content: conversion.content,
      rate: try rate(frontMatter),
      images: images, target: target, userIDType: sender.userIDType)
  }

  /// What a push removes is no news, and what it refuses for it says itself.
  private static let ofImages: Set<Diagnostic.Code> = [.imageNeedsUpload, .imageMissing, .imageType]

  /// Converts a part of a note, and says what is to be said about that.
  private func convert(_ part: NotePart, of note: PushNote) throws(Failure) -> Conversion {
    let printer = DiagnosticPrinter(conversion)
    let converter = try conversion.converter(for: note.input, reportsNotes: printer.showsNotes)
    let result = try note.convert(part, with: converter)
    let ofNote = part.index == 0 ? note.diagnostics.filter { printer.showsNotes || $0.severity != .note } : []
    let diagnostics = ofNote + result.diagnostics.filter { !Self.ofImages.contains($0.code) }
    let warningCount = diagnostics.count { $0.severity == .warning }
    if !mode.hook { printer.print(diagnostics, of: note.input, source: note.bytes) }
    if conversion.strict, warningCount > 0 {
      var failure = Failure(
        .faults, en: "\(counted(warningCount, "warning")); okrmd check shows them",
        zh: "\(warningCount) 条警告；可用 okrmd check 查看")
      failure.isTold = !mode.hook && conversion.diagnostics != .none
      throw failure
    }
    return result
  }

  /// Refuses a note into which the id of a new record could not be written.
  func checkIDCanBeStored(_ plan: PushPlan) throws(Failure) {
    guard plan.input.isRegularFile else {
      throw Failure(
        .cannotCreate, en: "is not a regular file, so the new progress id could not be kept in it",
        zh: "不是普通文件，无法写回新的 progress_id")
    }
    guard let id = OKRIdentifier("9223372036854775807"), plan.note.setting(id, in: plan.part) != nil else {
      throw Failure(
        .data,
        en: "the front matter is written in a way that a progress id cannot be added to; "
          + "write okr: on a line of its own",
        zh: "无法在这样写的文件头里添加 progress_id；请把 okr: 单独写成一行")
    }
  }

  /// A heading may be of any length; what Feishu names as an origin should not be.
  private static let maxTitleCharacters = 100

  private func destination(
    _ frontMatter: FrontMatter, _ target: OKRTarget?, of conversion: Conversion, _ part: NotePart,
    _ input: InputFile, _ brand: Brand
  ) throws(Failure) -> PushPlan.Destination {
    if let id = content.progressID ?? frontMatter.progressID { return .existing(id) }
    if mode.dryRun, !content.create || target == nil { return .undecided(isNew: content.create) }
    guard content.create else {
      if part.heading != nil {
        throw Failure(
          .usage,
          en: "no progress id; put progress_id into the comment below the heading, "
            + "or make a new record with --create",
          zh: "缺少 progress_id；请写在标题下的注释里，或用 --create 新建进展记录")
      }
      throw Failure(
        .usage,
        en: "no progress id; put progress_id under okr: in the front matter, give --progress-id ID, "
          + "or make a new record with --create",
        zh: "缺少 progress_id；请写在文件头的 okr: 下，或用 --progress-id ID 指定，或用 --create 新建进展记录")
    }
    guard let target else {
      throw Failure(
        .usage,
        en: "a new record needs --objective ID or --key-result ID, or one of them in the front matter",
        zh: "新建进展记录需要 --objective ID 或 --key-result ID，或在文件头中写明")
    }
    let title = part.heading ?? conversion.title ?? input.fileName
    let record = NewRecord(
      target: target, sourceTitle: content.sourceTitle ?? String(title.shown.prefix(Self.maxTitleCharacters)),
      sourceURL: content.sourceURL ?? brand.baseURL.description, content: conversion.content)
    guard let record else { throw PushContentOptions.badSource }
    return .new(record)
  }

  func target(_ frontMatter: FrontMatter) -> OKRTarget? {
    if let objective = content.objective { return .objective(objective) }
    if let keyResult = content.keyResult { return .keyResult(keyResult) }
    return frontMatter.objective.map { .objective($0) } ?? frontMatter.keyResult.map { .keyResult($0) }
  }

  private func rate(_ frontMatter: FrontMatter) throws(Failure) -> ProgressRate? {
    let rate = ProgressRate(
      percent: content.percent ?? frontMatter.progressRate?.percent,
      status: content.status ?? frontMatter.progressRate?.status)
    guard rate.status == nil || rate.percent != nil else {
      throw Failure(
        .usage, en: "--status needs --percent beside it, or the service sets the percentage to 0",
        zh: "--status 须与 --percent 一起使用，否则进度百分比会被置为 0")
    }
    return rate == ProgressRate() ? nil : rate
  }
}
