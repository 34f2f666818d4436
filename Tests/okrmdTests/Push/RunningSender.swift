import Foundation
import TestSupport

/// okrmd at work for a sender, to be watched and interrupted.
final class RunningSender: Sendable {
  let process: pid_t
  private let streams: [Int32]

  init(_ arguments: String..., of sender: Sender, environment: [String: String] = [:]) throws {
    // However slow the machine is: what is to be interrupted must not end by itself.
    let arguments = arguments + (arguments.contains("--timeout") ? [] : ["--timeout", "1000"])
    let variables = sender.environment.merging(environment) { $1 }
    (process, streams) = try ChildProcess.spawning.withLock { _ in
      let input = try ChildProcess.Channel(.pipe, isInput: true)
      let channels = [try ChildProcess.Channel(.pipe), try ChildProcess.Channel(.pipe)]
      defer { for channel in [input] + channels { close(channel.theirs) } }
      let process = try ChildProcess.start(
        Okrmd.path, arguments, environment: variables, workingFolder: sender.folder.path,
        streams: ([input] + channels).map(\.theirs))
      close(input.ours)
      return (process, channels.map(\.ours))
    }
  }

  func send(_ signal: Int32) {
    kill(process, signal)
  }

  /// What `ps` shows of it.
  var commandLine: [UInt8]? {
    try? Array(Data(contentsOf: URL(fileURLWithPath: "/proc/\(process)/cmdline")))
  }

  /// Waits for the end, once.
  func outcome() async throws -> Outcome {
    let (process, streams) = (process, streams)
    return try await onOwnThread {
      var texts: [[UInt8]] = []
      for stream in streams { texts.append(try Self.read(stream, of: process)) }
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7F
      return Outcome(
        output: texts[0], errors: texts[1], status: signal == 0 ? status >> 8 & 0xFF : -signal)
    }
  }

  /// Reads to the end. What is written here fits into a pipe.
  private static func read(_ stream: Int32, of process: pid_t) throws -> [UInt8] {
    defer { close(stream) }
    var bytes: [UInt8] = []
    while true {
      var polls = [pollfd(fd: stream, events: Int16(POLLIN), revents: 0)]
      let ready = poll(&polls, 1, ChildProcess.patience)
      if ready == 0 {
        kill(-process, SIGKILL)
        throw ChildProcess.Problem.hangs("okrmd")
      }
      if ready < 0 { continue }
      var buffer = [UInt8](repeating: 0, count: 65536)
      let count = Foundation.read(stream, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count > 0 { bytes += buffer[..<count] }
    }
  }
}
