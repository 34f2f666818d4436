/// The tokens that the sandbox knows, valid and expired.
struct AccessTokens {
  private struct Token {
    let scopes: Set<Sandbox.Scope>
    /// In milliseconds since 1970; the fixed token has none until it is expired by hand.
    var expiry: Int64?
  }

  /// How long a token is valid, as documented.
  private static let lifetime: Int64 = 7_200_000
  /// With less than this left, the token endpoint hands out another one.
  private static let renewal: Int64 = 1_800_000

  private let scopes: Set<Sandbox.Scope>
  private var tokens: [String: Token]
  /// The one that the token endpoint handed out last.
  private var current: String?

  init(scopes: Set<Sandbox.Scope>) {
    self.scopes = scopes
    tokens = [Sandbox.token: Token(scopes: scopes, expiry: nil)]
  }

  /// The token that the token endpoint hands out, and for how many seconds it is still valid.
  mutating func issue(at now: Int64) -> (token: String, seconds: Int64) {
    if let current, let expiry = tokens[current]?.expiry, expiry - now >= Self.renewal {
      return (current, (expiry - now) / 1000)
    }
    let token = make(scopes: scopes, at: now)
    current = token
    return (token, Self.lifetime / 1000)
  }

  /// Makes a token that the token endpoint does not hand out.
  mutating func make(scopes: Set<Sandbox.Scope>, at now: Int64) -> String {
    let token = "t-\(randomName(length: 32))"
    tokens[token] = Token(scopes: scopes, expiry: now + Self.lifetime)
    return token
  }

  /// Ends the life of every token, the fixed one's too.
  mutating func expireAll(at now: Int64) {
    for token in tokens.keys { tokens[token]?.expiry = now }
    current = nil
  }

  /// Lets a request pass whose `Authorization` carries a valid token with the scope.
  func check(authorization: String?, for scope: Sandbox.Scope, at now: Int64) throws(ServiceError) {
    guard let authorization, authorization.hasPrefix("Bearer ") else { throw .missingToken }
    let name = authorization.dropFirst("Bearer ".count)
    guard !name.isEmpty else { throw .missingToken }
    guard let token = tokens[String(name)] else {
      throw .unknownToken(isUserToken: name.hasPrefix("u-"))
    }
    if let expiry = token.expiry, expiry <= now { throw .expiredToken }
    guard token.scopes.contains(scope) else { throw .missingScope(scope) }
  }
}
