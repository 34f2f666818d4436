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
  mutating func wait() {
    var received: Int32 = 0
    while sigwait(&signals, &received) != 0 {}
    pthread_sigmask(SIG_SETMASK, &previous, nil)
  }

  /// Makes ``wait()`` return, from another thread.
  static func raise() {
    kill(getpid(), SIGTERM)
  }
}

// `signal` is a variable where this is called.
private func setDefaultAction(_ number: Int32) {
  _ = signal(number, SIG_DFL)
}
