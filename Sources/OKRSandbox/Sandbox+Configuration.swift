#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Sandbox {
  /// How a sandbox is set up. Every property has a default that suits a test.
  public struct Configuration: Sendable {
    /// The port on 127.0.0.1, the only address that is ever listened on; 0 (the default) for any free one.
    public var port: UInt16 = 0
    /// The file that keeps the records from one start to the next; nil (the default) for memory only.
    ///
    /// It is read at the start and replaced as a whole after each change, readable by its owner only. While a
    /// sandbox runs, no other can use it.
    public var storePath: String?
    /// Ids of records that exist from the start, empty unless the store knows them; none by default.
    public var recordIDs: [String] = []
    /// Records that exist from the start as a file has them, unless the store knows them; none by default.
    public var recordFiles: [RecordFile] = []
    /// Who has objectives and key results here; the first of them is who logs in. Nobody by default.
    ///
    /// With people, records and images belong only to objectives and key results of theirs (else 1001004); without,
    /// any id of the right shape will do.
    public var people: [Person] = []
    /// How many calls of one endpoint are answered within a minute; 100 by default, as documented.
    public var callsPerMinute = 100
    /// What the fixed token and the tokens that the sandbox issues allow; everything by default.
    public var scopes: Set<Scope> = Set(Scope.allCases)
    /// How long the tokens that the sandbox issues are valid, in seconds; 7200 by default, as documented.
    public var tokenLife: Int64 = 7200
    /// How long a client has to wait between two questions whether someone has logged in, in seconds; 5 by
    /// default, as documented.
    public var loginInterval: Int64 = 5
    /// Whether every login is allowed at once, as if its page's button had been pressed; not by default.
    public var allowsLogins = false
    /// The time in milliseconds since 1970; the system's clock by default.
    ///
    /// Rate limits, the age of tokens and `modify_time` go by it, so a test can move them all.
    public var now: @Sendable () -> Int64 = { systemMilliseconds() }
    /// How often an open page is told that the sandbox is still there; every 15 seconds by default.
    public var pageHeartbeat = Duration.seconds(15)

    /// A configuration of defaults.
    public init() {}
  }

  /// A record as JSON, exactly as it is to be read back: also of kinds that this package does not know.
  public struct RecordFile: Sendable {
    /// What the file is called in messages.
    public var name: String
    /// A reply of the service, or its `data`; with a `progress_id` and a `content`.
    public var json: [UInt8]

    /// A record by the bytes of its file.
    public init(name: String, json: [UInt8]) {
      self.name = name
      self.json = json
    }
  }

  /// What a token allows.
  public enum Scope: CaseIterable, Sendable {
    /// Reading progress records.
    case read
    /// Creating and updating progress records.
    case write
    /// Uploading images.
    case upload
    /// Listing objectives and key results.
    case list

    /// The service's names of the scopes, any one of which is enough.
    var names: [String] {
      switch self {
      case .read: ["okr:okr", "okr:okr:readonly", "okr:okr.progress:readonly"]
      case .write: ["okr:okr", "okr:okr.progress:writeonly"]
      case .upload: ["okr:okr", "okr:okr.progress.file:upload"]
      case .list: ["okr:okr", "okr:okr:readonly"]
      }
    }
  }

  /// The app id that the token endpoints know. It protects nothing: the sandbox is this machine's own.
  public static let appID = "cli_sandbox"
  /// The secret that goes with ``appID``.
  public static let appSecret = "sandbox"
  /// A token of the app that is valid from the start.
  public static let token = "t-sandbox"
}

/// The system's wall clock in milliseconds since 1970, which is how the service counts time.
private func systemMilliseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}
