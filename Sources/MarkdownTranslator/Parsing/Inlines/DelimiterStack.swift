/// The runs of `*` and `~` that are open, as the parser keeps them: CommonMark's delimiter stack.
struct DelimiterStack {
  private struct Entry {
    /// Its place among all runs.
    let position: Int
    let isTilde: Bool
    let length: Int
    /// How many of its characters no later run has paired with.
    var remaining: Int
    let mayClose: Bool
  }

  private var entries: [Entry] = []
  /// How many of them are runs of `*` and of `~`.
  private var counts = (stars: 0, tildes: 0)

  private mutating func add(_ change: Int, isTilde: Bool) {
    if isTilde { counts.tildes += change } else { counts.stars += change }
  }

  private func isAnyOpen(like run: DelimiterRun) -> Bool {
    (run.isTilde ? counts.tildes : counts.stars) > 0
  }

  var count: Int { entries.count }

  /// Opens a run that is at a position among all runs.
  mutating func push(_ run: DelimiterRun, at position: Int) {
    entries.append(
      Entry(
        position: position, isTilde: run.isTilde, length: run.range.count, remaining: run.range.count,
        mayClose: run.mayClose))
    add(1, isTilde: run.isTilde)
  }

  /// Takes out the innermost runs until so many are left.
  mutating func remove(downTo count: Int) {
    while entries.count > count, let last = entries.popLast() {
      add(-1, isTilde: last.isTilde)
    }
  }

  /// Whether a run of the same kind is open that the parser would pair with this one: a `~~` run, or a run of `*` that
  /// still opens what this one closes. So a stray `*`, as in `2*3`, does not keep `**` from opening, nor `**` around it a
  /// `*` that begins emphasis.
  func hasCounterpart(of run: DelimiterRun) -> Bool {
    guard isAnyOpen(like: run) else { return false }
    let length = run.range.count
    return entries.reversed().prefix(Self.longestSearch).contains { open in
      guard open.isTilde == run.isTilde else { return false }
      if run.isTilde { return open.length == length }
      // CommonMark's rule of three.
      guard !open.mayClose || length % 3 == 0 || (open.length + length) % 3 != 0 else { return false }
      switch length {
      case 1: return open.remaining % 2 == 1
      case 2: return open.remaining >= 2
      default: return true
      }
    }
  }

  /// Whether a run of exactly two of the same character is open and has not been paired with anything.
  func hasOpenPair(like run: DelimiterRun) -> Bool {
    guard isAnyOpen(like: run) else { return false }
    return entries.reversed().prefix(Self.longestSearch).contains {
      $0.isTilde == run.isTilde && $0.length == 2 && $0.remaining == 2
    }
  }

  /// Pairs a run with the open ones, as the parser does; false when there is none.
  ///
  /// - Parameter runs: all runs; those that are paired are marked as closed.
  mutating func close(_ run: DelimiterRun, in runs: inout [DelimiterRun]) -> Bool {
    var remaining = run.range.count
    var hasClosed = false
    while remaining > 0, let opener = opener(for: run) {
      remove(downTo: opener + 1)
      if run.isTilde {
        if entries[opener].length != run.range.count { return false }
        runs[entries[opener].position].isClosed = true
        remove(downTo: opener)
        return true
      }
      runs[entries[opener].position].isClosed = true
      let used = min(2, remaining, entries[opener].remaining)
      remaining -= used
      entries[opener].remaining -= used
      if entries[opener].remaining == 0 { remove(downTo: opener) }
      hasClosed = true
    }
    return hasClosed
  }

  /// The nearest open run that the parser would pair with a closing one.
  private func opener(for run: DelimiterRun) -> Int? {
    guard isAnyOpen(like: run) else { return nil }
    let length = run.range.count
    for position in entries.indices.reversed().prefix(Self.longestSearch) {
      let open = entries[position]
      guard open.isTilde == run.isTilde else { continue }
      // CommonMark's rule of three.
      let isFree = !(run.mayOpen || open.mayClose) || length % 3 == 0 || (open.length + length) % 3 != 0
      if isFree { return position }
    }
    return nil
  }

  /// How many open runs are looked at: more would take quadratic time.
  private static let longestSearch = 512
}

/// A run of `*` or `~` in the raw text of a block, with what it may do.
struct DelimiterRun {
  enum Role {
    case opens, closes, none
  }

  let range: Range<Int>
  let isTilde: Bool
  private(set) var mayOpen: Bool
  private(set) var mayClose: Bool
  /// Whether the run is between CJK text and punctuation, so that rule R32 decides and not CommonMark.
  let isUndecided: Bool
  /// Whether the parser would not see the role by itself.
  private(set) var needsSentinel = false
  /// What the run turned out to do.
  var role = Role.none
  /// Whether a later run closes this one. What stays open is text, whatever the parser takes it for.
  var isClosed = false
  /// Whether the run is in the label of a reference, which must stay as written.
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

  /// The spaces and tabs after the run, between it and something else on the line.
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
