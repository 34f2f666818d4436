/// Which delimiters of a line's text could open or close something.
extension TextEscaper {
  static let delimiters: [Unicode.Scalar] = ["*", "_", "~", "`"]

  mutating func countDelimiters() {
    var counts: [Unicode.Scalar: Int] = [:]
    for (index, token) in tokens.enumerated() {
      // A backtick in the text would begin a code span that ends in an address.
      let holdsBackticks = token.kind == .code || token.kind == .autolink && token.scalars.contains("`")
      if holdsBackticks { counts["`", default: 0] += 2 }
      if token.delimiter != nil, let first = token.scalars.first { counts[first, default: 0] += 1 }
      guard token.isText else { continue }
      var place = 0
      while place < token.scalars.count {
        let end = runEnd(from: place, in: token)
        if Self.delimiters.contains(token.scalars[place]), isActive(place..<end, in: index) {
          counts[token.scalars[place], default: 0] += 1
        }
        place = end
      }
    }
    pairing = Set(counts.filter { $0.value > 1 }.keys)
  }

  func runEnd(from start: Int, in token: InlineToken) -> Int {
    var end = start + 1
    while end < token.scalars.count, token.scalars[end] == token.scalars[start] { end += 1 }
    return end
  }

  /// Whether a run of delimiters could open or close something.
  private func isActive(_ run: Range<Int>, in token: Int) -> Bool {
    let kind = tokens[token].scalars[run.lowerBound]
    if kind == "`" { return true }
    let before = scalar(before: run.lowerBound, in: token)
    let after = scalar(at: run.upperBound, in: token)
    // A run of two may also mark what is beyond a blank (rule R32).
    if isSpace(before), isSpace(after), run.count != 2 || kind == "_" { return false }
    guard kind == "_" else { return true }
    // Within a word `_` does nothing.
    return [before, after].contains { isSpace($0) || isPunctuation($0) }
  }

  /// Whether a character, or an edge of the line, is white space to the parser.
  private func isSpace(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { CommonMarkText.isSpace($0.value) && !CharacterReference.isNeeded(for: $0) } ?? true
  }

  private func isPunctuation(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { CommonMarkText.isPunctuation($0.value) || CharacterReference.isNeeded(for: $0) } ?? false
  }

  /// Whether a run must be escaped: it has partners, or it touches markup and would become part of it.
  func isEscaped(_ run: Range<Int>, in token: Int) -> Bool {
    let touchesMarkup =
      run.lowerBound == 0 && isMarkup(token - 1)
      || run.upperBound == tokens[token].scalars.count && isMarkup(token + 1)
    if touchesMarkup { return true }
    return pairing.contains(tokens[token].scalars[run.lowerBound]) && isActive(run, in: token)
  }
}
