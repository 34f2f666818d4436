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

  /// Reads the reply of the token call, whose fields stand at the top level.
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
