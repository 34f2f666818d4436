/// What one try of a call that failed means.
struct FailureVerdict: Sendable {
  var kind: ServiceError.Kind
  /// What happened, in words that follow "the record was not updated: ".
  var reason: String
  var status: Int?
  var code: ServiceCode?
  var serverMessage: String?
  var logID: String?
  /// Whether the call may have been carried out all the same.
  var mayHaveArrived = false
  /// Whether another try may go better.
  var mayPass = false
  /// Whether it ended because the time did.
  var isTimeout = false
  /// Whether the service did not even look at the request, so that also a call that must not be doubled can
  /// be repeated.
  var isRateLimit = false
  /// How long the service says to wait.
  var toldWait: Duration?
  /// Whether the token was refused.
  var wantsNewToken = false
  /// What to do next, without its full stop.
  var advice: String?
}

extension FailureVerdict {
  /// The time was over.
  static func timeOut(
    _ reason: String = "no reply within the time given", mayHaveArrived: Bool
  ) -> FailureVerdict {
    FailureVerdict(
      kind: .temporary, reason: reason, mayHaveArrived: mayHaveArrived,
      isTimeout: true, advice: "try again, or give it longer with --timeout")
  }
}
