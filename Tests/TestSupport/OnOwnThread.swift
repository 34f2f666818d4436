import Foundation

/// Runs work that blocks on a thread of its own. Blocking one of the few threads that asynchronous code
/// shares could stop the very server that is waited for.
public func onOwnThread<Value: Sendable>(
  _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
  }
}
