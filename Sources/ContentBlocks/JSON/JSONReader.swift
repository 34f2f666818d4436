/// Reads JSON as RFC 8259 defines it: no comments, no trailing commas, nothing after the value.
///
/// Beyond the grammar it refuses what would be read differently from one program to the next: a key
/// that stands twice in an object, half of a surrogate pair, values nested deeper than
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
    var reader = JSONReader(bytes: Array(json))
    if let offset = UTF8Check.firstInvalidOffset(in: reader.bytes) {
      throw ContentBlockFault(
        path: "$",
        "is not UTF-8 at byte offset \(offset) (\(reader.position(of: offset))); save it as UTF-8")
    }
    reader.skipWhiteSpace()
    let value = try reader.value(at: .root, depth: 1)
    reader.skipWhiteSpace()
    guard reader.next == nil else {
      throw reader.fault(expected: "the end of the input", at: .root)
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
      throw fault(expected: "a value", at: path)
    }
  }

  private func check(_ depth: Int, at path: JSONPath) throws(ContentBlockFault) {
    if depth > Self.maximumDepth {
      throw fault("arrays and objects nest deeper than \(Self.maximumDepth)", at: path)
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
        throw fault(expected: "a key in double quotes\(members.isEmpty ? " or `}`" : "")", at: path)
      }
      let key = try string(at: path)
      let memberPath = JSONPath.member(of: path, key: key)
      guard keys.insert(Array(key.utf8)).inserted else {
        throw ContentBlockFault(
          path: "\(memberPath)",
          "stands twice in its object (again at \(position(of: keyStart))); leave one of the two")
      }
      skipWhiteSpace()
      guard skip(UInt8(ascii: ":")) else { throw fault(expected: "`:`", at: memberPath) }
      skipWhiteSpace()
      members.append(JSONMember(key: key, value: try value(at: memberPath, depth: depth + 1)))
      skipWhiteSpace()
      if skip(UInt8(ascii: "}")) { return members }
      guard skip(UInt8(ascii: ",")) else { throw fault(expected: "`,` or `}`", at: path) }
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
      guard skip(UInt8(ascii: ",")) else { throw fault(expected: "`,` or `]`", at: path) }
      skipWhiteSpace()
    }
  }
}
