import ContentBlocks

/// Keeps a second process from doing the same at the same time. It is given back when the value is destroyed, or the
/// process ends, however that happens.
final class FileLock: Sendable {
  private let file: FileDescriptor

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
          zh: "本次推送未能记录：\(failure.text[.chinese])")
      case .noLock(let problem):
        LocalizedText(
          en: "pushes at the same time are not kept apart: \(problem[.english])",
          zh: "无法防止同时推送：\(problem[.chinese])")
      }
    }
  }

  /// Waits for the lock.
  ///
  /// - Returns: nil when another process still holds it at the deadline.
  /// - Throws: when there can be no lock, as on a file system that has none.
  init?(_ name: String, in folder: UserFolder, until deadline: ContinuousClock.Instant) throws(Problem) {
    let file: FileDescriptor
    do throws(Failure) {
      file = try folder.openLock(name)
    } catch {
      throw .noFile(error)
    }
    self.file = file
    while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      let error = errno
      guard error == EWOULDBLOCK || error == EINTR else {
        let words = SystemError(number: error).text
        throw .noLock(
          LocalizedText(
            en: "\(folder.path)/\(name): cannot be locked: \(words[.english])",
            zh: "\(folder.path)/\(name)：无法加锁：\(words[.chinese])"))
      }
      guard ContinuousClock.now < deadline else { return nil }
      usleep(10_000)
    }
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
    flock(file.number, LOCK_UN)
    file.close()
  }
}
