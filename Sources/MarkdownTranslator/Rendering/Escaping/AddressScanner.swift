/// Finds what the converter would take for an address in text: bare URLs, e-mail addresses (rule R28) and
/// mentions (rule R27).
enum AddressScanner {
  /// Whether the `:` at an index stands in the `://` of a bare URL.
  static func isURL(schemeEndingAt colon: Int, in text: [Unicode.Scalar]) -> Bool {
    guard text[colon...].starts(with: "://".unicodeScalars) else { return false }
    let letters = String(String.UnicodeScalarView(text[..<colon].suffix(5))).lowercased()
    return ["http", "https", "ftp"].contains { letters.hasSuffix($0) }
  }

  /// Whether the `.` at an index is that of a bare `www.`; `before` is what stands before the `www`.
  static func isDomain(dotAt dot: Int, in text: [Unicode.Scalar], before: Unicode.Scalar?) -> Bool {
    guard dot >= 3, text[(dot - 3)..<dot].allSatisfy({ $0 == "w" }) else { return false }
    return before.map { $0.isASCII && !$0.isASCIILetterOrDigit } ?? true
  }

  /// Whether the `@` at an index stands in an e-mail address.
  static func isEmail(at index: Int, in text: [Unicode.Scalar]) -> Bool {
    guard index > 0, text[index - 1].isASCIILetterOrDigit || ".+-_/:".unicodeScalars.contains(text[index - 1])
    else { return false }
    for scalar in text[(index + 1)...] {
      if scalar == "." { return true }
      guard scalar.isASCIILetterOrDigit || scalar == "-" || scalar == "_" else { return false }
    }
    return false
  }

  /// Whether a mention starts with the `@` at an index.
  static func isMention(at index: Int, in text: [Unicode.Scalar]) -> Bool {
    guard index + 1 < text.count, text[index + 1] == "{" else { return false }
    let rest = text[(index + 2)...]
    let id = rest.prefix(MentionID.longest + 1).prefix { isIDScalar($0) }
    return (1...MentionID.longest).contains(id.count) && id.endIndex < text.count && text[id.endIndex] == "}"
  }

  private static func isIDScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && MentionID.isIDByte(UInt8(truncatingIfNeeded: scalar.value))
  }
}
