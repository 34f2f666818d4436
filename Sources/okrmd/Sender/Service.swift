import ContentBlocks
import OKRClient

/// The service, ready to be called. All calls share its connections.
final class Service {
  let connection: Connection
  private let showsProgress: Bool
  private let credentials: Credentials?
  private let tokenStore: (any TokenStore)?
  private let pacing: (any CallPacing)?
  private let transport: CurlTransport

  /// - Parameters:
  ///   - deadline: when a token that comes through a pipe must be there.
  ///   - warn: told of what does not keep the command from its work.
  ///   - showsProgress: whether a terminal may show what takes so long.
  convenience init(
    _ connection: Connection, until deadline: ContinuousClock.Instant,
    warn: @escaping @Sendable (LocalizedText) -> Void, showsProgress: Bool = true
  ) throws(Failure) {
    let credentials = try connection.credentials(until: deadline, warn: warn)
    try self.init(connection, credentials: credentials, warn: warn, showsProgress: showsProgress)
  }

  /// - Parameter credentials: nil to log in only.
  init(
    _ connection: Connection, credentials: Credentials?, warn: @escaping @Sendable (LocalizedText) -> Void,
    showsProgress: Bool = true
  ) throws(Failure) {
    self.showsProgress = showsProgress
    self.connection = connection
    self.credentials = credentials
    let baseURL = connection.baseURL.description
    pacing = UserFolder.state(connection.environment).map { SharedPacer(baseURL: baseURL, folder: $0) }
    if case .app(let id, _)? = credentials, let cache = UserFolder.cache(connection.environment) {
      tokenStore = TokenFile(baseURL: baseURL, appID: id, folder: cache, warn: warn)
    } else {
      tokenStore = nil
    }
    // When a reply does not come there is time left for another try.
    let patience = max(connection.options.timeout.duration / 2, .seconds(30))
    try Context.requireOpenFiles()
    transport = CurlTransport(settings: connection.network, patience: patience)
  }

  /// Says what is being done, for those who wait.
  private static func show(_ event: CallEvent) {
    switch event {
    case .sending(.read):
      Context.current.progress.say(LocalizedText(en: "reading the record …", zh: "正在读取进展记录……"))
    case .sending(.upload):
      Context.current.progress.say(LocalizedText(en: "uploading an image …", zh: "正在上传图片……"))
    case .sending(.token):
      Context.current.progress.say(LocalizedText(en: "fetching a token …", zh: "正在获取令牌……"))
    case .sending(.update), .sending(.create):
      Context.current.progress.say(LocalizedText(en: "sending the record …", zh: "正在发送进展记录……"))
    case .sending(.identify), .sending(.list):
      Context.current.progress.say(LocalizedText(en: "reading the objectives …", zh: "正在读取目标……"))
    case .sending(.authorize), .sending(.login):
      Context.current.progress.say(LocalizedText(en: "logging in …", zh: "正在登录……"))
    case .waiting(_, let time):
      Context.current.progress.say(
        LocalizedText(en: "trying again in \(time.wholeSeconds) s …", zh: "\(time.wholeSeconds) 秒后重试……"))
    case .settled: break
    }
  }

  /// Makes some calls and waits for them.
  ///
  /// - Parameters:
  ///   - deadline: when they must be done.
  ///   - countsPace: whether waits for this machine's own pace are part of the time.
  ///   - isOneOfSeveral: whether waits for the limit of the service are not part of the time.
  ///   - meaning: what an interruption means once a call is on its way; nil for what it meant before.
  /// - Throws: what the calls throw.
  func run<Value: Sendable>(
    until deadline: ContinuousClock.Instant, countsPace: Bool = false, isOneOfSeveral: Bool = false,
    meaning: @escaping @Sendable (ServiceCall) -> LocalizedText? = { _ in nil },
    _ calls: @escaping @Sendable (ServiceClient) async throws(Failure) -> Value
  ) throws(Failure) -> Value {
    guard let credentials else { throw Connection.noToken }
    let (connection, showsProgress) = (connection, showsProgress)
    var options = connection.clientOptions(timeLeft: deadline - .now)
    if let pacing { options.pacing = countsPace ? TimedPacer(base: pacing, deadline: deadline) : pacing }
    if isOneOfSeveral { options.limitPatience = .seconds(3600) }
    options.tokenStore = tokenStore
    options.observer = { event in
      if case .sending(let call) = event, let meaning = meaning(call) {
        Context.current.signals.means(meaning)
      }
      if showsProgress { Self.show(event) }
    }
    if showsProgress { Context.current.progress.watch() }
    defer { Context.current.progress.clear() }
    let transport = transport
    return try runBlocking { [options] () async throws(Failure) -> Value in
      try await calls(
        ServiceClient(
          baseURL: connection.baseURL, credentials: credentials, transport: transport, options: options))
    }
  }
}

extension Service {
  /// Whether the token is an app's own, which belongs to nobody.
  var isApp: Bool { if case .app? = credentials { true } else { false } }

  /// Logs a person in.
  ///
  /// - Parameter show: told where the person allows it.
  func logIn(
    _ app: LoginApp, timeout: Duration,
    _ show: @escaping @Sendable (DeviceAuthorization) throws(Failure) -> Void
  ) throws(Failure) -> LoginTokens {
    let options = connection.clientOptions(timeLeft: timeout)
    let isOwnBrand = connection.baseURL == connection.brand.baseURL
    let login = LoginService(
      app, openURL: connection.baseURL,
      accountsURL: isOwnBrand ? connection.brand.accountsURL : connection.baseURL,
      transport: transport,
      options: options)
    return try runBlocking { () async throws(Failure) -> LoginTokens in
      let authorization: DeviceAuthorization
      do throws(ServiceError) {
        authorization = try await login.authorize(scopes: LoginService.allScopes)
      } catch {
        throw Failure(error)
      }
      try show(authorization)
      do throws(ServiceError) {
        return try await login.tokens(for: authorization)
      } catch {
        throw Failure(error)
      }
    }
  }
}
