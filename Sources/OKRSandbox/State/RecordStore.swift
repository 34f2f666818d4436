import ContentBlocks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file that keeps the records from one start of the sandbox to the next.
///
/// It is JSON: `{"records": […], "version": 1}`, each record as a reply shows it.
struct RecordStore {
  private static let version: Int64 = 1

  /// The path as it was given, which is what messages say.
  let path: String
  /// Where the file is, links followed. Else the link would be replaced and not what it leads to.
  private let target: String

  init(path: String) {
    self.path = path
    if let target = realpath(path, nil) {
      self.target = String(cString: target)
      free(target)
    } else {
      target = path
    }
  }

  /// Reads the records by id; nil when there is no file yet.
  func load() throws(Sandbox.Failure) -> [String: ProgressRecord]? {
    guard let bytes = try read() else { return nil }
    let root: JSONValue
    do {
      root = try JSONReader.read(bytes)
    } catch {
      throw damaged("\(error)")
    }
    guard root["version"]?.wholeNumber == Self.version, case .array(let values) = root["records"] else {
      throw damaged("it holds no list of records of version \(Self.version)")
    }
    var records: [String: ProgressRecord] = [:]
    for (index, value) in values.enumerated() {
      let record: ProgressRecord
      do {
        record = try ProgressRecord(storedJSON: value)
      } catch {
        throw damaged("records[\(index)]: \(error)")
      }
      guard records.updateValue(record, forKey: record.id) == nil else {
        throw damaged("records[\(index)]: the progress id \(record.id) stands twice")
      }
    }
    return records
  }

  /// Replaces the file as a whole, readable by its owner only.
  func save(_ records: some Sequence<ProgressRecord>) throws(Sandbox.Failure) {
    let value: JSONValue = .object([
      "records": .array(records.sorted { $0.id < $1.id }.map(\.storedJSON)),
      "version": .number(Self.version),
    ])
    var template = Array("\(target).XXXXXX".utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { throw unwritable(errno) }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var error = Self.write(Array(value.text.utf8), to: file)
    if error == nil, fsync(file) != 0 { error = errno }
    close(file)
    if error == nil, rename(temporary, target) != 0 { error = errno }
    if let error {
      unlink(temporary)
      throw unwritable(error)
    }
  }

  /// The bytes of the file; nil when there is none.
  private func read() throws(Sandbox.Failure) -> [UInt8]? {
    // What is no file, such as a pipe, must not be waited for.
    let file = open(target, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw .storeUnreadable(path: path, reason: systemWords(errno))
    }
    defer { close(file) }
    var information = stat()
    guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      throw .storeUnreadable(path: path, reason: "it is not a regular file")
    }
    var bytes: [UInt8] = []
    while true {
      let part = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        repeat {
          count = systemRead(file, buffer.baseAddress, buffer.count)
        } while count < 0 && errno == EINTR
        count = max(count, 0)
      }
      if part.isEmpty { break }
      bytes += part
    }
    guard bytes.count == Int(information.st_size) else {
      throw .storeUnreadable(path: path, reason: "it changes while it is read")
    }
    return bytes
  }

  /// - Returns: the error number when that fails.
  private static func write(_ bytes: [UInt8], to file: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = systemWrite(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno != EINTR { return errno }
        rest = rest.dropFirst(max(count, 0))
      }
      return nil
    }
  }

  private func damaged(_ problem: String) -> Sandbox.Failure { .storeDamaged(path: path, problem: problem) }

  private func unwritable(_ error: Int32) -> Sandbox.Failure {
    .storeUnwritable(path: path, reason: systemWords(error))
  }
}

// The names are those of methods here as well.
private func systemRead(_ file: Int32, _ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
  read(file, bytes, count)
}
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, bytes, count)
}
