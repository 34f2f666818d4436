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
          zh: "刷新后的登录未能保存，下次需要重新登录：\(error.text[.chinese])"))
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

  /// Does something to the file while no other process does.
  func locked<Value>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
    let lock: FileLock?
    do throws(FileLock.Problem) {
      lock = try FileLock(Self.lockName, in: folder, until: .now + .seconds(60))
    } catch {
      lock = nil
    }
    defer { withExtendedLifetime(lock) {} }
    return try work()
  }
}
