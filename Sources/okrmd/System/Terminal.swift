import ContentBlocks
import Synchronization

/// The standard streams, written to without buffering.
enum Standard: Int32 {
  case output = 1
  case error = 2

  var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Whether the stream goes into a file.
  var isRegularFile: Bool {
    var information = stat()
    return fstat(rawValue, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
  }

  /// Writes a message; what cannot be written is lost.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { _ = FileDescriptor(rawValue).write($0) }
  }

  /// Writes a result to standard output.
  ///
  /// - Throws: when it cannot be written: a result that is lost is not a success.
  static func print(_ text: String) throws(Failure) {
    Context.current.progress.clear()
    try OutputFile.write(text, to: nil)
  }
}

/// A line on the terminal that says what takes so long. It is shown after a second of work, never in a pipe
/// or a file, and is removed before anything else is printed.
final class ProgressLine: Sendable {
  private struct State {
    var text = ""
    var isShown = false
    var lastUpdate: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  private let start = ContinuousClock.now
  private let isOnTerminal = Standard.error.isTerminal

  /// Starts to count the time. What takes longer than a second is shown then, even if nothing new is said.
  func watch() {
    guard isOnTerminal else { return }
    Task {
      try? await Task.sleep(until: start + .seconds(1), clock: .continuous)
      state.withLock { write(&$0) }
    }
  }

  /// Says what is being done.
  func say(_ text: String) {
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

  /// Says what is being done, in the user's language.
  func say(_ text: LocalizedText) {
    guard isOnTerminal else { return }
    say(text.localized)
  }

  /// Removes the line.
  func clear() {
    guard isOnTerminal else { return }
    state.withLock { state in
      if state.isShown { Standard.error.write("\r\u{1B}[K") }
      state.isShown = false
      state.text = ""
    }
  }

  private func write(_ state: inout State) {
    guard !state.text.isEmpty else { return }
    Standard.error.write("\r\u{1B}[K\(state.text)")
    state.isShown = true
  }
}

/// A question to the person at the terminal.
enum Question {
  /// Asks on the terminal that the process belongs to, wherever its standard streams go.
  ///
  /// - Parameter isSecret: whether what is typed is kept from being shown.
  /// - Returns: nil when there is no terminal, or no answer.
  static func ask(_ text: LocalizedText, isSecret: Bool) -> String? {
    let number = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard number >= 0 else { return nil }
    let terminal = FileDescriptor(number)
    defer { terminal.close() }
    var settings = termios()
    guard tcgetattr(number, &settings) == 0 else { return nil }
    let before = settings
    if isSecret {
      Context.current.signals.beforeEnd("echo") {
        withUnsafePointer(to: before) { _ = tcsetattr(number, TCSAFLUSH, $0) }
      }
      settings.c_lflag &= ~tcflag_t(ECHO)
      // What was typed before the question is not an answer to it.
      tcsetattr(number, TCSAFLUSH, &settings)
    }
    defer {
      if isSecret {
        withUnsafePointer(to: before) { _ = tcsetattr(number, TCSAFLUSH, $0) }
        Context.current.signals.beforeEnd("echo", nil)
        write("\n", to: terminal)
      }
    }
    write(text.localized, to: terminal)
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < 4096 {
      let count = read(number, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1, byte != UInt8(ascii: "\n") else { break }
      line.append(byte)
    }
    let answer = String(decoding: line, as: UTF8.self).trimmed
    return answer.isEmpty ? nil : answer
  }

  private static func write(_ text: String, to terminal: FileDescriptor) {
    var text = text
    text.withUTF8 { _ = terminal.write($0) }
  }
}
