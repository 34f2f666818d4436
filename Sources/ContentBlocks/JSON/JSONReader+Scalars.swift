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
        throw fault(expected: "`\"` at the end of the string", at: path)
      default:
        throw fault(
          expected: "`\"` or an escape such as `\\n` (control characters stand escaped in a string)",
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
        throw fault("half of a surrogate pair stands alone in a string", at: path)
      }
      return decoded
    default:
      throw fault(expected: "one of `\" \\ / b f n r t u` after a backslash", at: path)
    }
    index += 1
    return scalar
  }

  private mutating func codeUnit(at path: JSONPath) throws(ContentBlockFault) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault(expected: "four hexadecimal digits after `\\u`", at: path)
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
      throw fault("a number begins with a zero that it does not need", at: path)
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
    if index == digitsStart { throw fault(expected: "a digit", at: path) }
  }
}
