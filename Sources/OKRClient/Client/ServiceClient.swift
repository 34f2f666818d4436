import ContentBlocks

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
  /// What a client may do.
  public struct Options: Sendable {
    /// What kind of ids the mentions hold; open ids by default.
    public var userIDType = UserIDType.openID
    /// How often and when a call that failed is made again.
    public var retry = RetryPolicy()
    /// How long everything that the client does may take together; 60 seconds by default. More than a year
    /// counts as a year.
    public var timeout = Duration.seconds(60)
    /// How long all waits for the limit of the service may take together without being part of ``timeout``; nil, the
    /// default, for as many seconds as that has. (The limit is told for the next minute, so that a client with a
    /// minute could never wait for it.)
    public var limitPatience: Duration?
    /// What the client calls itself.
    public var userAgent = "okrmd"
    /// Keeps the tokens of an app; by default they live as long as the client.
    public var tokenStore: (any TokenStore)?
    /// What keeps the calls within the limit of the service; by default a ``CallPacer``. Clients that share one
    /// keep the limit together.
    public var pacing: any CallPacing = CallPacer()
    /// Told of every call as it is made.
    public var observer: (@Sendable (CallEvent) -> Void)?
    /// Waits; by default in real time.
    var sleep: @Sendable (Duration) async -> Void = { try? await ContinuousClock().sleep(for: $0) }

    /// The system cannot sleep until a time that is much further away.
    static let longestTimeout = Duration.seconds(365 * 86400)

    /// The default options: 60 seconds, four repetitions, no observer.
    public init() {}
  }

  let options: Options
  private let baseURL: BaseURL
  private let credentials: Credentials
  private let transport: any HTTPTransport
  private var time: CallTime
  private var tenantToken: TenantToken?
  private var loginTokens: LoginTokens?

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
    let timeout = min(options.timeout, Options.longestTimeout)
    time = CallTime(
      deadline: .now + timeout, limitPatience: options.limitPatience ?? .seconds(max(timeout.wholeSeconds, 0))
    )
  }

  var brand: Brand? { Brand(baseURL: baseURL) }

  // MARK: The way of a call

  /// Makes a call until it succeeds or there is no more hope.
  func perform(_ request: APIRequest) async throws(ServiceError) -> (HTTPReply, ServiceReply) {
    var retry = RetryState(call: request.call, policy: options.retry)
    var hasNewToken = false
    while true {
      let token = request.needsToken ? try await accessToken(for: request.call) : nil
      try await keepPace(request.call, &retry)
      let outcome = await send(request, token)
      let classifier = ReplyClassifier(
        call: request.call, brand: brand, text: ServerText(hiding: secrets(and: token)))
      switch classifier.classify(outcome) {
      case .success(let reply): return reply
      case .failure(var failure):
        if failure.cause.asksForNewToken, !hasNewToken, let token, try await renew(token) {
          hasNewToken = true
          continue
        }
        if failure.cause.asksForNewToken, hasNewToken, case .app = credentials {
          failure.advice = LocalizedText(
            en: "the token was fetched just now, so look at the app in the developer console",
            zh: "令牌是刚刚获取的，请到开发者后台检查该应用")
        }
        let wait = try retry.next(after: failure, &time)
        options.observer?(.waiting(request.call, wait))
        await options.sleep(wait)
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
          replyLimit: max(16 << 20, 8 * request.body.count), deadline: time.deadline))
    } catch {
      return .failure(error)
    }
  }

  /// Waits for the call's place in the schedule.
  ///
  /// - Throws: when the time is over, or would be before that.
  private func keepPace(_ call: ServiceCall, _ retry: inout RetryState) async throws(ServiceError) {
    func late() -> ServiceError {
      retry.outOfTime(
        CallFailure(
          .timedOut, call, brand: brand,
          reason: LocalizedText(en: "no reply within the time given", zh: "在限定时间内没有收到响应")))
    }
    guard time.left > .zero else { throw late() }
    guard let wait = options.pacing.wait(before: call, atMost: time.longestLimitWait) else {
      throw retry.error(
        CallFailure(
          .rateLimited, call, brand: brand,
          reason: LocalizedText(
            en: "this machine has made as many calls as the service allows for now", zh: "本机的调用次数已达到服务目前的上限"))
      )
    }
    if wait > .zero, time.takeLimitWait(wait) {
      options.observer?(.waiting(call, wait))
      await options.sleep(wait)
    }
    // Asking for the place takes time as well: other processes may ask, too.
    guard time.left > .zero else { throw late() }
  }

  // MARK: Tokens

  /// The token of a call: the one that was given, one that was kept, or a new one.
  private func accessToken(for call: ServiceCall) async throws(ServiceError) -> Secret {
    switch credentials {
    case .token(let secret): return secret
    case .app(let id, let secret):
      if let token = tenantToken ?? options.tokenStore?.load(), token.isFresh(at: wallClockSeconds()) {
        tenantToken = token
        return token.secret
      }
      return try await fetchToken(appID: id, secret)
    case .login(let login):
      var tokens = loginTokens ?? login.store.load()
      if tokens?.isFresh(at: wallClockSeconds()) != true {
        tokens = try await login.refresh(instead: nil, service: loginService(login))
      }
      guard let tokens else { throw loginService(login).error(.loginExpired, .login) }
      loginTokens = tokens
      try tokens.check(call, brand: brand)
      return tokens.access
    }
  }

  /// Gets another token in place of one that the service refused.
  ///
  /// - Returns: false when there is none to be had.
  private func renew(_ token: Secret) async throws(ServiceError) -> Bool {
    switch credentials {
    case .token: return false
    case .app(let id, let secret):
      tenantToken = nil
      _ = try await fetchToken(appID: id, secret)
    case .login(let login):
      loginTokens = try await login.refresh(instead: token, service: loginService(login))
    }
    return true
  }

  private func fetchToken(appID: String, _ secret: Secret) async throws(ServiceError) -> Secret {
    let (reply, envelope) = try await perform(.token(appID: appID, secret: secret))
    guard let token = TenantToken(envelope, now: wallClockSeconds()) else {
      throw wrongReply(.token, reply, LocalizedText(en: "the reply holds no token", zh: "响应中没有令牌"))
    }
    tenantToken = token
    options.tokenStore?.save(token)
    return token.secret
  }

  private func loginService(_ login: Login) -> LoginService {
    var options = options
    options.timeout = time.left
    return LoginService(
      login.app, openURL: baseURL, accountsURL: baseURL, transport: transport, options: options)
  }

  // MARK: Words

  /// All that must not come back in words of the service.
  private func secrets(and token: Secret?) -> [Secret] {
    let own: [Secret?] =
      switch credentials {
      case .token(let secret), .app(_, let secret): [secret]
      case .login(let login): [login.app.secret, loginTokens?.access, loginTokens?.refresh]
      }
    return (own + [token, tenantToken?.secret]).compactMap(\.self)
  }

  /// The id under which the service logged the call, fit to be shown.
  func logID(of reply: HTTPReply) -> String? { ServerText(hiding: secrets(and: nil)).logID(of: reply) }

  /// A reply that reports a success but lacks what the call is for.
  func wrongReply(_ call: ServiceCall, _ reply: HTTPReply, _ reason: LocalizedText) -> ServiceError {
    var failure = CallFailure(.wrongReply, call, brand: brand, reason: reason)
    failure.reply = ReplyFacts(status: reply.status, logID: logID(of: reply))
    var retry = RetryState(call: call, policy: options.retry)
    return retry.error(failure)
  }
}
