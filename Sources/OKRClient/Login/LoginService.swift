import ContentBlocks

/// Logs a person in by the device flow (RFC 8628), and refreshes a login.
///
/// ```swift
/// let service = LoginService(app, brand: .feishu, transport: transport)
/// let authorization = try await service.authorize(scopes: LoginService.allScopes)
/// print(authorization.address, authorization.userCode)
/// let tokens = try await service.tokens(for: authorization)
/// ```
///
/// Sources: the documents of the endpoints `device_authorization` and `authen/v2/oauth/token`.
public struct LoginService: Sendable {
  /// What all commands of the tool need, and what keeps a login alive.
  public static let allScopes = [
    "offline_access", "okr:okr:readonly", "okr:okr.progress:readonly", "okr:okr.progress:writeonly",
    "okr:okr.progress.file:upload",
  ]

  private let app: LoginApp
  private let openURL: BaseURL
  private let accountsURL: BaseURL
  private let transport: any HTTPTransport
  private let options: ServiceClient.Options
  let deadline: ContinuousClock.Instant

  /// A service of a brand.
  public init(
    _ app: LoginApp, brand: Brand, transport: any HTTPTransport,
    options: ServiceClient.Options = ServiceClient.Options()
  ) {
    self.init(
      app, openURL: brand.baseURL, accountsURL: brand.accountsURL, transport: transport, options: options)
  }

  /// A service at any address.
  ///
  /// - Parameters:
  ///   - app: the app that people log in through.
  ///   - openURL: where tokens are issued.
  ///   - accountsURL: where a login begins; for an address of one's own the same.
  ///   - transport: what carries the requests.
  ///   - options: how often a call is repeated, and how long one login or one refresh may take.
  public init(
    _ app: LoginApp, openURL: BaseURL, accountsURL: BaseURL, transport: any HTTPTransport,
    options: ServiceClient.Options = ServiceClient.Options()
  ) {
    self.app = app
    self.openURL = openURL
    self.accountsURL = accountsURL
    self.transport = transport
    self.options = options
    deadline = .now + min(options.timeout, ServiceClient.Options.longestTimeout)
  }

  // MARK: The device flow

  /// Asks for a code with which a person allows the login in a browser.
  public func authorize(scopes: [String]) async throws(ServiceError) -> DeviceAuthorization {
    let form = FormBody([("client_id", app.id), ("scope", scopes.joined(separator: " "))])
    let basic = Base64.encoded(Array("\(app.id):\(app.secret.value)".utf8))
    let request = Request(
      call: .authorize, url: "\(accountsURL)/oauth/v1/device_authorization",
      contentType: FormBody.contentType,
      body: form.bytes, authorization: "Basic \(basic)", secrets: Secret(basic).map { [$0] } ?? [])
    let reply = try await perform(request)
    guard let authorization = DeviceAuthorization(reply.root) else { throw unreadable(.authorize, reply) }
    return authorization
  }

  /// Waits until the person has allowed the login.
  ///
  /// - Parameter authorization: what ``authorize(scopes:)`` returned.
  /// - Throws: when the person denies it, when the code expires, or when the time is over.
  public func tokens(for authorization: DeviceAuthorization) async throws(ServiceError) -> LoginTokens {
    let form = FormBody([
      ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
      ("device_code", authorization.deviceCode.value), ("client_id", app.id),
      ("client_secret", app.secret.value),
    ])
    let request = Request(
      call: .login, url: tokenURL, contentType: FormBody.contentType, body: form.bytes, isPoll: true,
      secrets: [authorization.deviceCode])
    var interval = authorization.interval
    // By the waits, so that a clock that is set does not matter.
    var waited = 0
    while waited < authorization.expiresIn {
      await options.sleep(.seconds(interval))
      waited += interval
      guard !Task.isCancelled else { break }
      let reply = try await perform(request)
      switch reply.root["error"]?.string {
      case nil where reply.code == 0: return try tokens(in: reply)
      case "authorization_pending": continue
      case "slow_down": interval += 5
      case "access_denied": throw error(.loginDenied, .login, of: reply)
      case "expired_token": throw error(.loginCodeExpired, .login, of: reply)
      default: throw error(cause(of: reply), .login, of: reply)
      }
    }
    throw error(.loginCodeExpired, .login)
  }

  // MARK: Refresh

  /// Gets a new pair of tokens. The refresh token works once: keep the new one before it is used.
  ///
  /// A refresh whose reply is lost is tried once more. If the service had carried it out, it refuses then, and a person
  /// must log in again.
  public func refresh(_ token: Secret) async throws(ServiceError) -> LoginTokens {
    let body = JSONValue.object([
      "grant_type": .string("refresh_token"), "client_id": .string(app.id),
      "client_secret": .string(app.secret.value), "refresh_token": .string(token.value),
    ])
    let request = Request(
      call: .login, url: tokenURL, contentType: "application/json; charset=utf-8",
      body: Array(body.text.utf8),
      secrets: [token])
    let reply = try await perform(request)
    guard reply.root["error"] == nil, reply.code == 0 else {
      throw error(cause(of: reply), .login, of: reply)
    }
    return try tokens(in: reply)
  }

  private var tokenURL: String { "\(openURL)/open-apis/authen/v2/oauth/token" }

  private func tokens(in reply: Reply) throws(ServiceError) -> LoginTokens {
    guard let tokens = LoginTokens(reply.root, now: wallClockSeconds()) else {
      throw unreadable(.login, reply)
    }
    return tokens
  }

  /// What an error of the token endpoint means.
  private func cause(of reply: Reply) -> FailureCause {
    if let cause = ServiceCode(reply.code).cause { return cause }
    return reply.root["error"]?.string == "invalid_grant" ? .loginExpired : .appUnknown
  }

  // MARK: Requests

  private struct Request {
    let call: ServiceCall
    let url: String
    let contentType: String
    let body: [UInt8]
    var authorization: String?
    /// Whether asking again changes nothing.
    var isPoll = false
    var secrets: [Secret] = []
  }

  private struct Reply {
    let http: HTTPReply
    let root: JSONValue
    /// Hides the secrets of the request.
    let text: ServerText
    var code: Int64 { root["code"]?.wholeNumber ?? 0 }
  }

  /// Sends a request until there is a reply that decides something.
  private func perform(_ request: Request) async throws(ServiceError) -> Reply {
    var retry = RetryState(call: request.call, policy: options.retry)
    var time = CallTime(deadline: deadline, limitPatience: options.limitPatience ?? .zero)
    var lostReplies = 0
    while true {
      let failure: CallFailure
      switch await send(request, until: time.deadline) {
      case .success(let reply): return reply
      case .failure(let found): failure = found
      }
      var judged = failure
      if failure.mayHaveArrived, failure.isTransient, request.isPoll || lostReplies == 0 {
        lostReplies += 1
        // It is known what doing it twice means here.
        judged.mayHaveArrived = false
      }
      let wait = try retry.next(after: judged, &time)
      options.observer?(.waiting(request.call, wait))
      await options.sleep(wait)
    }
  }

  private func send(
    _ request: Request, until deadline: ContinuousClock.Instant
  ) async -> Result<Reply, CallFailure> {
    let classifier = ReplyClassifier(
      call: request.call, brand: brand, text: text(hiding: request.secrets))
    guard deadline > .now else {
      return .failure(
        CallFailure(
          .timedOut, request.call, brand: brand,
          reason: request.isPoll
            ? LocalizedText(en: "nobody allowed the login within the time given", zh: "在限定时间内没有人同意登录")
            : LocalizedText(en: "no reply within the time given", zh: "在限定时间内没有收到响应")))
    }
    var headers = [
      APIRequest.Header(name: "Content-Type", value: request.contentType),
      APIRequest.Header(name: "User-Agent", value: options.userAgent),
    ]
    if let value = request.authorization { headers.append(.init(name: "Authorization", value: value)) }
    options.observer?(.sending(request.call))
    defer { options.observer?(.settled(request.call)) }
    do throws(TransportFailure) {
      let reply = try await transport.send(
        .post, request.url, headers: headers, body: request.body, replyLimit: 1 << 20, deadline: deadline)
      return judge(reply, classifier)
    } catch {
      switch classifier.classify(.failure(error)) {
      case .failure(let failure): return .failure(failure)
      case .success(let (reply, envelope)):
        return .success(Reply(http: reply, root: envelope.root, text: classifier.text))
      }
    }
  }

  /// OAuth reports errors in a form of its own, with any status.
  private func judge(_ reply: HTTPReply, _ classifier: ReplyClassifier) -> Result<Reply, CallFailure> {
    guard let root = try? JSONReader.read(reply.body), case .object = root else {
      return .failure(classifier.failure(of: reply, nil))
    }
    let code = root["code"]?.wholeNumber ?? 0
    let isTransient = ServiceCode(code).cause?.isTransient ?? (reply.status == 429 || reply.status >= 500)
    if isTransient { return .failure(classifier.failure(of: reply, ServiceReply(reply.body))) }
    let hasError = root["error"]?.string != nil || code != 0
    guard (200..<300).contains(reply.status) || hasError else {
      return .failure(classifier.failure(of: reply, ServiceReply(reply.body)))
    }
    // The device endpoint has no poll that could be pending, so each error is final.
    if classifier.call == .authorize, hasError {
      return .failure(failure(.appUnknown, .authorize, facts(of: reply, root, classifier.text)))
    }
    return .success(Reply(http: reply, root: root, text: classifier.text))
  }

  // MARK: Words

  private var brand: Brand? { Brand(baseURL: openURL) }

  private func text(hiding secrets: [Secret]) -> ServerText {
    ServerText(hiding: secrets + [app.secret])
  }

  private func facts(of reply: HTTPReply, _ root: JSONValue, _ text: ServerText) -> ReplyFacts {
    var facts = ReplyFacts(status: reply.status)
    facts.logID = text.logID(of: reply)
    facts.code = root["code"]?.wholeNumber.map { ServiceCode($0) }
    let words = root["error_description"] ?? root["msg"] ?? root["error"]
    facts.message = words?.string.map(text.shown)
    return facts
  }

  private func failure(_ cause: FailureCause, _ call: ServiceCall, _ facts: ReplyFacts?) -> CallFailure {
    var failure = CallFailure(cause, call, brand: brand)
    failure.reply = facts
    return failure
  }

  private func error(_ cause: FailureCause, _ call: ServiceCall, of reply: Reply) -> ServiceError {
    final(failure(cause, call, facts(of: reply.http, reply.root, reply.text)))
  }

  func error(_ cause: FailureCause, _ call: ServiceCall, _ reason: LocalizedText? = nil) -> ServiceError {
    final(CallFailure(cause, call, brand: brand, reason: reason))
  }

  private func unreadable(_ call: ServiceCall, _ reply: Reply) -> ServiceError {
    var failure = CallFailure(
      .wrongReply, call, brand: brand,
      reason: call == .authorize
        ? LocalizedText(en: "the reply holds no code", zh: "响应中没有验证码")
        : LocalizedText(en: "the reply holds no token", zh: "响应中没有令牌"))
    failure.reply = facts(of: reply.http, reply.root, reply.text)
    return final(failure)
  }

  private func final(_ failure: CallFailure) -> ServiceError {
    var retry = RetryState(call: .login, policy: RetryPolicy(retries: 0))
    return retry.error(failure)
  }
}

/// What a person needs to allow a login.
public struct DeviceAuthorization: Equatable, Sendable {
  /// What the program asks with.
  let deviceCode: Secret
  /// What the person compares or types, such as `ABCD-EFGH`.
  public let userCode: String
  /// The page to open.
  public let address: String
  /// The page with the code filled in; nil when there is none.
  public let completeAddress: String?
  /// For how long the code is valid, in seconds.
  public let expiresIn: Int
  /// How long to wait between two questions, in seconds.
  let interval: Int

  init?(_ root: JSONValue) {
    guard let deviceCode = root["device_code"]?.string.flatMap({ Secret($0) }),
      let userCode = root["user_code"]?.string, let address = root["verification_uri"]?.string,
      Self.isShowable(userCode), Self.isWebAddress(address)
    else { return nil }
    self.deviceCode = deviceCode
    self.userCode = userCode
    self.address = address
    completeAddress = root["verification_uri_complete"]?.string.flatMap { Self.isWebAddress($0) ? $0 : nil }
    func seconds(_ key: String, default value: Int64) -> Int {
      Int(min(max(root[key]?.wholeNumber ?? value, 1), 3600))
    }
    expiresIn = seconds("expires_in", default: 240)
    interval = seconds("interval", default: 5)
  }

  /// A browser is started with it, and a terminal shows it.
  private static func isWebAddress(_ text: String) -> Bool {
    (text.hasPrefix("https://") || text.hasPrefix("http://")) && isShowable(text)
  }

  private static func isShowable(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 2048 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}

/// The body of a form (`application/x-www-form-urlencoded`).
struct FormBody {
  static let contentType = "application/x-www-form-urlencoded"
  let bytes: [UInt8]

  init(_ fields: [(name: String, value: String)]) {
    bytes = Array(
      fields.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&").utf8)
  }
}

/// Base64 (RFC 4648), for Basic authentication.
enum Base64 {
  static func encoded(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        result.append(place > group.count ? UInt8(ascii: "=") : digits[number >> (18 - 6 * place) & 63])
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
