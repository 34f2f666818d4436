import ContentBlocks

#if canImport(Glibc)
  @_exported import Glibc
#elseif canImport(Musl)
  @_exported import Musl
#else
  @_exported import Darwin
#endif

/// An error number of the operating system.
struct SystemError: Error {
  let number: Int32

  /// The system's words for it, in lower case.
  var words: String { text[Context.current.language] }

  /// The words for it. Those in Chinese are ours, since the system has none without its language packages.
  var text: LocalizedText {
    let english = String(cString: strerror(number))
    let words = english.prefix(1).lowercased() + english.dropFirst()
    return LocalizedText(en: words, zh: Self.chinese[number] ?? words)
  }

  private static let chinese: [Int32: String] = [
    ENOENT: "没有这个文件或文件夹", EACCES: "没有权限", EPERM: "不允许的操作", ENOSPC: "磁盘空间不足",
    EROFS: "文件系统是只读的", EISDIR: "是一个文件夹", ENOTDIR: "不是文件夹", EFBIG: "文件太大",
    EMFILE: "打开的文件太多", ELOOP: "符号链接层数过多", EIO: "输入输出错误", EDQUOT: "超出磁盘配额",
    EPIPE: "管道已关闭", EBADF: "文件描述符无效", ENAMETOOLONG: "文件名太长", ENOLCK: "文件系统不支持锁",
  ]
}

extension String {
  /// A path whose bytes are UTF-8 or not.
  ///
  /// The names of files are bytes. Those that are not UTF-8 become characters of a private plane, one each, so that
  /// the path can be a string and still leads to its file; ``withSystemPath(_:)`` turns them back.
  init(systemPath bytes: some Collection<UInt8>) {
    if let text = String(validating: bytes, as: UTF8.self) {
      self = text
      return
    }
    var scalars = UnicodeScalarView()
    var rest = Array(bytes)[...]
    while let first = rest.first {
      let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      if let text = String(validating: rest.prefix(length), as: UTF8.self), text.unicodeScalars.count == 1 {
        scalars.append(contentsOf: text.unicodeScalars)
        rest = rest.dropFirst(length)
      } else {
        scalars.append(Unicode.Scalar(Self.rawBytes + UInt32(first)) ?? "\u{FFFD}")
        rest = rest.dropFirst()
      }
    }
    self.init(scalars)
  }

  fileprivate static let rawBytes: UInt32 = 0x10FE00

  /// The bytes of a path, as the system has them.
  var systemPathBytes: [UInt8] {
    guard unicodeScalars.contains(where: { $0.value >= Self.rawBytes }) else { return Array(utf8) }
    return unicodeScalars.flatMap { scalar -> [UInt8] in
      let byte = Int64(scalar.value) - Int64(Self.rawBytes)
      return (0x80...0xFF).contains(byte) ? [UInt8(byte)] : Array(String(scalar).utf8)
    }
  }

  /// The path as a C string; empty when it has a NUL in it.
  var systemPath: [CChar] {
    let bytes = systemPathBytes
    return (bytes.contains(0) ? [] : bytes.map { CChar(bitPattern: $0) }) + [0]
  }

  /// The text as it may be shown: without what steers a terminal, and the bytes of names that are not UTF-8 as
  /// hexadecimal numbers.
  var shown: String {
    var scalars = UnicodeScalarView()
    var isChanged = false
    for scalar in unicodeScalars {
      if scalar.value >= Self.rawBytes + 0x80, scalar.value <= Self.rawBytes + 0xFF {
        scalars.append(contentsOf: "\\x\(String(scalar.value - Self.rawBytes, radix: 16))".unicodeScalars)
        isChanged = true
      } else if scalar.steersTerminal {
        scalars.append("\u{FFFD}")
        isChanged = true
      } else {
        scalars.append(scalar)
      }
    }
    return isChanged ? String(scalars) : self
  }

  /// The text for a terminal, its lines and tabs kept.
  var shownLines: String {
    guard unicodeScalars.contains(where: { $0.steersTerminal && $0 != "\n" && $0 != "\t" }) else {
      return self
    }
    return String(
      UnicodeScalarView(
        unicodeScalars.map { $0.steersTerminal && $0 != "\n" && $0 != "\t" ? "\u{FFFD}" : $0 }))
  }
}

extension Unicode.Scalar {
  /// Whether a terminal acts on the character in place of showing it, or shows others in another order.
  fileprivate var steersTerminal: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}
