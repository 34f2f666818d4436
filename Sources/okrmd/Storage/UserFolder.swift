import ContentBlocks

/// A folder of okrmd's own under one of the user's base folders (XDG Base Directory Specification).
///
/// What is in it concerns nobody else: folders have mode 0700, files 0600.
struct UserFolder: Sendable {
  let path: String

  /// What okrmd must remember: the records it has seen, the images it has uploaded, when it made calls; and the
  /// locks on notes and records.
  static func state(_ environment: [String: String]) -> UserFolder? {
    UserFolder(variable: "XDG_STATE_HOME", below: ".local/state", environment)
  }

  /// What can be had again: tokens.
  static func cache(_ environment: [String: String]) -> UserFolder? {
    UserFolder(variable: "XDG_CACHE_HOME", below: ".cache", environment)
  }

  /// - Returns: nil when there is neither the variable nor a home.
  private init?(variable: String, below home: String, _ environment: [String: String]) {
    // A relative path in the variable is to be ignored.
    if let folder = environment[variable], folder.hasPrefix("/") {
      path = folder + "/okrmd"
    } else if let user = environment["HOME"], user.hasPrefix("/") {
      path = "\(user)/\(home)/okrmd"
    } else {
      return nil
    }
  }

  /// The largest file that okrmd keeps: the text of a record, twice.
  private static let mostBytes = 64 << 20

  /// A file's name for what a text tells apart, such as an address and an id. The text itself could hold what a
  /// name cannot, and be too long for one.
  static func fileName(in folder: String, for text: String, suffix: String) -> String {
    "\(folder)/\(SHA256.digest(of: text.utf8).prefix(32))\(suffix)"
  }

  /// The content of a file; nil when there is none that can be read.
  func read(_ name: String) -> [UInt8]? {
    let number = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { return nil }
    let file = FileDescriptor(number)
    defer { file.close() }
    guard case .success(let bytes) = file.read(limit: Self.mostBytes), bytes.count <= Self.mostBytes else {
      return nil
    }
    return bytes
  }

  /// Writes a file whole, with the folders that it needs.
  func write(_ text: String, to name: String) throws(Failure) {
    let file = "\(path)/\(name)"
    try createFolders(for: file)
    try OutputFile(path: file, mode: 0o600).write(text)
  }

  /// Opens a file that is locked.
  func openLock(_ name: String) throws(Failure) -> FileDescriptor {
    let file = "\(path)/\(name)"
    try createFolders(for: file)
    let number = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard number >= 0 else {
      throw Failure(.inputOutput, "\(file): cannot be opened: \(SystemError(number: errno).words)")
    }
    return FileDescriptor(number)
  }

  /// Forgets a file.
  func remove(_ name: String) { unlink("\(path)/\(name)") }

  private func createFolders(for file: String) throws(Failure) {
    var partial = ""
    for component in file.split(separator: "/").dropLast() {
      partial += "/\(component)"
      if mkdir(partial, 0o700) == 0 || errno == EEXIST { continue }
      let error = SystemError(number: errno)
      // Folders above may be none of ours to make, and be there all the same.
      if access(partial, F_OK) != 0 {
        throw Failure(.inputOutput, "\(partial): cannot be created: \(error.words)")
      }
    }
  }
}
