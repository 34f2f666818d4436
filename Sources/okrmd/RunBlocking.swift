import Dispatch
import Synchronization

/// Runs something asynchronous and waits for it. The commands are synchronous, so that those which need no
/// network start without it.
func runBlocking<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
  let outcome = Outcome<Value>()
  Task {
    let value = await work()
    outcome.value.withLock { $0 = value }
    outcome.isThere.signal()
  }
  outcome.isThere.wait()
  guard let value = outcome.value.withLock({ $0 }) else {
    preconditionFailure("the value is set before it is announced")
  }
  return value
}

private final class Outcome<Value: Sendable>: Sendable {
  let value = Mutex<Value?>(nil)
  let isThere = DispatchSemaphore(value: 0)
}

extension Result where Failure == any Error, Success: Sendable {
  /// What some work returns or throws.
  init(catching work: () async throws -> Success) async {
    do {
      self = .success(try await work())
    } catch {
      self = .failure(error)
    }
  }
}
