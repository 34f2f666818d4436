import OKRClient

/// Where and as whom the service is called, from the flags and the environment.
struct Connection {
  let baseURL: BaseURL
  let brand: Brand
  let proxies: ProxySettings
  private let options: SenderOptionGroup
  private let environment: [String: String]

  init(_ options: SenderOptionGroup, environment: [String: String]) throws(Failure) {
    self.options = options
    self.environment = environment
    brand = if let brand = options.brand { brand } else { try Self.brand(environment) }
    let given = try Self.baseURL(options, environment)
    baseURL = given ?? brand.baseURL
    do throws(ProxySettings.Fault) {
      proxies = try ProxySettings(environment: environment)
    } catch {
      throw Failure(.configuration, "\(error.variable): \(error.problem)")
    }
  }

  private static func brand(_ environment: [String: String]) throws(Failure) -> Brand {
    guard let name = environment["OKRMD_BRAND"], !name.isEmpty else { return .feishu }
    guard let brand = Brand(rawValue: name) else {
      throw Failure(.configuration, "OKRMD_BRAND: must be feishu or lark, not '\(name)'")
    }
    return brand
  }

  private static func baseURL(
    _ options: SenderOptionGroup, _ environment: [String: String]
  ) throws(Failure) -> BaseURL? {
    let variable = environment["OKRMD_BASE_URL"].flatMap { $0.isEmpty ? nil : $0 }
    guard let text = options.baseURL ?? variable else { return nil }
    do throws(BaseURL.Fault) {
      return try BaseURL(text)
    } catch {
      let name = options.baseURL == nil ? "OKRMD_BASE_URL" : "--base-url"
      throw Failure(.configuration, "\(name): \(error.problem)")
    }
  }

  // MARK: Credentials

  /// The credentials, from the first source that has any.
  ///
  /// - Parameters:
  ///   - deadline: when a token that comes through a pipe must be there.
  ///   - warn: told of a token that others can read.
  func credentials(
    until deadline: ContinuousClock.Instant, warn: (String) -> Void
  ) throws(Failure) -> Credentials {
    if let file = options.tokenFile { return .token(try token(inFile: file, until: deadline, warn: warn)) }
    if let text = variable("OKRMD_TOKEN") {
      guard let token = Secret(text) else {
        throw Failure(.notPermitted, "OKRMD_TOKEN: is not a token; set it to the token alone")
      }
      return .token(token)
    }
    switch (variable("OKRMD_APP_ID"), variable("OKRMD_APP_SECRET")) {
    case (let id?, let text?):
      guard let secret = Secret(text) else {
        throw Failure(.configuration, "OKRMD_APP_SECRET: is not a secret; set it to the secret alone")
      }
      return .app(id: id, secret: secret)
    case (.some, nil):
      throw Failure(.configuration, "OKRMD_APP_ID is set but OKRMD_APP_SECRET is not; set both")
    case (nil, .some):
      throw Failure(.configuration, "OKRMD_APP_SECRET is set but OKRMD_APP_ID is not; set both")
    case (nil, nil):
      throw Failure(
        .notPermitted,
        "no token; set OKRMD_TOKEN, or OKRMD_APP_ID and OKRMD_APP_SECRET, or give --token-file FILE")
    }
  }

  /// A variable of the environment; an empty one counts as none.
  private func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static let mostTokenBytes = 65536

  private func token(
    inFile path: String, until deadline: ContinuousClock.Instant, warn: (String) -> Void
  ) throws(Failure) -> Secret {
    func failure(_ problem: String) -> Failure { Failure(.inputOutput, "--token-file \(path): \(problem)") }
    // A pipe may have no one at its other end.
    let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { throw failure("cannot be read: \(SystemError(number: errno).words)") }
    let file = FileDescriptor(number)
    defer { file.close() }
    guard file.waitForInput(until: deadline) else { throw failure("nothing came out of it in time") }
    _ = fcntl(number, F_SETFL, O_RDONLY)
    let bytes: [UInt8]
    switch file.read(limit: Self.mostTokenBytes) {
    case .success(let content): bytes = content
    case .failure(let error): throw failure("cannot be read: \(error.words)")
    }
    var information = stat()
    if fstat(number, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
      information.st_mode & 0o077 != 0
    {
      warn("\(path): others can read the token; chmod 600 it")
    }
    let text = String(decoding: bytes, as: UTF8.self).drop { $0.isWhitespace }
    let lastVisible = text.lastIndex { !$0.isWhitespace }
    guard let lastVisible, let token = Secret(text[...lastVisible]) else {
      throw Failure(.notPermitted, "--token-file \(path): holds no token; put the token alone into it")
    }
    return token
  }

  // MARK: The client

  /// What okrmd calls itself.
  var userAgent: String { "okrmd/\(Okrmd.version)" }

  /// What the client may do in the time that is left.
  func clientOptions(timeLeft: Duration) -> OKRClient.Options {
    var clientOptions = OKRClient.Options()
    clientOptions.userIDType = options.userIDType
    clientOptions.retry = RetryPolicy(retries: options.retries)
    clientOptions.timeout = timeLeft
    clientOptions.userAgent = userAgent
    return clientOptions
  }
}

extension Failure {
  /// The failure of a call for a note or a record.
  init(_ error: OKRClientError, of name: String) {
    let status: ExitStatus =
      switch error.kind {
      case .refused: .unavailable
      case .temporary: .tryAgain
      case .forbidden, .unauthorized: .notPermitted
      }
    self.init(status, "\(name): \(error)")
  }
}

extension FileDescriptor {
  /// Waits until there is something to read, or the end.
  ///
  /// - Returns: false when the time is over.
  fileprivate func waitForInput(until deadline: ContinuousClock.Instant) -> Bool {
    while true {
      var polled = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
      let left = max((deadline - .now).milliseconds, 0)
      let count = poll(&polled, 1, Int32(clamping: left))
      if count > 0 { return true }
      if count == 0 || errno != EINTR { return false }
    }
  }
}
