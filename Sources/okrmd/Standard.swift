/// The standard streams, written to without buffering.
enum Standard: Int32 {
  case output = 1
  case error = 2

  var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Writes a text; what cannot be written is lost, as for any message.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { _ = FileDescriptor(rawValue).write($0) }
  }
}
