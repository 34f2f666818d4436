/// Reads the raw text of a block as the parser will and decides where sentinels go.
///
/// It follows what decides the role of `*` and `~~` runs: escapes, code spans, HTML tags, autolinks and
/// link targets are skipped, brackets and open runs are kept on stacks.
struct DelimiterScanner {
  private let text: Bytes
  private var scanner: InlineScanner
  private var runs: [DelimiterRun] = []
  private var openRuns = DelimiterStack()
  private var brackets: [Bracket] = []
  /// Where the last opening bracket is, open or not.
  private var lastBracket = -1
  private var urlCuts: [Int] = []
  private var unspacedRuns: UnspacedRuns?

  /// Runs of `*` and of `~` that may close what was opened with blanks after it.
  private struct UnspacedRuns {
    var positions: [[Int]] = [[], []]
    var areBesideSlash: [[Bool]] = [[], []]
  }

  private struct Bracket {
    let position: Int
    /// How many of the runs before it were open.
    let openRunCount: Int
    /// How many runs there are before it.
    let runCount: Int
  }

  init(_ text: Bytes) {
    self.text = text
    scanner = InlineScanner(text, bytes: "*~")
  }

  /// R32 and R33, as one of the rules on raw text.
  static func apply(to text: Bytes, _ edits: inout InlineEdits) {
    guard mayNeed(text) else { return }
    var scanner = DelimiterScanner(text)
    scanner.scan(labels: edits.labels)
    for edit in scanner.moves { edits.add(edit) }
    let insertions = scanner.insertions
    guard !insertions.isEmpty, let sentinel = edits.sentinel else { return }
    for place in insertions { edits.add(.insert(sentinel.bytes, at: place)) }
  }

  /// What a quick look at a text stops at.
  private static let stops: ByteSet = "*~\\`<[]:w"

  /// A quick look at a text: in most, each run that opens is closed by the next one, as the parser has it, and URLs end
  /// at white space. Whatever else there is, is read with care.
  static func mayNeed(_ text: Bytes) -> Bool {
    let stops = stops
    var open: DelimiterRun?
    /// How many brackets are open.
    var depth = 0
    var index = 0
    while true {
      index = text.firstIndex(from: index) { stops.contains($0) }
      guard index < text.count else { return false }
      let start = index
      let byte = text[start]
      index += 1
      switch byte {
      case UInt8(ascii: "`"):
        while index < text.count, text[index] == byte { index += 1 }
        guard let end = endOfCode(in: text, start..<index) else { return true }
        index = end
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"):
        guard depth > 0 else { continue }
        depth -= 1
        index = LinkTarget.end(from: index, in: text) ?? index
      case UInt8(ascii: ":"), UInt8(ascii: "w"):
        guard depth == 0, text.starts(with: "://", at: start) || text.starts(with: "www.", at: start) else {
          continue
        }
        guard let end = endOfPlainURL(in: text, from: index) else { return true }
        index = end
      case UInt8(ascii: "*"), UInt8(ascii: "~"):
        while index < text.count, text[index] == byte { index += 1 }
        let isTilde = byte == UInt8(ascii: "~")
        if isTilde, index - start != 2 { continue }
        let run = DelimiterRun(range: start..<index, isTilde: isTilde, in: text)
        guard depth == 0, !run.isUndecided, run.mayOpen != run.mayClose else { return true }
        if let opener = open {
          guard run.mayClose, opener.isTilde == isTilde, opener.range.count == run.range.count else {
            return true
          }
          open = nil
        } else if run.mayOpen {
          open = run
        } else {
          return true
        }
      default: return true
      }
    }
  }

  /// Where white space ends a URL; nil when something else may end it.
  private static func endOfPlainURL(in text: Bytes, from start: Int) -> Int? {
    let stops = urlStops
    var index = start
    var tail = 0
    while index < text.count {
      let byte = text[index]
      if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { break }
      guard byte > 0x20, byte < 0x80, !stops.contains(byte) else { return nil }
      tail = byte.isASCIILetterOrDigit ? 0 : tail + 1
      index += 1
    }
    return tail < 32 ? index : nil
  }

  private static let urlStops: ByteSet = "*~\\`<[];"

  /// Where the code span ends that a run of backticks begins, if one does.
  private static func endOfCode(in text: Bytes, _ opener: Range<Int>) -> Int? {
    guard opener.count <= InlineScanner.longestBacktickRun else { return nil }
    var index = opener.upperBound
    while let start = text.firstIndex(of: UInt8(ascii: "`"), from: index) {
      index = start
      while index < text.count, text[index] == UInt8(ascii: "`") { index += 1 }
      if index - start == opener.count { return index }
    }
    return nil
  }

  mutating func scan(labels: ReferenceLabels) {
    while let event = scanner.next() {
      switch event {
      case .opens(let position, _):
        brackets.append(Bracket(position: position, openRunCount: openRuns.count, runCount: runs.count))
        lastBracket = position
      case .closes(let position, _, let end):
        closeBracket(at: position, hasTarget: end != nil, labels: labels)
      case .url(let url):
        if let cut = url.cut { urlCuts.append(cut) }
      case .byte(_, let position):
        readRun(from: position)
      }
    }
  }

  /// Blanks that are on the wrong side of a run, put on the other: `**注意： **接` is read as `**注意：** 接`.
  var moves: [TextEdit] {
    var moves: [TextEdit] = []
    for index in runs.indices {
      guard let blanks = runs[index].blanks, !runs[index].isProtected,
        runs[index].role == .closes || runs[index].isClosed
      else { continue }
      let range = runs[index].range
      moves.append(
        blanks.lowerBound < range.lowerBound
          ? TextEdit(
            range: blanks.lowerBound..<range.upperBound, bytes: Array(text[range]) + Array(text[blanks]))
          : TextEdit(
            range: range.lowerBound..<blanks.upperBound, bytes: Array(text[blanks]) + Array(text[range])))
    }
    return moves
  }

  /// The places for sentinels, in order, each once.
  var insertions: [Int] {
    let isAnyForced = runs.contains {
      $0.needsSentinel && !$0.isProtected && ($0.role == .closes || $0.isClosed)
    }
    guard isAnyForced || !urlCuts.isEmpty else { return [] }
    var places = Set(urlCuts)
    for (position, run) in runs.enumerated() where !run.isProtected {
      let endsURL = places.contains(run.range.lowerBound)
      let isForced = run.needsSentinel && (run.role == .closes || run.isClosed)
      guard isForced || endsURL else { continue }
      switch run.role {
      case .closes:
        // After the run: the parser takes a run at the end of a URL off the URL again.
        places.remove(run.range.lowerBound)
        places.insert(runs[lastCloser(from: position)].range.upperBound)
      case .opens:
        places.remove(run.range.lowerBound)
        places.insert(runs[firstOpener(from: position)].range.lowerBound)
      case .none:
        continue
      }
    }
    // White space that is there already does as well.
    let text = text
    return places.filter { $0 < text.count && !text[$0].isASCIISpace }.sorted()
  }

  /// A sentinel is outside a cluster of runs, or it would part them.
  private func lastCloser(from position: Int) -> Int {
    var last = position
    while last + 1 < runs.count, runs[last + 1].role == .closes,
      runs[last + 1].range.lowerBound == runs[last].range.upperBound
    { last += 1 }
    return last
  }

  private func firstOpener(from position: Int) -> Int {
    var first = position
    while first > 0, runs[first - 1].role == .opens,
      runs[first - 1].range.upperBound == runs[first].range.lowerBound
    { first -= 1 }
    return first
  }

  // MARK: Links

  private mutating func closeBracket(at closing: Int, hasTarget: Bool, labels: ReferenceLabels) {
    guard let bracket = brackets.popLast() else { return }
    if hasTarget { return openRuns.remove(downTo: bracket.openRunCount) }
    // A label holds no brackets. Looking up the text of those around it would take quadratic time.
    guard runs.count > bracket.runCount, bracket.position == lastBracket else { return }
    if labels.contains(text.slice(bracket.position + 1..<closing)) {
      for run in bracket.runCount..<runs.count { runs[run].isProtected = true }
    }
  }

  // MARK: Delimiter runs

  private mutating func readRun(from start: Int) {
    let byte = text[start]
    var end = start
    while end < text.count, text[end] == byte { end += 1 }
    scanner.index = end
    var run = DelimiterRun(range: start..<end, isTilde: byte == UInt8(ascii: "~"), in: text)
    if !readAcrossBlanks(&run) {
      guard run.mayOpen || run.mayClose else { return }
      if run.isUndecided { run.force(openRuns.hasCounterpart(of: run) ? .closes : .opens) }
    }
    if run.mayClose, openRuns.close(run, in: &runs) {
      run.role = .closes
    } else if run.mayOpen {
      run.role = .opens
      openRuns.push(run, at: runs.count)
    } else if run.needsSentinel {
      run.role = .closes
    }
    runs.append(run)
  }

  /// Decides a run of exactly `**` or `~~` with blanks on the side of what it marks: one that follows blanks closes
  /// what is open, one with blanks after it opens when there is a run to close it. False when it is not one of these.
  private mutating func readAcrossBlanks(_ run: inout DelimiterRun) -> Bool {
    guard run.range.count == 2 else { return false }
    let before = run.blanksBefore(in: text)
    if !before.isEmpty, openRuns.hasOpenPair(like: run) {
      run.move(before, role: .closes)
      return true
    }
    let after = run.blanksAfter(in: text)
    guard !after.isEmpty, !run.isBesideSlash(in: text), !(run.mayClose && openRuns.hasCounterpart(of: run)),
      isFollowedByCloser(run)
    else { return false }
    run.move(after, role: .opens)
    return true
  }

  /// Whether the next run of exactly two that has no blank before it is not beside a slash, so that it may close.
  private mutating func isFollowedByCloser(_ run: DelimiterRun) -> Bool {
    let found = unspacedRuns ?? findUnspacedRuns()
    unspacedRuns = found
    let kind = run.isTilde ? 1 : 0
    let next = found.positions[kind].count(below: run.range.upperBound)
    return next < found.positions[kind].count && !found.areBesideSlash[kind][next]
  }

  /// The runs of exactly `**` and of exactly `~~` that have no blank before them, from here on.
  private func findUnspacedRuns() -> UnspacedRuns {
    var found = UnspacedRuns()
    var ahead = scanner
    while let event = ahead.next() {
      guard case .byte(let byte, let start) = event else { continue }
      while ahead.index < text.count, text[ahead.index] == byte { ahead.index += 1 }
      let run = DelimiterRun(range: start..<ahead.index, isTilde: byte == UInt8(ascii: "~"), in: text)
      guard run.range.count == 2, start > 0, !text[start - 1].isASCIISpace else { continue }
      found.positions[run.isTilde ? 1 : 0].append(start)
      found.areBesideSlash[run.isTilde ? 1 : 0].append(run.isBesideSlash(in: text))
    }
    return found
  }
}
