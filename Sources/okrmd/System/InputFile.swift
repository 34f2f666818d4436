import ContentBlocks

/// A file that is converted, or standard input.
struct InputFile: Sendable {
  /// The path as typed; `-` is standard input.
  let path: String

  var isStandardInput: Bool { path == "-" }

  /// What messages call it.
  var name: String { isStandardInput ? "<stdin>" : path.isEmpty ? "''" : path }

  var isJSON: Bool { path.lowercased().hasSuffix(".json") }

  /// The folder that relative paths in the note start from.
  var folder: String { Self.folder(of: path) }

  static func folder(of path: String) -> String {
    guard path != "-", let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Whether it is a file that can be read again and replaced.
  var isRegularFile: Bool { !isStandardInput && stat(path: path)?.isRegularFile == true }

  /// Whether there is no file any more.
  var isGone: Bool { !isStandardInput && stat(path: path) == nil }

  /// The path without links, by which this machine knows a note; nil for what is not a regular file.
  var realPath: String? {
    guard isRegularFile, let resolved = realpath(path.systemPath, nil) else { return nil }
    defer { free(resolved) }
    return String(systemPath: UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
  }

  /// The file's name without folder.
  var fileName: String {
    isStandardInput ? "stdin" : path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The file's name without folder and extension.
  var baseName: String {
    let name = fileName
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// How long a pipe may have nobody at its other end.
  private static let pipePatience = Duration.seconds(10)

  /// Reads the file, up to one byte more than the limit.
  ///
  /// - Parameter deadline: when a pipe must have said all; nil to wait for one that someone writes to.
  func read(limit: Int, until deadline: ContinuousClock.Instant? = nil) throws(Failure) -> [UInt8] {
    if isStandardInput {
      if isatty(0) == 1 {
        Failure.note(
          LocalizedText(en: "reading standard input; end it with Ctrl-D", zh: "正在读取标准输入；按 Ctrl-D 结束"))
      }
      return try contents(of: FileDescriptor(0), limit: limit, size: 0)
    }
    // A pipe may have nobody at its other end, and must not keep the process waiting in `open`.
    let number = openFile(path, O_RDONLY | O_NONBLOCK)
    guard number >= 0 else {
      let error = SystemError(number: errno)
      if error.number == ENOENT || error.number == ENOTDIR {
        throw Failure(.noInput, en: "\(path): no such file; check the path", zh: "\(path)：没有这个文件；请检查路径")
      }
      throw unreadable(error)
    }
    let file = FileDescriptor(number)
    defer { file.close() }
    guard let information = file.information else { throw unreadable(SystemError(number: errno)) }
    if information.isFolder {
      throw Failure(
        .inputOutput, en: "\(path): is a folder; name the files in it", zh: "\(path)：是文件夹；请写出其中的文件名")
    }
    if information.isRegularFile {
      return try contents(of: file, limit: limit, size: Int(information.st_size))
    }
    return try contents(ofPipe: file, limit: limit, until: deadline)
  }

  /// Reads the file, which holds JSON.
  func readJSON(limit: Int) throws(Failure) -> [UInt8] {
    let json = try read(limit: limit)
    guard json.count <= limit else {
      throw Failure(
        .data, en: "\(name): is larger than \(limit) bytes; --max-bytes raises the limit",
        zh: "\(name)：超过 \(limit) 字节；可用 --max-bytes 提高上限")
    }
    return json
  }

  private func contents(of file: FileDescriptor, limit: Int, size: Int) throws(Failure) -> [UInt8] {
    switch file.read(limit: limit, expecting: size) {
    case .success(let bytes): return bytes
    case .failure(let error): throw unreadable(error)
    }
  }

  /// Reads what is not a regular file, whose bytes may be a while in coming.
  private func contents(
    ofPipe file: FileDescriptor, limit: Int, until deadline: ContinuousClock.Instant?
  ) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    let firstDeadline = ContinuousClock.now + Self.pipePatience
    var isOpened = false
    while bytes.count <= limit {
      var buffer = [UInt8](repeating: 0, count: min(65536, limit - bytes.count + 1))
      let count = systemRead(file.number, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer[..<count]
        isOpened = true
        continue
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno != EAGAIN { throw unreadable(SystemError(number: errno)) }
      // No bytes and nobody who writes: the end, unless nobody has come yet.
      if count == 0, isOpened { break }
      if count < 0 { isOpened = true }
      let end = deadline.map { isOpened ? $0 : min($0, firstDeadline) } ?? (isOpened ? nil : firstDeadline)
      let left = end.map { Int64((max($0 - .now, .zero) / .milliseconds(1)).rounded(.up)) } ?? -1
      guard let events = file.waitFor(POLLIN, milliseconds: left) else {
        throw Failure(
          .inputOutput, en: "\(name): nothing came out of the pipe in time", zh: "\(name)：等待管道内容超时")
      }
      if events & POLLIN == 0 { break }
      isOpened = true
    }
    return bytes
  }

  private func unreadable(_ error: SystemError) -> Failure {
    Failure(
      .inputOutput, en: "\(name): cannot be read: \(error.text[.english])",
      zh: "\(name)：无法读取：\(error.text[.chinese])")
  }
}

private func systemRead(_ number: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(number, bytes, count)
}
