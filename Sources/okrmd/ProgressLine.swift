import Synchronization

/// A line on the terminal that says what takes so long. It is shown after a second of work, never in a pipe
/// or a file, and goes before anything else is printed.
enum ProgressLine {
  private struct State {
    var text = ""
    var isShown = false
    var lastUpdate: ContinuousClock.Instant?
  }

  private static let state = Mutex(State())
  private static let start = ContinuousClock.now
  private static let isOnTerminal = Standard.error.isTerminal

  /// Starts to count the time. What takes longer than a second is shown then, even if nothing new is said.
  static func watch() {
    guard isOnTerminal else { return }
    Task {
      try? await Task.sleep(until: start + .seconds(1), clock: .continuous)
      state.withLock { write(&$0) }
    }
  }

  /// Says what is being done.
  static func say(_ text: String) {
    guard isOnTerminal else { return }
    state.withLock { state in
      state.text = text
      let now = ContinuousClock.now
      guard now - start > .seconds(1), state.lastUpdate.map({ now - $0 > .milliseconds(100) }) ?? true else {
        return
      }
      state.lastUpdate = now
      write(&state)
    }
  }

  /// Takes the line away.
  static func clear() {
    guard isOnTerminal else { return }
    state.withLock { state in
      if state.isShown { Standard.error.write("\r\u{1B}[K") }
      state.isShown = false
      state.text = ""
    }
  }

  private static func write(_ state: inout State) {
    guard !state.text.isEmpty else { return }
    Standard.error.write("\r\u{1B}[K\(state.text)")
    state.isShown = true
  }
}
