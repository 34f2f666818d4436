/// Makes calls of the service: with a token, within a time, again where that is safe.
///
/// ```swift
/// try await CurlTransport.with { transport in
///   let client = ServiceClient(baseURL: Brand.feishu.baseURL, credentials: credentials, transport: transport)
///   return try await client.update(id, body: content.requestBody())
/// }
/// ```
///
/// Several calls may be under way at once; the time is for all of them together. What is repeated, and when,
/// is decided by ``RetryPolicy`` and ``ServiceCall/isIdempotent``.
public actor ServiceClient {
  let options: Options
  private let baseURL: BaseURL
  private let credentials: Credentials
  private let transport: any HTTPTransport
  private let deadline: ContinuousClock.Instant
  private let clock = ContinuousClock()
  private var tenantToken: TenantToken?

  /// A client. It calls nobody before it is told to.
  ///
  /// - Parameters:
  ///   - baseURL: where the endpoints are, such as that of a ``Brand``.
  ///   - credentials: how the client proves who it is.
  ///   - transport: what carries the requests, such as ``CurlTransport``.
  ///   - options: the time for all calls starts to run here.
  public init(
    baseURL: BaseURL, credentials: Credentials, transport: any HTTPTransport, options: Options = Options()
  ) {
    self.baseURL = baseURL
    self.credentials = credentials
    self.transport = transport
    self.options = options
    deadline = clock.now + min(options.timeout, Options.longestTimeout)
  }

  // MARK: The way of a call

  /// Makes a call until it succeeds or there is no more hope.
  func perform(_ request: APIRequest) async throws(ServiceError) -> (HTTPReply, ServiceReply) {
    var attempts = Attempts(call: request.call, retry: options.retry)
    var hasNewToken = false
    while true {
      let token = request.needsToken ? try await accessToken() : nil
      try await keepPace(request.call, &attempts)
      let outcome = await send(request, token)
      let judge = ReplyJudge(call: request.call, text: ServerText(hiding: secrets(and: token)))
      switch judge.judge(outcome) {
      case .success(let reply, let envelope):
        return (reply, envelope)
      case .failed(let verdict):
        if verdict.wantsNewToken, !hasNewToken, request.needsToken,
          case .app(let id, let secret) = credentials
        {
          hasNewToken = true
          tenantToken = nil
          _ = try await fetchToken(appID: id, secret)
          continue
        }
        let wait = try attempts.next(after: verdict, timeLeft: deadline - clock.now)
        options.observer?(.waiting(request.call, wait))
        try? await clock.sleep(for: wait)
      }
    }
  }

  /// Sends a request once.
  private func send(_ request: APIRequest, _ token: Secret?) async -> Result<HTTPReply, TransportFailure> {
    var headers = request.headers + [.init(name: "User-Agent", value: options.userAgent)]
    if let token { headers.append(.init(name: "Authorization", value: "Bearer \(token.value)")) }
    options.observer?(.sending(request.call))
    defer { options.observer?(.settled(request.call)) }
    do throws(TransportFailure) {
      return .success(
        try await transport.send(
          request.method, request.url(at: baseURL), headers: headers, body: request.body,
          replyLimit: max(16 << 20, 8 * request.body.count), deadline: deadline))
    } catch {
      return .failure(error)
    }
  }

  /// Waits for the call's place in the schedule.
  ///
  /// - Throws: when the time is over, or would be before that.
  private func keepPace(_ call: ServiceCall, _ attempts: inout Attempts) async throws(ServiceError) {
    let timeLeft = deadline - clock.now
    guard timeLeft > .zero else { throw attempts.failure(.timeOut(mayHaveArrived: false)) }
    guard let wait = options.pacing.wait(before: call, atMost: timeLeft) else {
      throw attempts.failure(
        FailureVerdict(
          kind: .temporary, reason: "this machine has made as many calls as the service allows for now",
          advice: "wait a minute and try again"))
    }
    if wait > .zero {
      options.observer?(.waiting(call, wait))
      try? await clock.sleep(for: wait)
    }
    // Asking for the place takes time as well: other processes may ask, too.
    guard clock.now < deadline else { throw attempts.failure(.timeOut(mayHaveArrived: false)) }
  }

  // MARK: Tokens

  /// The token of a call: the one that was given, one that was kept, or a new one.
  private func accessToken() async throws(ServiceError) -> Secret {
    switch credentials {
    case .token(let secret): return secret
    case .app(let id, let secret):
      if let token = tenantToken ?? options.tokenStore?.load(), token.isFresh(at: wallClockSeconds()) {
        tenantToken = token
        return token.secret
      }
      return try await fetchToken(appID: id, secret)
    }
  }

  private func fetchToken(appID: String, _ secret: Secret) async throws(ServiceError) -> Secret {
    let (reply, envelope) = try await perform(.token(appID: appID, secret: secret))
    guard let token = TenantToken(envelope, now: wallClockSeconds()) else {
      throw failure(
        .token, reply, "the reply holds no token", advice: "check OKRMD_APP_ID and OKRMD_APP_SECRET")
    }
    tenantToken = token
    options.tokenStore?.save(token)
    return token.secret
  }

  // MARK: Words

  /// All that must not come back in words of the service.
  private func secrets(and token: Secret?) -> [Secret] {
    let own =
      switch credentials {
      case .token(let secret), .app(_, let secret): secret
      }
    return [own, token, tenantToken?.secret].compactMap(\.self)
  }

  /// The id under which the service logged the call, fit to be shown.
  func logID(of reply: HTTPReply) -> String? { ServerText(hiding: secrets(and: nil)).logID(of: reply) }

  /// A reply that reports a success but lacks what the call is for.
  func failure(
    _ call: ServiceCall, _ reply: HTTPReply, _ reason: String, advice: String
  ) -> ServiceError {
    var attempts = Attempts(call: call, retry: options.retry)
    return attempts.failure(
      FailureVerdict(
        kind: .refused, reason: reason, status: reply.status, logID: logID(of: reply), advice: advice))
  }
}
