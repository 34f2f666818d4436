/// Reads the raw text of a block as the parser will and decides where sentinels go.
///
/// It follows what decides the role of `*` and `~~` runs: escapes, code spans, HTML tags, autolinks and
/// link targets are skipped, brackets and open runs are kept on stacks.
struct DelimiterScanner {
  private let text: Bytes
  private var html: HTMLScanner
  private var index = 0
  private var runs: [DelimiterRun] = []
  private var openRuns = DelimiterStack()
  private var brackets: [Bracket] = []
  /// Where the last opening bracket stands, open or not.
  private var lastBracket = -1
  private var urlCuts: [Int] = []
  /// Where the last run of backticks of each length starts: without one no code span can end.
  private var lastBacktickRuns: [Int: Int]?

  private struct Bracket {
    let position: Int
    /// How many of the runs before it were open.
    let openRunCount: Int
    /// How many runs stand before it.
    let runCount: Int
  }

  init(_ text: Bytes) {
    self.text = text
    html = HTMLScanner(text)
  }

  mutating func scan(labels: inout ReferenceLabels) {
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\\"):
        index += index + 1 < text.count && text[index + 1].isASCIIPunctuation ? 2 : 1
      case UInt8(ascii: "`"): skipCodeSpan()
      case UInt8(ascii: "<"): skipMarkup()
      case UInt8(ascii: "["):
        brackets.append(Bracket(position: index, openRunCount: openRuns.count, runCount: runs.count))
        lastBracket = index
        index += 1
      case UInt8(ascii: "]"): closeBracket(labels: &labels)
      case UInt8(ascii: "*"), UInt8(ascii: "~"): readRun()
      case UInt8(ascii: ":"): readURL { BareURL(schemeAt: $0, in: $1) }
      case UInt8(ascii: "w"): readURL { BareURL(wwwAt: $0, in: $1) }
      default: index += 1
      }
    }
  }

  /// The places for sentinels, in order, each once.
  var insertions: [Int] {
    var places = Set(urlCuts)
    for (position, run) in runs.enumerated() where !run.isProtected {
      let endsURL = places.contains(run.range.lowerBound)
      let isForced = run.needsSentinel && (run.role == .closes || run.isClosed)
      guard isForced || endsURL else { continue }
      switch run.role {
      case .closes:
        // Behind the run: the parser takes a run at the end of a URL off the URL again.
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
    return places.filter { $0 < text.count && !text[$0].isASCIISpace }.sorted()
  }

  /// A sentinel stands outside a cluster of runs, or it would part them.
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
  private static let longestBacktickRun = 80

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

  private mutating func skipMarkup() {
    if let end = autolinkEnd(at: index) {
      index = end
    } else if let (_, end) = html.markup(at: index) {
      index = end
    } else {
      index += 1
    }
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

  // MARK: Links

  private mutating func closeBracket(labels: inout ReferenceLabels) {
    let closing = index
    index += 1
    guard let bracket = brackets.popLast() else { return }
    if let end = LinkTarget.end(from: index, in: text) {
      index = end
      openRuns.remove(downTo: bracket.openRunCount)
      return
    }
    // A label holds no brackets. Looking up the text of those around it would take quadratic time.
    guard runs.count > bracket.runCount, bracket.position == lastBracket else { return }
    if labels.contains(text.slice(bracket.position + 1..<closing)) {
      for run in bracket.runCount..<runs.count { runs[run].isProtected = true }
    }
  }

  private mutating func readURL(_ read: (Int, Bytes) -> BareURL?) {
    // The parser looks for no bare URLs inside brackets, closed or not.
    guard brackets.isEmpty, let url = read(index, text) else {
      index += 1
      return
    }
    if let cut = url.cut { urlCuts.append(cut) }
    index = max(url.end, index + 1)
  }

  // MARK: Delimiter runs

  private mutating func readRun() {
    let start = index
    let byte = text[index]
    while index < text.count, text[index] == byte { index += 1 }
    var run = DelimiterRun(range: start..<index, isTilde: byte == UInt8(ascii: "~"), in: text)
    guard run.mayOpen || run.mayClose else { return }
    if run.isUndecided {
      run.force(openRuns.hasCounterpart(of: run) ? .closes : .opens)
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
}
