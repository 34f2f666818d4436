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
  private var counts = [0, 0]

  var count: Int { entries.count }

  /// Opens a run that stands at a position among all runs.
  mutating func push(_ run: DelimiterRun, at position: Int) {
    entries.append(
      Entry(
        position: position, isTilde: run.isTilde, length: run.range.count, remaining: run.range.count,
        mayClose: run.mayClose))
    counts[run.isTilde ? 1 : 0] += 1
  }

  /// Takes out the innermost runs until so many are left.
  mutating func remove(downTo count: Int) {
    while entries.count > count, let last = entries.popLast() {
      counts[last.isTilde ? 1 : 0] -= 1
    }
  }

  /// Whether a run of the same kind is open: any `*` run, or a `~~` run, that the parser would pair with
  /// this one. So a stray `*`, as in `2*3`, does not keep `**` from opening.
  func hasCounterpart(of run: DelimiterRun) -> Bool {
    var closing = run
    closing.force(.closes)
    guard let opener = opener(for: closing) else { return false }
    return !run.isTilde || entries[opener].length == run.range.count
  }

  /// Whether a run of exactly two of the same character is open and has not been paired with anything.
  func hasOpenPair(like run: DelimiterRun) -> Bool {
    guard counts[run.isTilde ? 1 : 0] > 0 else { return false }
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
    guard counts[run.isTilde ? 1 : 0] > 0 else { return nil }
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
