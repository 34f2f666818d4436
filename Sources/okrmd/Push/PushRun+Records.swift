import ContentBlocks
import MarkdownTranslator
import OKRClient

// How a record of a push is replaced or made, one at a time.
extension PushRun {
  /// Replaces the record of a part.
  func update(
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
  func create(_ part: NotePart, of note: PushNote) throws(Failure) -> RecordResult {
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
  func again(_ note: PushNote) throws(Failure) -> PushNote {
    guard note.input.isRegularFile || note.input.isGone else { return note }
    let bytes = try note.input.readNote(limit: command.conversion.maxBytes)
    return bytes == note.bytes ? note : try PushNote(note.input, bytes)
  }

  /// Keeps a second push of the note waiting, whatever file is at its path.
  func lock(note input: InputFile) throws(Failure) -> [FileLock] {
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
