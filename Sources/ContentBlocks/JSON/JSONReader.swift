/// Reads JSON as RFC 8259 defines it: no comments, no trailing commas, nothing after the value.
///
/// Beyond the grammar it refuses what would be read differently from one program to the next: a key
/// that appears twice in an object, half of a surrogate pair, values nested deeper than
/// ``maximumDepth``. A byte order mark at the start is skipped.
package struct JSONReader {
  /// How deep arrays and objects may nest. A whole reply of the service goes down to eleven.
  private static let maximumDepth = 64

  let bytes: [UInt8]
  /// Where the text begins, after a byte order mark.
  let start: Int
  /// The offset of the next byte.
  var index: Int

  /// Reads a document.
  ///
  /// - Throws: a fault at the path that was reached, with line and column.
  package static func read(_ json: some Sequence<UInt8>) throws(ContentBlockFault) -> JSONValue {
    try read(json, at: .root)
  }

  /// Reads a document that is the text of a string in another one.
  ///
  /// - Parameter path: where that string is.
  static func read(_ json: some Sequence<UInt8>, at path: JSONPath) throws(ContentBlockFault) -> JSONValue {
    var reader = JSONReader(bytes: Array(json))
    if let offset = UTF8Check.firstInvalidOffset(in: reader.bytes) {
      let place = reader.position(of: offset)
      throw ContentBlockFault(
        path: "\(path)",
        LocalizedText(
          en: "is not UTF-8 at byte offset \(offset) (\(place[.english])); save it as UTF-8",
          zh: "不是 UTF-8（字节偏移 \(offset)，\(place[.chinese])）；请存为 UTF-8"))
    }
    reader.skipWhiteSpace()
    let value = try reader.value(at: path, depth: 1)
    reader.skipWhiteSpace()
    guard reader.next == nil else {
      throw reader.fault(expected: LocalizedText(en: "the end of the input", zh: "输入结尾"), at: path)
    }
    return value
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    index = start
  }

  /// The next byte; nil at the end.
  var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Steps over the next byte if it is this one.
  mutating func skip(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipWhiteSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
  }

  private mutating func value(
    at path: JSONPath, depth: Int
  ) throws(ContentBlockFault) -> JSONValue {
    switch next {
    case UInt8(ascii: "{"):
      try check(depth, at: path)
      return .object(try members(at: path, depth: depth))
    case UInt8(ascii: "["):
      try check(depth, at: path)
      return .array(try elements(at: path, depth: depth))
    case UInt8(ascii: "\""):
      return .string(try string(at: path))
    case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
      return .number(try number(at: path))
    default:
      let words: [(String, JSONValue)] = [
        ("true", .boolean(true)), ("false", .boolean(false)), ("null", .null),
      ]
      for (word, value) in words where bytes[index...].starts(with: word.utf8) {
        index += word.utf8.count
        return value
      }
      throw fault(expected: LocalizedText(en: "a value", zh: "一个值"), at: path)
    }
  }

  private func check(_ depth: Int, at path: JSONPath) throws(ContentBlockFault) {
    if depth > Self.maximumDepth {
      throw fault(
        LocalizedText(
          en: "arrays and objects nest deeper than \(Self.maximumDepth)",
          zh: "数组和对象的嵌套超过 \(Self.maximumDepth) 层"), at: path)
    }
  }

  private mutating func members(
    at path: JSONPath, depth: Int
  ) throws(ContentBlockFault) -> [JSONMember] {
    var members: [JSONMember] = []
    // By their bytes: strings compare by what they look like, JSON's keys do not.
    var keys: Set<[UInt8]> = []
    index += 1
    skipWhiteSpace()
    if skip(UInt8(ascii: "}")) { return members }
    while true {
      let keyStart = index
      guard next == UInt8(ascii: "\"") else {
        let orEnd = members.isEmpty ? (en: " or `}`", zh: "或 `}`") : (en: "", zh: "")
        throw fault(
          expected: LocalizedText(en: "a key in double quotes\(orEnd.en)", zh: "双引号中的键\(orEnd.zh)"), at: path)
      }
      let key = try string(at: path)
      let memberPath = JSONPath.member(of: path, key: key)
      guard keys.insert(Array(key.utf8)).inserted else {
        let place = position(of: keyStart)
        throw ContentBlockFault(
          path: "\(memberPath)",
          LocalizedText(
            en: "appears twice in its object (again at \(place[.english])); keep one of the two",
            zh: "在同一对象中出现了两次（第二次在\(place[.chinese])）；请只保留一个"))
      }
      skipWhiteSpace()
      guard skip(UInt8(ascii: ":")) else {
        throw fault(expected: LocalizedText(en: "`:`", zh: "`:`"), at: memberPath)
      }
      skipWhiteSpace()
      members.append(JSONMember(key: key, value: try value(at: memberPath, depth: depth + 1)))
      skipWhiteSpace()
      if skip(UInt8(ascii: "}")) { return members }
      guard skip(UInt8(ascii: ",")) else {
        throw fault(expected: LocalizedText(en: "`,` or `}`", zh: "`,` 或 `}`"), at: path)
      }
      skipWhiteSpace()
    }
  }

  private mutating func elements(
    at path: JSONPath, depth: Int
  ) throws(ContentBlockFault) -> [JSONValue] {
    var elements: [JSONValue] = []
    index += 1
    skipWhiteSpace()
    if skip(UInt8(ascii: "]")) { return elements }
    while true {
      let element = JSONPath.element(of: path, index: elements.count)
      elements.append(try value(at: element, depth: depth + 1))
      skipWhiteSpace()
      if skip(UInt8(ascii: "]")) { return elements }
      guard skip(UInt8(ascii: ",")) else {
        throw fault(expected: LocalizedText(en: "`,` or `]`", zh: "`,` 或 `]`"), at: path)
      }
      skipWhiteSpace()
    }
  }
}

/// Strings and numbers.
extension JSONReader {
  /// Reads a string from its opening quote.
  mutating func string(at path: JSONPath) throws(ContentBlockFault) -> String {
    index += 1
    var text: [UInt8] = []
    while true {
      let partStart = index
      while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        index += 1
      }
      let part = bytes[partStart..<index]
      switch next {
      case UInt8(ascii: "\""):
        index += 1
        if text.isEmpty { return String(decoding: part, as: UTF8.self) }
        return String(decoding: text + part, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text += part
        text += Array(String(try escape(at: path)).utf8)
      case nil:
        throw fault(expected: LocalizedText(en: "`\"` at the end of the string", zh: "字符串结尾的 `\"`"), at: path)
      default:
        throw fault(
          expected: LocalizedText(
            en: "`\"` or an escape such as `\\n` (control characters are escaped in a string)",
            zh: "`\"` 或转义（如 `\\n`；字符串中的控制字符需要转义）"),
          at: path)
      }
    }
  }

  /// Reads an escape from its backslash; both halves of a surrogate pair.
  private mutating func escape(at path: JSONPath) throws(ContentBlockFault) -> Unicode.Scalar {
    let escapeStart = index
    index += 1
    let scalar: Unicode.Scalar
    switch next {
    case UInt8(ascii: "\""): scalar = "\""
    case UInt8(ascii: "\\"): scalar = "\\"
    case UInt8(ascii: "/"): scalar = "/"
    case UInt8(ascii: "b"): scalar = "\u{8}"
    case UInt8(ascii: "f"): scalar = "\u{C}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    case UInt8(ascii: "u"):
      index += 1
      var units = [try codeUnit(at: path)]
      if UTF16.isLeadSurrogate(units[0]), skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) {
        units.append(try codeUnit(at: path))
      }
      var decoder = UTF16()
      var rest = units.makeIterator()
      guard case .scalarValue(let decoded) = decoder.decode(&rest) else {
        index = escapeStart
        throw fault(
          LocalizedText(en: "half of a surrogate pair is alone in a string", zh: "字符串中有不成对的代理项"),
          at: path)
      }
      return decoded
    default:
      throw fault(
        expected: LocalizedText(
          en: "one of `\" \\ / b f n r t u` after a backslash", zh: "反斜杠后是 `\" \\ / b f n r t u` 之一"),
        at: path)
    }
    index += 1
    return scalar
  }

  private mutating func codeUnit(at path: JSONPath) throws(ContentBlockFault) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault(
          expected: LocalizedText(en: "four hexadecimal digits after `\\u`", zh: "`\\u` 后有四位十六进制数字"),
          at: path)
      }
      unit = unit << 4 | UInt16(digit)
      index += 1
    }
    return unit
  }

  /// Reads a number from its first character.
  mutating func number(at path: JSONPath) throws(ContentBlockFault) -> JSONNumber {
    let numberStart = index
    _ = skip(UInt8(ascii: "-"))
    let isZero = next == UInt8(ascii: "0")
    let digitsStart = index
    try digits(at: path)
    if isZero, index > digitsStart + 1 {
      index = digitsStart
      throw fault(
        LocalizedText(en: "a number begins with a zero that it does not need", zh: "数字开头有多余的 0"), at: path)
    }
    if skip(UInt8(ascii: ".")) { try digits(at: path) }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      if !skip(UInt8(ascii: "-")) { _ = skip(UInt8(ascii: "+")) }
      try digits(at: path)
    }
    return JSONNumber(literal: String(decoding: bytes[numberStart..<index], as: UTF8.self))
  }

  /// Steps over digits, at least one.
  private mutating func digits(at path: JSONPath) throws(ContentBlockFault) {
    let digitsStart = index
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    if index == digitsStart { throw fault(expected: LocalizedText(en: "a digit", zh: "一位数字"), at: path) }
  }
}

/// What is wrong with a JSON text, and where.
extension JSONReader {
  /// What was found in place of what the grammar wants next.
  func fault(expected: LocalizedText, at path: JSONPath) -> ContentBlockFault {
    let scalar = String(decoding: bytes[index...].prefix(4), as: UTF8.self).unicodeScalars.first
    let found = scalar.map { "`\(String($0).excerpt())`" }
    return fault(
      LocalizedText(
        en: "expected \(expected[.english]), found \(found ?? "the end of the input")",
        zh: "应为\(Self.spaced(expected[.chinese]))，实际是\(Self.spaced(found ?? "输入结尾"))"), at: path)
  }

  /// Chinese text has a space before code.
  private static func spaced(_ text: String) -> String { text.hasPrefix("`") ? " \(text)" : text }

  /// A fault at the next byte.
  func fault(_ problem: LocalizedText, at path: JSONPath) -> ContentBlockFault {
    let place = position(of: index)
    return ContentBlockFault(
      path: "\(path)",
      LocalizedText(
        en: "is not valid JSON at \(place[.english]): \(problem[.english])",
        zh: "不是有效的 JSON（\(place[.chinese])）：\(problem[.chinese])"))
  }

  /// The line and the column of a byte, both counted from 1. A column is a Unicode scalar; lines end
  /// with LF, CR or CRLF. A byte order mark takes no column.
  func position(of offset: Int) -> LocalizedText {
    var line = 1
    var column = 1
    for position in start..<max(offset, start) {
      switch bytes[position] {
      case 0x0D where position + 1 < bytes.count && bytes[position + 1] == 0x0A:
        column += 1
      case 0x0A, 0x0D:
        line += 1
        column = 1
      case 0x80..<0xC0:
        break
      default:
        column += 1
      }
    }
    return LocalizedText(en: "line \(line), column \(column)", zh: "第 \(line) 行第 \(column) 列")
  }
}
