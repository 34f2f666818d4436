import ContentBlocks
import MarkdownTranslator
import OKRClient

/// One run of `okrmd push`: all its notes, one record after the other. One that fails does not stop the others.
final class PushRun {
  let command: PushCommand
  let report: PushReport
  private let state: UserFolder?
  /// Nil until a note is found that says where it goes.
  private var connection: Connection?
  /// Nil until something is sent.
  private var service: Service?
  /// What keeps all notes from being sent.
  private var generalFailure: Failure?
  /// Why the token is refused: the records after the one for which that was found out are not tried.
  private var tokenFailure: Failure?
  /// The records that were sent, and by which note.
  private var senders: [OKRIdentifier: String] = [:]
  private var deadline: ContinuousClock.Instant
  private var isOneOfSeveral = false

  init(_ command: PushCommand) {
    self.command = command
    report = PushReport(isOneLine: command.mode.hook, isJSON: command.mode.json)
    state = UserFolder.state(Context.current.environment)
    deadline = .now + command.sender.timeout.duration
  }

  /// Where the records are.
  ///
  /// - Throws: when flags and environment do not say so properly. A note that is skipped needs none of it.
  private func connect() throws(Failure) -> Connection {
    if let connection { return connection }
    do throws(Failure) {
      let new = try Connection(command.sender)
      connection = new
      return new
    } catch {
      throw error.general
    }
  }

  private var mode: PushModeOptions { command.mode }

  // MARK: The notes

  /// A file of the command line, or one of a folder.
  private struct Source {
    let input: InputFile
    let isInFolder: Bool
  }

  func push() throws(Failure) {
    if !mode.dryRun { Context.current.signals.watch() }
    let sources = try sources()
    // What killed processes left where this one may write nothing.
    if !mode.dryRun, let state {
      for folder in ["created", "images"] { TemporaryFile.removeLeftovers(in: "\(state.path)/\(folder)") }
    }
    var hasAny = false
    isOneOfSeveral = sources.count > 1
    for (index, source) in sources.enumerated() {
      if sources.count > 1 {
        Context.current.progress.say(
          LocalizedText(en: "\(index) of \(sources.count) notes", zh: "第 \(index)/\(sources.count) 个文件"))
      }
      if index > 0 { startClock() }
      if push(source, isOnly: sources.count == 1) { hasAny = true }
      if let generalFailure { throw generalFailure }
    }
    if !hasAny, !mode.hook {
      throw command.content.create
        ? Failure(
          .noInput,
          en:
            "there is nothing to send: no note here has okr: in its front matter, or a section with an okr comment",
          zh: "没有可发送的内容：这些文件的文件头中没有 okr:，也没有带 okr 注释的小节")
        : Failure(
          .noInput,
          en:
            "there is nothing to send: no note here has a progress id; put progress_id under okr: in the front "
            + "matter, or make new records with --create",
          zh: "没有可发送的内容：这些文件都没有 progress_id；请写在文件头的 okr: 下，或用 --create 新建进展记录")
    }
  }

  /// The files, those of folders by name.
  private func sources() throws(Failure) -> [Source] {
    var sources: [Source] = []
    for path in command.files.isEmpty ? ["-"] : command.files {
      guard path != "-", stat(path: path)?.isFolder == true else {
        sources.append(Source(input: InputFile(path: path), isInFolder: false))
        continue
      }
      guard let names = names(inFolder: path) else {
        throw Failure(
          .inputOutput, en: "\(path): the folder cannot be read", zh: "\(path)：无法读取文件夹")
      }
      let folder = path.hasSuffix("/") ? path : path + "/"
      for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      where name.lowercased().hasSuffix(".md") && !name.hasPrefix(".") {
        let input = InputFile(path: folder + name)
        if input.isRegularFile { sources.append(Source(input: input, isInFolder: true)) }
      }
    }
    return sources
  }

  /// Pushes the records of a note.
  ///
  /// - Returns: whether there was anything to send.
  private func push(_ source: Source, isOnly: Bool) -> Bool {
    let input = source.input
    do throws(Failure) {
      let bytes = try input.read(limit: command.conversion.maxBytes, until: deadline)
      if source.isInFolder, !PushNote.mayBeOurs(bytes) { return false }
      if mode.hook, bytes.isEmpty || !PushNote.mayBeOurs(bytes), command.content.progressID == nil {
        return false
      }
      try input.checkIsText(bytes, limit: command.conversion.maxBytes)
      let note = try PushNote(input, bytes)
      if command.content.progressID != nil, note.parts.count > 1 || !isOnly {
        throw Failure(
          .usage, en: "--progress-id is for one note with one record", zh: "--progress-id 只能用于一个文件的一条进展")
      }
      // Two pushes of one note must not make two records, and each writes into it.
      let locks = command.content.create && !mode.dryRun ? try lock(note: input) : []
      return try withExtendedLifetime(locks) { () throws(Failure) in try push(note, source) }
    } catch {
      if error.isGeneral {
        generalFailure = error
      } else {
        report.add(RecordResult(file: input.name, error.without(input.name)))
      }
      return true
    }
  }

  private func push(_ note: PushNote, _ source: Source) throws(Failure) -> Bool {
    var note = note
    if command.content.create {
      // As it is now: another process may have written ids into it.
      if !mode.dryRun { note = try again(note) }
      try checkSomethingIsNew(in: note, source)
    }
    var hasAny = false
    let only = try command.conversion.section(in: note.bytes, of: note.input)?.index
    if note.parts.count > 1, only == nil { isOneOfSeveral = true }
    for index in note.parts.indices where only == nil || index == only {
      if index > 0 { startClock() }
      // Those before may have changed the note.
      if index > 0, command.content.create, !mode.dryRun { note = try again(note) }
      guard note.parts.indices.contains(index) else { break }
      let part = note.parts[index]
      let isUnwritten = isUnwritten(part, of: note)
      if isUnwritten || isSkipped(part, source) {
        var result = RecordResult(
          file: note.input.name, .skipped,
          isUnwritten
            ? LocalizedText(
              en: "\(part.heading ?? ""): no text yet; skipped", zh: "\(part.heading ?? "")：还没有内容，已跳过")
            : part.frontMatter.progressID.map {
              LocalizedText(en: "has record \($0) already; skipped", zh: "已有进展记录 \($0)，已跳过")
            } ?? LocalizedText(en: "no progress id; skipped", zh: "没有 progress_id，已跳过"))
        result.section = part.heading
        result.record = part.frontMatter.progressID
        if case .keyResult(let id) = command.target(part.frontMatter) { result.keyResult = id }
        result.isUnwritten = isUnwritten
        if !mode.hook || note.parts.count > 1 { report.add(result) }
        if command.content.create { hasAny = true }
        continue
      }
      hasAny = true
      push(part, of: note)
      if generalFailure != nil { break }
    }
    return hasAny
  }

  /// A record that is there cannot be made.
  private func checkSomethingIsNew(in note: PushNote, _ source: Source) throws(Failure) {
    let ids = note.parts.compactMap(\.frontMatter.progressID)
    guard !source.isInFolder, ids.count == note.parts.count, let id = ids.first else { return }
    if ids.count == 1 {
      throw Failure(
        .usage, en: "already has record \(id); push without --create to update it",
        zh: "已有进展记录 \(id)；去掉 --create 即可更新")
    }
    throw Failure(
      .usage,
      en: "all its sections have records already (\(ids.map(\.text).joined(separator: ", "))); "
        + "push without --create to update them",
      zh: "各节都已有进展记录（\(ids.map(\.text).joined(separator: "、"))）；去掉 --create 即可更新")
  }

  private func isSkipped(_ part: NotePart, _ source: Source) -> Bool {
    let id = command.content.progressID ?? part.frontMatter.progressID
    if command.content.create { return id != nil }
    return id == nil && (mode.hook || source.isInFolder)
  }

  /// Whether nothing was written yet into a section that has no record.
  private func isUnwritten(_ part: NotePart, of note: PushNote) -> Bool {
    guard (command.content.progressID ?? part.frontMatter.progressID) == nil, part.lines != nil,
      !command.content.allowEmpty,
      let converter = try? command.conversion.converter(for: note.input, reportsNotes: false)
    else { return false }
    return (try? note.convert(part, with: converter))?.content.saysNothing == true
  }

  private func startClock() { deadline = .now + command.sender.timeout.duration }

  // MARK: One record

  private func push(_ part: NotePart, of note: PushNote) {
    do throws(Failure) {
      if let tokenFailure { throw tokenFailure }
      if mode.dryRun {
        let connection = try connect()
        let plan = try command.plan(for: part, of: note, connection)
        return try DryRun(plan: plan, connection: connection, state: state).print()
      }
      if let id = command.content.progressID ?? part.frontMatter.progressID {
        report.add(try update(id, part, of: note))
      } else {
        report.add(try create(part, of: note))
      }
    } catch {
      var error = error.without(note.input.name)
      if error.isGeneral {
        guard mode.json || (isOneOfSeveral && !mode.hook) else {
          generalFailure = error
          return
        }
        // Each record has its object. It is told once, since it is about all of them.
        error.report()
        error.isGeneral = false
        error.isTold = true
        tokenFailure = error
      } else if error.isOfToken, tokenFailure == nil {
        tokenFailure = error
        tokenFailure?.isTold = true
      }
      var result = RecordResult(file: note.input.name, part.heading.map { error.of($0) } ?? error)
      result.section = part.heading
      result.record = command.content.progressID ?? part.frontMatter.progressID
      if case .keyResult(let id) = command.target(part.frontMatter) { result.keyResult = id }
      report.add(result)
    }
  }

  /// Replaces the record of a part.
  private func update(
    _ id: OKRIdentifier, _ part: NotePart, of note: PushNote
  ) throws(Failure) -> RecordResult {
    let connection = try connect()
    let key = RecordKey(baseURL: connection.baseURL.description, id: id)
    let lock = try lock(record: key, of: note.input)
    defer { withExtendedLifetime(lock) {} }
    // As it is now: it may have been saved again while another push was under way.
    if mode.hook, note.input.isGone { return RecordResult(file: note.input.name, .skipped, .empty) }
    let note = try again(note)
    guard let part = note.counterpart(of: part),
      (command.content.progressID ?? part.frontMatter.progressID) == id
    else {
      if mode.hook { return RecordResult(file: note.input.name, .skipped, .empty) }
      throw Failure(.tryAgain, en: "was changed just now; push again", zh: "文件刚刚被修改；请重新推送")
    }
    if let other = senders[id] {
      throw Failure(
        .cannotCreate,
        en: "record \(id) is named by \(other) as well, which came first in this push; a record has one note",
        zh: "本次推送中 \(other) 也写着进展记录 \(id)，且排在前面；一条进展只能对应一处内容")
    }
    if mode.hook, note.saysNothing, !command.content.allowEmpty {
      return RecordResult(file: note.input.name, .skipped, .empty)
    }
    let plan = try command.plan(for: part, of: note, connection)
    senders[id] = plan.name
    let memory = try memory(of: key)
    if mode.ifChanged || mode.hook, let pushed = memory?.pushed, pushed == plan.digest {
      return plan.result(
        .unchanged,
        LocalizedText(en: "unchanged since the last push; nothing was sent", zh: "自上次推送后没有变化，未发送"))
    }
    if let memory, !mode.force { try checkIsOwnNote(plan, id, memory) }
    return try session(for: plan, id) { session async throws(Failure) in try await session.update(id, memory)
    }
  }

  /// What this machine knows of a record.
  private func memory(of key: RecordKey) throws(Failure) -> RecordMemory? {
    guard let state else { return nil }
    switch RecordMemory.find(key, in: state) {
    case .nothing: return nil
    case .memory(let memory): return memory
    case .damaged(let problem):
      if mode.adopt || mode.force { return nil }
      throw Failure(
        .cannotCreate,
        en: "what this machine knows of record \(key.id) cannot be read: \(problem[.english]); "
          + "look with 'okrmd pull\(command.sender.repeated) \(key.id)', then replace the record with --adopt",
        zh:
          "无法读取本机为进展记录 \(key.id) 保存的状态：\(problem[.chinese])；请先用 okrmd pull\(command.sender.repeated) \(key.id) 查看，再用 --adopt 替换"
      )
    }
  }

  /// Refuses the copy of another note: it would overwrite that one's record.
  private func checkIsOwnNote(_ plan: PushPlan, _ id: OKRIdentifier, _ memory: RecordMemory) throws(Failure) {
    guard let path = plan.input.realPath, let last = memory.notes.first, !memory.notes.contains(path),
      let bytes = try? InputFile(path: last).read(limit: ConversionLimits.largestInput),
      let other = try? PushNote(InputFile(path: last), bytes), other.recordIDs.contains(id)
    else { return }
    throw Failure(
      .cannotCreate,
      en: "record \(id) belongs to \(last), which was pushed to it and still names it; start a new week with "
        + "'okrmd next', or overwrite the record with --force",
      zh: "进展记录 \(id) 属于 \(last)，该文件推送过它且仍写着它的 ID；新的一周请用 okrmd next 开始，或用 --force 覆盖")
  }

  /// Makes a record for a part.
  private func create(_ part: NotePart, of note: PushNote) throws(Failure) -> RecordResult {
    let connection = try connect()
    let plan = try command.plan(for: part, of: note, connection)
    guard case .new(let record) = plan.destination, let target = plan.target else {
      throw Failure(.usage, en: "has a progress id already", zh: "已有 progress_id")
    }
    try command.checkIDCanBeStored(plan)
    guard let state, let path = plan.input.realPath else {
      throw Failure(
        .cannotCreate,
        en: "no record was created: HOME and XDG_STATE_HOME are not set, so nothing can be remembered",
        zh: "未创建进展记录：没有设置 HOME 或 XDG_STATE_HOME，无法保存状态")
    }
    let creation = try Creation(
      note: path, target: target, baseURL: connection.baseURL.description, folder: state)
    if !mode.createAgain {
      if creation.pending != nil {
        throw Failure(
          .cannotCreate,
          en:
            "a record may have been created for it before; look in Feishu, then put its progress_id into the note, "
            + "or if there is none use --create-again",
          zh: "之前可能已为它创建过进展记录；请先到飞书查看：有则把 progress_id 写进文件，没有则加 --create-again")
      }
      if let lost = creation.lost(named: note.recordIDs) {
        throw Failure(
          .cannotCreate,
          en:
            "record \(lost) was created for it before; put progress_id: \"\(lost)\" into the note, start a new week "
            + "with 'okrmd next', or make another record with --create-again",
          zh:
            "之前已为它创建过进展记录 \(lost)；请把 progress_id: \"\(lost)\" 写进文件，或用 okrmd next 开始新的一周，或用 --create-again 另建一条"
        )
      }
    }
    return try session(for: plan, nil) { session async throws(Failure) in
      try await session.create(record, creation)
    }
  }

  private func session(
    for plan: PushPlan, _ id: OKRIdentifier?,
    _ work: @escaping @Sendable (PushSession) async throws(Failure) -> RecordResult
  ) throws(Failure) -> RecordResult {
    let (connection, service) = (try connect(), try openService())
    if plan.input.isRegularFile { TemporaryFile.removeLeftovers(in: plan.input.folder) }
    let (baseURL, state, report) = (connection.baseURL, state, report)
    let sessionMode = PushSession.Mode(
      adopts: mode.adopt, forces: mode.force, createsAgain: mode.createAgain, flags: command.sender.repeated)
    let meaning: @Sendable (ServiceCall) -> LocalizedText? = {
      PushSession.meaning(ofSending: $0, for: id, sessionMode)
    }
    return try service.run(
      until: deadline, isOneOfSeveral: isOneOfSeveral, meaning: meaning
    ) { client async throws(Failure) in
      try await work(
        PushSession(
          plan: plan, client: client, baseURL: baseURL, state: state, mode: sessionMode, report: report))
    }
  }

  private func openService() throws(Failure) -> Service {
    if let service { return service }
    let (report, command) = (report, command)
    let names = command.files.count == 1 ? command.files : []
    do throws(Failure) {
      let new = try Service(
        try connect(), until: deadline,
        warn: { message in
          if let name = names.first {
            report.warn(message, of: InputFile(path: name).name)
          } else {
            report.warn(message)
          }
        }, showsProgress: !command.mode.hook)
      service = new
      return new
    } catch {
      throw error.general
    }
  }

  // MARK: Reading again, and locks

  /// The note as it is now; standard input and pipes cannot be read twice.
  ///
  /// - Throws: also when it is gone.
  private func again(_ note: PushNote) throws(Failure) -> PushNote {
    guard note.input.isRegularFile || note.input.isGone else { return note }
    let bytes = try note.input.readNote(limit: command.conversion.maxBytes)
    return bytes == note.bytes ? note : try PushNote(note.input, bytes)
  }

  /// Keeps a second push of the note waiting, whatever file is at its path.
  private func lock(note input: InputFile) throws(Failure) -> [FileLock] {
    guard let path = input.realPath else { return [] }
    let busy = LocalizedText(
      en: "another push of this note is under way; try again", zh: "另一个推送正在处理这个文件；请稍后重试")
    var locks: [FileLock] = []
    if let lock = try lock(
      UserFolder.fileName(in: "notes", for: path, suffix: ".lock"), of: input, busy: busy)
    {
      locks.append(lock)
    }
    // One with another state folder sees the second lock. What keeps it from being made keeps the note from being
    // written as well, which is found out before anything is sent.
    let lock: FileLock?
    do throws(FileLock.Problem) {
      lock = try FileLock(beside: path, until: deadline)
    } catch {
      if case .noLock = error, !locks.isEmpty { report.warn(error.warning, of: input.name) }
      return locks
    }
    guard let lock else { throw Failure(.tryAgain, busy) }
    return locks + [lock]
  }

  /// Keeps a second push of the record waiting: it would take this one for someone else's.
  private func lock(record key: RecordKey, of input: InputFile) throws(Failure) -> FileLock? {
    try lock(
      key.lockName, of: input,
      busy: LocalizedText(
        en: "another push to record \(key.id) is under way; try again", zh: "另一个推送正在更新进展记录 \(key.id)；请稍后重试"))
  }

  private func lock(_ name: String, of input: InputFile, busy: LocalizedText) throws(Failure) -> FileLock? {
    guard let state else {
      report.warn(
        LocalizedText(
          en: "this push is not remembered: HOME and XDG_STATE_HOME are not set",
          zh: "本次推送的状态未能保存：没有设置 HOME 或 XDG_STATE_HOME"), of: input.name)
      return nil
    }
    let lock: FileLock?
    do throws(FileLock.Problem) {
      lock = try FileLock(name, in: state, until: deadline)
    } catch {
      report.warn(error.warning, of: input.name)
      return nil
    }
    guard let lock else { throw Failure(.tryAgain, busy) }
    return lock
  }
}

extension Failure {
  /// The failure, as one of the whole command.
  fileprivate var general: Failure {
    var failure = self
    failure.isGeneral = true
    return failure
  }

  /// The failure without the name of the file, which is told beside it.
  fileprivate func without(_ name: String) -> Failure {
    let (english, chinese) = (text[.english], text[.chinese])
    guard english.hasPrefix("\(name): ") else { return self }
    let rest = chinese.hasPrefix(name) ? String(chinese.dropFirst(name.count + 1)) : chinese
    var failure = self
    failure.text = LocalizedText(en: String(english.dropFirst(name.count + 2)), zh: rest)
    return failure
  }
}
