import Foundation

extension ChildProcess {
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

  /// Starts a program, with these as its standard streams.
  static func spawn(
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
}
