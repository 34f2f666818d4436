import ContentBlocks

/// When a call that failed is made again. After a rate limit the service says when.
///
/// Source: the error codes of the endpoints' documents.
public struct RetryPolicy: Sendable {
  /// How often a call is repeated at most; 4 by default, 0 for never.
  public var retries: Int
  /// Draws a number from 0 to 1, so that many clients do not come back at the same moment.
  var jitter: @Sendable () -> Double = { Double.random(in: 0...1) }

  private static let firstWait = Duration.milliseconds(500)
  private static let longestWait = Duration.seconds(8)

  /// A policy.
  ///
  /// - Parameter retries: how often a call is repeated at most; 0 for never.
  public init(retries: Int = 4) {
    self.retries = retries
  }

  /// How long to wait after the given number of failures in a row, from 1: half a second, doubled each
  /// time, up to eight; between the half and the whole of it.
  func wait(afterFailures failures: Int) -> Duration {
    let doubled = Self.firstWait * (1 << min(failures - 1, 10))
    return min(doubled, Self.longestWait) * (0.5 + 0.5 * jitter())
  }
}

/// Counts the tries of a call and decides whether there is another.
struct RetryState {
  let call: ServiceCall
  let policy: RetryPolicy
  private var failures = 0
  private var mayHaveArrived = false

  init(call: ServiceCall, policy: RetryPolicy) {
    self.call = call
    self.policy = policy
  }

  /// Decides about another try.
  ///
  /// - Parameters:
  ///   - failure: what the last try came to.
  ///   - time: what is left.
  /// - Returns: how long to wait before it; the time for that is taken.
  /// - Throws: the failure, when there is no other try.
  mutating func next(after failure: CallFailure, _ time: inout CallTime) throws(ServiceError) -> Duration {
    failures += 1
    mayHaveArrived = mayHaveArrived || failure.mayHaveArrived
    // A call that must not be done twice is repeated only when it certainly was not done.
    let isSafe = call.isIdempotent || !mayHaveArrived
    guard failure.isTransient, isSafe, failures <= policy.retries else { throw error(failure) }
    let wait = failure.retryAfter ?? policy.wait(afterFailures: failures)
    let isTaken = failure.cause == .rateLimited ? time.takeLimitWait(wait) : time.hasMore(than: wait)
    guard isTaken else {
      var failure = failure
      let seconds = wait.wholeSeconds
      let addition =
        failure.cause == .rateLimited
        ? LocalizedText(
          en: ", and the wait of \(seconds) s is longer than the time left", zh: "，且需等待 \(seconds) 秒，超过剩余时间")
        : LocalizedText(en: ", and no time is left to try again", zh: "，且没有剩余时间重试")
      failure.reason = LocalizedText(
        en: failure.reason[.english] + addition[.english], zh: failure.reason[.chinese] + addition[.chinese])
      throw error(failure)
    }
    return wait
  }

  /// The failure of the whole call.
  mutating func error(_ failure: CallFailure) -> ServiceError {
    mayHaveArrived = mayHaveArrived || failure.mayHaveArrived
    let isUnknown = mayHaveArrived && call.isChange
    let tries = failures > 1 ? (" (tried \(failures) times)", "（已尝试 \(failures) 次）") : ("", "")
    let effect = call.failed(isUnknown: isUnknown)
    // Trying again could make a second record.
    let isLostCreate = call == .create && isUnknown
    return ServiceError(
      kind: isLostCreate ? .refused : failure.cause.kind, cause: failure.cause, call: call,
      mayHaveArrived: isUnknown,
      problem: LocalizedText(
        en: "\(effect[.english]): \(failure.reason[.english])\(tries.0)",
        zh: "\(effect[.chinese])：\(failure.reason[.chinese])\(tries.1)"),
      advice: isLostCreate
        ? LocalizedText(
          en: "look for the new record in Feishu first, and put its progress id into the note",
          zh: "请先在飞书中查找新记录，并把它的进展 ID 写入文件")
        : failure.advice, reply: failure.reply)
  }
}
