/// What a program wrote and how it ended.
struct Outcome: Equatable, CustomStringConvertible {
  var output: String
  var errors: String
  /// The exit code; the negative number of the signal that ended it.
  var status: Int32

  init(_ output: String = "", errors: String = "", status: Int32 = 0) {
    self.output = output
    self.errors = errors
    self.status = status
  }

  /// - Parameter waitStatus: as `waitpid` tells it.
  init(output: [UInt8], errors: [UInt8], waitStatus: Int32) {
    let signal = waitStatus & 0x7F
    self.init(
      String(decoding: output, as: UTF8.self), errors: String(decoding: errors, as: UTF8.self),
      status: signal == 0 ? waitStatus >> 8 & 0xFF : -signal)
  }

  /// One line of ours, and nothing on standard output.
  static func error(_ message: String, status: Int32) -> Outcome {
    Outcome(errors: "okrmd: error: \(message)\n", status: status)
  }

  /// Whether that is all it wrote, whatever the line says. It begins with the place when it is about the text of a note.
  var isOneLineOfError: Bool {
    output == "" && errors.prefixMatch(of: #/(okrmd|[^\n]+:\d+:1): error: /#) != nil && errors.hasSuffix("\n")
      && errors.count { $0 == "\n" } == 1
  }

  var description: String {
    "status \(status)\n-- output:\n\(output.prefix(4000))\n-- errors:\n\(errors.prefix(4000))"
  }
}
