/// Shows how far a long batch has come, on a terminal and after a second only.
struct Progress {
  private let total: Int
  private let start = ContinuousClock.now
  private let isShown = Standard.error.isTerminal
  private var lastUpdate: ContinuousClock.Instant?

  init(total: Int) {
    self.total = total
  }

  mutating func update(done: Int) {
    guard isShown, total > 1 else { return }
    let now = ContinuousClock.now
    guard now - start > .seconds(1), lastUpdate.map({ now - $0 > .milliseconds(100) }) ?? true else { return }
    lastUpdate = now
    Standard.error.write("\r\(done) of \(total) notes")
  }

  /// Clears the line before anything else is printed.
  mutating func clear() {
    guard lastUpdate != nil else { return }
    lastUpdate = nil
    Standard.error.write("\r\u{1B}[K")
  }
}
