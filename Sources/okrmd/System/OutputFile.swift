import ContentBlocks
import Synchronization

/// A file that is written whole or not at all.
struct OutputFile {
  let path: String
  /// The permissions that the file gets; nil to keep those it has.
  var mode: mode_t?
  /// Whether a write ends when the disk has the content. What can be made again at any time need not wait.
  var waitsForDisk = true
  /// Whether a file that is there is replaced.
  var replaces = true

  /// Writes to a file, or to standard output when there is none or it is `-`.
  static func write(_ bytes: [UInt8], to path: String?) throws(Failure) {
    if let path, path != "-" { return try OutputFile(path: path).write(bytes) }
    try bytes.withUnsafeBufferPointer { bytes throws(Failure) in try writeToStandardOutput([bytes]) }
  }

  static func write(_ text: String, to path: String?) throws(Failure) {
    try write(Array(text.utf8), to: path)
  }

  static func writeToStandardOutput(_ parts: [UnsafeBufferPointer<UInt8>]) throws(Failure) {
    for part in parts {
      if let error = FileDescriptor(Standard.output.rawValue).write(part) {
        let words = SystemError(number: error).text
        throw Failure(
          .cannotCreate, en: "standard output cannot be written: \(words[.english])",
          zh: "无法写入标准输出：\(words[.chinese])")
      }
    }
  }

  /// More than a note can have.
  private static let maxComparedBytes = 64 << 20

  /// What the file holds now, as far as it is compared; nil when there is none, or it is not a regular file.
  func existingContent() throws(Failure) -> [UInt8]? {
    guard stat(path: path)?.isRegularFile == true else { return nil }
    return try InputFile(path: path).read(limit: Self.maxComparedBytes)
  }

  /// Whether a regular file is there.
  var exists: Bool { stat(path: path)?.isRegularFile == true }

  /// Whether a write puts the whole content in place at once.
  var isReplaced: Bool { stat(path: path)?.isRegularFile ?? true }

  /// Replaces the file's content with a text.
  func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

  /// Replaces the file's content with some bytes.
  func write(_ bytes: [UInt8]) throws(Failure) {
    try bytes.withUnsafeBufferPointer { bytes throws(Failure) in try write([bytes]) }
  }

  /// Replaces the file's content. What is not a regular file is written to directly.
  func write(_ parts: [UnsafeBufferPointer<UInt8>]) throws(Failure) {
    let information = stat(path: path)
    if information?.isFolder == true {
      throw Failure(.cannotCreate, en: "\(path): is a folder; name a file", zh: "\(path)：是文件夹；请写文件名")
    }
    // By the name as typed: the links to a pipe in /dev/fd lead nowhere by themselves.
    if let information, !information.isRegularFile { return try writeDirectly(parts) }
    if information != nil, !replaces { throw alreadyThere }
    let file = try TemporaryFile(for: self)
    try file.put(parts)
    try file.moveIntoPlace()
  }

  /// The failure of a write that would replace a file.
  var alreadyThere: Failure {
    Failure(
      .cannotCreate, en: "\(path): exists; name another file, or overwrite it with --force",
      zh: "\(path)：文件已存在；请换一个文件名，或用 --force 覆盖")
  }

  /// The file that links lead to; one that does not exist yet included.
  func followingLinks() throws(Failure) -> String {
    var target = path
    for _ in 0..<40 {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      let length = readlink(target.systemPath, &buffer, Int(PATH_MAX))
      guard length >= 0 else { return target }
      let link = String(systemPath: buffer[..<length].map { UInt8(bitPattern: $0) })
      target = link.hasPrefix("/") ? link : InputFile.folder(of: target) + "/" + link
    }
    throw failure(ELOOP)
  }

  private func writeDirectly(_ parts: [UnsafeBufferPointer<UInt8>]) throws(Failure) {
    let number = openFile(path, O_WRONLY)
    guard number >= 0 else { throw failure(errno) }
    let file = FileDescriptor(number)
    var error: Int32?
    for part in parts where error == nil { error = file.write(part) }
    let closing = file.close()
    if let error = error ?? closing { throw failure(error) }
  }

  func failure(_ number: Int32) -> Failure {
    let words = SystemError(number: number).text
    return Failure(
      .cannotCreate, en: "\(path): cannot be written: \(words[.english])",
      zh: "\(path)：无法写入：\(words[.chinese])")
  }

  /// Whether both paths lead to one file.
  func isSameFile(as input: InputFile) -> Bool {
    let other = input.isStandardInput ? FileDescriptor(0).information : stat(path: input.path)
    guard let other, let own = stat(path: path) else { return false }
    return own.st_dev == other.st_dev && own.st_ino == other.st_ino && own.isRegularFile
  }
}

/// A new content of a file, in its folder but not in its place yet.
///
/// While it is there its process holds a lock on it. One without a lock was left by a process that was killed, and is
/// removed by the next that writes into the folder.
final class TemporaryFile {
  private let target: OutputFile
  /// The path of the target without links.
  private let targetPath: String
  private let path: String
  private let file: FileDescriptor
  private let mode: mode_t
  private var isInPlace = false

  static let prefix = ".okrmd-"

  /// Creates an empty one in the folder of its target.
  ///
  /// - Throws: when the folder takes no file, or the target may not be replaced.
  init(for target: OutputFile) throws(Failure) {
    self.target = target
    targetPath = try target.followingLinks()
    let information = stat(path: targetPath)
    if information != nil, access(targetPath.systemPath, W_OK) != 0 { throw target.failure(errno) }
    mode = target.mode ?? information.map { $0.st_mode & 0o7777 } ?? 0o666 & ~Context.current.umask
    let folder = InputFile.folder(of: targetPath)
    Self.removeLeftovers(in: folder)
    let (file, path) = try Self.create(in: folder, for: target)
    (self.file, self.path) = (file, path)
    Context.current.signals.beforeEnd(path) { unlink(path.systemPath) }
    if let information, information.st_nlink > 1 {
      Failure.warn(
        LocalizedText(
          en: "the file has other names (hard links), which keep the old text", zh: "该文件还有其他硬链接，它们仍是旧内容"
        ).of(target.path))
    }
    if let information, information.st_uid != geteuid() || information.st_gid != getegid() {
      // The owner is kept where that is allowed.
      _ = fchown(file.number, information.st_uid, information.st_gid)
    }
  }

  deinit {
    Context.current.signals.beforeEnd(path, nil)
    if !isInPlace { unlink(path.systemPath) }
    file.close()
  }

  private static func create(
    in folder: String, for target: OutputFile
  ) throws(Failure) -> (FileDescriptor, String) {
    while true {
      var template = "\(folder)/\(prefix)XXXXXX".systemPath
      let number = mkstemp(&template)
      guard number >= 0 else { throw target.failure(errno) }
      _ = fcntl(number, F_SETFD, FD_CLOEXEC)
      // Whoever looks for leftovers may have come before the lock, and have removed it.
      if flock(number, LOCK_EX) == 0, FileDescriptor(number).information?.st_nlink == 0 {
        FileDescriptor(number).close()
        continue
      }
      return (FileDescriptor(number), String(systemPath: template.dropLast().map { UInt8(bitPattern: $0) }))
    }
  }

  /// Writes the content, in place of what was written before.
  func put(_ parts: [UnsafeBufferPointer<UInt8>]) throws(Failure) {
    var error: Int32?
    if ftruncate(file.number, 0) != 0 { error = errno }
    lseek(file.number, 0, SEEK_SET)
    for part in parts where error == nil { error = file.write(part) }
    if error == nil, fchmod(file.number, mode) != 0 { error = errno }
    if error == nil, target.waitsForDisk, fsync(file.number) != 0, errno != EINVAL { error = errno }
    // Some file systems tell only when a file is closed that it could not be written. The lock outlives this.
    if error == nil {
      let copy = dup(file.number)
      if copy >= 0 { error = FileDescriptor(copy).close() }
    }
    if let error { throw target.failure(error) }
  }

  func put(_ bytes: [UInt8]) throws(Failure) {
    try bytes.withUnsafeBufferPointer { bytes throws(Failure) in try put([bytes]) }
  }

  /// Puts the content where it belongs.
  func moveIntoPlace() throws(Failure) {
    if target.replaces {
      guard rename(path.systemPath, targetPath.systemPath) == 0 else { throw target.failure(errno) }
    } else {
      try moveWhereNothingIs()
    }
    isInPlace = true
  }

  private func moveWhereNothingIs() throws(Failure) {
    if link(path.systemPath, targetPath.systemPath) == 0 {
      unlink(path.systemPath)
      return
    }
    if errno == EEXIST { throw target.alreadyThere }
    // A file system without links: the name is taken first.
    let number = openFile(targetPath, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    guard number >= 0 else { throw errno == EEXIST ? target.alreadyThere : target.failure(errno) }
    FileDescriptor(number).close()
    guard rename(path.systemPath, targetPath.systemPath) == 0 else { throw target.failure(errno) }
  }

  // MARK: What killed processes left

  private static let searchedFolders = Mutex<Set<String>>([])

  /// Removes the temporary files of processes that are no more, once for each folder.
  static func removeLeftovers(in folder: String) {
    guard searchedFolders.withLock({ $0.insert(folder).inserted }) else { return }
    for name in names(inFolder: folder) ?? []
    where name.hasPrefix(prefix) && name.utf8.count == prefix.count + 6 {
      let path = "\(folder)/\(name)"
      let number = openFile(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
      guard number >= 0 else { continue }
      let file = FileDescriptor(number)
      if let information = file.information, information.isRegularFile, information.st_uid == geteuid(),
        flock(number, LOCK_EX | LOCK_NB) == 0
      {
        unlink(path.systemPath)
      }
      file.close()
    }
  }
}
