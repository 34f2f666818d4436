/// Waits for a note, or an image that it shows, to be saved.
///
/// It goes by the state of the files alone, so it does not matter how an editor saves: in place, by a rename,
/// or by deleting and writing again.
struct FileWatcher {
  private let note: String
  private let directories = DirectoryWatcher()
  private var files: [String]
  private var states: [FileFingerprint]

  /// More images than that are looked at again only when the note is saved.
  private static let maxImages = 200
  /// How long nothing may happen to a file that is taken for complete, in milliseconds. Longer than a tick of
  /// the clock by which files are dated, or two writes could look like one.
  private static let quiet: Int32 = 12
  /// The pause after an alarm without a change, in milliseconds.
  private static let rest: Int32 = 5
  /// How often that is waited for while there is no file, or an empty one: it will not stay so.
  private static let patience = 10

  init(note: String) {
    self.note = note
    files = [note]
    states = [FileFingerprint(of: note)]
  }

  /// The state of the note that was seen last.
  var noteState: FileFingerprint { states[0] }

  /// Watches these images, too. To be called after each conversion.
  mutating func watch(images: [String]) {
    let fresh = [note] + images.prefix(Self.maxImages)
    guard fresh != files else { return }
    // Those that were watched before keep their state, or a change in between would be lost.
    let known = Dictionary(zip(files, states)) { $1 }
    files = fresh
    states = fresh.map { known[$0] ?? FileFingerprint(of: $0) }
  }

  /// Returns when a file is another than when it was last looked at, and is likely to stay as it is.
  mutating func waitForChange() {
    var isFirst = true
    while true {
      directories.watch(folders)
      let current = files.map(FileFingerprint.init)
      if current != states {
        states = settled(current)
        return
      }
      directories.wait()
      // Not at every turn of a folder in which other files are written all the time.
      if !isFirst { directories.pause(milliseconds: Self.rest) }
      isFirst = false
    }
  }

  /// Waits while the files are being written. Editors that empty a file first fill it a moment later.
  private func settled(_ first: [FileFingerprint]) -> [FileFingerprint] {
    var current = first
    for _ in 0..<Self.patience {
      directories.pause(milliseconds: Self.quiet)
      let next = files.map(FileFingerprint.init)
      if next == current, next[0].isFile, next[0].size > 0 { break }
      current = next
    }
    return current
  }

  /// The folder of the note and, if it is a link, that of the file it leads to.
  private var folders: Set<String> {
    var folders: Set = [InputFile(path: note).folder]
    if let target = realpath(note, nil) {
      folders.insert(InputFile(path: String(cString: target)).folder)
      free(target)
    }
    return folders
  }
}

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

/// What tells one state of a file from the next without reading it. That there is no file is a state, too.
struct FileFingerprint: Equatable, Sendable {
  private let device, inode: UInt64
  private let seconds, nanoseconds: Int64
  let size: Int64
  let isFile: Bool
  let exists: Bool

  /// Links are followed: a note may be one.
  init(of path: String) {
    var information = stat()
    exists = stat(path, &information) == 0
    isFile = exists && information.st_mode & S_IFMT == S_IFREG
    device = exists ? UInt64(truncatingIfNeeded: information.st_dev) : 0
    inode = exists ? UInt64(truncatingIfNeeded: information.st_ino) : 0
    size = exists ? Int64(information.st_size) : 0
    #if canImport(Darwin)
      let time = information.st_mtimespec
    #else
      let time = information.st_mtim
    #endif
    seconds = exists ? Int64(time.tv_sec) : 0
    nanoseconds = exists ? Int64(time.tv_nsec) : 0
  }

  /// When the file was last written, in milliseconds since 1970.
  var modifyTime: Int64 { seconds * 1000 + nanoseconds / 1_000_000 }

  /// Differs when the file does; of characters that an address can have.
  var version: String {
    [UInt64(bitPattern: seconds), UInt64(bitPattern: nanoseconds), UInt64(bitPattern: size), inode]
      .map { String($0, radix: 36) }.joined(separator: "-")
  }
}
