import Dispatch
import Synchronization

/// Ends the process on Ctrl-C and the like, and says what that means for the record.
///
/// The signals are blocked in all threads, and one thread waits for them. So nothing runs in a signal handler,
/// and what must not be torn apart can be finished first.
enum Interruption {
  private struct State {
    /// What the one line says after "interrupted; ".
    var consequence = "nothing was sent"
    var isUninterruptible = false
  }

  private static let state = Mutex(State())

  /// Starts to watch. To be called before there are other threads.
  static func watch() {
    var signals = watchedSignals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    DispatchQueue.global().async { wait() }
  }

  /// Sets what an interruption means from now on.
  static func means(_ consequence: String) {
    state.withLock { $0.consequence = consequence }
  }

  /// Does something short that is finished even when a signal comes.
  static func shielding<Failure>(_ work: () throws(Failure) -> Void) throws(Failure) {
    state.withLock { $0.isUninterruptible = true }
    defer { state.withLock { $0.isUninterruptible = false } }
    try work()
  }

  /// The signals that end a program at someone's wish. One that is ignored, as `nohup` has it, stays ignored.
  private static var watchedSignals: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      sigaction(signal, nil, &action)
      if action.isIgnored { continue }
      sigaddset(&signals, signal)
    }
    return signals
  }

  private static func wait() -> Never {
    var signals = watchedSignals
    var signal: Int32 = 0
    while sigwait(&signals, &signal) != 0 {}
    // What is shielded takes milliseconds; a disk that hangs must not keep the process.
    for _ in 0..<90 where state.withLock({ $0.isUninterruptible }) { usleep(10_000) }
    let consequence = state.withLock { $0.consequence }
    Failure(ExitStatus(128 + signal), "interrupted; \(consequence)").report()
    end(by: signal)
  }

  /// Ends the process by the signal, so that a shell sees what happened.
  private static func end(by number: Int32) -> Never {
    signal(number, SIG_DFL)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    kill(getpid(), number)
    ExitStatus.exit(ExitStatus(128 + number))
  }
}

extension sigaction {
  fileprivate var isIgnored: Bool {
    #if canImport(Glibc) || canImport(Musl)
      unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    #else
      unsafeBitCast(__sigaction_u.__sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    #endif
  }
}
