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
