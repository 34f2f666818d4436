extension ServiceClient {
  /// What a client may do.
  public struct Options: Sendable {
    /// What kind of ids the mentions hold; open ids by default.
    public var userIDType = UserIDType.openID
    /// How often and when a call that failed is made again.
    public var retry = RetryPolicy()
    /// How long everything that the client does may take together; 60 seconds by default. More than a year
    /// counts as a year.
    public var timeout = Duration.seconds(60)
    /// The system cannot sleep until a time that is much further away.
    static let longestTimeout = Duration.seconds(365 * 86400)
    /// What the client calls itself.
    public var userAgent = "okrmd"
    /// Keeps the tokens of an app; by default they live as long as the client.
    public var tokenStore: (any TokenStore)?
    /// What keeps the calls within the limit of the service; by default a ``CallPacer``. Clients that share one
    /// keep the limit together.
    public var pacing: any CallPacing = CallPacer()
    /// Told of every call as it is made.
    public var observer: (@Sendable (CallEvent) -> Void)?

    /// The default options: 60 seconds, four repetitions, no observer.
    public init() {}
  }
}
