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
