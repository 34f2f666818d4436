import Dispatch

/// Opens an address with the program that the system has for it.
enum BrowserOpening {
  #if canImport(Darwin)
    private static let program = "open"
  #else
    private static let program = "xdg-open"
  #endif

  /// Returns at once; a failure is a warning, since the address can be opened by hand.
  static func open(_ address: String) {
    var child: pid_t = 0
    guard start(program, [address], &child) else { return warn(address) }
    let process = child
    DispatchQueue.global().async {
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      if status != 0 { warn(address) }
    }
  }

  private static func warn(_ address: String) {
    Failure.warn("\(program) cannot open a browser; open \(address) by hand")
  }

  private static func start(_ program: String, _ arguments: [String], _ child: inout pid_t) -> Bool {
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
    // Its messages are none of ours, and must not stand behind the address.
    for stream: Int32 in 0...2 {
      posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
    }
    // The signals that end the preview are held back here; the browser must not inherit that.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    return posix_spawnp(&child, program, &actions, &attributes, words, environ) == 0
  }
}
