import MarkdownTranslator

/// An error that ends the work on a document or the whole command.
struct Failure: Error {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }

  /// Prints the one line that an error is.
  func report() {
    ProgressLine.clear()
    Standard.error.write("okrmd: error: \(message.withoutControls)\n")
  }

  /// Prints a line about something that did not keep the command from its work.
  static func warn(_ message: String) {
    ProgressLine.clear()
    Standard.error.write("okrmd: warning: \(message.withoutControls)\n")
  }
}
