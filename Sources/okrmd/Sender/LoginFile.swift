import ContentBlocks
import OKRClient

/// The logins of this user: one for each base URL, in a file that only its owner can read.
struct LoginFile: LoginStore {
  let baseURL: String
  let folder: UserFolder
  /// Told when new tokens cannot be kept.
  let warn: @Sendable (LocalizedText) -> Void

  private static let name = "login.json"
  private static let lockName = "login.lock"

  var path: String { "\(folder.path)/\(Self.name)" }

  /// What is kept of a login.
  struct Entry {
    var app: LoginApp
    var brand: Brand?
    var tokens: LoginTokens
  }

  /// - Returns: nil when there is no place for it.
  init?(
    baseURL: String, environment: Environment = Context.current.environment,
    warn: @escaping @Sendable (LocalizedText) -> Void
  ) {
    guard let folder = UserFolder.configuration(environment) else { return nil }
    self.baseURL = baseURL
    self.folder = folder
    self.warn = warn
  }

  /// The brand of the last login to a brand's own address; nil when there is none.
  static func brand(_ environment: Environment) -> Brand? {
    let file = LoginFile(baseURL: "", environment: environment, warn: { _ in })
    return (try? file?.read())?["brand"]?.string.flatMap { Brand(rawValue: $0) }
  }

  /// The login; nil when there is none.
  ///
  /// - Throws: when the file is there and cannot be used.
  func entry() throws(Failure) -> Entry? {
    guard let root = try read(), let login = root["logins"]?[baseURL] else { return nil }
    guard let id = login["app_id"]?.string, let secret = login["app_secret"]?.string.flatMap({ Secret($0) }),
      let access = login["access_token"]?.string.flatMap({ Secret($0) }),
      let accessExpires = login["expires"]?.wholeNumber
    else { throw damaged }
    return Entry(
      app: LoginApp(id: id, secret: secret), brand: login["brand"]?.string.flatMap { Brand(rawValue: $0) },
      tokens: LoginTokens(
        access: access, accessExpires: accessExpires,
        refresh: login["refresh_token"]?.string.flatMap { Secret($0) },
        refreshExpires: login["refresh_expires"]?.wholeNumber ?? 0, scope: login["scope"]?.string ?? ""))
  }

  private var damaged: Failure {
    Failure(
      .configuration, en: "\(path): is damaged; remove it and run 'okrmd login'",
      zh: "\(path)：文件已损坏；请删除后运行 okrmd login")
  }

  private func read() throws(Failure) -> JSONValue? {
    switch folder.content(of: Self.name) {
    case .none: return nil
    case .unusable(let problem): throw Failure(.configuration, problem)
    case .bytes(let bytes):
      guard let root = try? JSONReader.read(bytes), case .object = root["logins"] else { throw damaged }
      return root
    }
  }

  /// Keeps a login in place of the last one of its base URL; nil removes that.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  func replace(_ entry: Entry?) throws(Failure) -> Bool {
    let root = try read()
    var logins: [JSONMember] = []
    if case .object(let members) = root?["logins"] { logins = members }
    let hadOne = logins.contains { $0.key == baseURL }
    logins.removeAll { $0.key == baseURL }
    if let entry { logins.append(JSONMember(key: baseURL, value: value(of: entry))) }
    var brand = root?["brand"]?.string
    if let own = Brand.allCases.first(where: { $0.baseURL.description == baseURL })?.rawValue {
      if entry != nil { brand = own } else if brand == own { brand = nil }
    }
    if logins.isEmpty {
      folder.remove(Self.name)
      return hadOne
    }
    var members = [JSONMember(key: "logins", value: .object(logins))]
    if let brand { members.append(JSONMember(key: "brand", value: .string(brand))) }
    try folder.write(JSONValue.object(members).text + "\n", to: Self.name)
    return hadOne
  }

  private func value(of entry: Entry) -> JSONValue {
    let tokens = entry.tokens
    return .object([
      "app_id": .string(entry.app.id), "app_secret": .string(entry.app.secret.value),
      "brand": entry.brand.map { .string($0.rawValue) } ?? .null,
      "access_token": .string(tokens.access.value), "expires": .number(tokens.accessExpires),
      "refresh_token": tokens.refresh.map { .string($0.value) } ?? .null,
      "refresh_expires": .number(tokens.refreshExpires), "scope": .string(tokens.scope),
    ])
  }

  /// Removes a file that cannot be used.
  func makeRoom() throws(Failure) {
    do throws(Failure) {
      _ = try read()
    } catch {
      folder.remove(Self.name)
    }
  }

  // MARK: For the client

  func load() -> LoginTokens? { (try? entry())?.tokens }

  func save(_ tokens: LoginTokens) -> Bool {
    do throws(Failure) {
      guard var entry = try entry() else { return false }
      entry.tokens = tokens
      try replace(entry)
      return true
    } catch {
      warn(
        LocalizedText(
          en:
            "the refreshed login cannot be kept, and the next command must log in again: \(error.text[.english])",
          zh: "刷新后的登录信息未能保存，下次需要重新登录：\(error.text[.chinese])"))
      return false
    }
  }

  func whileLocked<Value: Sendable>(
    until deadline: ContinuousClock.Instant, _ work: @Sendable () async throws(ServiceError) -> Value
  ) async throws(ServiceError) -> Value? {
    let lock: FileLock
    do throws(FileLock.Problem) {
      guard let held = try await Self.lock(folder, until: deadline) else { return nil }
      lock = held
    } catch {
      warnOfNoLock(error)
      return try await work()
    }
    let value = try await work()
    withExtendedLifetime(lock) {}
    return value
  }

  private static func lock(
    _ folder: UserFolder, until deadline: ContinuousClock.Instant
  ) async throws(FileLock.Problem) -> FileLock? {
    while true {
      if let lock = try FileLock(lockName, in: folder, until: .now) { return lock }
      guard .now < deadline else { return nil }
      try? await Task.sleep(for: .milliseconds(10))
    }
  }

  /// What that no file can be made means is said when the login is written.
  private func warnOfNoLock(_ problem: FileLock.Problem) {
    guard case .noLock(let reason) = problem else { return }
    warn(
      LocalizedText(
        en: "logins and refreshes at the same time are not kept apart: \(reason[.english])",
        zh: "无法防止同时登录或刷新：\(reason[.chinese])"))
  }

  /// Does something to the file while no other process does.
  func locked<Value>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
    let lock: FileLock?
    do throws(FileLock.Problem) {
      lock = try FileLock(Self.lockName, in: folder, until: .now + .seconds(60))
    } catch {
      warnOfNoLock(error)
      lock = nil
    }
    defer { withExtendedLifetime(lock) {} }
    return try work()
  }
}

/// Keeps an app's token until it expires, in a file that only its owner can read.
struct TokenFile: TokenStore {
  let baseURL: String
  let appID: String
  let folder: UserFolder
  /// Told when the token cannot be kept, or one that is there cannot be trusted.
  let warn: @Sendable (LocalizedText) -> Void

  private static let subfolder = "tokens"

  private var name: String {
    UserFolder.fileName(in: Self.subfolder, for: "\(baseURL) \(appID)", suffix: ".json")
  }

  func load() -> TenantToken? {
    if let reason = folder.distrust(of: Self.subfolder) {
      warn(
        LocalizedText(
          en: "no token is kept: \(reason[.english]); chmod 700 it",
          zh: "不缓存令牌：\(reason[.chinese])；请执行 chmod 700"))
      return nil
    }
    let bytes: [UInt8]
    switch folder.content(of: name) {
    case .none: return nil
    case .unusable(let reason):
      warn(
        LocalizedText(en: "a kept token is not used: \(reason[.english])", zh: "不使用缓存的令牌：\(reason[.chinese])")
      )
      return nil
    case .bytes(let content): bytes = content
    }
    guard let root = try? JSONReader.read(bytes),
      root["base_url"]?.string == baseURL, root["app_id"]?.string == appID,
      let secret = root["token"]?.string.flatMap({ Secret($0) }), let expires = root["expires"]?.wholeNumber
    else { return nil }
    return TenantToken(secret: secret, expires: expires)
  }

  func save(_ token: TenantToken) {
    guard folder.distrust(of: Self.subfolder) == nil else { return }
    let value = JSONValue.object([
      "base_url": .string(baseURL), "app_id": .string(appID), "token": .string(token.secret.value),
      "expires": .number(token.expires),
    ])
    do throws(Failure) {
      try folder.write(value.text + "\n", to: name)
    } catch {
      warn(
        LocalizedText(
          en: "the token is not kept for the next time: \(error.text[.english])",
          zh: "令牌未能缓存：\(error.text[.chinese])"))
    }
  }
}
