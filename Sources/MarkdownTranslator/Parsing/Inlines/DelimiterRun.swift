/// A run of `*` or `~` in the raw text of a block, with what it may do.
struct DelimiterRun {
  enum Role {
    case opens, closes, none
  }

  let range: Range<Int>
  let isTilde: Bool
  private(set) var mayOpen: Bool
  private(set) var mayClose: Bool
  /// Whether the run stands between CJK text and punctuation, so that rule R32 decides and not CommonMark.
  let isUndecided: Bool
  /// Whether the parser would not see the role by itself.
  private(set) var needsSentinel = false
  /// What the run turned out to do.
  var role = Role.none
  /// Whether a later run closes this one. What stays open is text, whatever the parser takes it for.
  var isClosed = false
  /// Whether the run stands in the label of a reference, which must stay as written.
  var isProtected = false

  init(range: Range<Int>, isTilde: Bool, in text: Bytes) {
    self.range = range
    self.isTilde = isTilde
    let (before, after) = Self.neighbours(of: range, isTilde: isTilde, in: text)
    let spaceBefore = CommonMarkText.isSpace(before)
    let spaceAfter = CommonMarkText.isSpace(after)
    let punctuationBefore = CommonMarkText.isPunctuation(before)
    let punctuationAfter = CommonMarkText.isPunctuation(after)
    let isDelimiter = !isTilde || range.count == 2
    mayOpen = isDelimiter && !spaceAfter && (!punctuationAfter || spaceBefore || punctuationBefore)
    mayClose = isDelimiter && !spaceBefore && (!punctuationBefore || spaceAfter || punctuationAfter)
    isUndecided =
      (!isTilde || range.count == 2) && punctuationBefore != punctuationAfter && !spaceBefore && !spaceAfter
      && (EastAsian.isWideOrHangul(before) || EastAsian.isWideOrHangul(after))
  }

  /// Blanks that are to be put on the other side of the run.
  private(set) var blanks: Range<Int>?

  /// Gives a run with blanks on the side of what it marks its role.
  mutating func move(_ blanks: Range<Int>, role: Role) {
    self.blanks = blanks
    mayOpen = role == .opens
    mayClose = role == .closes
  }

  /// The spaces and tabs before the run, between it and something else on the line.
  func blanksBefore(in text: Bytes) -> Range<Int> {
    var start = range.lowerBound
    while start > 0, text[start - 1].isSpaceOrTab { start -= 1 }
    return start > 0 && text[start - 1] != 0x0A
      ? start..<range.lowerBound : range.lowerBound..<range.lowerBound
  }

  /// The spaces and tabs behind the run, between it and something else on the line.
  func blanksAfter(in text: Bytes) -> Range<Int> {
    var end = range.upperBound
    while end < text.count, text[end].isSpaceOrTab { end += 1 }
    return end < text.count && text[end] != 0x0A
      ? range.upperBound..<end : range.upperBound..<range.upperBound
  }

  func isBesideSlash(in text: Bytes) -> Bool {
    let slash = UInt8(ascii: "/")
    return range.lowerBound > 0 && text[range.lowerBound - 1] == slash
      || range.upperBound < text.count && text[range.upperBound] == slash
  }

  /// Gives an undecided run its only role.
  mutating func force(_ role: Role) {
    needsSentinel = mayOpen != (role == .opens) || mayClose != (role == .closes)
    mayOpen = role == .opens
    mayClose = role == .closes
  }

  /// The characters beside a run. The parser looks through `~` beside a `*` run; the edges of the text
  /// count as line ends.
  private static func neighbours(
    of range: Range<Int>, isTilde: Bool, in text: Bytes
  ) -> (before: UInt32, after: UInt32) {
    var start = range.lowerBound
    var end = range.upperBound
    if !isTilde {
      while start > 0, text[start - 1] == UInt8(ascii: "~") { start -= 1 }
      while end < text.count, text[end] == UInt8(ascii: "~") { end += 1 }
    }
    let lineEnd: UInt32 = 10
    return (
      start == 0 ? lineEnd : text.scalar(before: start),
      end == text.count ? lineEnd : text.scalar(at: end).value
    )
  }
}
