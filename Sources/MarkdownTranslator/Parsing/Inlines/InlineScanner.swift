/// Reads the raw text of a block as the parser will, and stops at what may be markup.
///
/// Escapes, code spans, HTML tags, autolinks and the targets of links are skipped: in them nothing is markup. Open
/// brackets are kept on a stack.
struct InlineScanner {
  /// What is come to.
  enum Event {
    /// `[`, or the `[` of `![`.
    case opens(Int, isImage: Bool)
    /// `]` with the bracket that it closes, and the end of the target that follows, if there is one.
    case closes(Int, opener: Bracket, targetEnd: Int?)
    /// A bare URL (not inside brackets, where the parser looks for none).
    case url(BareURL)
    /// One of the bytes that were asked for.
    case byte(UInt8, at: Int)
  }

  struct Bracket {
    let position: Int
    let isImage: Bool
  }

  let text: Bytes
  /// Where reading continues; a rule that has read further moves it.
  var index = 0
  private var html: HTMLScanner
  private let bytes: ByteSet
  /// These, and those that markup begins or ends with.
  private let stops: ByteSet
  private var brackets: [Bracket] = []
  /// Where the last run of backticks of each length starts: without one no code span can end.
  private var lastBacktickRuns: [Int: Int]?

  private static let markup: ByteSet = "\\`<![]:w"

  /// - Parameter bytes: the bytes, in ASCII, at which to stop.
  init(_ text: Bytes, bytes: ByteSet) {
    self.text = text
    self.bytes = bytes
    stops = bytes.union(Self.markup)
    html = HTMLScanner(text)
  }

  /// The next event; nil at the end.
  mutating func next() -> Event? {
    while true {
      // Most bytes are not stops: they are passed without a look at the rest of the state.
      let stops = self.stops
      let start = text.firstIndex(from: index) { stops.contains($0) }
      index = start
      guard start < text.count else { return nil }
      let byte = text[start]
      switch byte {
      case UInt8(ascii: "\\"):
        index += start + 1 < text.count && text[start + 1].isASCIIPunctuation ? 2 : 1
      case UInt8(ascii: "`"): skipCodeSpan()
      case UInt8(ascii: "<"):
        if skipsMarkup() { continue }
        if bytes.contains(byte) { return .byte(byte, at: start) }
      case UInt8(ascii: "!"):
        index += 1
        guard index < text.count, text[index] == UInt8(ascii: "[") else { continue }
        return open(isImage: true)
      case UInt8(ascii: "["): return open(isImage: false)
      case UInt8(ascii: "]"):
        index += 1
        guard let opener = brackets.popLast() else { continue }
        let end = LinkTarget.end(from: index, in: text)
        if let end { index = end }
        return .closes(start, opener: opener, targetEnd: end)
      case UInt8(ascii: ":"):
        if let url = url({ BareURL(schemeAt: $0, in: $1) }) { return url }
        if bytes.contains(byte) { return .byte(byte, at: start) }
      case UInt8(ascii: "w"):
        if let url = url({ BareURL(wwwAt: $0, in: $1) }) { return url }
      default:
        index += 1
        if bytes.contains(byte) { return .byte(byte, at: start) }
      }
    }
  }

  private mutating func open(isImage: Bool) -> Event {
    brackets.append(Bracket(position: index, isImage: isImage))
    index += 1
    return .opens(index - 1, isImage: isImage)
  }

  private mutating func url(_ read: (Int, Bytes) -> BareURL?) -> Event? {
    guard brackets.isEmpty, let url = read(index, text) else {
      index += 1
      return nil
    }
    index = max(url.end, index + 1)
    return .url(url)
  }

  /// Continues after brackets that are not a link's.
  mutating func leaveBracket(to end: Int) {
    brackets.removeLast()
    index = end
  }

  // MARK: What is skipped

  private mutating func skipCodeSpan() {
    let start = index
    while index < text.count, text[index] == UInt8(ascii: "`") { index += 1 }
    let length = index - start
    if lastBacktickRuns == nil { lastBacktickRuns = findLastBacktickRuns() }
    guard length <= Self.longestBacktickRun, let last = lastBacktickRuns?[length], last > start else {
      return
    }
    var cursor = index
    while let next = text.firstIndex(of: UInt8(ascii: "`"), from: cursor) {
      cursor = next
      while cursor < text.count, text[cursor] == UInt8(ascii: "`") { cursor += 1 }
      if cursor - next == length {
        index = cursor
        return
      }
    }
  }

  /// The parser takes longer ones for text.
  static let longestBacktickRun = 80

  private func findLastBacktickRuns() -> [Int: Int] {
    var result: [Int: Int] = [:]
    var cursor = 0
    while let start = text.firstIndex(of: UInt8(ascii: "`"), from: cursor) {
      cursor = start
      while cursor < text.count, text[cursor] == UInt8(ascii: "`") { cursor += 1 }
      result[cursor - start] = start
    }
    return result
  }

  /// Skips a tag or an autolink, or the `<` alone when it begins none.
  private mutating func skipsMarkup() -> Bool {
    if let end = autolinkEnd(at: index) ?? html.markup(at: index)?.end {
      index = end
      return true
    }
    index += 1
    return false
  }

  /// The end of `<scheme:…>` or `<name@host>`.
  private func autolinkEnd(at start: Int) -> Int? {
    var cursor = start + 1
    var isAddress = false
    while cursor < text.count, text[cursor] > 0x20, text[cursor] != UInt8(ascii: "<") {
      if text[cursor] == UInt8(ascii: ">") {
        let inside = text.slice(start + 1..<cursor)
        if let scheme = URLReference.scheme(of: inside), (2...32).contains(scheme.utf8.count) {
          return cursor + 1
        }
        return isAddress ? cursor + 1 : nil
      }
      if text[cursor] == UInt8(ascii: "@") { isAddress = true }
      cursor += 1
    }
    return nil
  }
}

/// A set of ASCII bytes.
struct ByteSet: ExpressibleByStringLiteral, Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(stringLiteral text: StaticString) {
    for offset in 0..<text.utf8CodeUnitCount {
      let byte = text.utf8Start[offset]
      if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
    }
  }

  func union(_ other: ByteSet) -> ByteSet {
    var result = self
    result.low |= other.low
    result.high |= other.high
    return result
  }

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte & 63) & 1 == 1
  }
}
