import Foundation
import Synchronization
import TestSupport

/// A program that was started, in a process group of its own. What is left of the group is killed with the
/// last reference.
final class ChildProcess: Sendable {
  /// What a program's output or error stream is.
  enum Stream {
    case pipe, terminal
  }

  enum Problem: Error {
    case cannotStart(String)
    /// It was killed after ``patience``.
    case hangs(String)
  }

  /// How long a program may be silent before it counts as hanging, in milliseconds; far above any limit of
  /// okrmd's own.
  private static let patience: Int32 = 180_000

  /// Held while a program is started: pipes are marked as not to be inherited only after they were made.
  private static let starting = Mutex(())

  /// A child that went away closes its input; that is not a reason for the tests to end.
  private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  let id: pid_t
  private let name: String
  private let streams: Mutex<ChildStreams>
  private let isReaped = Mutex(false)

  init(
    _ program: String, _ arguments: [String], environment: [String: String], workingFolder: String,
    input: String = "", output: Stream = .pipe, error: Stream = .pipe
  ) throws {
    _ = Self.ignoresBrokenPipes
    let (id, streams) = try Self.starting.withLock { _ in
      let channels = [try Channel(.pipe, isInput: true), try Channel(output), try Channel(error)]
      defer { for channel in channels { close(channel.theirs) } }
      let id = try Self.spawn(
        program, arguments, environment: environment, workingFolder: workingFolder,
        streams: channels.map(\.theirs))
      return (id, ChildStreams(channels.map(\.ours), input: Array(input.utf8)))
    }
    self.id = id
    self.streams = Mutex(streams)
    name = "\(program) \(arguments.joined(separator: " "))"
  }

  deinit {
    if !isReaped.withLock({ $0 }) {
      kill(-id, SIGKILL)
      _ = reap()
    }
    streams.withLock { $0.close() }
  }

  func send(_ signal: Int32) {
    kill(id, signal)
  }

  /// The next lines of standard output, fewer when it ends before.
  func lines(_ count: Int) throws -> [String] {
    try streams.withLock { streams in
      var lines: [String] = []
      while lines.count < count {
        if let line = streams.takeLine() {
          lines.append(line)
        } else if streams.outputIsOpen {
          try exchange(over: &streams)
        } else {
          break
        }
      }
      return lines
    }
  }

  /// Waits for the end on a thread of its own, once. What ``lines(_:)`` handed out is not part of the outcome.
  func outcome() async throws -> Outcome {
    try await onOwnThread { try self.waitForOutcome() }
  }

  /// Waits for the end, once. What ``lines(_:)`` handed out is not part of the outcome.
  func waitForOutcome() throws -> Outcome {
    let (output, errors) = try streams.withLock { streams in
      while streams.isOpen { try exchange(over: &streams) }
      return (streams.output, streams.errors)
    }
    return Outcome(output: output, errors: errors, waitStatus: reap())
  }

  private func exchange(over streams: inout ChildStreams) throws {
    guard streams.exchange(within: Self.patience) else {
      kill(-id, SIGKILL)
      throw Problem.hangs(name)
    }
  }

  /// - Returns: how it ended, as `waitpid` tells it.
  private func reap() -> Int32 {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    isReaped.withLock { $0 = true }
    return status
  }
}
