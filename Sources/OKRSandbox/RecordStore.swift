import ContentBlocks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file that keeps the records from one start of the sandbox to the next. As long as it is open, no other
/// sandbox can open it.
///
/// It is JSON: `{"records": […], "version": 1}`, each record as a reply shows it.
final class RecordStore {
  private static let version: Int64 = 1

  /// The path as it was given, which is what messages say.
  private let path: String
  /// Where the file is, links followed. Else the link would be replaced and not what it leads to.
  private let target: String
  /// The file that has the path now, locked. The lock moves from file to file: each new one is locked before it
  /// takes the path.
  private var file: Int32 = -1
  /// Why another sandbox is not kept from the file; nil when it is.
  private(set) var lockProblem: LocalizedText?

  /// Opens the store, and makes an empty one when there is none.
  init(path: String) throws(Sandbox.Failure) {
    self.path = path
    if let target = realpath(path, nil) {
      self.target = String(cString: target)
      free(target)
    } else {
      target = path
    }
    while file < 0 {
      if let existing = try openFile() {
        file = existing
      } else if let fresh = try createFile() {
        file = fresh
      }
    }
  }

  deinit { unlock(file) }

  /// Reads the records by id.
  func load() throws(Sandbox.Failure) -> [String: ProgressRecord] {
    let bytes = try read()
    let root: JSONValue
    do {
      root = try JSONReader.read(bytes)
    } catch {
      throw damaged(error.text)
    }
    guard root["version"]?.wholeNumber == Self.version, case .array(let values) = root["records"] else {
      throw damaged(
        LocalizedText(
          en: "it holds no list of records of version \(Self.version)", zh: "其中没有版本 \(Self.version) 的记录列表"))
    }
    var records: [String: ProgressRecord] = [:]
    for (index, value) in values.enumerated() {
      let record: ProgressRecord
      do {
        record = try ProgressRecord(storedJSON: value)
      } catch {
        let text = error.text
        throw damaged(
          LocalizedText(en: "records[\(index)]: \(text[.english])", zh: "records[\(index)]：\(text[.chinese])")
        )
      }
      guard records.updateValue(record, forKey: record.id) == nil else {
        throw damaged(
          LocalizedText(
            en: "records[\(index)]: the progress id \(record.id) appears twice",
            zh: "records[\(index)]：进展记录 ID \(record.id) 重复"))
      }
    }
    return records
  }

  /// Replaces the file as a whole, readable by its owner only.
  func save(_ records: some Sequence<ProgressRecord>) throws(Sandbox.Failure) {
    let (fresh, temporary) = try writeTemporary(records)
    guard rename(temporary, target) == 0 else {
      let error = errno
      close(fresh)
      unlink(temporary)
      throw unwritable(error)
    }
    unlock(file)
    file = fresh
  }

  // MARK: Files

  /// The file at the path, locked; nil when there is none, or when it was replaced while it was opened.
  private func openFile() throws(Sandbox.Failure) -> Int32? {
    // What is not a file, such as a pipe, must not be waited for.
    let file = open(target, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw .storeUnreadable(path: path, reason: words(for: errno))
    }
    var information = stat()
    guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      close(file)
      throw .storeUnreadable(path: path, reason: "it is not a regular file")
    }
    switch lock(file) {
    case .locked: break
    case .inUse:
      close(file)
      throw .storeInUse(path: path)
    case .impossible(let error): cannotLock(error)
    }
    var current = stat()
    guard stat(target, &current) == 0, current.st_ino == information.st_ino,
      current.st_dev == information.st_dev
    else {
      close(file)
      return nil
    }
    return file
  }

  /// A new file at the path, locked, without records; nil when another appeared there meanwhile.
  private func createFile() throws(Sandbox.Failure) -> Int32? {
    let (fresh, temporary) = try writeTemporary([])
    defer { unlink(temporary) }
    // Not a rename: that would replace a file that appeared meanwhile.
    guard link(temporary, target) == 0 else {
      let error = errno
      close(fresh)
      if error == EEXIST { return nil }
      throw unwritable(error)
    }
    return fresh
  }

  /// A file beside the store that holds these records, locked.
  private func writeTemporary(
    _ records: some Sequence<ProgressRecord>
  ) throws(Sandbox.Failure) -> (file: Int32, path: String) {
    let value: JSONValue = .object([
      "records": .array(records.sorted { !ProgressRecord.isNewer($0, than: $1) }.map(\.storedJSON)),
      "version": .number(Self.version),
    ])
    var template = Array("\(target).XXXXXX".utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { throw unwritable(errno) }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    var error: Int32?
    switch lock(file) {
    case .locked: break
    case .inUse: error = EWOULDBLOCK
    case .impossible(let number): cannotLock(number)
    }
    if error == nil { error = write(Array(value.text.utf8), to: file) }
    if error == nil, fsync(file) != 0 { error = errno }
    if let error {
      close(file)
      unlink(temporary)
      throw unwritable(error)
    }
    return (file, temporary)
  }

  /// The bytes of the file.
  private func read() throws(Sandbox.Failure) -> [UInt8] {
    var information = stat()
    guard fstat(file, &information) == 0, lseek(file, 0, SEEK_SET) == 0 else {
      throw .storeUnreadable(path: path, reason: words(for: errno))
    }
    var bytes: [UInt8] = []
    while true {
      var error: Int32?
      let part = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        repeat {
          count = systemRead(file, buffer.baseAddress, buffer.count)
        } while count < 0 && errno == EINTR
        if count < 0 { error = errno }
        count = max(count, 0)
      }
      if let error { throw .storeUnreadable(path: path, reason: words(for: error)) }
      if part.isEmpty { break }
      bytes += part
    }
    guard bytes.count == Int(information.st_size) else {
      throw .storeUnreadable(path: path, reason: "it changes while it is read")
    }
    return bytes
  }

  private func cannotLock(_ error: Int32) {
    lockProblem = LocalizedText(
      en: "two sandboxes on one store are not kept apart: \(path): cannot be locked: \(words(for: error))",
      zh: "无法避免两个沙箱同时使用同一个文件：\(path)：无法加锁：\(words(for: error))")
  }

  private func damaged(_ problem: LocalizedText) -> Sandbox.Failure {
    .storeDamaged(path: path, problem: problem)
  }

  private func unwritable(_ error: Int32) -> Sandbox.Failure {
    .storeUnwritable(path: path, reason: words(for: error))
  }
}

extension ContentBlockFault {
  /// Path and problem.
  var text: LocalizedText {
    LocalizedText(en: description(in: .english), zh: description(in: .chinese))
  }
}

private enum LockOutcome {
  case locked
  /// Another process has locked it.
  case inUse
  /// The file system has no locks.
  case impossible(Int32)
}

/// Locks a file for this process.
private func lock(_ file: Int32) -> LockOutcome {
  while flock(file, LOCK_EX | LOCK_NB) != 0 {
    if errno != EINTR { return errno == EWOULDBLOCK ? .inUse : .impossible(errno) }
  }
  return .locked
}

/// Closes a locked file. Closing alone leaves the lock to a child process that was started just now, until it runs its
/// program.
private func unlock(_ file: Int32) {
  flock(file, LOCK_UN)
  close(file)
}

/// - Returns: the error number when that fails.
private func write(_ bytes: [UInt8], to file: Int32) -> Int32? {
  bytes.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno != EINTR { return errno }
      rest = rest.dropFirst(max(count, 0))
    }
    return nil
  }
}

/// The system's words for an error number, in lower case.
private func words(for number: Int32) -> String {
  let text = String(cString: strerror(number))
  return text.prefix(1).lowercased() + text.dropFirst()
}

// The name is that of a method here as well.
private func systemRead(_ file: Int32, _ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
  read(file, bytes, count)
}
