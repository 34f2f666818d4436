import Foundation

/// okrmd while it runs, for commands that end only when they are told to.
final class RunningOkrmd {
  private let process: pid_t
  private let output: Int32
  private let errors: Int32
  private var isReaped = false
  /// What was read from standard output and not handed out yet.
  private var unread: [UInt8] = []

  convenience init(_ arguments: String..., in folder: TemporaryFolder) throws {
    try self.init(arguments, in: folder)
  }

  init(_ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]) throws {
    let (process, channels) = try ChildProcess.spawning.withLock { _ in
      let channels = [
        try ChildProcess.Channel(.pipe, isInput: true), try ChildProcess.Channel(.pipe),
        try ChildProcess.Channel(.pipe),
      ]
      defer { for channel in channels { close(channel.theirs) } }
      let process = try ChildProcess.start(
        Okrmd.path, arguments, environment: Okrmd.environment.merging(environment) { $1 },
        workingFolder: folder.path, streams: channels.map(\.theirs))
      return (process, channels)
    }
    self.process = process
    close(channels[0].ours)
    output = channels[1].ours
    errors = channels[2].ours
  }

  deinit {
    if !isReaped {
      kill(-process, SIGKILL)
      reap()
    }
    close(output)
    close(errors)
  }

  /// The next lines of standard output, fewer when it ends before.
  func lines(_ count: Int) throws -> [String] {
    var lines: [String] = []
    while lines.count < count {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        lines.append(String(decoding: unread[..<end], as: UTF8.self))
        unread.removeFirst(end + 1)
      } else {
        let bytes = try receive(from: output)
        if bytes.isEmpty { break }
        unread += bytes
      }
    }
    return lines
  }

  func send(_ signal: Int32) {
    kill(process, signal)
  }

  /// Waits for the end; what was not read yet is the outcome's output.
  func outcome() throws -> Outcome {
    var output = unread
    while true {
      let bytes = try receive(from: self.output)
      if bytes.isEmpty { break }
      output += bytes
    }
    var errors: [UInt8] = []
    while true {
      let bytes = try receive(from: self.errors)
      if bytes.isEmpty { break }
      errors += bytes
    }
    let status = reap()
    let signal = status & 0x7F
    return Outcome(output: output, errors: errors, status: signal == 0 ? status >> 8 & 0xFF : -signal)
  }

  @discardableResult
  private func reap() -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    isReaped = true
    return status
  }

  private func receive(from stream: Int32) throws -> [UInt8] {
    var polls = [pollfd(fd: stream, events: Int16(POLLIN), revents: 0)]
    while true {
      let ready = poll(&polls, 1, ChildProcess.patience)
      if ready == 0 { throw ChildProcess.Problem.hangs("okrmd") }
      if ready < 0 { continue }
      var buffer = [UInt8](repeating: 0, count: 65536)
      let count = read(stream, &buffer, buffer.count)
      if count >= 0 { return Array(buffer[..<count]) }
    }
  }
}
