/// Tells at once when something happens in some folders, where the system can; elsewhere, and where it does not
/// (some network file systems), it is an alarm clock only.
final class DirectoryWatcher {
  /// How long a change may go unnoticed when the system does not tell.
  private let period: Int32
  /// The queue of the system's messages; -1 for none.
  private let queue: Int32
  private var watches: [String: Int32] = [:]

  init() {
    #if canImport(Glibc) || canImport(Musl)
      queue = inotify_init1(Int32(O_CLOEXEC | O_NONBLOCK))
    #else
      queue = -1
    #endif
    period = queue < 0 ? 100 : 1000
  }

  deinit {
    if queue >= 0 { close(queue) }
  }

  /// Watches these folders and no others. One that is missing, or was replaced, is looked for at every call.
  func watch(_ folders: Set<String>) {
    #if canImport(Glibc) || canImport(Musl)
      guard queue >= 0 else { return }
      let events =
        IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB
      var fresh: [String: Int32] = [:]
      for folder in folders {
        let watch = inotify_add_watch(queue, folder, UInt32(events) | UInt32(IN_ONLYDIR))
        if watch >= 0 { fresh[folder] = watch }
      }
      let kept = Set(fresh.values)
      for watch in watches.values where !kept.contains(watch) { inotify_rm_watch(queue, watch) }
      watches = fresh
    #endif
  }

  /// Waits until something happens, or for as long as a change may go unnoticed.
  func wait() {
    var poll = pollfd(fd: queue, events: Int16(POLLIN), revents: 0)
    // A negative number is passed over.
    if systemPoll(&poll, period) > 0 { drain() }
  }

  /// Waits, whatever happens.
  func pause(milliseconds: Int32) {
    var nothing = pollfd(fd: -1, events: 0, revents: 0)
    _ = systemPoll(&nothing, milliseconds)
  }

  /// What happened is found out by looking at the files.
  private func drain() {
    var buffer = [UInt8](repeating: 0, count: 16384)
    while systemRead(queue, &buffer) > 0 {}
  }
}

// The names are those of methods and variables here as well.
private func systemPoll(_ file: inout pollfd, _ milliseconds: Int32) -> Int32 { poll(&file, 1, milliseconds) }
private func systemRead(_ file: Int32, _ buffer: inout [UInt8]) -> Int { read(file, &buffer, buffer.count) }
