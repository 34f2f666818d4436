import ContentBlocks

/// An open file.
struct FileDescriptor: Sendable {
  let number: Int32

  init(_ number: Int32) {
    self.number = number
  }

  /// Writes all bytes; the error number when that fails.
  func write(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      let written = systemWrite(number, rest.baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN || errno == EWOULDBLOCK {
          // Whoever shares the stream may have made it non-blocking.
          _ = waitFor(POLLOUT, milliseconds: -1)
          continue
        }
        return errno
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
    return nil
  }

  /// Reads to the end, or until there is one byte more than `limit`.
  ///
  /// - Parameter size: how many bytes there seem to be; so many are read at once.
  func read(limit: Int, expecting size: Int = 0) -> Result<[UInt8], SystemError> {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(size, limit) + 1)
    while bytes.count <= limit {
      let room = min(max(size - bytes.count, 0) + 65536, limit - bytes.count + 1)
      var failure: Int32 = 0
      let count = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        var got: Int
        repeat { got = systemRead(number, buffer.baseAddress, room) } while got < 0 && errno == EINTR
        if got < 0 { failure = errno }
        count = max(got, 0)
      }
      if failure != 0 { return .failure(SystemError(number: failure)) }
      if count.isEmpty { break }
      if bytes.isEmpty { bytes = count } else { bytes += count }
    }
    return .success(bytes)
  }

  /// Waits until something can be read or written.
  ///
  /// - Parameter milliseconds: how long at most; without end when negative.
  /// - Returns: what there is; nil when the time is over.
  func waitFor(_ events: Int32, milliseconds: Int64) -> Int32? {
    let end = milliseconds < 0 ? nil : ContinuousClock.now + .milliseconds(milliseconds)
    while true {
      var polled = pollfd(fd: number, events: Int16(events), revents: 0)
      let left = end.map { max(($0 - .now) / .milliseconds(1), 0) }
      let count = poll(&polled, 1, left.map { Int32(clamping: Int64($0.rounded(.up))) } ?? -1)
      if count > 0 { return Int32(polled.revents) }
      if count == 0 { return nil }
      if errno != EINTR { return 0 }
    }
  }

  /// What is known of the file; nil when nothing is.
  var information: stat? {
    var information = stat()
    return fstat(number, &information) == 0 ? information : nil
  }

  /// Closes the file; the error number when that fails, which means that what was written may be lost.
  @discardableResult
  func close() -> Int32? {
    systemClose(number) == 0 || errno == EINTR ? nil : errno
  }
}

extension stat {
  var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }

  /// What a path leads to; nil when nothing is there.
  init?(path: String, followingLinks: Bool = true) {
    self.init()
    let path = path.systemPath
    guard (followingLinks ? stat(path, &self) : lstat(path, &self)) == 0 else { return nil }
  }
}

/// Opens a file by its path, whatever bytes that has.
func openFile(_ path: String, _ flags: Int32, mode: mode_t = 0) -> Int32 {
  open(path.systemPath, flags | O_CLOEXEC, mode)
}

/// The names in a folder, in no order; nil when it cannot be read.
func names(inFolder path: String) -> [String]? {
  guard let folder = opendir(path.systemPath) else { return nil }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
      tuple.withMemoryRebound(to: UInt8.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) { bytes in
        String(
          systemPath: UnsafeBufferPointer(
            start: bytes, count: strlen(UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self))))
      }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

// The names are those of methods here as well.
private func systemWrite(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(number, bytes, count)
}
private func systemRead(_ number: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(number, bytes, count)
}
private func systemClose(_ number: Int32) -> Int32 { close(number) }

/// Keeps a second process from doing the same at the same time. It is given back when the value is destroyed, or the
/// process ends, however that happens.
final class FileLock: Sendable {
  private let file: FileDescriptor
  /// The path of a file that is there for the lock alone; nil for one that stays.
  private let passingPath: String?

  /// Why there can be no lock.
  enum Problem: Error {
    /// The file that is locked cannot be made.
    case noFile(Failure)
    /// The file system has no locks.
    case noLock(LocalizedText)

    /// What that means for a push or a pull, which go on without.
    var warning: LocalizedText {
      switch self {
      case .noFile(let failure):
        LocalizedText(
          en: "this push is not remembered: \(failure.text[.english])",
          zh: "本次推送的状态未能保存：\(failure.text[.chinese])")
      case .noLock(let problem):
        LocalizedText(
          en: "pushes at the same time are not kept apart: \(problem[.english])",
          zh: "无法避免多个推送同时进行：\(problem[.chinese])")
      }
    }
  }

  /// Waits for the lock.
  ///
  /// - Returns: nil when another process still holds it at the deadline.
  /// - Throws: when there can be no lock, as on a file system that has none.
  init?(_ name: String, in folder: UserFolder, until deadline: ContinuousClock.Instant) throws(Problem) {
    let file: FileDescriptor
    let path = "\(folder.path)/\(name)"
    do throws(Failure) {
      file = try folder.openLock(name)
    } catch {
      // With something else at its place, all but the lock may work.
      throw stat(path: path, followingLinks: false) == nil ? .noFile(error) : .noLock(error.text)
    }
    self.file = file
    passingPath = nil
    guard try Self.lock(file, path, until: deadline) else { return nil }
  }

  /// Waits for the lock on a path, in a file of its own beside it, which is seen by processes that have another state
  /// folder, too. It is called like a temporary file, and is removed as one when its process was killed.
  ///
  /// - Returns: nil when another process still holds it at the deadline.
  /// - Throws: when there can be no lock.
  init?(beside target: String, until deadline: ContinuousClock.Instant) throws(Problem) {
    let name = SHA256.digest(of: InputFile(path: target).fileName.utf8).prefix(6)
    let path = "\(InputFile.folder(of: target))/\(TemporaryFile.prefix)\(name)"
    while true {
      let number = openFile(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o600)
      guard number >= 0 else { throw .noFile(OutputFile(path: path).failure(errno)) }
      let file = FileDescriptor(number)
      let isLocked: Bool
      do throws(Problem) {
        isLocked = try Self.lock(file, path, until: deadline)
      } catch {
        // Where nothing can be locked, nobody can hold it.
        unlink(path.systemPath)
        file.close()
        throw error
      }
      // The one before may have removed the file when it gave the lock back.
      if isLocked, let own = file.information, let there = stat(path: path, followingLinks: false),
        own.st_ino == there.st_ino, own.st_dev == there.st_dev
      {
        (self.file, passingPath) = (file, path)
        Context.current.signals.beforeEnd(path) { unlink(path.systemPath) }
        return
      }
      file.close()
      if !isLocked { return nil }
    }
  }

  /// - Returns: whether the file is locked; false at the deadline.
  private static func lock(
    _ file: FileDescriptor, _ path: String, until deadline: ContinuousClock.Instant
  ) throws(Problem) -> Bool {
    while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      let error = errno
      guard error == EWOULDBLOCK || error == EINTR else {
        let words = SystemError(number: error).text
        throw .noLock(
          LocalizedText(
            en: "\(path): cannot be locked: \(words[.english])", zh: "\(path)：无法加锁：\(words[.chinese])"))
      }
      guard ContinuousClock.now < deadline else { return false }
      usleep(10_000)
    }
    return true
  }

  /// A short text in the lock's own file, for whoever holds it.
  var text: String {
    get {
      lseek(file.number, 0, SEEK_SET)
      guard case .success(let bytes) = file.read(limit: 64) else { return "" }
      return String(decoding: bytes, as: UTF8.self)
    }
    set {
      guard ftruncate(file.number, 0) == 0 else { return }
      lseek(file.number, 0, SEEK_SET)
      var text = newValue
      text.withUTF8 { _ = file.write($0) }
    }
  }

  /// Closing alone leaves the lock to a child process that was started just now, until it runs its program.
  deinit {
    if let passingPath {
      Context.current.signals.beforeEnd(passingPath, nil)
      unlink(passingPath.systemPath)
    }
    flock(file.number, LOCK_UN)
    file.close()
  }
}
