import ContentBlocks

/// What one try of a call that failed means.
struct CallFailure: Error {
  var cause: FailureCause
  /// What happened, in words that follow "the record was not updated: ".
  var reason: LocalizedText
  /// What to do next, without its full stop.
  var advice: LocalizedText?
  /// Whether the call may have been carried out all the same.
  var mayHaveArrived = false
  var isTransient: Bool
  /// How long the service says to wait.
  var retryAfter: Duration?
  var reply: ReplyFacts?

  init(
    _ cause: FailureCause, _ call: ServiceCall, brand: Brand?, reason: LocalizedText? = nil,
    mayHaveArrived: Bool = false
  ) {
    self.cause = cause
    self.reason = reason ?? cause.reason
    advice = cause.advice(for: call, brand: brand)
    self.mayHaveArrived = mayHaveArrived
    isTransient = cause.isTransient
  }

  /// The failure with more words at the end of its reason.
  func adding(_ words: LocalizedText) -> CallFailure {
    var failure = self
    failure.reason = LocalizedText(
      en: reason[.english] + words[.english], zh: reason[.chinese] + words[.chinese])
    return failure
  }
}

/// What a reply says about a failure, fit to be shown.
struct ReplyFacts: Equatable, Sendable {
  /// The HTTP status.
  var status: Int
  var code: ServiceCode?
  var message: String?
  /// The id under which the service logged the call.
  var logID: String?
  /// Fields that the service finds invalid: `field`, `value` and `description`, as far as they are told.
  var fields: [String] = []
  /// The scopes or rights that are missing.
  var missingPermissions: [String] = []
  /// A page about the error.
  var troubleshooter: String?
}

/// Tells what the outcome of one try means. This is the one place that looks at status and code.
///
/// Source: the error codes of the update endpoint, and what a client does about them.
struct ReplyClassifier {
  let call: ServiceCall
  /// The brand that was called; nil for any other address.
  let brand: Brand?
  let text: ServerText

  func classify(_ outcome: Result<HTTPReply, TransportFailure>) -> Result<
    (HTTPReply, ServiceReply), CallFailure
  > {
    switch outcome {
    case .failure(let failure): return .failure(self.failure(of: failure))
    case .success(let reply):
      let envelope = ServiceReply(reply.body)
      if (200..<300).contains(reply.status), let envelope, envelope.code == 0 {
        return .success((reply, envelope))
      }
      return .failure(self.failure(of: reply, envelope))
    }
  }

  private func failure(of failure: TransportFailure) -> CallFailure {
    func make(_ cause: FailureCause, _ reason: LocalizedText, mayHaveArrived: Bool = false) -> CallFailure {
      CallFailure(cause, call, brand: brand, reason: reason, mayHaveArrived: mayHaveArrived)
    }
    return switch failure {
    case .notConnected(let words): make(.notConnected, words)
    case .misconfigured(let words): make(.misconfigured, words)
    case .untrusted(let words): make(.untrusted, words)
    case .dropped(let words): make(.connectionLost, words, mayHaveArrived: true)
    case .timedOut(let words, let mayHaveArrived): make(.timedOut, words, mayHaveArrived: mayHaveArrived)
    case .tooLong(let limit):
      make(
        .replyTooLong,
        LocalizedText(en: "the reply is longer than \(limit >> 20) MiB", zh: "响应超过 \(limit >> 20) MiB"),
        mayHaveArrived: true)
    case .unreadable(let words):
      make(
        .unreadable,
        LocalizedText(
          en: "the reply cannot be read: \(words[.english])", zh: "无法读取响应：\(words[.chinese])"),
        mayHaveArrived: true)
    }
  }

  func failure(of reply: HTTPReply, _ envelope: ServiceReply?) -> CallFailure {
    let code = envelope.map { ServiceCode($0.code) }
    var failure = CallFailure(cause(code, status: reply.status), call, brand: brand)
    // A service that failed may have done its work before. One that answers in another form may be a proxy that comes
    // after it.
    failure.mayHaveArrived =
      failure.cause == .serviceFailed || reply.status >= 500
      || (failure.cause == .notTheService && (200..<300).contains(reply.status))
    if failure.cause == .rateLimited { failure.retryAfter = RateLimit.retryAfter(in: reply) }
    failure.reply = facts(of: reply, envelope)
    if failure.cause == .notTheService, reply.status == 413 {
      failure.reason = LocalizedText(
        en: "the request is too large for the service, or for a proxy before it", zh: "请求过大，服务或其前面的代理不接受")
      failure.advice =
        call == .upload
        ? LocalizedText(en: "scale the image down", zh: "请缩小图片")
        : LocalizedText(en: "shorten the note", zh: "请精简内容")
    }
    return failure
  }

  /// The code says more than the status does.
  private func cause(_ code: ServiceCode?, status: Int) -> FailureCause {
    if let cause = code?.cause { return cause }
    // A code 0 with a status of failure says nothing.
    let hasCode = code.map { $0.number != 0 } ?? false
    switch status {
    case 429: return .rateLimited
    case 300..<400: return .redirect
    case 501: return hasCode ? .unlisted : .notTheService
    case 500..<600: return .serviceFailed
    default: break
    }
    // Before there is a token, the app is what is wrong.
    if hasCode, call == .token || call == .login || call == .authorize { return .appUnknown }
    switch status {
    case 401: return .tokenInvalid
    case 403: return .noPermission
    default: return hasCode ? .unlisted : .notTheService
    }
  }

  func facts(of reply: HTTPReply, _ envelope: ServiceReply?) -> ReplyFacts {
    var facts = ReplyFacts(status: reply.status)
    facts.logID = text.logID(of: reply)
    guard let envelope else { return facts }
    facts.code = ServiceCode(envelope.code)
    facts.message = text.shown(envelope.message)
    guard let error = envelope.root["error"] else { return facts }
    if facts.logID == nil { facts.logID = error["log_id"]?.string.map(text.shown) }
    facts.troubleshooter = error["troubleshooter"]?.string.map(text.shown)
    facts.missingPermissions = members(error["permission_violations"]) { $0["subject"]?.string }
    facts.fields = members(error["field_violations"]) { violation in
      let value = violation["value"]?.string.map { " \"\($0)\"" } ?? ""
      let problem = violation["description"]?.string.map { ": \($0)" } ?? ""
      return violation["field"]?.string.map { "\($0)\(value)\(problem)" }
    }
    return facts
  }

  /// As many are shown as help.
  private static let maxViolations = 5

  private func members(_ value: JSONValue?, _ describe: (JSONValue) -> String?) -> [String] {
    guard case .array(let values) = value else { return [] }
    return values.lazy.compactMap(describe).prefix(Self.maxViolations).map(text.shown)
  }
}
