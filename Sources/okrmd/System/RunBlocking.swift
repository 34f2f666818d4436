import Dispatch
import Synchronization

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
