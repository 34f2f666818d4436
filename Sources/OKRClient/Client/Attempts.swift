/// Counts the tries of a call and decides whether there is another.
struct Attempts {
  let call: ServiceCall
  let retry: RetryPolicy
  private var failures = 0
  private var mayHaveArrived = false

  init(call: ServiceCall, retry: RetryPolicy) {
    self.call = call
    self.retry = retry
  }

  /// Decides about another try.
  ///
  /// - Returns: how long to wait before it.
  /// - Throws: the failure, when there is none.
  mutating func next(
    after verdict: FailureVerdict, timeLeft: Duration
  ) throws(ServiceError) -> Duration {
    failures += 1
    mayHaveArrived = mayHaveArrived || verdict.mayHaveArrived
    let mayRepeat = verdict.mayPass && (call.isIdempotent || verdict.isRateLimit)
    guard mayRepeat, failures <= retry.retries else { throw failure(verdict) }
    let wait = verdict.toldWait ?? retry.wait(afterFailures: failures)
    guard wait < timeLeft else {
      var verdict = verdict
      if verdict.isRateLimit {
        verdict.reason += ", and the wait of \(wait.wholeSeconds) s is longer than the time left"
      } else {
        verdict.reason += ", and no time is left to try again"
      }
      throw failure(verdict)
    }
    return wait
  }

  /// The failure of the whole call.
  mutating func failure(_ verdict: FailureVerdict) -> ServiceError {
    mayHaveArrived = mayHaveArrived || verdict.mayHaveArrived
    let isUnknown = mayHaveArrived && call.isChange
    let tries = failures > 1 ? " (tried \(failures) times)" : ""
    var advice = verdict.advice
    var kind = verdict.kind
    if call == .create, isUnknown {
      // Trying again could make a second record.
      if !verdict.isTimeout { kind = .refused }
      advice = "look for the new record in Feishu first, and put its progress id into the note"
    }
    return ServiceError(
      kind: kind, call: call, status: verdict.status, code: verdict.code,
      serverMessage: verdict.serverMessage, logID: verdict.logID, mayHaveArrived: isUnknown,
      problem: "\(call.failed(isUnknown: isUnknown)): \(verdict.reason)\(tries)", advice: advice)
  }
}

extension ServiceCall {
  /// Whether the call changes a record.
  fileprivate var isChange: Bool { self == .update || self == .create }

  fileprivate func failed(isUnknown: Bool) -> String {
    switch self {
    case .update: isUnknown ? "the record may or may not be updated" : "the record was not updated"
    case .read: "the record was not read"
    case .create: isUnknown ? "a record may or may not have been created" : "no record was created"
    case .upload: "the image was not uploaded"
    case .token: "no token was fetched"
    }
  }
}
