import ContentBlocks
import Dispatch

/// The user's browser.
enum Browser {
  #if canImport(Darwin)
    private static let program = "open"
  #else
    private static let program = "xdg-open"
  #endif

  /// Opens an address with the program that the system has for it.
  ///
  /// Returns at once; a failure is a warning, since the address can be opened by hand.
  static func open(_ address: String) {
    guard let process = start(address) else { return warn(address) }
    DispatchQueue.global().async {
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      if status != 0 { warn(address) }
    }
  }

  private static func warn(_ address: String) {
    Failure.warn(
      LocalizedText(
        en: "\(program) cannot open a browser; open \(address) by hand",
        zh: "\(program) 无法打开浏览器；请手动打开 \(address)"))
  }

  /// - Returns: the process; nil when it cannot be started.
  private static func start(_ address: String) -> pid_t? {
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
    // Its messages are not ours, and must not follow the address.
    for stream: Int32 in 0...2 {
      posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
    }
    // The signals that end the preview are held back here; the browser must not inherit that.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))
    let words = [strdup(program), strdup(address), nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    return posix_spawnp(&process, program, &actions, &attributes, words, environ) == 0 ? process : nil
  }
}
