import OKRClient

/// The service, ready to be called.
struct Service {
  let connection: Connection
  /// Where this machine remembers; nil when there is no such place.
  let state: UserFolder?
  private let showsProgress: Bool
  private let credentials: Credentials
  private let options: ServiceClient.Options

  /// - Parameters:
  ///   - deadline: when everything must be done.
  ///   - warn: told of what does not keep the command from its work.
  ///   - showsProgress: whether a terminal may show what takes so long.
  ///   - meaning: what an interruption means once a call is on its way; nil for what it meant before.
  init(
    _ connection: Connection, environment: [String: String], until deadline: ContinuousClock.Instant,
    warn: @escaping @Sendable (String) -> Void,
    meaning: @escaping @Sendable (ServiceCall) -> String? = { _ in nil }, showsProgress: Bool = true
  ) throws(Failure) {
    self.showsProgress = showsProgress
    self.connection = connection
    credentials = try connection.credentials(until: deadline, warn: warn)
    state = UserFolder.state(environment)
    var options = connection.clientOptions(timeLeft: deadline - .now)
    let baseURL = connection.baseURL.description
    if let state { options.pacing = SharedPacer(baseURL: baseURL, folder: state) }
    if case .app(let id, _) = credentials, let cache = UserFolder.cache(environment) {
      options.tokenStore = TokenFile(baseURL: baseURL, appID: id, folder: cache, warn: warn)
    }
    options.observer = { event in
      if case .sending(let call) = event, let meaning = meaning(call) { Interruption.means(meaning) }
      if showsProgress { Self.show(event) }
    }
    self.options = options
  }

  /// Says what is being done, for those who wait.
  private static func show(_ event: CallEvent) {
    switch event {
    case .sending(.read): ProgressLine.say("reading the record …")
    case .sending(.upload): ProgressLine.say("uploading an image …")
    case .sending(.identify), .sending(.list): ProgressLine.say("reading the objectives …")
    case .sending(.authorize), .sending(.login): ProgressLine.say("logging in …")
    case .sending(.token): ProgressLine.say("fetching a token …")
    case .sending(.update), .sending(.create): ProgressLine.say("sending the record …")
    case .waiting(_, let time): ProgressLine.say("trying again in \(time.wholeSeconds) s …")
    case .settled: break
    }
  }

  /// Makes some calls and waits for them.
  ///
  /// - Throws: what the calls throw.
  func run<Value: Sendable>(
    _ calls: @escaping @Sendable (ServiceClient) async throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let (connection, credentials, options) = (connection, credentials, options)
    if showsProgress { ProgressLine.watch() }
    defer { ProgressLine.clear() }
    return try runBlocking { () async throws(Failure) -> Value in
      // When a reply does not come there is time left for another try.
      let patience = max(options.timeout / 2, .seconds(30))
      return try await CurlTransport.with(settings: connection.network, patience: patience) {
        transport async throws(Failure) in
        try await calls(
          ServiceClient(
            baseURL: connection.baseURL, credentials: credentials, transport: transport, options: options))
      }
    }
  }
}
