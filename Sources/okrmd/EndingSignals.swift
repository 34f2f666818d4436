import NotePage
import Synchronization

/// The signals by which a person or the system ends a command that runs until it is told to stop.
struct EndingSignals {
  private var signals = sigset_t()
  private var previous = sigset_t()

  /// Holds the signals back from now on, to be waited for. To be called before there are other threads:
  /// they do as the one that starts them.
  init() {
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM] {
      // Shells make background jobs ignore the first, and what is ignored may never arrive.
      setDefaultAction(signal)
      sigaddset(&signals, signal)
    }
    pthread_sigmask(SIG_BLOCK, &signals, &previous)
  }

  /// Waits for one of the signals. From then on they end the process at once, as ever.
  ///
  /// - Parameter serverEnds: returns when the server was stopped.
  /// - Throws: what that throws: the server ended by itself.
  mutating func wait(
    unless serverEnds: @escaping @Sendable () async throws(PageServer.Failure) -> Void
  ) throws(PageServer.Failure) {
    let failure = EndingFailure()
    Task.detached {
      do throws(PageServer.Failure) {
        try await serverEnds()
      } catch {
        failure.value.withLock { $0 = error }
        // Makes the wait below return.
        kill(getpid(), SIGTERM)
      }
    }
    var received: Int32 = 0
    while sigwait(&signals, &received) != 0 {}
    pthread_sigmask(SIG_SETMASK, &previous, nil)
    if let failure = failure.value.withLock({ $0 }) { throw failure }
  }
}

/// Why the server ended by itself, if it did.
private final class EndingFailure: Sendable {
  let value = Mutex<PageServer.Failure?>(nil)
}

// `signal` is a variable where this is called.
private func setDefaultAction(_ number: Int32) {
  _ = signal(number, SIG_DFL)
}
