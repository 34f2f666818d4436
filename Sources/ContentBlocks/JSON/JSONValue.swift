/// A JSON value as it was written: members keep their order, numbers their literal text.
package enum JSONValue: Equatable, Sendable {
  case null
  case boolean(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// A whole number.
  package static func number(_ number: Int64) -> JSONValue {
    .number(JSONNumber(literal: number.description))
  }

  /// An object whose members keep this order.
  package static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { JSONMember(key: $0.key, value: $0.value) })
  }

  /// The value of a member of an object; nil when there is none, or no object.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The text of a string; nil for any other value.
  package var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A number that is whole and fits, however it was written; nil for any other value.
  package var wholeNumber: Int64? {
    guard case .number(let number) = self else { return nil }
    return number.wholeNumber
  }

  /// The elements of an array; nil for any other value.
  package var elements: [JSONValue]? {
    guard case .array(let values) = self else { return nil }
    return values
  }

  /// The type of the value, for messages.
  var typeName: LocalizedText {
    switch self {
    case .null: LocalizedText(en: "null", zh: "null")
    case .boolean: LocalizedText(en: "a boolean", zh: "布尔值")
    case .number: LocalizedText(en: "a number", zh: "数字")
    case .string: LocalizedText(en: "a string", zh: "字符串")
    case .array: LocalizedText(en: "an array", zh: "数组")
    case .object: LocalizedText(en: "an object", zh: "对象")
    }
  }
}

/// A member of an object.
package struct JSONMember: Equatable, Sendable {
  package let key: String
  package let value: JSONValue

  package init(key: String, value: JSONValue) {
    self.key = key
    self.value = value
  }
}

/// A JSON number by its literal, so that no digit is lost to binary floating point.
package struct JSONNumber: Equatable, Sendable {
  /// The number as it was written, in the grammar of RFC 8259 section 6.
  package let literal: String

  package init(literal: String) {
    self.literal = literal
  }

  /// A finite number; whole ones without a fraction.
  package init(_ number: Double) {
    literal = Int64(exactly: number)?.description ?? number.description
  }

  /// The nearest binary number; infinite when the literal is out of its range.
  var double: Double { Double(literal) ?? .nan }

  /// The number when it is whole and fits, however it was written: `2`, `2.0` and `20e-1` alike.
  var wholeNumber: Int64? { multiplied(byTenToThe: 0) }

  /// The number times a power of ten, when that is exactly a whole number and fits; nil otherwise.
  func multiplied(byTenToThe power: Int) -> Int64? {
    let parts = literal.split(whereSeparator: { $0 == "e" || $0 == "E" })
    let mantissa = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
    var digits = mantissa.joined().utf8.drop(while: { $0 == UInt8(ascii: "-") })
      .drop(while: { $0 == UInt8(ascii: "0") })
    if digits.isEmpty { return 0 }

    // An exponent of more digits than that makes the number far too large or far too small.
    guard let written = parts.count == 2 ? Int32(parts[1]) : 0 else { return nil }
    var exponent = Int(written) + power - (mantissa.count == 2 ? mantissa[1].utf8.count : 0)
    while exponent < 0, digits.last == UInt8(ascii: "0") {
      digits = digits.dropLast()
      exponent += 1
    }
    guard (0...19).contains(exponent), digits.count <= 19 else { return nil }

    var result: Int64 = 0
    let isNegative = literal.hasPrefix("-")
    for digit in Array(digits) + Array(repeating: UInt8(ascii: "0"), count: exponent) {
      let value = Int64(digit - UInt8(ascii: "0"))
      let (product, overflows) = result.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = product.addingReportingOverflow(isNegative ? -value : value)
      if overflows || overflowsToo { return nil }
      result = sum
    }
    return result
  }
}

/// Where a value is in a JSON document.
///
/// A path is a chain of its steps: it is made for every value that is read, but written out for a
/// fault only.
indirect enum JSONPath: Sendable, CustomStringConvertible {
  case root
  case member(of: JSONPath, key: String)
  case element(of: JSONPath, index: Int)

  /// The path in writing, such as `$.blocks[2].paragraph`. A key that is not an identifier is
  /// put in brackets: `$["a b"]`.
  var description: String {
    var steps: [String] = []
    var path = self
    while true {
      switch path {
      case .root:
        return "$" + steps.reversed().joined()
      case .member(let parent, let key):
        steps.append(key.isIdentifier ? ".\(key)" : "[\"\(key.excerpt(escapingQuotes: true))\"]")
        path = parent
      case .element(let parent, let index):
        steps.append("[\(index)]")
        path = parent
      }
    }
  }
}

extension String {
  fileprivate var isIdentifier: Bool {
    let isShort = (1...64).contains(utf8.count)
    return isShort && first?.isNumber == false
      && utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}

/// A value and where it is in the document.
struct JSONNode: Sendable {
  let value: JSONValue
  let path: JSONPath

  /// The elements of an array with their paths; nil for any other value.
  var elements: [JSONNode]? {
    guard case .array(let values) = value else { return nil }
    return values.enumerated().map { JSONNode(value: $1, path: .element(of: path, index: $0)) }
  }

  /// The members of an object with their paths; nil for any other value.
  var members: [(key: String, node: JSONNode)]? {
    guard case .object(let members) = value else { return nil }
    return members.map { ($0.key, JSONNode(value: $0.value, path: .member(of: path, key: $0.key))) }
  }
}
