import ContentBlocks

/// A folder of okrmd's own under one of the user's base folders (XDG Base Directory Specification).
///
/// What is in it concerns nobody else: folders have mode 0700, files 0600. What someone else may have put there is
/// not used.
struct UserFolder: Sendable {
  let path: String
  private let base: String

  /// What okrmd must remember: the records it has seen, the images it has uploaded, when it made calls; and the
  /// locks on notes and records.
  static func state(_ environment: Environment) -> UserFolder? {
    UserFolder(variable: "XDG_STATE_HOME", below: ".local/state", environment)
  }

  /// What can be had again: tokens.
  static func cache(_ environment: Environment) -> UserFolder? {
    UserFolder(variable: "XDG_CACHE_HOME", below: ".cache", environment)
  }

  /// What a person has set up: the login.
  static func configuration(_ environment: Environment) -> UserFolder? {
    UserFolder(variable: "XDG_CONFIG_HOME", below: ".config", environment)
  }

  /// - Returns: nil when there is neither the variable nor a home.
  private init?(variable: String, below home: String, _ environment: Environment) {
    // A relative path in the variable is to be ignored.
    if let folder = environment[variable], folder.hasPrefix("/") {
      base = folder
    } else if let user = environment["HOME"], user.hasPrefix("/") {
      base = "\(user)/\(home)"
    } else {
      return nil
    }
    path = base + "/okrmd"
  }

  /// The largest file that okrmd keeps: the text of a record, twice.
  private static let maxBytes = 64 << 20

  /// A file's name for what a text tells apart, such as an address and an id. The text itself could hold what a
  /// name cannot, and be too long for one.
  static func fileName(in folder: String, for text: String, suffix: String) -> String {
    "\(folder)/\(SHA256.digest(of: text.utf8).prefix(32))\(suffix)"
  }

  /// What is found where a file should be.
  enum Content {
    case none
    case bytes([UInt8])
    /// Something is there that okrmd did not write, or that cannot be read.
    case unusable(LocalizedText)
  }

  /// Looks for a file.
  func content(of name: String) -> Content {
    let file = "\(path)/\(name)"
    let number = openFile(file, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
    guard number >= 0 else {
      let error = SystemError(number: errno)
      switch error.number {
      case ENOENT, ENOTDIR: return .none
      case ELOOP:
        return .unusable(LocalizedText(en: "\(file): is a symbolic link", zh: "\(file)：是符号链接"))
      default:
        return .unusable(
          LocalizedText(
            en: "\(file): cannot be read: \(error.text[.english])", zh: "\(file)：无法读取：\(error.text[.chinese])"
          ))
      }
    }
    let descriptor = FileDescriptor(number)
    defer { descriptor.close() }
    guard let information = descriptor.information, information.isRegularFile else {
      return .unusable(LocalizedText(en: "\(file): is not a regular file", zh: "\(file)：不是普通文件"))
    }
    guard information.st_uid == geteuid() else {
      return .unusable(LocalizedText(en: "\(file): belongs to another user", zh: "\(file)：属于其他用户"))
    }
    switch descriptor.read(limit: Self.maxBytes, expecting: Int(information.st_size)) {
    case .success(let bytes) where bytes.count <= Self.maxBytes: return .bytes(bytes)
    case .success: return .unusable(LocalizedText(en: "\(file): is too large", zh: "\(file)：文件过大"))
    case .failure(let error):
      return .unusable(
        LocalizedText(
          en: "\(file): cannot be read: \(error.text[.english])", zh: "\(file)：无法读取：\(error.text[.chinese])"))
    }
  }

  /// The content of a file; nil when there is none that can be read.
  func read(_ name: String) -> [UInt8]? {
    if case .bytes(let bytes) = content(of: name) { bytes } else { nil }
  }

  /// Why secrets must not be kept here; nil when they may.
  func distrust(of folder: String) -> LocalizedText? {
    if let information = stat(path: base), information.st_mode & 0o002 != 0,
      information.st_mode & mode_t(S_ISVTX) == 0
    {
      return LocalizedText(en: "\(base): others may write to the folder", zh: "\(base)：其他用户可写入该文件夹")
    }
    for path in [path, "\(path)/\(folder)"] {
      guard let information = stat(path: path, followingLinks: false) else { continue }
      guard information.isFolder else {
        return LocalizedText(en: "\(path): is not a folder", zh: "\(path)：不是文件夹")
      }
      if information.st_uid != geteuid() {
        return LocalizedText(en: "\(path): belongs to another user", zh: "\(path)：属于其他用户")
      }
      if information.st_mode & 0o022 != 0 {
        return LocalizedText(en: "\(path): others may write to the folder", zh: "\(path)：其他用户可写入该文件夹")
      }
    }
    return nil
  }

  /// Writes a file whole, with the folders that it needs.
  func write(_ text: String, to name: String) throws(Failure) {
    let file = "\(path)/\(name)"
    try createFolders(for: file)
    // What is there and is not our file, such as a link, is replaced and not followed.
    if let information = stat(path: file, followingLinks: false), !information.isRegularFile,
      !information.isFolder
    {
      unlink(file.systemPath)
    }
    try OutputFile(path: file, mode: 0o600).write(text)
  }

  /// Opens a file that is locked.
  func openLock(_ name: String) throws(Failure) -> FileDescriptor {
    let file = "\(path)/\(name)"
    try createFolders(for: file)
    let number = openFile(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o600)
    guard number >= 0 else {
      let words = SystemError(number: errno).text
      throw Failure(
        .inputOutput, en: "\(file): cannot be opened: \(words[.english])",
        zh: "\(file)：无法打开：\(words[.chinese])")
    }
    let descriptor = FileDescriptor(number)
    guard descriptor.information?.isRegularFile == true else {
      descriptor.close()
      throw Failure(.inputOutput, en: "\(file): is not a regular file", zh: "\(file)：不是普通文件")
    }
    return descriptor
  }

  /// Forgets a file.
  func remove(_ name: String) { unlink("\(path)/\(name)".systemPath) }

  private func createFolders(for file: String) throws(Failure) {
    var partial = ""
    for component in file.split(separator: "/").dropLast() {
      partial += "/\(component)"
      if mkdir(partial.systemPath, 0o700) == 0 || errno == EEXIST { continue }
      let error = SystemError(number: errno)
      // Folders above may be none of ours to make, and be there all the same.
      if access(partial.systemPath, F_OK) != 0 {
        throw Failure(
          .inputOutput, en: "\(partial): cannot be created: \(error.text[.english])",
          zh: "\(partial)：无法创建：\(error.text[.chinese])")
      }
    }
  }
}
