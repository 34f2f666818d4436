import OKRClient

/// Where the service is called and how, from the flags and the environment.
struct Connection {
  let baseURL: BaseURL
  let brand: Brand
  let network: NetworkSettings
  let options: SenderOptionGroup
  let environment: [String: String]

  init(_ options: SenderOptionGroup, environment: [String: String]) throws(Failure) {
    self.options = options
    self.environment = environment
    brand = if let brand = options.brand { brand } else { try Self.brand(environment) }
    baseURL = try Self.baseURL(options, environment) ?? brand.baseURL
    do throws(NetworkSettings.Fault) {
      network = try NetworkSettings(environment: environment)
    } catch {
      throw Failure(.configuration, "\(error.variable): \(error.problem)")
    }
  }

  private static func brand(_ environment: [String: String]) throws(Failure) -> Brand {
    guard let name = environment["OKRMD_BRAND"] else { return .feishu }
    guard let brand = Brand(name: name) else {
      throw Failure(.configuration, "OKRMD_BRAND: must be feishu or lark, not '\(name)'")
    }
    return brand
  }

  private static func baseURL(
    _ options: SenderOptionGroup, _ environment: [String: String]
  ) throws(Failure) -> BaseURL? {
    guard let text = options.baseURL ?? environment["OKRMD_BASE_URL"] else { return nil }
    do throws(BaseURL.Fault) {
      return try BaseURL(text)
    } catch {
      let name = options.baseURL == nil ? "OKRMD_BASE_URL" : "--base-url"
      throw Failure(.configuration, "\(name): \(error.problem)")
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
    clientOptions.userAgent = userAgent
    return clientOptions
  }
}
