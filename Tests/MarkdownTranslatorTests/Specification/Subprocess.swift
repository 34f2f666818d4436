import Foundation

/// Runs other programs.
enum Subprocess {
  struct Failure: Error, CustomStringConvertible {
    let command: String
    let status: Int32

    var description: String { "\(command) ended with status \(status)" }
  }

  /// What a program writes to its standard output. Its input is a file, since a pipe in both directions
  /// may block.
  static func output(of program: String, _ arguments: [String], input: [UInt8]? = nil) throws -> [UInt8] {
    guard FileManager.default.isExecutableFile(atPath: program) else { throw NotInstalled(what: program) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("okrmd-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    if let input {
      try Data(input).write(to: file)
      process.standardInput = try FileHandle(forReadingFrom: file)
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(command: program, status: process.terminationStatus)
    }
    return Array(output)
  }
}
