/// The tokens that the sandbox knows, valid and expired.
struct AccessTokens {
  struct Token {
    let scopes: Set<Sandbox.Scope>
    /// Whose token it is, by the open id; nil for the app's.
    let openID: String?
    /// In milliseconds since 1970; the fixed token has none until it is expired by hand.
    fileprivate(set) var expiry: Int64?
  }

  private struct RefreshToken {
    let scopes: [String]
    let openID: String
    let expiry: Int64
    var isUsed = false
  }

  /// What a login or a refresh gives.
  struct UserTokens {
    let access: String
    let accessSeconds: Int64
    /// Nil when the login did not ask for `offline_access`.
    let refresh: String?
    let refreshSeconds: Int64
    let scopes: [String]
  }

  /// With less than this left, the token endpoint hands out another one. In milliseconds.
  private static let renewal: Int64 = 1_800_000
  /// How long a refresh token is valid, in seconds.
  private static let refreshLife: Int64 = 604_800

  private let scopes: Set<Sandbox.Scope>
  /// In seconds.
  private let life: Int64
  private var tokens: [String: Token]
  private var refreshTokens: [String: RefreshToken] = [:]
  /// The one that the token endpoint handed out last.
  private var current: String?

  init(scopes: Set<Sandbox.Scope>, life: Int64) {
    self.scopes = scopes
    self.life = life
    tokens = [Sandbox.token: Token(scopes: scopes, openID: nil, expiry: nil)]
  }

  // MARK: The app's

  /// The token that the token endpoint hands out, and for how many seconds it is still valid.
  mutating func issue(at now: Int64) -> (token: String, seconds: Int64) {
    if let current, let expiry = tokens[current]?.expiry, expiry - now >= Self.renewal {
      return (current, (expiry - now) / 1000)
    }
    let token = make(scopes: scopes, at: now)
    current = token
    return (token, life)
  }

  /// Makes a token that the token endpoint does not hand out.
  mutating func make(scopes: Set<Sandbox.Scope>, at now: Int64) -> String {
    let token = "t-\(randomName(length: 32))"
    tokens[token] = Token(scopes: scopes, openID: nil, expiry: now + life * 1000)
    return token
  }

  // MARK: People's

  /// Makes the tokens of someone who has logged in.
  ///
  /// - Parameter names: the scopes that the login asked for. The token allows those of them that the app has.
  mutating func makeUserTokens(of openID: String, scopes names: [String], at now: Int64) -> UserTokens {
    let known = Set(scopes.flatMap(\.names)).union(["offline_access"])
    let granted = names.filter(known.contains)
    let allowed = scopes.filter { scope in granted.contains(where: scope.names.contains) }
    // As long as the service's, which are JSON Web Tokens.
    let access = "eyJhbGciOiJFUzI1NiJ9.\(randomName(length: 1100)).\(randomName(length: 86))"
    tokens[access] = Token(scopes: allowed, openID: openID, expiry: now + life * 1000)
    var refresh: String?
    if granted.contains("offline_access") {
      let token = "eyJhbGciOiJFUzI1NiJ9.\(randomName(length: 900)).\(randomName(length: 86))"
      refreshTokens[token] = RefreshToken(
        scopes: granted, openID: openID, expiry: now + Self.refreshLife * 1000)
      refresh = token
    }
    return UserTokens(
      access: access, accessSeconds: life, refresh: refresh, refreshSeconds: Self.refreshLife,
      scopes: granted)
  }

  /// Makes new tokens for a refresh token, which works once.
  mutating func refresh(_ token: String, at now: Int64) throws(LoginError) -> UserTokens {
    guard let known = refreshTokens[token] else {
      throw LoginError("invalid_grant", code: 20026, "the refresh token is invalid")
    }
    guard !known.isUsed else {
      throw LoginError("invalid_grant", code: 20073, "the refresh token has been used already")
    }
    guard known.expiry > now else {
      throw LoginError("invalid_grant", code: 20037, "the refresh token has expired")
    }
    refreshTokens[token]?.isUsed = true
    return makeUserTokens(of: known.openID, scopes: known.scopes, at: now)
  }

  // MARK: All

  /// Ends the life of every access token, the fixed one's too.
  mutating func expireAll(at now: Int64) {
    for token in tokens.keys { tokens[token]?.expiry = now }
    current = nil
  }

  /// Ends the life of every refresh token.
  mutating func revokeRefreshTokens() {
    refreshTokens = [:]
  }

  /// Lets a request pass whose `Authorization` carries a valid token that allows what is asked for.
  ///
  /// - Returns: that token.
  @discardableResult
  func check(
    authorization: String?, for wanted: Endpoint.Authorization, at now: Int64
  ) throws(ServiceError) -> Token {
    guard let authorization, authorization.hasPrefix("Bearer ") else { throw .missingToken }
    let name = authorization.dropFirst("Bearer ".count)
    guard !name.isEmpty else { throw .missingToken }
    guard let token = tokens[String(name)] else {
      throw .unknownToken(isUserToken: name.hasPrefix("u-") || name.hasPrefix("eyJ"))
    }
    if let expiry = token.expiry, expiry <= now { throw .expiredToken }
    switch wanted {
    case .user:
      guard token.openID != nil else { throw .unknownToken(isUserToken: true) }
    case .scope(let scope):
      guard token.scopes.contains(scope) else { throw .missingScope(scope, ofUser: token.openID != nil) }
    }
    return token
  }
}

/// Letters and digits without a pattern, for tokens that have to differ.
func randomName(length: Int) -> String {
  let characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
  return String((0..<length).map { _ in characters[Int.random(in: characters.indices)] })
}
