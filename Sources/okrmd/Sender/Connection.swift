import ArgumentParser
import ContentBlocks
import OKRClient

/// Where the service is called and how, from the flags and the environment.
struct Connection {
  let baseURL: BaseURL
  let brand: Brand
  let network: NetworkSettings
  let options: SenderOptionGroup
  let environment: Environment

  init(_ options: SenderOptionGroup, environment: Environment = Context.current.environment) throws(Failure) {
    self.options = options
    self.environment = environment
    brand =
      if let brand = options.brand { brand } else {
        try Self.brand(environment) ?? LoginFile.brand(environment) ?? .feishu
      }
    baseURL = try Self.baseURL(options, environment) ?? brand.baseURL
    do throws(NetworkSettings.Fault) {
      network = try NetworkSettings(environment: environment.networkVariables)
    } catch {
      throw Failure(.configuration, error.text.of(error.variable))
    }
  }

  private static func brand(_ environment: Environment) throws(Failure) -> Brand? {
    guard let name = environment["OKRMD_BRAND"] else { return nil }
    guard let brand = Brand(name: name) else {
      throw Failure(
        .configuration, en: "OKRMD_BRAND: must be feishu or lark, not '\(name)'",
        zh: "OKRMD_BRAND：只能是 feishu 或 lark，不能是“\(name)”")
    }
    return brand
  }

  private static func baseURL(
    _ options: SenderOptionGroup, _ environment: Environment
  ) throws(Failure) -> BaseURL? {
    guard let text = options.baseURL ?? environment["OKRMD_BASE_URL"] else { return nil }
    do throws(BaseURL.Fault) {
      return try BaseURL(text)
    } catch {
      let name = options.baseURL == nil ? "OKRMD_BASE_URL" : "--base-url"
      throw Failure(.configuration, error.text.of(name))
    }
  }

  /// What okrmd calls itself.
  var userAgent: String { "okrmd/\(Okrmd.version)" }

  /// What the client may do in the time that is left.
  func clientOptions(timeLeft: Duration) -> ServiceClient.Options {
    var clientOptions = ServiceClient.Options()
    clientOptions.userIDType = options.userIDType
    clientOptions.retry = RetryPolicy(retries: options.retries)
    clientOptions.timeout = timeLeft
    // The service tells a wait of up to a minute, which is the whole time by default.
    clientOptions.limitPatience = options.timeout.duration
    clientOptions.userAgent = userAgent
    return clientOptions
  }
}

extension Environment {
  /// What says how this machine reaches the network.
  fileprivate var networkVariables: [String: String] {
    let names = ["HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"]
    var variables: [String: String] = [:]
    for name in names + names.map({ $0.lowercased() }) { variables[name] = self[name] }
    return variables
  }
}

extension Failure {
  /// The failure of a call.
  init(_ error: ServiceError) {
    let status: ExitStatus =
      switch error.kind {
      case .refused: .unavailable
      case .temporary: .tryAgain
      case .forbidden, .unauthorized: .notPermitted
      case .configuration: .configuration
      }
    let hint: LocalizedText? =
      switch error.cause {
      // A call that may have made a record is not to be made again with more time.
      case .timedOut where error.call != .create || !error.mayHaveArrived:
        LocalizedText(en: "--timeout SECONDS gives it longer", zh: "可用 --timeout SECONDS 延长时限")
      case .loginExpired, .loginLacksScope, .loginDenied, .loginCodeExpired, .tokenLacksScope:
        LocalizedText(en: "the command for it is 'okrmd login'", zh: "命令是 okrmd login")
      case .userNotFound, .unknownUserID:
        LocalizedText(
          en: "--user-id-type says which kind of ids they are", zh: "可用 --user-id-type 指定用户 ID 的类型")
      default: nil
      }
    self.init(status, error.text(adding: hint))
    logID = error.logID
    isOfToken = error.kind == .unauthorized
  }
}

/// Paces the calls of all processes of this user, so that many pushes in a row keep within the limit.
struct SharedPacer: CallPacing {
  let baseURL: String
  let folder: UserFolder

  func wait(before call: ServiceCall, atMost limit: Duration) -> Duration? {
    let name = UserFolder.fileName(in: "pace", for: "\(baseURL) \(call.rawValue)", suffix: ".lock")
    // Whoever holds the lock gives it back at once. Without one there is no pace, and no harm: the service
    // says how long to wait.
    guard let lock = try? FileLock(name, in: folder, until: .now + .seconds(1)) else { return .zero }
    // The schedule is the content of the lock's file.
    var schedule = CallSchedule(end: Int64(lock.text) ?? 0)
    let wait = schedule.reserve(at: wallClockMilliseconds(), waitingAtMost: limit.milliseconds)
    lock.text = schedule.end.description
    return wait.map { .milliseconds($0) }
  }
}

/// Paces calls that must all be made by a time.
struct TimedPacer: CallPacing {
  let base: any CallPacing
  let deadline: ContinuousClock.Instant

  func wait(before call: ServiceCall, atMost limit: Duration) -> Duration? {
    base.wait(before: call, atMost: min(limit, max(deadline - .now, .zero)))
  }
}

extension UserIDType: WordArgument {}

/// One of the names of the service, in any letter case.
extension Brand: WordArgument {
  public init?(argument: String) {
    self.init(name: argument)
  }
}

/// The flags that say which service is called and how, the same for all commands that call it.
struct SenderOptionGroup: ParsableArguments {
  @Option(help: ArgumentHelp(en: "What kind of ids the mentions hold.", zh: "提及（@某人）所用的 ID 类型。"))
  var userIDType = UserIDType.openID

  @Option(
    help: ArgumentHelp(
      en: "Which service: feishu or lark. Default: OKRMD_BRAND, else that of the login, else feishu.",
      zh: "服务品牌：feishu 或 lark。默认取 OKRMD_BRAND，其次取登录时的品牌，再次为 feishu。"))
  var brand: Brand?

  @Option(
    name: .customLong("base-url"),
    help: ArgumentHelp(
      en: "Call this address in place of the brand's. Default: OKRMD_BASE_URL.",
      zh: "改用这个服务地址。默认取 OKRMD_BASE_URL。", valueName: "URL"))
  var baseURL: String?

  @Option(
    help: ArgumentHelp(
      en: "Read the access token from a file. Default: OKRMD_TOKEN, else the login, else OKRMD_APP_ID and "
        + "OKRMD_APP_SECRET.",
      zh: "从文件读取访问令牌。默认依次取 OKRMD_TOKEN、okrmd login 的登录、OKRMD_APP_ID 与 OKRMD_APP_SECRET。",
      valueName: "FILE"), completion: .file())
  var tokenFile: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      en: "How long the whole command may take; of several records, each.", zh: "整条命令的时限；有多条进展时为每条的时限。",
      valueName: "SECONDS"))
  var timeout = Seconds(60)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      en: "How often a call is retried after a transient failure.", zh: "遇到临时故障时最多重试几次。", valueName: "N"))
  var retries = 4

  /// Those that a command in an advice needs as well, each after a blank.
  var repeated: String {
    var flags = ""
    if userIDType != .openID { flags += " --user-id-type \(userIDType.rawValue)" }
    if let brand { flags += " --brand \(brand.rawValue)" }
    if let baseURL { flags += " --base-url \(baseURL.quotedForShell)" }
    if let tokenFile { flags += " --token-file \(InputFile(path: tokenFile).argument)" }
    return flags
  }

  func validate() throws {
    try NumberFlag.timeout.check(timeout.count > 0 && timeout.count <= 86400)
    try NumberFlag.retries.check((0...100).contains(retries))
    try PathValue.check(tokenFile, of: "--token-file <FILE>", names: .file)
  }
}
