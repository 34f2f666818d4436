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
