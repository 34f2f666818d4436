extension JSONValue {
  /// The value as compact JSON.
  ///
  /// - Precondition: it nests no deeper than what ``JSONReader`` reads.
  package var text: String {
    switch self {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .number(let number): number.literal
    case .string(let string): Self.quoted(string)
    case .array(let values): "[\(values.map(\.text).joined(separator: ","))]"
    case .object(let members):
      "{\(members.map { "\(Self.quoted($0.key)):\($0.value.text)" }.joined(separator: ","))}"
    }
  }

  /// A text as a JSON string, quotation marks included.
  private static func quoted(_ text: String) -> String {
    let output = ByteBuffer(capacity: text.utf8.count + 2)
    output.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { output.appendEscaped($0) }
    output.append(UInt8(ascii: "\""))
    return String(decoding: output.bytes, as: UTF8.self)
  }
}
