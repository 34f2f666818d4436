/// Tells what the outcome of one try means. This is the one place that reads status and code.
///
/// Source: the error codes of the update endpoint, and what a client does about them.
struct ReplyJudge {
  enum Judgement {
    case success(HTTPReply, ServiceReply)
    case failed(FailureVerdict)
  }

  let call: ServiceCall
  let text: ServerText

  func judge(_ outcome: Result<HTTPReply, TransportFailure>) -> Judgement {
    switch outcome {
    case .failure(let failure): return .failed(verdict(on: failure))
    case .success(let reply):
      let envelope = ServiceReply(reply.body)
      if (200..<300).contains(reply.status), let envelope, envelope.code == 0 {
        return .success(reply, envelope)
      }
      var verdict = verdict(on: reply, envelope)
      verdict.status = reply.status
      verdict.code = envelope.map { ServiceCode($0.code) }
      verdict.serverMessage = envelope.map { text.shown($0.message) }
      verdict.logID = text.logID(of: reply)
      return .failed(verdict)
    }
  }

  private func verdict(on failure: TransportFailure) -> FailureVerdict {
    switch failure {
    case .notConnected(let words):
      FailureVerdict(
        kind: .temporary, reason: words[.english], mayPass: true,
        advice: "check the network and the base URL, then try again")
    case .misconfigured(let words):
      FailureVerdict(kind: .configuration, reason: words[.english])
    case .dropped(let words):
      FailureVerdict(
        kind: .temporary, reason: words[.english], mayHaveArrived: true, mayPass: true, advice: "try again")
    case .timedOut(let words, let mayHaveArrived):
      .timeOut(words[.english], mayHaveArrived: mayHaveArrived)
    case .untrusted(let words):
      FailureVerdict(
        kind: .refused, reason: words[.english],
        advice: "check the base URL, the proxy, and this machine's clock and certificates")
    case .tooLong(let limit):
      FailureVerdict(
        kind: .refused, reason: "the reply is longer than \(limit >> 20) MiB", mayHaveArrived: true,
        advice: "check the base URL")
    case .unreadable(let words):
      FailureVerdict(
        kind: .refused, reason: "the reply cannot be read: \(words[.english])", mayHaveArrived: true,
        advice: "check the base URL, and whether a proxy answers in its place")
    }
  }

  private func verdict(on reply: HTTPReply, _ envelope: ServiceReply?) -> FailureVerdict {
    // The code says more than the status does.
    let code = envelope.map { ServiceCode($0.code) }
    let advice = code?.advice(for: call)
    switch code?.handling ?? handling(ofStatus: reply.status) {
    case .refused:
      return FailureVerdict(kind: .refused, reason: "the service refused the request", advice: advice)
    case .forbidden:
      return FailureVerdict(
        kind: .forbidden, reason: "no permission", advice: advice ?? "give the app the scope \(call.scopes)")
    case .unauthorized:
      return FailureVerdict(
        kind: .unauthorized, reason: "the token is missing, invalid or expired", wantsNewToken: true,
        advice: advice ?? ServiceCode(99_991_663).advice(for: call))
    case .rateLimited:
      return FailureVerdict(
        kind: .temporary, reason: "too many calls", mayPass: true, isRateLimit: true,
        toldWait: RetryPolicy.toldWait(in: reply), advice: ServiceCode(99_991_400).advice(for: call))
    case .failed:
      return FailureVerdict(
        kind: .temporary, reason: "the service failed", mayHaveArrived: true, mayPass: true,
        advice: advice ?? "try again later")
    case nil:
      return unlisted(reply, envelope)
    }
  }

  private func handling(ofStatus status: Int) -> ServiceCode.Handling? {
    switch status {
    case 401: .unauthorized
    case 403: .forbidden
    case 429: .rateLimited
    case 500...599: .failed
    default: nil
    }
  }

  /// What neither code nor status tells.
  private func unlisted(_ reply: HTTPReply, _ envelope: ServiceReply?) -> FailureVerdict {
    if (300..<400).contains(reply.status) {
      return FailureVerdict(
        kind: .refused, reason: "the reply is a redirect, and redirects are not followed",
        advice: "check the base URL")
    }
    if envelope != nil {
      let advice =
        call == .token
        ? "check OKRMD_APP_ID and OKRMD_APP_SECRET" : "look the code up in the open platform's documents"
      return FailureVerdict(
        kind: call == .token ? .unauthorized : .refused, reason: "the service refused the request",
        advice: advice)
    }
    let isSuccess = (200..<300).contains(reply.status)
    return FailureVerdict(
      kind: .refused, reason: "the reply is not in the service's form", mayHaveArrived: isSuccess,
      advice: "check the base URL, and whether a proxy answers in its place")
  }
}
