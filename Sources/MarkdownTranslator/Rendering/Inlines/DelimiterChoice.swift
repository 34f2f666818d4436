/// Decides whether strong and struck text is written with `**` and `~~`, or with the tags `<b>` and `<s>`
/// where those could not open or close (CommonMark's flanking rules, and rule R32).
struct DelimiterChoice {
  private let tokens: [InlineToken]
  private let hasSentinel: Bool
  /// The pairs that are written as tags.
  private var tagged: [Bool]

  static func resolve(_ tokens: inout [InlineToken], pairCount: Int, hasSentinel: Bool) {
    guard pairCount > 0 else { return }
    var choice = DelimiterChoice(tokens: tokens, hasSentinel: hasSentinel, pairCount: pairCount)
    // A `**` looks through the `~~` beside it, so these come first.
    choice.choose(.strikethrough)
    choice.choose(.strong)
    for index in tokens.indices {
      switch tokens[index].kind {
      case .start(let delimiter, let pair):
        let text = choice.tagged[pair] ? "<\(delimiter.tag)>" : delimiter.markdown
        tokens[index].scalars = Array(text.unicodeScalars)
      case .end(let delimiter, let pair):
        let text = choice.tagged[pair] ? "</\(delimiter.tag)>" : delimiter.markdown
        tokens[index].scalars = Array(text.unicodeScalars)
      default: break
      }
    }
  }

  private init(tokens: [InlineToken], hasSentinel: Bool, pairCount: Int) {
    self.tokens = tokens
    self.hasSentinel = hasSentinel
    tagged = [Bool](repeating: false, count: pairCount)
  }

  private mutating func choose(_ delimiter: InlineToken.Delimiter) {
    for index in tokens.indices {
      switch tokens[index].kind {
      case .start(delimiter, let pair):
        if !mayStand(before: neighbour(of: index, by: -1), after: neighbour(of: index, by: 1)) {
          tagged[pair] = true
        }
      case .end(delimiter, let pair):
        // Closing is opening seen from the other side.
        if !mayStand(before: neighbour(of: index, by: 1), after: neighbour(of: index, by: -1)) {
          tagged[pair] = true
        }
      default: break
      }
    }
  }

  /// Whether a run may open between two characters.
  private func mayStand(before: UInt32, after: UInt32) -> Bool {
    if CommonMarkText.isSpace(after) { return false }
    // Between two slashes a run is text (rule R22).
    let slash = UInt32(UInt8(ascii: "/"))
    if before == slash, after == slash { return false }
    if !CommonMarkText.isPunctuation(after) { return true }
    if CommonMarkText.isSpace(before) || CommonMarkText.isPunctuation(before) { return true }
    return hasSentinel && (EastAsian.isWideOrHangul(before) || EastAsian.isWideOrHangul(after))
  }

  /// The character beside a delimiter, in the direction of a step.
  private func neighbour(of index: Int, by step: Int) -> UInt32 {
    let looksThrough = tokens[index].delimiter == .strong
    let lineEnd: UInt32 = 10
    var next = index + step
    while tokens.indices.contains(next) {
      if let delimiter = tokens[next].delimiter {
        guard looksThrough, delimiter == .strikethrough, !isTagged(tokens[next]) else {
          return Self.punctuation
        }
        next += step
        continue
      }
      guard tokens[next].isText else { return Self.punctuation }
      let scalar = step < 0 ? tokens[next].scalars.last : tokens[next].scalars.first
      guard let scalar else {
        next += step
        continue
      }
      return CharacterReference.isNeeded(for: scalar) ? Self.punctuation : scalar.value
    }
    return lineEnd
  }

  private static let punctuation = UInt32(UInt8(ascii: "*"))

  private func isTagged(_ token: InlineToken) -> Bool {
    switch token.kind {
    case .start(_, let pair), .end(_, let pair): tagged[pair]
    default: false
    }
  }
}
