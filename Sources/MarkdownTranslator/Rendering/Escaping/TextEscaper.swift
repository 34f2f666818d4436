/// Puts the tokens of a line together and escapes their text, where it would be read as markup and nowhere
/// else.
///
/// What may only do harm in company is escaped only in company: a single `*`, `_`, `~` or backtick in a line
/// that could open or close something finds no partner and stays as it is.
struct TextEscaper {
  let tokens: [InlineToken]
  let context: LineContext

  // What is known of the whole line before it is written.

  /// Which kinds of delimiters have partners in the line.
  var pairing: Set<Unicode.Scalar> = []
  /// The last place that holds what could end a tag: the token, and where in it.
  private var lastTagEnd = (token: -1, place: 0)
  private var hasAtSign = false
  /// Whether rule R32 may be at work in the line.
  private var hasDelimiters = false

  // How far the writing has come.

  private var output: [Unicode.Scalar] = []
  /// Whether a bracket in the text may still be open.
  private var hasOpenBracket = false
  /// The token at work.
  private var current = 0
  /// What of its text must be escaped, since it starts the line.
  private var forced: Range<Int> = 0..<0

  init(_ tokens: [InlineToken], context: LineContext) {
    self.tokens = tokens.filter { !$0.scalars.isEmpty }
    self.context = context
    countDelimiters()
    if let token = self.tokens.lastIndex(where: { $0.scalars.contains(where: Self.mayEndTag) }) {
      lastTagEnd = (token, self.tokens[token].scalars.lastIndex(where: Self.mayEndTag) ?? 0)
    }
    hasAtSign = self.tokens.contains { $0.scalars.contains("@") }
    hasDelimiters = self.tokens.contains { $0.delimiter != nil }
  }

  mutating func escape() -> [Unicode.Scalar] {
    output.reserveCapacity(tokens.reduce(8) { $0 + $1.scalars.count })
    for index in tokens.indices {
      current = index
      let token = tokens[index]
      switch token.kind {
      case .text, .mention: text(token)
      case .autolink:
        output += AutolinkForm.scalars(
          for: token.scalars, before: edge(before: index), after: edge(after: index),
          mayBeBare: !hasOpenBracket && !token.isInLink, hasSentinel: context.hasSentinel)
      case .markup, .code, .start, .end: output += token.scalars
      }
    }
    return output
  }

  // MARK: Neighbours

  /// The character that is before a token; nil at the start of the line.
  private func edge(before index: Int) -> Unicode.Scalar? {
    guard index > 0 else { return nil }
    return tokens[index - 1].kind == .autolink ? ">" : tokens[index - 1].scalars.last
  }

  /// The character after a token. An autolink without its brackets is beside spaces and the like only,
  /// so beside other characters it has them.
  private func edge(after index: Int) -> Unicode.Scalar? {
    guard index + 1 < tokens.count else { return nil }
    return tokens[index + 1].kind == .autolink ? "<" : tokens[index + 1].scalars.first
  }

  func scalar(before place: Int, in token: Int) -> Unicode.Scalar? {
    place > 0 ? tokens[token].scalars[place - 1] : edge(before: token)
  }

  func scalar(at place: Int, in token: Int) -> Unicode.Scalar? {
    place < tokens[token].scalars.count ? tokens[token].scalars[place] : edge(after: token)
  }

  func isMarkup(_ index: Int) -> Bool { tokens.indices.contains(index) && !tokens[index].isText }

  // MARK: Text

  private mutating func text(_ token: InlineToken) {
    forced = current == 0 ? lineStart() : 0..<0
    var place = 0
    while place < token.scalars.count {
      let scalar = token.scalars[place]
      if Self.delimiters.contains(scalar) {
        let end = runEnd(from: place, in: token)
        let isEscaped = isEscaped(place..<end, in: current)
        for index in place..<end {
          if isEscaped || forced.contains(index) { output.append("\\") }
          output.append(scalar)
        }
        place = end
        continue
      }
      if CharacterReference.isNeeded(for: scalar) {
        output += CharacterReference.numeric(scalar)
      } else if scalar.value >= 0x80 || scalar.isASCIILetterOrDigit || scalar == " " {
        output.append(scalar)
      } else {
        special(scalar, at: place, in: token)
      }
      place += 1
    }
  }

  /// Writes a character that may be part of markup.
  private mutating func special(_ scalar: Unicode.Scalar, at place: Int, in token: InlineToken) {
    let next = self.scalar(at: place + 1, in: current)
    var isEscaped = forced.contains(place)
    switch scalar {
    case "\\":
      isEscaped = next.map { $0.isASCIIPunctuation || CharacterReference.isNeeded(for: $0) } ?? true
    case "[":
      isEscaped = isEscaped || token.isInLink || next == "^" || next == "["
      if !isEscaped { hasOpenBracket = true }
    case "=": isEscaped = isEscaped || mayOpenHighlight(at: place)
    case "]":
      // In a label of a link definition, or what looks like one, rule R32 does not hold.
      let endsSomething = next == "(" || next == ":" && hasDelimiters
      isEscaped = isEscaped || token.isInLink || hasOpenBracket && endsSomething
    case "^":
      // At the start of a line `[^` may define a footnote.
      isEscaped = token.isInLink && place == 0
    case "!":
      let isLast = place + 1 == token.scalars.count
      isEscaped = isLast && isMarkup(current + 1) && (next == "[" || startsDomain(current + 1))
    case "{": isEscaped = isEscaped || Self.startsAttributes(at: place, in: token.scalars)
    case "<": isEscaped = isEscaped || mayStartTag(at: place, next: next)
    case "&": isEscaped = CharacterReference.starts(at: place, in: token.scalars)
    case ":": isEscaped = !token.isInLink && AddressScanner.isURL(schemeEndingAt: place, in: token.scalars)
    case ".":
      let beforeName = self.scalar(before: max(place - 3, 0), in: current)
      let isDomain = AddressScanner.isDomain(dotAt: place, in: token.scalars, before: beforeName)
      isEscaped = isEscaped || isDomain && !token.isInLink
    case "@":
      if token.kind == .text, AddressScanner.isMention(at: place, in: token.scalars) {
        // Only what is not text parts `@` from `{` (rule R27).
        output += "@<!-- -->".unicodeScalars
        return
      }
      if !token.isInLink, AddressScanner.isEmail(at: place, in: token.scalars) {
        output += "<!-- -->".unicodeScalars
      }
    default: break
    }
    if isEscaped { output.append("\\") }
    output.append(scalar)
  }

  /// Whether a brace starts what would be an attribute list at the end of a line (rule R12).
  private static func startsAttributes(at place: Int, in text: [Unicode.Scalar]) -> Bool {
    let rest = text[(place + 1)...].drop { $0.isSpaceOrTab }
    return ["color=", "align="].contains { rest.starts(with: $0.unicodeScalars) }
  }

  /// Whether `==` at a place could begin a highlight (rule R22).
  private func mayOpenHighlight(at place: Int) -> Bool {
    guard scalar(at: place + 1, in: current) == "=" else { return false }
    let before = scalar(before: place, in: current)
    if before == "=" || before.map({ $0.isASCIILetterOrDigit }) ?? false { return false }
    return scalar(at: place + 2, in: current).map { $0.value > 0x20 && $0 != "=" } ?? false
  }

  /// Whether a token is an autolink that has brackets when it does not are after white space.
  private func startsDomain(_ index: Int) -> Bool {
    tokens[index].kind == .autolink && tokens[index].scalars.first == "w"
  }

  /// A tag, a comment or an autolink needs a `>` to be one. What looks like an address may start with more
  /// characters than a tag.
  private func mayStartTag(at place: Int, next: Unicode.Scalar?) -> Bool {
    guard let next else { return false }
    let mayBegin = next.isASCIILetter || "/!?".unicodeScalars.contains(next) || hasAtSign && next != " "
    guard mayBegin else { return false }
    return (current, place) < lastTagEnd
  }

  /// A `>`, or an `@` that may get a comment beside it.
  private static func mayEndTag(_ scalar: Unicode.Scalar) -> Bool { scalar == ">" || scalar == "@" }

  /// What must be escaped at the start of the line.
  private func lineStart() -> Range<Int> {
    LineStart(tokens[current].scalars, isWholeLine: tokens.count == 1, context: context)
      .escaped(definesLink: tokens.contains { LineStart.endsLabel($0.scalars) })
  }
}

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
