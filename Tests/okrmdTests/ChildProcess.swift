import Foundation
import Synchronization

/// A program that is run to its end, with all that it writes.
enum ChildProcess {
  /// What a child's output or error stream is.
  enum Stream {
    case pipe, terminal
  }

  enum Problem: Error {
    case cannotStart(String)
    /// It was killed after ``patience``.
    case hangs(String)
  }

  /// How long a program may be silent before it counts as hanging; far above any limit of okrmd's own.
  static let patience: Int32 = 180_000

  // Pipes are marked as not to be inherited only after they were made.
  static let spawning = Mutex(())

  /// A child that went away closes its input; that is no reason for the tests to end.
  private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  static func run(
    _ program: String, _ arguments: [String], environment: [String: String], workingFolder: String,
    input: [UInt8] = [], output: Stream = .pipe, error: Stream = .pipe
  ) throws -> Outcome {
    _ = ignoresBrokenPipes
    let (child, channels) = try spawning.withLock { _ in
      let channels = [try Channel(.pipe, isInput: true), try Channel(output), try Channel(error)]
      defer { for channel in channels { close(channel.theirs) } }
      let child = try start(
        program, arguments, environment: environment, workingFolder: workingFolder,
        streams: channels.map(\.theirs))
      return (child, channels)
    }
    let texts = exchange(input, over: channels.map(\.ours))
    if texts == nil { kill(-child, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    guard let texts else { throw Problem.hangs("\(program) \(arguments.joined(separator: " "))") }
    let signal = status & 0x7F
    return Outcome(
      output: texts[0], errors: texts[1], status: signal == 0 ? status >> 8 & 0xFF : -signal)
  }

  /// One end for us, one for the child.
  struct Channel {
    let ours: Int32
    let theirs: Int32

    init(_ stream: Stream, isInput: Bool = false) throws {
      switch stream {
      case .pipe:
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Problem.cannotStart("no pipe") }
        (ours, theirs) = isInput ? (ends[1], ends[0]) : (ends[0], ends[1])
      case .terminal:
        guard let terminal = Pseudoterminal() else { throw Problem.cannotStart("no terminal") }
        (ours, theirs) = (terminal.ours, terminal.theirs)
      }
      for end in [ours, theirs] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
  }

  static func start(
    _ program: String, _ arguments: [String], environment: [String: String], workingFolder: String,
    streams: [Int32]
  ) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }

    for (number, stream) in streams.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
    }
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // A group of its own, so that what hangs ends with all that it started.
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETPGROUP))

    // Not every C library can change the folder on the way.
    let words =
      (["/bin/sh", "-c", #"cd "$0" && exec "$@""#, workingFolder, program] + arguments).map { strdup($0) } + [
        nil
      ]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    let error = posix_spawn(&child, "/bin/sh", &actions, &attributes, words, variables)
    guard error == 0 else { throw Problem.cannotStart("\(program): \(String(cString: strerror(error)))") }
    return child
  }

  /// Writes the input and reads both outputs side by side, so that no one waits for the other.
  ///
  /// - Returns: the outputs; nil when nothing happened for too long.
  private static func exchange(_ input: [UInt8], over streams: [Int32]) -> [[UInt8]]? {
    var streams = streams
    defer { for stream in streams where stream >= 0 { close(stream) } }
    _ = fcntl(streams[0], F_SETFL, O_NONBLOCK)
    var unwritten = input[...]
    var read: [[UInt8]] = [[], []]
    func end(_ index: Int) {
      close(streams[index])
      streams[index] = -1
    }
    if unwritten.isEmpty { end(0) }
    while streams.contains(where: { $0 >= 0 }) {
      // A negative number is passed over.
      var polls = streams.enumerated().map { index, stream in
        pollfd(fd: stream, events: Int16(index == 0 ? POLLOUT : POLLIN), revents: 0)
      }
      let ready = poll(&polls, nfds_t(polls.count), patience)
      if ready == 0 { return nil }
      if ready < 0 { continue }
      for (index, poll) in polls.enumerated() where poll.revents != 0 {
        if index == 0 {
          let count = unwritten.withUnsafeBytes { write(poll.fd, $0.baseAddress, $0.count) }
          if count > 0 { unwritten = unwritten.dropFirst(count) }
          if unwritten.isEmpty || (count < 0 && errno != EAGAIN && errno != EINTR) { end(0) }
        } else {
          var buffer = [UInt8](repeating: 0, count: 65536)
          let count = Foundation.read(poll.fd, &buffer, buffer.count)
          if count > 0 { read[index - 1] += buffer[..<count] }
          // The end of a terminal is an error.
          if count == 0 || (count < 0 && errno != EINTR) { end(index) }
        }
      }
    }
    return read
  }
}

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

  init(output: [UInt8], errors: [UInt8], status: Int32) {
    self.init(
      String(decoding: output, as: UTF8.self), errors: String(decoding: errors, as: UTF8.self), status: status
    )
  }

  /// One line of ours, and nothing on standard output.
  static func error(_ message: String, status: Int32) -> Outcome {
    Outcome(errors: "okrmd: error: \(message)\n", status: status)
  }

  var description: String {
    "status \(status)\n-- output:\n\(output.prefix(4000))\n-- errors:\n\(errors.prefix(4000))"
  }
}
