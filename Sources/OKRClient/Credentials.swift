/// How a client proves who it is.
public enum Credentials: Sendable {
  /// A tenant or user access token.
  case token(Secret)
  /// An app of one's own: a tenant token is fetched with its id and secret.
  case app(id: String, secret: Secret)
}
