/// Keeps a second process from doing the same at the same time. It is given back when the value goes, or the
/// process ends, however that happens.
final class FileLock: Sendable {
  private let file: FileDescriptor

  /// Waits for the lock.
  ///
  /// - Returns: nil when another process still holds it at the deadline.
  /// - Throws: when there can be no lock.
  init?(_ name: String, in folder: UserFolder, until deadline: ContinuousClock.Instant) throws(Failure) {
    file = try folder.openLock(name)
    while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < deadline else { return nil }
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

  deinit {
    file.close()
  }
}
