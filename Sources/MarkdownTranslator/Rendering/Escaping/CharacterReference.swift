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
