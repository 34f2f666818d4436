extension Sandbox {
  /// How a sandbox is set up. Every property has a default that suits a test.
  public struct Configuration: Sendable {
    /// The port on 127.0.0.1, the only address that is ever listened on; 0 (the default) for any free one.
    public var port: UInt16 = 0
    /// The file that keeps the records from one start to the next; nil (the default) for memory only.
    ///
    /// It is read at the start and replaced as a whole after each change, readable by its owner only.
    public var storePath: String?
    /// Ids of records that exist from the start, empty unless the store knows them; none by default.
    public var recordIDs: [String] = []
    /// How many calls of one endpoint are answered within a minute; 100 by default, as documented.
    public var callsPerMinute = 100
    /// What the fixed token and the tokens that the sandbox issues allow; everything by default.
    public var scopes: Set<Scope> = Set(Scope.allCases)
    /// The time in milliseconds since 1970; the system's clock by default.
    ///
    /// Rate limits, the age of tokens and `modify_time` go by it, so a test can move them all.
    public var now: @Sendable () -> Int64 = { systemMilliseconds() }
    /// How often an open page is told that the sandbox is still there; every 15 seconds by default.
    public var pageHeartbeat = Duration.seconds(15)

    /// A configuration of defaults.
    public init() {}
  }
}
