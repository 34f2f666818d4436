import ContentBlocks
import Dispatch
import NotePage
import Synchronization

/// Ends the process on Ctrl-C and the like, and says what that means for the record.
///
/// The signals are blocked in all threads, and one thread waits for them. So nothing runs in a signal handler,
/// and what must not be torn apart can be finished first.
final class Interruption: Sendable {
  private struct State {
    /// What the one line says after "interrupted; ".
    var consequence = LocalizedText(en: "nothing was sent", zh: "未发送任何内容")
    var isUninterruptible = false
    /// What is put right before the process ends, each under its name.
    var cleanUps: [String: @Sendable () -> Void] = [:]
  }

  private let state = Mutex(State())

  /// Starts to watch. To be called before there are other threads.
  func watch() {
    var signals = watchedSignals
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    startThread { self.wait() }
  }

  /// Sets what is put right before the process ends by a signal, which runs no `deinit` and no `defer`.
  ///
  /// - Parameters:
  ///   - name: tells it apart from others; the same name replaces it.
  ///   - work: what is done then; nil when nothing is to be put right any more.
  func beforeEnd(_ name: String, _ work: (@Sendable () -> Void)?) {
    state.withLock { $0.cleanUps[name] = work }
  }

  /// Sets what an interruption means from now on.
  func means(_ consequence: LocalizedText) {
    state.withLock { $0.consequence = consequence }
  }

  /// Sets what an interruption means from now on.
  func means(en: String, zh: String) { means(LocalizedText(en: en, zh: zh)) }

  /// Does something short that is finished even when a signal comes.
  func shielding<Value, Failure>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
    state.withLock { $0.isUninterruptible = true }
    defer { state.withLock { $0.isUninterruptible = false } }
    return try work()
  }

  /// The signals that end a program at someone's wish. One that is ignored, as `nohup` has it, stays ignored.
  private var watchedSignals: sigset_t {
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

  private func wait() -> Never {
    var signals = watchedSignals
    var signal: Int32 = 0
    while sigwait(&signals, &signal) != 0 {}
    // What is shielded takes milliseconds; a disk that hangs must not keep the process.
    for _ in 0..<90 where state.withLock({ $0.isUninterruptible }) { usleep(10_000) }
    let (consequence, cleanUps) = state.withLock { ($0.consequence, $0.cleanUps.values) }
    for cleanUp in cleanUps { cleanUp() }
    Failure(
      ExitStatus(128 + signal), en: "interrupted; \(consequence[.english])",
      zh: "已中断；\(consequence[.chinese])"
    ).report()
    end(by: signal)
  }

  /// Ends the process by the signal, so that a shell sees what happened.
  private func end(by number: Int32) -> Never {
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

/// Runs something on a thread that ends with the process at the latest.
///
/// Not on a queue: those need files to be opened, of which a process may have few, and end the process without.
func startThread(_ work: @escaping @Sendable () -> Void) {
  let box = Unmanaged.passRetained(ThreadWork(work))
  #if canImport(Darwin)
    var thread: pthread_t?
    let error = pthread_create(
      &thread, nil,
      { context in
        Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue().work()
        return nil
      }, box.toOpaque())
    if error == 0, let thread { pthread_detach(thread) }
  #else
    var thread = pthread_t()
    let error = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue().work() }
        return nil
      }, box.toOpaque())
    if error == 0 { pthread_detach(thread) }
  #endif
  if error != 0 { box.release() }
}

private final class ThreadWork {
  let work: @Sendable () -> Void

  init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}

/// Runs something asynchronous and waits for it. The commands are synchronous, so that those which need no
/// network start without it.
///
/// - Throws: what the work throws.
func runBlocking<Value: Sendable, Failure>(
  _ work: @escaping @Sendable () async throws(Failure) -> Value
) throws(Failure) -> Value {
  let outcome = Outcome<Value, Failure>()
  Task {
    let result: Result<Value, Failure>
    do throws(Failure) {
      result = .success(try await work())
    } catch {
      result = .failure(error)
    }
    outcome.result.withLock { $0 = result }
    outcome.isThere.signal()
  }
  outcome.isThere.wait()
  guard let result = outcome.result.withLock({ $0 }) else {
    preconditionFailure("the result is set before it is announced")
  }
  return try result.get()
}

private final class Outcome<Value: Sendable, Failure: Error>: Sendable {
  let result = Mutex<Result<Value, Failure>?>(nil)
  let isThere = DispatchSemaphore(value: 0)
}
