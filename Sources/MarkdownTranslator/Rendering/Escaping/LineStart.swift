/// What the text at the start of a line would be read as: the blocks of CommonMark, link definitions, task
/// markers.
struct LineStart {
  private let text: [Unicode.Scalar]
  /// Whether the line holds nothing else.
  private let isWholeLine: Bool
  private let context: LineContext

  init(_ text: [Unicode.Scalar], isWholeLine: Bool, context: LineContext) {
    self.text = text
    self.isWholeLine = isWholeLine
    self.context = context
  }

  /// The characters that need a backslash so that the line is text.
  ///
  /// - Parameter definesLink: whether the line holds what ends the label of a link definition.
  func escaped(definesLink: Bool) -> Range<Int> {
    guard let first = text.first else { return 0..<0 }
    let one = 0..<1
    switch first {
    case "#":
      let count = text.prefix { $0 == "#" }.count
      return count <= 6 && isSpaceOrEnd(at: count) ? one : 0..<0
    case ">": return one
    case "-", "+", "*", "_":
      return first != "_" && isSpaceOrEnd(at: 1) || isThematicBreak(first) ? one : 0..<0
    case "`", "~":
      let count = text.prefix { $0 == first }.count
      return count >= 3 ? 0..<count : 0..<0
    case "<":
      guard text.count > 1 else { return 0..<0 }
      return text[1].isASCIILetter || "/!?".unicodeScalars.contains(text[1]) ? one : 0..<0
    case "[":
      // `[!` would make a quote a callout.
      let isSpecial = context.isItemStart && isTaskMarker(at: 0) || text.count > 1 && text[1] == "!"
      return definesLink || isSpecial ? one : 0..<0
    case _ where first.isASCIIDigit: return numberEscape()
    default: return 0..<0
    }
  }

  /// Whether a text holds what ends the label of a link definition.
  static func endsLabel(_ text: [Unicode.Scalar]) -> Bool {
    var isBehindBracket = false
    for scalar in text {
      if isBehindBracket, scalar == ":" { return true }
      isBehindBracket = scalar == "]"
    }
    return false
  }

  private func isSpaceOrEnd(at index: Int) -> Bool {
    index < text.count ? text[index].isSpaceOrTab : index == text.count && isWholeLine
  }

  private func isThematicBreak(_ mark: Unicode.Scalar) -> Bool {
    guard isWholeLine, mark != "+" else { return false }
    // The markers of items before it count, too.
    let isLong = text.count { $0 == mark } >= 3 || context.isItemStart && mark == "-"
    return isLong && text.allSatisfy { $0 == mark || $0.isSpaceOrTab }
  }

  /// A number as the marker of an item.
  private func numberEscape() -> Range<Int> {
    let digits = text.prefix { $0.isASCIIDigit }.count
    guard digits < text.count else { return 0..<0 }
    if digits <= 9, text[digits] == "." || text[digits] == ")", isSpaceOrEnd(at: digits + 1) {
      return digits..<digits + 1
    }
    return 0..<0
  }

  private func isTaskMarker(at index: Int) -> Bool {
    guard index + 2 < text.count, text[index] == "[", text[index + 2] == "]" else { return false }
    return " xX".unicodeScalars.contains(text[index + 1])
      && (index + 3 == text.count || text[index + 3].isSpaceOrTab)
  }
}
