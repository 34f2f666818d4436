/// Text inside of markup, where other things are special than in a line's text.
enum MarkupText {
  /// The target of a Markdown link or image: what the parser makes of it is the address, to the letter.
  static func target(_ url: String) -> [Unicode.Scalar] {
    let scalars = Array(url.unicodeScalars)
    let keepsParentheses = hasBalancedParentheses(scalars)
    var result: [Unicode.Scalar] = []
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "&" where CharacterReference.starts(at: index, in: scalars): result += "&amp;".unicodeScalars
      // A backtick would begin a code span, whatever is around it.
      case "`": result += CharacterReference.numeric(scalar)
      case _ where scalar.value <= 0x20 || scalar.value == 0x7F: result += CharacterReference.numeric(scalar)
      case "(", ")":
        if !keepsParentheses { result.append("\\") }
        result.append(scalar)
      case "\\", "<", ">": result += ["\\", scalar]
      default: result.append(scalar)
      }
    }
    return result
  }

  /// The value of an attribute between double quotation marks.
  static func attribute(_ value: String) -> [Unicode.Scalar] {
    let scalars = Array(value.unicodeScalars)
    var result: [Unicode.Scalar] = []
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "&" where CharacterReference.starts(at: index, in: scalars): result += "&amp;".unicodeScalars
      case "\"": result += "&quot;".unicodeScalars
      case "<": result += "&lt;".unicodeScalars
      case ">": result += "&gt;".unicodeScalars
      case "`", "]": result += CharacterReference.numeric(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += CharacterReference.numeric(scalar)
      default: result.append(scalar)
      }
    }
    return result
  }

  /// The start tag of an HTML link.
  static func linkStartTag(to url: String) -> [Unicode.Scalar] {
    Array("<a href=\"".unicodeScalars) + attribute(url) + Array("\">".unicodeScalars)
  }

  /// Text in an HTML block.
  static func html(_ text: String) -> [Unicode.Scalar] {
    let scalars = Array(text.unicodeScalars)
    return scalars.enumerated().flatMap { index, scalar -> [Unicode.Scalar] in
      switch scalar {
      case "&" where CharacterReference.starts(at: index, in: scalars): Array("&amp;".unicodeScalars)
      case "<": Array("&lt;".unicodeScalars)
      default: [scalar]
      }
    }
  }

  private static func hasBalancedParentheses(_ text: [Unicode.Scalar]) -> Bool {
    var depth = 0
    for scalar in text {
      if scalar == "(" { depth += 1 }
      if scalar == ")" { depth -= 1 }
      // The parser follows 32 levels.
      if depth < 0 || depth > 30 { return false }
    }
    return depth == 0
  }
}

/// CommonMark's entity and numeric character references, such as `&amp;` and `&#12;`.
enum CharacterReference {
  /// Whether a character of text is written as a numeric reference: control characters, which the parser
  /// would take for white space or drop, and the byte order mark.
  static func isNeeded(for scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 && scalar != "\t" || scalar.value == 0x7F || scalar == "\u{FEFF}"
  }

  static func numeric(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    Array("&#\(scalar.value);".unicodeScalars)
  }

  /// Whether a reference begins with the `&` at an index. The longest name has 31 characters.
  static func starts(at index: Int, in text: [Unicode.Scalar]) -> Bool {
    var end = index + 1
    if end < text.count, text[end] == "#" { end += 1 }
    let start = end
    while end < text.count, end - start < 40, text[end].isASCIILetterOrDigit { end += 1 }
    guard end > start, end < text.count, text[end] == ";" else { return false }
    let candidate = Array(text[index...end]).utf8Bytes
    return candidate.withUnsafeBufferPointer { CommonMarkText.resolvingEntities(in: $0) } != candidate
  }
}

extension Unicode.Scalar {
  var isASCIILetter: Bool { isASCII && UInt8(truncatingIfNeeded: value).isASCIILetter }
  var isASCIIDigit: Bool { isASCII && UInt8(truncatingIfNeeded: value).isASCIIDigit }
  var isASCIILetterOrDigit: Bool { isASCIILetter || isASCIIDigit }
  var isASCIIPunctuation: Bool { isASCII && UInt8(truncatingIfNeeded: value).isASCIIPunctuation }
  var isSpaceOrTab: Bool { self == " " || self == "\t" }
}

extension [Unicode.Scalar] {
  var utf8Bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count)
    for scalar in self { result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter) }
    return result
  }
}
