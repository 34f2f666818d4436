import ArgumentParser
import ContentBlocks
import MarkdownTranslator
import OKRClient

/// `okrmd pull --merge`: what changed in records since this machine last saw them is put into their note, by lines.
struct PullMerge {
  let command: PullCommand
  let connection: Connection
  let input: InputFile

  init(_ command: PullCommand, _ connection: Connection, _ input: InputFile) {
    self.command = command
    self.connection = connection
    self.input = input
  }

  func run() throws {
    guard input.isRegularFile else {
      _ = try input.read(limit: 1)
      throw Failure(.inputOutput, en: "\(input.name): is not a regular file", zh: "\(input.name)：不是普通文件")
    }
    Context.current.signals.watch()
    Context.current.signals.means(en: "the note was not changed", zh: "文件未改动")
    var note = MergedNote(try input.readNote(limit: ConversionLimits.largestInput))
    let before = note.bytes
    let records = try records(in: note)
    var pulled: [PulledRecord] = []
    var conflictCount = 0
    for (id, index) in records {
      // Those before may have moved it.
      guard let part = try parts(of: note).first(where: { $0.index == index }) else { continue }
      let record = try PulledRecord(id, connection, until: .now + command.sender.timeout.duration)
      if case .damaged(let problem) = record.before {
        throw Failure(
          .cannotCreate,
          en: "record \(id): what this machine knows of it cannot be read: \(problem[.english]); "
            + "get it with 'okrmd pull\(command.sender.repeated) \(id) -o FILE'",
          zh:
            "进展记录 \(id)：无法读取本机保存的状态：\(problem[.chinese])；请用 okrmd pull\(command.sender.repeated) \(id) -o FILE 取回"
        )
      }
      guard case .memory(let memory) = record.before, let known = memory.known else {
        throw Failure(
          .cannotCreate,
          en: "record \(id): this machine has not seen it, so it cannot tell what changed; "
            + "get it with 'okrmd pull\(command.sender.repeated) \(id) -o FILE'",
          zh: "进展记录 \(id)：本机从未读取过，无法判断改动；请用 okrmd pull\(command.sender.repeated) \(id) -o FILE 取回")
      }
      conflictCount += try note.merge(record.record, since: known, into: part)
      pulled.append(record)
    }
    if note.bytes != before {
      let file = try TemporaryFile(for: OutputFile(path: input.path))
      try file.put(note.bytes)
      guard try input.read(limit: ConversionLimits.largestInput) == before else {
        throw Failure(
          .tryAgain, en: "\(input.name): was changed just now; pull again", zh: "\(input.name)：文件刚刚被修改；请重新拉取")
      }
      try file.moveIntoPlace()
    }
    Context.current.signals.means(en: "the note was written", zh: "文件已写入")
    for record in pulled { record.remember(in: input.realPath) }
    try tell(note.bytes != before, conflictCount)
  }

  private func parts(of note: MergedNote) throws(Failure) -> [NotePart] {
    do throws(Failure) {
      return try PushNote(input, note.bytes).parts
    } catch {
      throw error.of(input.name)
    }
  }

  /// The records of the note, with the places of their parts.
  private func records(in note: MergedNote) throws(Failure) -> [(OKRIdentifier, Int)] {
    let parts = try parts(of: note)
    if let id = command.id ?? command.progressID {
      if let part = parts.first(where: { $0.frontMatter.progressID == id }) { return [(id, part.index)] }
      if parts.count == 1, parts[0].heading == nil, parts[0].frontMatter.progressID == nil {
        return [(id, 0)]
      }
      throw Failure(
        .usage, en: "\(input.name): does not name record \(id)", zh: "\(input.name)：文件里没有进展记录 \(id)")
    }
    let records = parts.compactMap { part in part.frontMatter.progressID.map { ($0, part.index) } }
    guard !records.isEmpty else {
      throw Failure(
        .usage, en: "\(input.name): no progress id; give the ID of the record",
        zh: "\(input.name)：没有 progress_id；请写明进展记录的 ID")
    }
    return records
  }

  private func tell(_ isChanged: Bool, _ conflictCount: Int) throws {
    if conflictCount > 0 {
      Failure.warn(
        LocalizedText(
          en:
            "\(counted(conflictCount, "conflict")): both sides changed the same lines; resolve what is between "
            + "<<<<<<< and >>>>>>>, then push",
          zh: "\(conflictCount) 处冲突：双方改动了相同的行；请处理 <<<<<<< 与 >>>>>>> 之间的内容，再推送"
        ).of(input.name))
      throw ExitCode(ExitStatus.faults.rawValue)
    }
    try Standard.print(
      (isChanged
        ? LocalizedText(en: "merged the changes of the record", zh: "已合并进展记录的改动")
        : LocalizedText(en: "nothing to merge", zh: "没有需要合并的改动")).of(input.name).localized.shown + "\n")
  }
}

/// A note into which changes of its records are put.
struct MergedNote {
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Puts what changed in a record into a part of the note.
  ///
  /// - Parameters:
  ///   - record: the record as it is now.
  ///   - known: as this machine saw it last.
  ///   - part: the part of the note.
  /// - Returns: how many conflicts there are in the note.
  mutating func merge(
    _ record: ProgressRecord, since known: RecordMemory.Version, into part: NotePart
  ) throws(Failure) -> Int {
    let now = RecordMemory.Version(
      content: record.content.withoutLocalImages().content, rate: record.progressRate)
    let old = RecordMemory.Version(content: known.content.withoutLocalImages().content, rate: known.rate)
    var base = MarkdownRenderer().render(old.content)
    var theirs = MarkdownRenderer().render(now.content)
    var conflictCount = 0
    if base != theirs, let range = bodyRange(of: part) {
      // A rendered record has no blank lines around it; those of the note would be changes beside every other.
      let text = range.trimmingBlankLines(of: bytes)
      let written = String(decoding: bytes[text], as: UTF8.self)
      // Line ends of Windows do not count as a change; what is merged gets them back.
      let isOfWindows =
        !written.contains(/(?:^|[^\r])\n/.matchingSemantics(.unicodeScalar))
        && written.unicodeScalars.contains("\r")
      let ours = isOfWindows ? written.replacing("\r\n", with: "\n") : written
      let pictures = PictureLines(of: ours, seenAs: old.content)
      if let aligned = NoteAlignment(
        note: ours, old: old.content, now: now.content, pictures: pictures,
        softBreaks: part.frontMatter.softBreaks)
      {
        (base, theirs) = (aligned.base, aligned.theirs)
      } else {
        base = pictures.put(into: base, of: old.content)
        theirs = pictures.put(into: theirs, of: now.content)
      }
      let merged: String
      (merged, conflictCount) = try LineMerge(ours: ours, base: base, theirs: theirs).run()
      bytes.replaceSubrange(
        text, with: Array((isOfWindows ? merged.replacing("\n", with: "\r\n") : merged).utf8))
    }
    return try conflictCount + mergeRate(now.rate, since: old.rate, into: part)
  }

  /// The percentage and the status, where the note has them as the record had.
  ///
  /// - Returns: how many of them both sides changed; both are in the note then.
  /// - Throws: when the note has one in a form that cannot be edited.
  private mutating func mergeRate(
    _ now: ProgressRate?, since old: ProgressRate?, into part: NotePart
  ) throws(Failure) -> Int {
    guard now != old, let range = keyRange(of: part) else { return 0 }
    var text = String(decoding: bytes[range], as: UTF8.self)
    let own = part.frontMatter.progressRate
    var conflictCount = 0
    if let percent = now?.percent, percent != old?.percent, let written = own?.percent, written != percent {
      conflictCount += try text.merge("percent", "\(percent)", isOld: written == old?.percent)
    }
    if let status = now?.status, status != old?.status, let written = own?.status, written != status {
      conflictCount += try text.merge("status", "\(status)", isOld: written == old?.status)
    }
    bytes.replaceSubrange(range, with: Array(text.utf8))
    return conflictCount
  }

  /// Where the text of a part is.
  private func bodyRange(of part: NotePart) -> Range<Int>? { PartRanges(bytes, part)?.body }

  /// Where the keys of a part are.
  private func keyRange(of part: NotePart) -> Range<Int>? { PartRanges(bytes, part)?.keys }
}

/// How a note writes its pictures. A rendered record names them in another way, which would be a change of the line, and
/// of those beside it.
struct PictureLines {
  /// By what the record calls them.
  private var lines: [String: String] = [:]

  /// - Parameters:
  ///   - note: a text that has its pictures on lines of their own; others are left as the record has them.
  ///   - content: the record as it was made from the note.
  init(of note: String, seenAs content: ContentBlock) {
    let own = note.split(whereSeparator: \.isNewline).map(\.trimmed).filter { line in
      line.hasPrefix("![") && line.hasSuffix(")") && line.ranges(of: "](").count == 1
        || line.hasPrefix("<img") && line.hasSuffix(">") && line.ranges(of: "<").count == 1
    }
    let images = content.images
    guard own.count == images.count else { return }
    for (line, image) in zip(own, images) {
      if let name = Self.name(image.image) { lines[name] = lines[name] ?? line }
    }
  }

  private static func name(_ image: ContentImageItem) -> String? { image.fileToken ?? image.src }

  /// A rendered record with its pictures as the note writes them.
  func put(into text: String, of content: ContentBlock) -> String {
    var (done, rest) = ("", text[...])
    for (_, image) in content.images {
      let block = ContentBlock(blocks: [.gallery(ContentGallery(image: image))])
      guard let line = Self.name(image).flatMap({ lines[$0] }),
        let found = rest.firstRange(of: MarkdownRenderer().render(block).trimmed)
      else { continue }
      done += rest[..<found.lowerBound] + line
      rest = rest[found.upperBound...]
    }
    return done + rest
  }
}

extension Range<Int> {
  /// The range without the blank lines at its start and at its end.
  fileprivate func trimmingBlankLines(of bytes: [UInt8]) -> Range<Int> {
    let isBlank: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard let first = bytes[self].firstIndex(where: { !isBlank($0) }),
      let last = bytes[self].lastIndex(where: { !isBlank($0) })
    else { return self }
    // From the start of the first line with text to the end of the last, its line end included.
    let start = bytes[lowerBound..<first].lastIndex(of: 0x0A).map { $0 + 1 } ?? lowerBound
    let end = bytes[last..<upperBound].firstIndex(of: 0x0A).map { $0 + 1 } ?? upperBound
    return start..<end
  }
}

extension String {
  /// Gives a key of YAML another value.
  ///
  /// - Parameter isOld: whether the value is as it was; else both are kept, between the marks of a conflict.
  /// - Returns: the number of conflicts.
  /// - Throws: when the key has no line of its own.
  fileprivate mutating func merge(_ key: String, _ value: String, isOld: Bool) throws(Failure) -> Int {
    guard
      let pattern = try? Regex<(Substring, Substring, Substring)>(
        "(?m)^([ \\t]*\(key):[ \\t]*)([^#\\r\\n]*?)(?=[ \\t]*(?:#.*)?\\r?$)"),
      let match = firstMatch(of: pattern)
    else {
      throw Failure(
        .cannotCreate,
        en:
          "the \(key) of the record is now \(value), and the note has it in a form that cannot be edited; write it "
          + "on a line of its own, and pull again",
        zh: "进展记录的 \(key) 现为 \(value)，而文件中的写法无法编辑；请把它单独写成一行，再重新拉取")
    }
    if isOld {
      replaceSubrange(match.output.2.startIndex..<match.output.2.endIndex, with: value)
      return 0
    }
    let lineEnd = self[match.range.upperBound...].firstIndex(where: \.isNewline) ?? endIndex
    let end = lineEnd < endIndex ? String(self[lineEnd]) : "\n"
    let own = self[match.range.lowerBound..<lineEnd]
    let marked = [
      "<<<<<<< note", String(own), "=======", "\(match.output.1)\(value)", ">>>>>>> record",
    ].joined(separator: end)
    replaceSubrange(match.range.lowerBound..<lineEnd, with: marked)
    return 1
  }
}

/// A merge of three texts by lines, as Git does it.
struct LineMerge {
  let ours, base, theirs: String

  /// - Returns: the merged text, with marks around what both changed, and how many such places there are.
  func run() throws(Failure) -> (text: String, conflictCount: Int) {
    var template = "\(Context.current.environment["TMPDIR"] ?? "/tmp")/okrmd-merge-XXXXXX".systemPath
    guard let made = mkdtemp(&template) else {
      throw Failure(.inputOutput, en: "no temporary folder can be made", zh: "无法创建临时文件夹")
    }
    let folder = String(systemPath: UnsafeRawBufferPointer(start: made, count: strlen(made)))
    let names = ["note", "seen", "record"]
    defer {
      for name in names { unlink("\(folder)/\(name)".systemPath) }
      rmdir(folder.systemPath)
    }
    for (name, text) in zip(names, [ours, base, theirs]) {
      try OutputFile(path: "\(folder)/\(name)", waitsForDisk: false).write(text)
    }
    let arguments = ["git", "merge-file", "-L", "note", "-L", "last seen", "-L", "record"] + names
    guard let status = Self.run(arguments, in: folder), status != 127 else {
      throw Failure(
        .configuration, en: "git is needed to merge by lines; install it, for example with: apt install git",
        zh: "按行合并需要 git；请先安装，例如：apt install git")
    }
    guard status < 128 else {
      throw Failure(
        .inputOutput, en: "git merge-file failed with status \(status)", zh: "git merge-file 失败，状态码 \(status)"
      )
    }
    let merged = try InputFile(path: "\(folder)/note").read(limit: ConversionLimits.largestInput)
    return (String(decoding: merged, as: UTF8.self), Int(status))
  }

  /// Runs a program in a folder, without what it prints.
  ///
  /// - Returns: its status; nil when it cannot be started.
  private static func run(_ arguments: [String], in folder: String) -> Int32? {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for stream in [Int32(0), 1, 2] {
      posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", stream == 0 ? O_RDONLY : O_WRONLY, 0)
    }
    // By a shell, which can change the folder on every system.
    let words = ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, folder] + arguments
    var list: [UnsafeMutablePointer<CChar>?] = words.map { word in
      word.systemPath.withUnsafeBufferPointer { $0.baseAddress.flatMap { strdup($0) } }
    }
    list.append(nil)
    defer { for word in list { free(word) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The signals that are held back here end it as they should.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var process: pid_t = 0
    guard posix_spawn(&process, "/bin/sh", &actions, &attributes, list, environ) == 0 else { return nil }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
  }
}

/// Where the parts of a note are, in bytes.
struct PartRanges {
  let keys: Range<Int>
  let body: Range<Int>

  /// - Returns: nil when the note has no such part.
  init?(_ note: [UInt8], _ part: NotePart) {
    var starts = [0]
    for (index, byte) in note.enumerated() where byte == 0x0A { starts.append(index + 1) }
    starts.append(note.count)
    func start(of line: Int) -> Int { starts[min(max(line - 1, 0), starts.count - 1)] }
    if let lines = part.lines, let comment = part.commentLine {
      let first = start(of: comment)
      guard let end = note[first...].firstRange(of: Array("-->".utf8)) else { return nil }
      let next = note[end.upperBound...].firstIndex(of: 0x0A).map { $0 + 1 } ?? note.count
      keys = first..<end.upperBound
      body = next..<max(next, start(of: lines.upperBound + 1))
      return
    }
    var end = 0
    if (try? FrontMatter.read(from: note)) ?? nil != nil {
      var line = 2
      while line < starts.count {
        let text = String(decoding: note[start(of: line)..<start(of: line + 1)], as: UTF8.self).trimmed
        line += 1
        if text == "---" || text == "..." { break }
      }
      end = start(of: line)
    }
    keys = 0..<end
    // The empty line below front matter belongs to neither.
    while end < note.count, note[end] == 0x0A || note[end] == 0x0D { end += 1 }
    body = end..<note.count
  }
}
