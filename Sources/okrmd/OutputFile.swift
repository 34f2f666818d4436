/// A file that is written whole or not at all.
struct OutputFile {
  let path: String
  /// The permissions that the file gets; nil to keep those it has.
  var mode: mode_t?
  /// Whether a write ends when the disk has the content. What can be made again at any time need not wait.
  var waitsForDisk = true

  /// Writes to a file, or to standard output when there is none or it is `-`.
  static func write(_ bytes: [UInt8], to path: String?) throws(Failure) {
    if let path, path != "-" { return try OutputFile(path: path).write(bytes) }
    try bytes.withUnsafeBufferPointer { bytes throws(Failure) in try writeToStandardOutput([bytes]) }
  }

  static func writeToStandardOutput(_ parts: [UnsafeBufferPointer<UInt8>]) throws(Failure) {
    for part in parts {
      if let error = FileDescriptor(Standard.output.rawValue).write(part) {
        throw Failure(
          .cannotCreate, "standard output cannot be written: \(SystemError(number: error).words)")
      }
    }
  }

  static func write(_ text: String, to path: String?) throws(Failure) {
    try write(Array(text.utf8), to: path)
  }

  /// More than a note can have.
  private static let mostComparedBytes = 64 << 20

  /// What the file holds now, as far as it is compared; nil when there is none, or it is no regular file.
  func existingContent() throws(Failure) -> [UInt8]? {
    var information = stat()
    guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
    return try InputFile(path: path).read(limit: Self.mostComparedBytes)
  }

  /// Whether a write puts the whole content in place at once.
  var isReplaced: Bool {
    var information = stat()
    return stat(path, &information) != 0 || information.st_mode & S_IFMT == S_IFREG
  }

  /// Replaces the file's content with a text.
  func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

  /// Replaces the file's content with some bytes.
  func write(_ bytes: [UInt8]) throws(Failure) {
    try bytes.withUnsafeBufferPointer { bytes throws(Failure) in try write([bytes]) }
  }

  /// Replaces the file's content. What is not a regular file is written to directly.
  func write(_ parts: [UnsafeBufferPointer<UInt8>]) throws(Failure) {
    var information = stat()
    let exists = stat(path, &information) == 0
    if exists, information.st_mode & S_IFMT == S_IFDIR {
      throw Failure(.cannotCreate, "\(path): is a folder; name a file")
    }
    // By the name as typed: the links to a pipe in /dev/fd lead nowhere by themselves.
    if exists, information.st_mode & S_IFMT != S_IFREG { return try writeDirectly(parts) }
    let target = try followingLinks()
    if exists, access(target, W_OK) != 0 { throw failure(errno) }
    try replace(target, mode: mode ?? (exists ? information.st_mode & 0o7777 : nil), with: parts)
  }

  /// What would keep the file from being replaced; nil when nothing is known to.
  func obstacle() throws(Failure) -> SystemError? {
    let target = try followingLinks()
    for path in [target, InputFile(path: target).folder] where access(path, W_OK) != 0 {
      return SystemError(number: errno)
    }
    return nil
  }

  /// The file that links lead to; one that does not exist yet included.
  private func followingLinks() throws(Failure) -> String {
    var target = path
    for _ in 0..<40 {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      let length = readlink(target, &buffer, Int(PATH_MAX))
      guard length >= 0 else { return target }
      let link = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      target = link.hasPrefix("/") ? link : InputFile(path: target).folder + "/" + link
    }
    throw failure(ELOOP)
  }

  private func writeDirectly(_ parts: [UnsafeBufferPointer<UInt8>]) throws(Failure) {
    let number = open(path, O_WRONLY | O_CLOEXEC)
    guard number >= 0 else { throw failure(errno) }
    let file = FileDescriptor(number)
    defer { file.close() }
    for part in parts {
      if let error = file.write(part) { throw failure(error) }
    }
  }

  private func replace(
    _ target: String, mode: mode_t?, with parts: [UnsafeBufferPointer<UInt8>]
  ) throws(Failure) {
    var template = Array("\(InputFile(path: target).folder)/.okrmd-XXXXXX".utf8CString)
    let number = mkstemp(&template)
    guard number >= 0 else { throw failure(errno) }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let file = FileDescriptor(number)
    var error: Int32?
    for part in parts where error == nil { error = file.write(part) }
    let mask = umask(0)
    _ = umask(mask)
    if error == nil, fchmod(number, mode ?? 0o666 & ~mask) != 0 { error = errno }
    if error == nil, waitsForDisk, fsync(number) != 0, errno != EINVAL { error = errno }
    file.close()
    if error == nil, rename(temporary, target) != 0 { error = errno }
    if let error {
      unlink(temporary)
      throw failure(error)
    }
  }

  private func failure(_ number: Int32) -> Failure {
    Failure(.cannotCreate, "\(path): cannot be written: \(SystemError(number: number).words)")
  }

  /// Whether both paths lead to one file.
  func isSameFile(as input: InputFile) -> Bool {
    var own = stat()
    var other = stat()
    let found = input.isStandardInput ? fstat(0, &other) : stat(input.path, &other)
    guard found == 0, stat(path, &own) == 0 else { return false }
    return own.st_dev == other.st_dev && own.st_ino == other.st_ino && own.st_mode & S_IFMT == S_IFREG
  }
}
