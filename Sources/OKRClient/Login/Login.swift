import ContentBlocks

/// A person's login through an app.
///
/// The access token lives for two hours as a rule. Then the refresh token gets a new pair; it works once. So whoever
/// refreshes holds a lock that is shared by all processes of this user, looks whether another process was faster, and
/// stores the new pair before it is used.
public struct Login: Sendable {
  /// The app that the person logged in through.
  public let app: LoginApp
  /// Where the tokens are kept.
  public let store: any LoginStore

  /// A login whose tokens are kept in a store.
  public init(app: LoginApp, store: any LoginStore) {
    self.app = app
    self.store = store
  }
}

/// An app that people log in through.
public struct LoginApp: Sendable {
  /// Its id, such as `cli_a1b2c3`.
  public let id: String
  /// Its secret.
  public let secret: Secret

  /// An app by its id and secret.
  public init(id: String, secret: Secret) {
    self.id = id
    self.secret = secret
  }
}

/// The tokens of a login.
public struct LoginTokens: Equatable, Sendable {
  /// Goes with each call.
  public var access: Secret
  /// When the access token expires, in seconds since 1970.
  public var accessExpires: Int64
  /// Gets the next pair, once; nil when the login cannot be refreshed.
  public var refresh: Secret?
  /// When the refresh token expires, in seconds since 1970; 0 without one.
  public var refreshExpires: Int64
  /// What the person allowed, separated by spaces; empty when it is not known.
  public var scope: String

  /// Tokens that were kept.
  public init(
    access: Secret, accessExpires: Int64, refresh: Secret?, refreshExpires: Int64, scope: String
  ) {
    self.access = access
    self.accessExpires = accessExpires
    self.refresh = refresh
    self.refreshExpires = refreshExpires
    self.scope = scope
  }

  /// Reads a reply of the token endpoint, whose fields are at the top level.
  init?(_ root: JSONValue, now: Int64) {
    guard let access = root["access_token"]?.string.flatMap({ Secret($0) }) else { return nil }
    func expiry(_ key: String, default seconds: Int64) -> Int64 {
      now + min(max(root[key]?.wholeNumber ?? seconds, 0), 100 * 365 * 86400)
    }
    self.access = access
    accessExpires = expiry("expires_in", default: 7200)
    refresh = root["refresh_token"]?.string.flatMap { Secret($0) }
    refreshExpires = refresh == nil ? 0 : expiry("refresh_token_expires_in", default: 604_800)
    scope = root["scope"]?.string ?? ""
  }

  /// Whether the access token is good for the calls of the next minute.
  public func isFresh(at now: Int64) -> Bool { now + 60 <= accessExpires }

  /// The scopes that the person allowed; empty when they are not known.
  public var scopes: [String] { scope.split(separator: " ").map { String($0) } }

  /// - Throws: when the person did not allow what a call needs.
  func check(_ call: ServiceCall, brand: Brand?) throws(ServiceError) {
    let scopes = scopes
    guard !scopes.isEmpty, !call.scopes.isEmpty, !call.scopes.contains(where: scopes.contains) else { return }
    let words = call.scopeWords
    let failure = CallFailure(
      .loginLacksScope, call, brand: brand,
      reason: LocalizedText(
        en: "the login lacks the scope \(words[.english])", zh: "登录缺少权限 \(words[.chinese])"))
    var retry = RetryState(call: call, policy: RetryPolicy(retries: 0))
    throw retry.error(failure)
  }
}

/// Keeps the tokens of a login, for all processes of a user.
public protocol LoginStore: Sendable {
  /// The tokens that were saved last; nil when there are none that can be read.
  func load() -> LoginTokens?

  /// Saves tokens in place of the last ones, so that they are there after a crash.
  ///
  /// - Returns: false when they could not be saved. They are used all the same, since the old ones are worth nothing
  ///   any more; say that the next run must log in again.
  func save(_ tokens: LoginTokens) -> Bool

  /// Does something while no other process does.
  ///
  /// - Parameters:
  ///   - deadline: when to stop waiting for another process.
  ///   - work: what is done.
  /// - Returns: what the work returns; nil when another process did not end in time. Where there can be no lock, the
  ///   work is done without.
  func whileLocked<Value: Sendable>(
    until deadline: ContinuousClock.Instant,
    _ work: @Sendable () async throws(ServiceError) -> Value
  ) async throws(ServiceError) -> Value?
}

extension Login {
  /// New tokens, from another process or from the service.
  ///
  /// - Parameters:
  ///   - refused: the access token that the service refused; nil when the last ones have expired.
  ///   - service: what asks for them.
  /// - Throws: when they are not to be had; then a person must log in again, unless it is a failure of the network.
  func refresh(instead refused: Secret?, service: LoginService) async throws(ServiceError) -> LoginTokens {
    let store = store
    let tokens = try await store.whileLocked(until: service.deadline) {
      () async throws(ServiceError) -> LoginTokens in
      let now = wallClockSeconds()
      guard let last = store.load() else { throw service.error(.loginExpired, .login) }
      if last.access != refused, last.isFresh(at: now) { return last }
      guard let refresh = last.refresh, now < last.refreshExpires else {
        throw service.error(.loginExpired, .login)
      }
      var tokens = try await service.refresh(refresh)
      // A reply without a scope leaves it as it was.
      if tokens.scope.isEmpty { tokens.scope = last.scope }
      _ = store.save(tokens)
      return tokens
    }
    guard let tokens else {
      throw service.error(
        .timedOut, .login,
        LocalizedText(en: "another process is refreshing the login", zh: "另一个进程正在更新登录信息"))
    }
    return tokens
  }
}

/// How a client proves who it is.
public enum Credentials: Sendable {
  /// A tenant or user access token.
  case token(Secret)
  /// An app of one's own: a tenant token is fetched with its id and secret.
  case app(id: String, secret: Secret)
  /// A person's login through an app; its token is refreshed when it has expired.
  case login(Login)
}

/// A text that must never be seen. Printing, describing or dumping it shows a placeholder.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The text itself, for those who send or store it.
  package let value: String

  /// No server takes as much in a header.
  private static let maxBytes = 32 << 10

  /// - Parameter value: the text; white space around it is not part of it.
  /// - Returns: nil for a text that cannot be put into a header: empty, longer than 32 KiB, or with anything but
  ///   visible ASCII.
  public init?(_ value: some StringProtocol) {
    let trimmed = value.drop { $0.isWhitespace }
    let end = trimmed.lastIndex { !$0.isWhitespace }
    guard let end, case let value = trimmed[...end], value.utf8.count <= Self.maxBytes,
      value.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    self.value = String(value)
  }

  public var description: String { "(secret)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

/// A token that was fetched for an app.
public struct TenantToken: Sendable {
  /// The token itself.
  public let secret: Secret
  /// When it expires, in seconds since 1970.
  public let expires: Int64

  /// A token that was kept.
  ///
  /// - Parameters:
  ///   - secret: the token itself.
  ///   - expires: when it expires, in seconds since 1970.
  public init(secret: Secret, expires: Int64) {
    self.secret = secret
    self.expires = expires
  }

  /// Reads the reply of the token call, whose fields are at the top level.
  init?(_ reply: ServiceReply, now: Int64) {
    guard let secret = reply.root["tenant_access_token"]?.string.flatMap({ Secret($0) }) else { return nil }
    self.secret = secret
    expires = now + min(max(reply.root["expire"]?.wholeNumber ?? 0, 0), Self.longestLife)
  }

  private static let longestLife: Int64 = 7200

  /// Whether it is good for the calls of the next minute.
  func isFresh(at now: Int64) -> Bool {
    // What claims to live longer than any token was damaged.
    (now + 60...now + Self.longestLife).contains(expires)
  }
}

/// Keeps the token of an app from one run to the next.
public protocol TokenStore: Sendable {
  /// The token that was kept last; nil when there is none that can be read.
  func load() -> TenantToken?
  /// Keeps a token in the place of the last one. If that fails, the next run fetches another.
  func save(_ token: TenantToken)
}
