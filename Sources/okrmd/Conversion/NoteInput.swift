import ContentBlocks
import MarkdownTranslator

/// Reads notes, and says what is to be done about bytes that are not the text of one.
extension InputFile {
  /// Reads a note, up to one byte more than the limit.
  ///
  /// - Throws: when it is not UTF-8, with the encoding that it likely has and the command that converts it.
  func readNote(limit: Int) throws(Failure) -> [UInt8] {
    let bytes = try read(limit: limit)
    try checkIsText(bytes, limit: limit)
    return bytes
  }

  /// Refuses bytes that are not text in UTF-8.
  func checkIsText(_ bytes: [UInt8], limit: Int) throws(Failure) {
    // What is too large is said to be so, whatever it holds.
    guard bytes.count <= limit, let problem = EncodingAdvice.problem(with: bytes, of: self) else { return }
    throw failure(.data, problem)
  }

  /// An error about this file in the form that compilers have, which editors know how to follow.
  func failure(_ status: ExitStatus, line: Int = 1, _ problem: LocalizedText) -> Failure {
    var failure = Failure(status, problem)
    failure.place = Failure.Place(file: name, line: line)
    return failure
  }

  /// What is wrong with the keys of this note.
  func failure(_ fault: NoteFault) -> Failure { failure(.data, line: fault.line, fault.problem) }

  /// The failure that an error of the converter is, with the flag that helps.
  func failure(_ error: ConversionError) -> Failure {
    switch error {
    case .inputLimit, .memoryLimit, .textLimit, .timeLimit:
      let problem = error.problem
      return failure(
        .data,
        LocalizedText(
          en: "\(problem[.english]) or raise --max-bytes", zh: "\(problem[.chinese])，或用 --max-bytes 提高上限"))
    case .notUTF8, .frontMatter:
      return failure(.data, line: error.line, error.problem)
    }
  }
}

/// What a text that is not UTF-8 likely is.
enum EncodingAdvice {
  /// What is wrong with the bytes of a note; nil when they are UTF-8 without NUL.
  static func problem(with bytes: [UInt8], of input: InputFile) -> LocalizedText? {
    let offset = UTF8Check.firstInvalidOffset(in: bytes)
    let null: Int? = bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let found = memchr(base, 0, bytes.count) else { return nil }
      return UnsafeRawPointer(found) - base
    }
    if offset == nil, null == nil { return nil }
    if let encoding = likelyEncoding(bytes, isUTF8: offset == nil) {
      let command =
        "iconv -f \(encoding) -t UTF-8 \(quoted(input, suffix: "")) > \(quoted(input, suffix: "-utf8"))"
      return LocalizedText(
        en: "not UTF-8, looks like \(encoding): \(command)", zh: "不是 UTF-8，看起来是 \(encoding)：\(command)")
    }
    if let offset {
      return LocalizedText(
        en: "not UTF-8 at byte \(offset); save the file as UTF-8", zh: "第 \(offset) 字节不是 UTF-8；请存为 UTF-8")
    }
    return LocalizedText(
      en: "byte \(null ?? 0) is NUL, so this is not a text file; remove it",
      zh: "第 \(null ?? 0) 字节是 NUL，不是文本文件；请删去它")
  }

  /// What the bytes of a text that is not UTF-8, or that holds NUL, likely are.
  private static func likelyEncoding(_ bytes: [UInt8], isUTF8: Bool) -> String? {
    utf32(bytes) ?? utf16(bytes, isUTF8: isUTF8) ?? (isUTF8 ? nil : legacy(bytes))
  }

  /// UTF-32 by its byte order mark, or by the NULs that each of its characters has.
  private static func utf32(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
    let start = Array(bytes.prefix(4096))
    guard bytes.count >= 8, bytes.count % 4 == 0 else { return nil }
    for (name, order) in [("UTF-32LE", [3, 2, 1, 0]), ("UTF-32BE", [0, 1, 2, 3])] {
      let isScalar = stride(from: 0, to: start.count, by: 4).allSatisfy { index in
        let value = order.reduce(UInt32(0)) { $0 << 8 | UInt32(start[index + $1]) }
        return value > 0 && Unicode.Scalar(value) != nil
      }
      if isScalar { return name }
    }
    return nil
  }

  /// UTF-16 by its byte order mark, or by the NUL of each ASCII character.
  private static func utf16(_ bytes: [UInt8], isUTF8: Bool) -> String? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    let start = bytes.prefix(4096)
    guard start.count >= 4 else { return nil }
    let nulls = (0...1).map { side in start.indices.count { $0 % 2 == side && start[$0] == 0 } }
    // Text that is UTF-8 too is ASCII. Few NULs are in the wrong half.
    let least = isUTF8 ? start.count * 3 / 10 : start.count / 50
    if nulls[1] > least, nulls[0] * 20 <= nulls[1] { return "UTF-16LE" }
    if nulls[0] > least, nulls[1] * 20 <= nulls[0] { return "UTF-16BE" }
    if isUTF8 || bytes.count % 2 != 0 { return nil }
    // Chinese has few NULs; nearly all of it is ideographs, their punctuation, and ASCII.
    let shares = [1, 0].map { high in
      stride(from: 0, to: start.count - 1, by: 2).count { index in
        let (page, cell) = (
          start[start.startIndex + index + high], start[start.startIndex + index + 1 - high]
        )
        return (0x4E...0x9F).contains(page) || page == 0x30 || page == 0xFF || (page == 0 && cell < 0x80)
      }
    }
    let half = start.count / 2
    if nulls[1] + nulls[0] > 0, shares[0] * 10 >= half * 9, shares[0] > shares[1] { return "UTF-16LE" }
    if nulls[1] + nulls[0] > 0, shares[1] * 10 >= half * 9, shares[1] > shares[0] { return "UTF-16BE" }
    return nil
  }

  /// GB18030, when all bytes are in its form and pairs of them are common characters.
  private static func legacy(_ bytes: [UInt8]) -> String? {
    var index = 0
    var pairs = 0
    var common = 0
    while index < bytes.count {
      let first = bytes[index]
      if first < 0x80 {
        index += 1
        continue
      }
      guard (0x81...0xFE).contains(first), index + 1 < bytes.count else { return nil }
      let second = bytes[index + 1]
      if (0x30...0x39).contains(second) {
        guard index + 3 < bytes.count, (0x81...0xFE).contains(bytes[index + 2]),
          (0x30...0x39).contains(bytes[index + 3])
        else { return nil }
        index += 4
      } else {
        guard (0x40...0x7E).contains(second) || (0x80...0xFE).contains(second) else { return nil }
        pairs += 1
        // GB 2312: punctuation and the characters of everyday use.
        if (0xA1...0xF7).contains(first), second >= 0xA1 { common += 1 }
        index += 2
      }
    }
    return pairs > 0 && common * 10 >= pairs * 7 ? "GB18030" : nil
  }

  /// A file's name for a shell.
  private static func quoted(_ input: InputFile, suffix: String) -> String {
    guard !input.isStandardInput else { return suffix.isEmpty ? "old.md" : "new.md" }
    var name = input.path
    if !suffix.isEmpty {
      let folder = input.path.contains("/") ? input.folder + "/" : ""
      let base = input.baseName
      name = "\(folder)\(base)\(suffix)\(input.fileName.dropFirst(base.count))"
    }
    return name.quotedForShell
  }
}

extension InputFile {
  /// The path as an argument that can be pasted into a shell.
  var argument: String { path.hasPrefix("-") ? "./\(path)".quotedForShell : path.quotedForShell }
}

extension String {
  /// The text as one word of a shell.
  var quotedForShell: String {
    let isPlain = utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
        UInt8(ascii: "/"), UInt8(ascii: ":"), 0x80...:
        true
      default: false
      }
    }
    return isPlain && !hasPrefix("-") ? self : "'\(replacing("'", with: "'\\''"))'"
  }
}

/// Marks that a merge leaves in a note where both sides changed the same lines.
enum ConflictMarks {
  /// The first line that is one, from 1; nil when there is none.
  static func firstLine(in note: [UInt8]) -> Int? {
    var line = 1
    var start = 0
    let marks = ["<<<<<<< ", ">>>>>>> "].map { Array($0.utf8) }
    while start < note.count {
      if marks.contains(where: { note[start...].starts(with: $0) }) { return line }
      guard let end = note[start...].firstIndex(of: 0x0A) else { break }
      start = end + 1
      line += 1
    }
    return nil
  }
}
