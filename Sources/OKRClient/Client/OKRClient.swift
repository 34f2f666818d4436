import ContentBlocks

/// Makes calls of the service: with a token, within a time, again where that is safe.
///
/// ```swift
/// try await AsyncHTTPTransport.with { transport in
///   let client = OKRClient(baseURL: Brand.feishu.baseURL, credentials: credentials, transport: transport)
///   return try await client.update(id, body: content.requestBody())
/// }
/// ```
///
/// Calls are made one after the other. What is repeated, and when, is decided by ``RetryPolicy`` and
/// ``ServiceCall/isIdempotent``.
public actor OKRClient {
  /// What a client may do.
  public struct Options: Sendable {
    /// What kind of ids the mentions hold; open ids by default.
    public var userIDType = UserIDType.openID
    /// How often and when a call that failed is made again.
    public var retry = RetryPolicy()
    /// How long everything that the client does may take together; 60 seconds by default.
    public var timeout = Duration.seconds(60)
    /// What the client calls itself.
    public var userAgent = "okrmd"
    /// Keeps the tokens of an app; by default they live as long as the client.
    public var tokenStore: (any TokenStore)?
    /// What keeps the calls within the limit of the service; by default a ``CallPacer``. Clients that share one
    /// keep the limit together.
    public var pacing: any CallPacing = CallPacer()
    /// Told of every call as it is made.
    public var observer: (@Sendable (CallEvent) -> Void)?

    /// The default options: 60 seconds, four repetitions, no observer.
    public init() {}
  }

  let baseURL: BaseURL
  let options: Options
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
  ///   - transport: what carries the requests, such as ``AsyncHTTPTransport``.
  ///   - options: the time for all calls starts to run here.
  public init(
    baseURL: BaseURL, credentials: Credentials, transport: any HTTPTransport, options: Options = Options()
  ) {
    self.baseURL = baseURL
    self.credentials = credentials
    self.transport = transport
    self.options = options
    deadline = clock.now + options.timeout
  }

  // MARK: Calls

  /// Replaces a record.
  ///
  /// - Parameters:
  ///   - id: the record's id.
  ///   - body: the request's body in the v1 notation.
  /// - Throws: ``OKRClientError``, after all that could be tried.
  public func update(_ id: OKRIdentifier, body: [UInt8]) async throws(OKRClientError) -> ChangeReply {
    try await change(.update(id, body: body, userIDType: options.userIDType))
  }

  /// Reads a record.
  public func read(_ id: OKRIdentifier) async throws(OKRClientError) -> ProgressRecord {
    let request = APIRequest.read(id, userIDType: options.userIDType)
    let (reply, envelope) = try await perform(request)
    guard let record = ProgressRecord(reply: envelope.withContent), record.id == id else {
      throw failure(
        .read, reply, "the reply holds no such record",
        advice: "try again; if it stays, give the log id to Feishu's support")
    }
    return record
  }

  /// Makes a new record. It is never made twice: a call whose fate is unknown is not repeated.
  public func create(_ record: NewRecord) async throws(OKRClientError) -> ChangeReply {
    try await change(.create(record, userIDType: options.userIDType))
  }

  /// Hands over an image.
  public func upload(
    _ image: UploadImage, to target: OKRTarget
  ) async throws(OKRClientError) -> UploadedImage {
    let (reply, envelope) = try await perform(.upload(image, to: target))
    guard let token = envelope.data?["file_token"]?.string, !token.isEmpty,
      let url = envelope.data?["url"]?.string
    else {
      throw failure(.upload, reply, "the reply names no file token", advice: "try again")
    }
    return UploadedImage(fileToken: token, url: url)
  }

  private func change(_ request: APIRequest) async throws(OKRClientError) -> ChangeReply {
    let (reply, envelope) = try await perform(request)
    return ChangeReply(reply, envelope, logID: logID(of: reply))
  }

  // MARK: The way of a call

  /// Makes a call until it succeeds or there is no more hope.
  private func perform(
    _ request: APIRequest
  ) async throws(OKRClientError) -> (HTTPReply, ServiceReply) {
    var attempts = Attempts(call: request.call, retry: options.retry)
    var hasNewToken = false
    while true {
      var headers = request.headers + [.init(name: "User-Agent", value: options.userAgent)]
      var token: Secret?
      if request.needsToken {
        let secret = try await accessToken()
        token = secret
        headers.append(.init(name: "Authorization", value: "Bearer \(secret.value)"))
      }
      try await keepPace(request.call, &attempts)
      guard clock.now < deadline else { throw attempts.failure(.timeOut(mayHaveArrived: false)) }
      options.observer?(.sending(request.call))
      let outcome = await send(request, headers: headers)
      options.observer?(.settled(request.call))
      let judge = ReplyJudge(call: request.call, text: ServerText(hiding: secrets(and: token)))
      switch judge.judge(outcome) {
      case .success(let reply, let envelope):
        return (reply, envelope)
      case .failed(let verdict):
        if verdict.wantsNewToken, !hasNewToken, renewsTokens, request.needsToken {
          hasNewToken = true
          tenantToken = nil
          _ = try await fetchToken()
          continue
        }
        let wait = try attempts.next(after: verdict, timeLeft: deadline - clock.now)
        options.observer?(.waiting(request.call, wait))
        try? await clock.sleep(for: wait)
      }
    }
  }

  private func send(
    _ request: APIRequest, headers: [APIRequest.Header]
  ) async -> Result<HTTPReply, TransportFailure> {
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
  private func keepPace(_ call: ServiceCall, _ attempts: inout Attempts) async throws(OKRClientError) {
    guard let wait = options.pacing.wait(before: call, atMost: deadline - clock.now) else {
      throw attempts.failure(
        FailureVerdict(
          kind: .temporary, reason: "this machine has made as many calls as the service allows for now",
          advice: "wait a minute and try again"))
    }
    guard wait > .zero else { return }
    options.observer?(.waiting(call, wait))
    try? await clock.sleep(for: wait)
  }

  // MARK: Tokens

  private var renewsTokens: Bool {
    if case .app = credentials { true } else { false }
  }

  private func secrets(and token: Secret?) -> [Secret] {
    let own =
      switch credentials {
      case .token(let secret), .app(_, let secret): secret
      }
    return [own, token, tenantToken?.secret].compactMap(\.self)
  }

  /// The token of a call: the one that was given, one that was kept, or a new one.
  private func accessToken() async throws(OKRClientError) -> Secret {
    switch credentials {
    case .token(let secret): return secret
    case .app:
      if let token = tenantToken ?? options.tokenStore?.load(), token.isFresh(at: wallClockSeconds()) {
        tenantToken = token
        return token.secret
      }
      return try await fetchToken()
    }
  }

  private func fetchToken() async throws(OKRClientError) -> Secret {
    guard case .app(let id, let secret) = credentials else { preconditionFailure("only apps fetch tokens") }
    let (reply, envelope) = try await perform(.token(appID: id, secret: secret))
    guard let token = TenantToken(envelope, now: wallClockSeconds()) else {
      throw failure(
        .token, reply, "the reply holds no token", advice: "check OKRMD_APP_ID and OKRMD_APP_SECRET")
    }
    tenantToken = token
    options.tokenStore?.save(token)
    return token.secret
  }

  // MARK: Words

  private func logID(of reply: HTTPReply) -> String? {
    reply[header: "x-tt-logid"].map { ServerText(hiding: secrets(and: nil)).shown($0) }
  }

  /// A reply that reports a success but lacks what the call is for.
  private func failure(
    _ call: ServiceCall, _ reply: HTTPReply, _ reason: String, advice: String
  ) -> OKRClientError {
    var attempts = Attempts(call: call, retry: options.retry)
    return attempts.failure(
      FailureVerdict(
        kind: .refused, reason: reason, status: reply.status, logID: logID(of: reply),
        mayHaveArrived: call != .read, advice: advice))
  }
}
