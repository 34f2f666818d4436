/// A file that is converted, or standard input.
struct InputFile {
  /// The path as typed; `-` is standard input.
  let path: String

  var isStandardInput: Bool { path == "-" }

  /// What messages call it.
  var name: String { isStandardInput ? "<stdin>" : path.isEmpty ? "''" : path }

  var isJSON: Bool { path.lowercased().hasSuffix(".json") }

  /// The folder that relative paths in the note start from.
  var folder: String {
    guard !isStandardInput, let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Whether it is a file that can be read again and replaced.
  var isRegularFile: Bool {
    var information = stat()
    return !isStandardInput && stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
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

  /// Reads the file, up to one byte more than the limit.
  func read(limit: Int) throws(Failure) -> [UInt8] {
    if isStandardInput { return try contents(of: FileDescriptor(0), limit: limit, size: 0) }
    let number = open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else {
      let error = SystemError(number: errno)
      if error.number == ENOENT || error.number == ENOTDIR {
        throw Failure(.noInput, "\(path): no such file; check the path")
      }
      throw Failure(.inputOutput, "\(path): cannot be read: \(error.words)")
    }
    let file = FileDescriptor(number)
    defer { file.close() }
    var information = stat()
    guard fstat(number, &information) == 0 else {
      throw Failure(.inputOutput, "\(path): cannot be read: \(SystemError(number: errno).words)")
    }
    if information.st_mode & S_IFMT == S_IFDIR {
      throw Failure(.inputOutput, "\(path): is a folder; name the files in it")
    }
    return try contents(of: file, limit: limit, size: Int(information.st_size))
  }

  /// Reads the file, which holds JSON.
  func readJSON(limit: Int) throws(Failure) -> [UInt8] {
    let json = try read(limit: limit)
    guard json.count <= limit else {
      throw Failure(.data, "\(name): is larger than \(limit) bytes; --max-bytes raises the limit")
    }
    return json
  }

  private func contents(of file: FileDescriptor, limit: Int, size: Int) throws(Failure) -> [UInt8] {
    switch file.read(limit: limit, expecting: size) {
    case .success(let bytes): return bytes
    case .failure(let error): throw Failure(.inputOutput, "\(name): cannot be read: \(error.words)")
    }
  }
}
