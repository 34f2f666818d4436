import ContentBlocks
import MarkdownTranslator
import OKRClient

/// One run of `okrmd push`: all its notes, one record after the other. One that fails does not stop the others.
final class PushRun {
  let command: PushCommand
  let report: PushReport
  let state: UserFolder?
  /// Nil until a note is found that says where it goes.
  var connection: Connection?
  /// Nil until something is sent.
  var service: Service?
  /// What keeps all notes from being sent.
  private var generalFailure: Failure?
  /// Why the token is refused: the records after the one for which that was found out are not tried.
  private var tokenFailure: Failure?
  /// The records that were sent, and by which note.
  var senders: [OKRIdentifier: String] = [:]
  private(set) var deadline: ContinuousClock.Instant
  private(set) var isOneOfSeveral = false

  init(_ command: PushCommand) {
    self.command = command
    report = PushReport(isOneLine: command.mode.hook, isJSON: command.mode.json)
    state = UserFolder.state(Context.current.environment)
    deadline = .now + command.sender.timeout.duration
  }

  /// Where the records are.
  ///
  /// - Throws: when flags and environment do not say so properly. A note that is skipped needs none of it.
  func connect() throws(Failure) -> Connection {
    if let connection { return connection }
    do throws(Failure) {
      let new = try Connection(command.sender)
      connection = new
      return new
    } catch {
      throw error.general
    }
  }

  var mode: PushModeOptions { command.mode }

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
      for folder in ["created", "images", "records"] {
        TemporaryFile.removeLeftovers(in: "\(state.path)/\(folder)")
      }
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
    for (index, planned) in note.parts.enumerated() where only == nil || index == only {
      if index > 0 { startClock() }
      // Those before may have changed the note, and whoever writes in it may have moved its sections.
      if index > 0, command.content.create, !mode.dryRun { note = try again(note) }
      guard let part = note.counterpart(of: planned) else { continue }
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
}

extension Failure {
  /// The failure, as one of the whole command.
  var general: Failure {
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
