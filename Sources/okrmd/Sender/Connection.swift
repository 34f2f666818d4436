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
      case .timedOut where error.call != .create:
        LocalizedText(en: "--timeout SECONDS gives it longer", zh: "可用 --timeout SECONDS 延长时限")
      default: nil
      }
    self.init(status, error.text(adding: hint))
    logID = error.logID
  }
}
