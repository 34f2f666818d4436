import ContentBlocks
import MarkdownTranslator
import OKRClient

/// Carries out a plan: looks at the record, uploads images, sends the content, remembers it.
struct PushSession: Sendable {
  let plan: PushPlan
  let client: ServiceClient
  let baseURL: BaseURL
  /// Where this machine remembers; nil to remember nothing.
  let state: UserFolder?
  /// What may be overwritten, and what is told.
  let mode: Mode
  let report: PushReport

  struct Mode: Sendable {
    /// Whether a record is replaced that this machine has not seen.
    var adopts = false
    /// Whether a record is replaced whatever it holds.
    var forces = false
    /// Whether a record is made even though one may have been made before.
    var createsAgain = false
    /// The flags that a command in an advice needs as well.
    var flags = ""
  }

  // MARK: An existing record

  /// Replaces a record.
  ///
  /// - Parameter memory: what this machine knows of the record; nil for nothing.
  func update(_ id: OKRIdentifier, _ memory: RecordMemory?) async throws(Failure) -> RecordResult {
    Context.current.signals.means(en: "record \(id) was not changed", zh: "进展记录 \(id) 未被改动")
    let key = RecordKey(baseURL: baseURL.description, id: id)
    var memory = memory ?? RecordMemory()
    if !mode.forces, let record = try await look(at: id, memory) {
      memory.modifyTime = record.modifyTime
      memory.known = RecordMemory.Version(content: record.content, rate: record.progressRate)
    }
    let (content, uploadCount) = try await uploadingImages()
    let before = memory
    memory.sent = RecordMemory.Version(content: content, rate: plan.rate)
    memory.pushed = nil
    memory.notes = plan.input.realPath.map { [$0] } ?? memory.notes
    save(memory, key)
    let reply: ChangeReply
    do throws(ServiceError) {
      reply = try await client.update(id, body: content.requestBody(progressRate: plan.rate))
    } catch {
      // What was certainly not taken was not sent, as far as the next push is concerned.
      if !error.mayHaveArrived { save(before, key) }
      throw refusal(error)
    }
    Context.current.signals.means(en: "record \(id) was updated", zh: "进展记录 \(id) 已更新")
    try check(reply, of: id, sent: content)
    remember(reply, key, sent: content)
    let images = uploadCount == 0 ? "" : ", \(counted(uploadCount, "image")) uploaded"
    let chineseImages = uploadCount == 0 ? "" : "，上传了 \(uploadCount) 张图片"
    var result = plan.result(
      .updated, LocalizedText(en: "updated record \(id)\(images)", zh: "已更新进展记录 \(id)\(chineseImages)"))
    result.modifyTime = reply.record?.modifyTime
    result.imageCount = uploadCount
    result.logID = reply.logID
    return result
  }

  /// What an interruption means once a call is on its way; nil when it changes no record.
  static func meaning(
    ofSending call: ServiceCall, for id: OKRIdentifier?, _ mode: Mode
  ) -> LocalizedText? {
    switch call {
    case .update:
      id.map {
        LocalizedText(
          en: "record \($0) may or may not be updated; look with: okrmd pull\(mode.flags) \($0)",
          zh: "无法确定进展记录 \($0) 是否已更新；可用 okrmd pull\(mode.flags) \($0) 查看")
      }
    case .create:
      LocalizedText(
        en: "a record may or may not have been created; look in Feishu before you push again",
        zh: "无法确定进展记录是否已创建；请先到飞书查看，再重新推送")
    case .read, .upload, .token, .identify, .list, .authorize, .login: nil
    }
  }

  /// Looks whether a push would overwrite what someone else wrote.
  ///
  /// - Returns: the record as it is; nil when it may not be read.
  /// - Throws: when it would.
  private func look(at id: OKRIdentifier, _ memory: RecordMemory) async throws(Failure) -> ProgressRecord? {
    let record: ProgressRecord
    do throws(ServiceError) {
      record = try await client.read(id)
    } catch {
      guard error.refusesReading, error.kind == .forbidden || !memory.isSeen else { throw failure(error) }
      report.warn(
        LocalizedText(
          en: "changes made in Feishu are not noticed: \(error.text[.english])",
          zh: "无法检查飞书中是否有改动：\(error.text[.chinese])"), of: plan.name)
      return nil
    }
    let images = imageMemory
    let conflict = Conflict(record: record, memory: memory, plan: plan) { file in
      guard let target = plan.target, let image = images.image(digest: file.digest, target: target) else {
        return []
      }
      return [image.fileToken]
    }
    switch conflict.judge() {
    case .harmless:
      break
    case .sameButForImages(let places):
      for place in places { takeOver(place, of: record) }
    case .incomplete(let paths):
      throw Failure(
        .cannotCreate,
        en: "record \(id) holds what okrmd cannot show, and a push would delete it: \(Self.list(paths)); "
          + "overwrite it with --force if that is meant",
        zh: "进展记录 \(id) 含有 okrmd 无法表示的内容，推送会将其删除：\(Self.list(paths))；确实要覆盖请加 --force")
    case .changed(let difference):
      show(difference)
      throw Failure(
        .cannotCreate,
        en: "record \(id) was changed in Feishu since this machine last saw it; "
          + "\(mergeAdvice[.english])get it with 'okrmd pull\(mode.flags) \(id)', or overwrite it with --force",
        zh:
          "进展记录 \(id) 自本机上次读取后已在飞书中被修改；\(mergeAdvice[.chinese])用 okrmd pull\(mode.flags) \(id) 查看，或用 --force 覆盖"
      )
    case .stranger(let difference):
      if mode.adopts { break }
      show(difference)
      throw Failure(
        .cannotCreate,
        en:
          "record \(id) holds something that this machine has not seen; get it with 'okrmd pull\(mode.flags) \(id)', "
          + "or replace it with --adopt",
        zh: "进展记录 \(id) 已有内容，而本机从未读取过；请先用 okrmd pull\(mode.flags) \(id) 查看，或用 --adopt 替换")
    }
    return record
  }

  private var mergeAdvice: LocalizedText {
    guard plan.input.isRegularFile, plan.part.frontMatter.progressID == plan.recordID else {
      return .empty
    }
    return LocalizedText(
      en: "put the change into the note with 'okrmd pull\(mode.flags) --merge \(plan.input.argument)', ",
      zh: "可用 okrmd pull\(mode.flags) --merge \(plan.input.argument) 合并到文件，")
  }

  private static func list(_ paths: [String]) -> String {
    paths.prefix(5).joined(separator: ", ") + (paths.count > 5 ? ", …" : "")
  }

  private func show(_ difference: [String]) {
    guard !report.isOneLine else { return }
    Context.current.progress.clear()
    Standard.error.write(Conflict.excerpt(of: difference))
  }

  /// Refuses a reply that cannot be about what was sent.
  private func check(_ reply: ChangeReply, of id: OKRIdentifier, sent content: ContentBlock) throws(Failure) {
    let logID = reply.logID.map { " (log id \($0))" } ?? ""
    var failure: Failure?
    if let other = reply.id, other != id {
      failure = Failure(
        .unavailable,
        en:
          "the reply is about record \(other) and not \(id)\(logID); look with 'okrmd pull\(mode.flags) \(id)'",
        zh: "返回的是进展记录 \(other)，而不是 \(id)\(logID)；请用 okrmd pull\(mode.flags) \(id) 查看")
    } else if let record = reply.record, record.isComplete, record.content.saysNothing, !content.saysNothing {
      failure = Failure(
        .unavailable,
        en:
          "the service shows record \(id) as empty after the update\(logID); look with 'okrmd pull\(mode.flags) \(id)'",
        zh: "更新后服务端显示进展记录 \(id) 为空\(logID)；请用 okrmd pull\(mode.flags) \(id) 查看")
    }
    if var failure {
      failure.logID = reply.logID
      throw failure
    }
  }

  /// Keeps what the reply says, for the next push to compare with.
  private func remember(_ reply: ChangeReply, _ key: RecordKey, sent content: ContentBlock) {
    if reply.record == nil {
      let logID = reply.logID.map { " (log id \($0))" } ?? ""
      report.warn(
        LocalizedText(
          en: "the service took the record but did not return it\(logID)", zh: "服务端已接受，但没有返回进展记录\(logID)"),
        of: plan.name)
    }
    var memory = RecordMemory()
    memory.modifyTime = reply.record?.modifyTime
    memory.known = RecordMemory.Version(
      content: reply.record?.content ?? content, rate: reply.record?.progressRate ?? plan.rate)
    // What the service makes of the content is not a change by someone else.
    memory.sent = RecordMemory.Version(content: content, rate: plan.rate)
    memory.pushed = plan.digest
    memory.notes = plan.input.realPath.map { [$0] } ?? []
    save(memory, key)
  }

  private func save(_ memory: RecordMemory, _ key: RecordKey) {
    guard let state else { return }
    if memory == RecordMemory() { return RecordMemory.forget(key, in: state) }
    do throws(Failure) {
      try memory.save(key, to: state)
    } catch {
      // With what is older the next push would take this machine's own text for someone's change.
      RecordMemory.forget(key, in: state)
      report.warn(
        LocalizedText(
          en: "this push is not remembered: \(error.text[.english])",
          zh: "本次推送的状态未能保存：\(error.text[.chinese])"),
        of: plan.input.name)
    }
  }

  /// The failure of a change. Images that were uploaded long ago may be what the service refuses: they are
  /// uploaded again by the next push.
  private func refusal(_ error: ServiceError) -> Failure {
    if error.code == .invalidParameters { forgetImages() }
    return failure(error)
  }

  private func failure(_ error: ServiceError) -> Failure { Failure(error) }

  // MARK: A new record

  /// Makes a record for the note, and writes its id into it.
  func create(_ record: NewRecord, _ creation: Creation) async throws(Failure) -> RecordResult {
    Context.current.signals.means(en: "no record was created", zh: "未创建进展记录")
    var creation = creation
    // The place that the id needs is taken before there is an id.
    let file = try TemporaryFile(for: OutputFile(path: plan.input.path))
    guard let placeholder = OKRIdentifier("9223372036854775807"),
      let expected = plan.note.setting(placeholder, in: plan.part)
    else { throw Failure(.data, en: "no place for the id in the note", zh: "文件中没有写入 ID 的位置") }
    try file.put(expected)
    let (content, uploadCount) = try await uploadingImages()
    try creation.begin(forgetting: mode.createsAgain)
    let reply: ChangeReply
    do throws(ServiceError) {
      reply = try await client.create(plan.filling(record, with: content))
    } catch {
      if !error.mayHaveArrived { creation.cancel() }
      var failure = refusal(error)
      if error.mayHaveArrived {
        failure = Failure(.unavailable, failure.text)
        failure.logID = error.logID
      }
      throw failure
    }
    // From the moment that the id is known it must not get lost.
    let id = try Context.current.signals.shielding { () throws(Failure) in
      try store(reply, sent: content, into: file, &creation)
    }
    var result = plan.result(
      .created,
      LocalizedText(en: "created record \(id) and saved its id in the note", zh: "已新建进展记录 \(id)，并写回文件"))
    result.record = id
    result.modifyTime = reply.record?.modifyTime
    result.imageCount = uploadCount
    result.logID = reply.logID
    return result
  }

  private func store(
    _ reply: ChangeReply, sent content: ContentBlock, into file: TemporaryFile, _ creation: inout Creation
  ) throws(Failure) -> OKRIdentifier {
    guard let id = reply.id else {
      let logID = reply.logID.map { " (log id \($0))" } ?? ""
      var failure = Failure(
        .unavailable,
        en:
          "a record may have been created, but the reply does not name its id\(logID); look for it in Feishu "
          + "and put its progress_id into the note",
        zh: "进展记录可能已创建，但返回中没有 ID\(logID)；请到飞书查看，并把 progress_id 写进文件")
      failure.logID = reply.logID
      throw failure
    }
    let advice = placingAdvice(id)
    Context.current.signals.means(
      en: "record \(id) was created; \(advice[.english])", zh: "进展记录 \(id) 已创建；\(advice[.chinese])")
    do throws(Failure) {
      try write(id, into: file)
    } catch {
      // Its fate is known, and the next create says so.
      try? creation.end(with: id)
      throw Failure(
        .inputOutput,
        en: "record \(id) was created, but its id cannot be written into the note: "
          + "\(error.text[.english]); \(advice[.english])",
        zh: "进展记录 \(id) 已创建，但无法写回文件：\(error.text[.chinese])；\(advice[.chinese])")
    }
    Context.current.signals.means(en: "record \(id) was created", zh: "进展记录 \(id) 已创建")
    do throws(Failure) {
      try creation.end(with: id)
    } catch {
      report.warn(error.text, of: plan.name)
    }
    remember(reply, RecordKey(baseURL: baseURL.description, id: id), sent: content)
    return id
  }

  /// Where a person writes the id of a record that was made for the note.
  private func placingAdvice(_ id: OKRIdentifier) -> LocalizedText {
    guard let heading = plan.part.heading else {
      return LocalizedText(
        en: "put progress_id: \"\(id)\" under okr: in the front matter",
        zh: "请在文件头的 okr: 下写入 progress_id: \"\(id)\"")
    }
    return LocalizedText(
      en: "put progress_id: \"\(id)\" into the comment below the heading '\(heading)'",
      zh: "请在标题“\(heading)”下的注释里写入 progress_id: \"\(id)\"")
  }

  /// Writes the id into the note as it is at this moment: a save in between is kept.
  private func write(_ id: OKRIdentifier, into file: TemporaryFile) throws(Failure) {
    var bytes = try plan.input.read(limit: ConversionLimits.largestInput)
    for _ in 0..<100 {
      let note = try PushNote(plan.input, bytes)
      guard let part = note.counterpart(of: plan.part) else {
        throw Failure(.inputOutput, en: "it has other sections by now", zh: "文件的小节已被改动")
      }
      if let other = part.frontMatter.progressID {
        throw Failure(.inputOutput, en: "it names record \(other) by now", zh: "文件中已写有进展记录 \(other)")
      }
      guard let edited = note.setting(id, in: part) else {
        throw Failure(.inputOutput, en: "it cannot be edited", zh: "文件无法编辑")
      }
      try file.put(edited)
      let latest = try plan.input.read(limit: ConversionLimits.largestInput)
      if latest == bytes { return try file.moveIntoPlace() }
      bytes = latest
    }
    throw Failure(.inputOutput, en: "it is saved all the time", zh: "文件一直在被修改")
  }

  // MARK: Images

  /// The content with the images uploaded, and how many had to be. Each content is uploaded once.
  private func uploadingImages() async throws(Failure) -> (ContentBlock, Int) {
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
        throw Failure(error).of(file.source)
      }
      uploaded[file.digest] = image
      count += 1
      remember(image, of: file, target)
    }
    return (plan.images.replacing(in: plan.content) { uploaded[$0.digest] }, count)
  }

  private func remember(_ image: UploadedImage, of file: NoteImages.File, _ target: OKRTarget) {
    do throws(Failure) {
      try imageMemory.remember(image, digest: file.digest, target: target)
    } catch {
      report.warn(
        LocalizedText(
          en: "the image is uploaded again next time: \(error.text[.english])",
          zh: "下次会重新上传图片：\(error.text[.chinese])"), of: plan.name)
    }
  }

  /// Takes an image of the record for the one of the note at its place, which has its size: another machine that has
  /// the note uploaded it. With a token of its own, each machine would take the other's for someone's change.
  private func takeOver(_ place: Int, of record: ProgressRecord) {
    guard plan.content.blocks.indices.contains(place), record.content.blocks.indices.contains(place),
      case .gallery(let own) = plan.content.blocks[place],
      case .gallery(let theirs) = record.content.blocks[place],
      let token = theirs.image.fileToken
    else { return }
    let file = plan.images.file(of: own.image)
    let source = file?.source ?? own.image.fileToken ?? ""
    let line = plan.note.line(of: source)
    report.warn(
      LocalizedText(
        en:
          "\(line.map { "line \($0): " } ?? "")\(source.shown): the record has a picture of this size here that "
          + "another machine uploaded; it is taken for the same",
        zh: "\(line.map { "第 \($0) 行：" } ?? "")\(source.shown)：进展记录此处已有另一台机器上传的同尺寸图片，视为同一张"), of: plan.name)
    guard let file, let target = plan.target, imageMemory.image(digest: file.digest, target: target) == nil
    else {
      return
    }
    remember(UploadedImage(fileToken: token, url: theirs.image.src ?? ""), of: file, target)
  }

  /// Has the next push upload the images again.
  private func forgetImages() {
    guard let target = plan.target else { return }
    for file in plan.images.distinctFiles { imageMemory.forget(digest: file.digest, target: target) }
  }

  private var imageMemory: ImageMemory { ImageMemory(baseURL: baseURL.description, folder: state) }
}
