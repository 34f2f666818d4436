import Dispatch
import Synchronization

/// Runs something asynchronous and waits for it. The commands are synchronous, so that those which need no
/// network start without it.
///
/// - Throws: what the work throws.
func runBlocking<Value: Sendable>(
  _ work: @escaping @Sendable () async throws(Failure) -> Value
) throws(Failure) -> Value {
  let outcome = Outcome<Value>()
  Task {
    let result = await Result(catching: work)
    outcome.result.withLock { $0 = result }
    outcome.isThere.signal()
  }
  outcome.isThere.wait()
  guard let result = outcome.result.withLock({ $0 }) else {
    throw Failure(.unavailable, "the work ended without a result")
  }
  return try result.get()
}

private final class Outcome<Value: Sendable>: Sendable {
  let result = Mutex<Result<Value, Failure>?>(nil)
  let isThere = DispatchSemaphore(value: 0)
}

extension Result where Failure: Error, Success: Sendable {
  fileprivate init(catching work: () async throws(Failure) -> Success) async {
    do throws(Failure) {
      self = .success(try await work())
    } catch {
      self = .failure(error)
    }
  }
}
