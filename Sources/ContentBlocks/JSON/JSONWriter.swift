/// How a value is written. A note's content is not written this way but by ``ContentBlockWriter``, which never makes
/// a value of it.
extension JSONValue {
  /// The value as compact JSON.
  ///
  /// - Precondition: it nests no deeper than what ``JSONReader`` reads.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The value as compact JSON in UTF-8.
  ///
  /// - Precondition: it nests no deeper than what ``JSONReader`` reads.
  package var bytes: [UInt8] {
    let output = ByteBuffer(capacity: 256)
    output.append(self)
    return Array(output.bytes)
  }

  /// The value in a form that is the same for any two values that mean the same: keys are sorted by their bytes,
  /// numbers are written one way, and what is as good as absent is left out.
  ///
  /// - Returns: nil for a value that is itself as good as absent: `null`, `false`, and an object whose members all
  ///   are, as `{}` is, or a link's with an empty `url`.
  /// - Precondition: it nests no deeper than what ``JSONReader`` reads.
  package var canonical: JSONValue? {
    switch self {
    case .null, .boolean(false): return nil
    case .boolean, .string: return self
    case .number(let number):
      if let whole = number.wholeNumber { return .number(whole) }
      let double = number.double
      return double.isFinite ? .number(JSONNumber(double)) : self
    case .array(let values): return .array(values.map { $0.canonical ?? .null })
    case .object(let members):
      let present = members.compactMap { member -> JSONMember? in
        guard let value = member.value.canonical else { return nil }
        if member.key == "link", value == .object(["url": .string("")]) { return nil }
        return JSONMember(key: member.key, value: value)
      }
      if present.isEmpty { return nil }
      return .object(present.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    }
  }
}

/// Writes an object member by member. A value may be JSON already, such as the content of a converted note.
package struct JSONObjectWriter {
  private let output = ByteBuffer()
  private var isEmpty = true

  /// An object without members.
  package init() {
    output.append(UInt8(ascii: "{"))
  }

  /// Adds a member; nothing when there is no value.
  package mutating func add(_ key: String, _ value: JSONValue?) {
    guard let value else { return }
    begin(key)
    output.append(value)
  }

  /// Adds a member whose value is a string; nothing when there is none.
  package mutating func add(_ key: String, _ text: String?) {
    add(key, text.map { .string($0) })
  }

  /// Adds a member whose value is JSON already.
  package mutating func add(_ key: String, json: some Collection<UInt8>) {
    begin(key)
    output.append(Array(json))
  }

  private mutating func begin(_ key: String) {
    if !isEmpty { output.append(UInt8(ascii: ",")) }
    isEmpty = false
    output.appendQuoted(key)
    output.append(UInt8(ascii: ":"))
  }

  /// The object as compact JSON. Nothing can be added afterwards.
  package consuming func finish() -> [UInt8] {
    output.append(UInt8(ascii: "}"))
    return Array(output.bytes)
  }
}

extension ByteBuffer {
  /// Writes a value as compact JSON. It nests no deeper than what ``JSONReader`` reads.
  fileprivate func append(_ value: JSONValue) {
    switch value {
    case .null: append(Array("null".utf8))
    case .boolean(let value): append(Array((value ? "true" : "false").utf8))
    case .number(let number): append(Array(number.literal.utf8))
    case .string(let text): appendQuoted(text)
    case .array(let values):
      append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { append(UInt8(ascii: ",")) }
        append(value)
      }
      append(UInt8(ascii: "]"))
    case .object(let members):
      append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { append(UInt8(ascii: ",")) }
        appendQuoted(member.key)
        append(UInt8(ascii: ":"))
        append(member.value)
      }
      append(UInt8(ascii: "}"))
    }
  }

  /// Writes a text as a JSON string, quotation marks included.
  fileprivate func appendQuoted(_ text: String) {
    append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { appendEscaped($0) }
    append(UInt8(ascii: "\""))
  }
}

/// How JSON is laid out.
public enum JSONLayout: Sendable {
  /// One line, no white space.
  case compact
  /// A line for each value, indented by two spaces a level.
  case pretty

  /// Lays out a piece of compact JSON that opens or closes containers.
  ///
  /// - Parameters:
  ///   - piece: compact JSON whose strings contain no structural character.
  ///   - depth: how many containers are open before the piece; afterwards, how many are after it.
  func apply(to piece: String, depth: inout Int) -> [UInt8] {
    let bytes = Array(piece.utf8)
    var result: [UInt8] = []
    func breakLine(_ depth: Int) {
      guard self == .pretty else { return }
      result.append(UInt8(ascii: "\n"))
      result.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        result.append(byte)
        depth += 1
        let isLast = index + 1 == bytes.count
        let closes = !isLast && [UInt8(ascii: "}"), UInt8(ascii: "]")].contains(bytes[index + 1])
        if !closes { breakLine(depth) }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        let opened = index > 0 && [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(bytes[index - 1])
        if !opened { breakLine(depth) }
        result.append(byte)
      case UInt8(ascii: ","):
        result.append(byte)
        breakLine(depth)
      case UInt8(ascii: ":"):
        result.append(byte)
        if self == .pretty { result.append(UInt8(ascii: " ")) }
      default:
        result.append(byte)
      }
    }
    return result
  }
}
