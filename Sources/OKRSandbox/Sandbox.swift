import ContentBlocks
import NotePage

/// A stand-in for the OKR progress-record endpoints, on this machine only.
///
/// It is as strict about requests as the endpoints' documents are, and says in its errors what the service
/// keeps to itself: which value of the request is wrong, by its JSON path.
///
/// ```swift
/// var configuration = Sandbox.Configuration()
/// configuration.recordIDs = ["7041857032248410131"]
/// let sandbox = Sandbox(configuration)
/// let address = try await sandbox.start()
/// // … requests to address.baseURL with the token Sandbox.token …
/// await sandbox.stop()
/// ```
///
/// Source: the update endpoint's document; for its neighbours the public documentation of the same API.
public actor Sandbox {
  /// Where a sandbox listens.
  public struct Address: Equatable, Sendable {
    /// The port on 127.0.0.1.
    public let port: UInt16

    /// Such as `http://127.0.0.1:49152`, without a slash at the end.
    public var baseURL: String { "http://127.0.0.1:\(port)" }
  }

  nonisolated let configuration: Configuration
  /// Where the sandbox listens; nil before it was started and after it was stopped.
  public private(set) var address: Address?

  var tokens: AccessTokens
  var rateLimiter: RateLimiter
  var images = ImageShelf()
  var log = ExchangeLog()
  var pageSignals = PageSignals()
  var logins: Logins
  private var store: RecordStore?
  private var storedRecords: [String: ProgressRecord] = [:]
  private var observers: [Int: AsyncStream<ProgressRecord>.Continuation] = [:]
  private var nextObserver = 0
  private var starting: Task<Address, any Error>?
  private var serving: Task<Void, any Error>?

  /// A sandbox that is not started yet; by default it keeps its records in memory, and has none.
  public init(_ configuration: Configuration = Configuration()) {
    self.configuration = configuration
    tokens = AccessTokens(scopes: configuration.scopes, life: configuration.tokenLife)
    logins = Logins(interval: configuration.loginInterval)
    rateLimiter = RateLimiter(limit: configuration.callsPerMinute)
  }

  deinit {
    serving?.cancel()
    for observer in observers.values { observer.finish() }
    pageSignals.finish()
  }

  // MARK: Start and stop

  /// Reads the store, creates the records that the configuration names and listens.
  ///
  /// - Returns: where requests go. A sandbox that runs already returns its address.
  /// - Throws: ``Failure`` when the store cannot be used or a record is not valid, `PageServer.Failure` when the
  ///   port is not free.
  @discardableResult
  public func start() async throws -> Address {
    if let address { return address }
    // Who comes while another starts it waits for that one: there is one server.
    if let starting { return try await starting.value }
    let starting = Task { try await listen() }
    self.starting = starting
    return try await starting.value
  }

  private func listen() async throws -> Address {
    defer { starting = nil }
    try loadRecords()
    let server: PageServer
    do {
      server = try await PageServer(port: configuration.port)
    } catch {
      store = nil
      throw error
    }
    let answer: @Sendable (Request) async -> HTTPReply = { [weak self] request in
      await self?.reply(to: request) ?? HTTPReply(status: 503, text: "the sandbox has ended")
    }
    serving = Task { try await server.run(answer) }
    let address = Address(port: server.port)
    self.address = address
    return address
  }

  /// Stops listening and ends all connections. Records, tokens and the log stay as they are.
  public func stop() async {
    _ = await starting?.result
    address = nil
    serving?.cancel()
    _ = await serving?.result
    serving = nil
    store = nil
    for observer in observers.values { observer.finish() }
    observers = [:]
  }

  /// Returns when the sandbox was stopped.
  ///
  /// - Throws: `PageServer.Failure` when the server ended without being told to.
  public func waitUntilStopped() async throws(PageServer.Failure) {
    guard let serving else { return }
    let result = await serving.result
    // It was stopped, and perhaps started again.
    guard address != nil, self.serving == serving else { return }
    address = nil
    throw .ended(result)
  }

  private func loadRecords() throws(Failure) {
    for id in configuration.recordIDs where !ProgressRecord.isID(id) { throw .invalidRecordID(id) }
    let now = configuration.now()
    var given: [ProgressRecord] = []
    for file in configuration.recordFiles {
      do {
        given.append(try ProgressRecord(given: try JSONReader.read(file.json), modifyTime: now))
      } catch {
        throw .invalidRecord(name: file.name, problem: error.text)
      }
    }
    if let path = configuration.storePath {
      let store = try RecordStore(path: path)
      storedRecords = try store.load()
      self.store = store
    }
    let empty = configuration.recordIDs.map { ProgressRecord(id: $0, modifyTime: now) }
    for record in given + empty where storedRecords[record.id] == nil { try commit(record) }
  }

  // MARK: Records

  /// The record of an id; nil when there is none.
  public func record(_ id: String) -> ProgressRecord? { storedRecords[id] }

  /// Why another sandbox is not kept from the store; nil when it is, or there is no store.
  public var storeWarning: LocalizedText? { store?.lockProblem }

  /// All records, the newest first.
  public var records: [ProgressRecord] { storedRecords.values.sorted(by: ProgressRecord.isNewer) }

  /// Changes a record as someone else would in Feishu: no request is logged, `modify_time` moves on.
  ///
  /// - Parameters:
  ///   - id: the record's id.
  ///   - content: what the record says from now on.
  ///   - rate: its progress; nil leaves it as it is.
  /// - Throws: ``Failure`` when there is no such record, or the store cannot be written.
  public func edit(record id: String, content: ContentBlock, rate: ProgressRate? = nil) throws(Failure) {
    guard var record = storedRecords[id] else { throw .unknownRecord(id: id) }
    record.replace(content: content, rate: rate, at: configuration.now())
    try commit(record)
  }

  /// Every record as it is after each of its changes, from now until the sandbox stops.
  ///
  /// Who does not keep up misses older changes, never the latest ones.
  public func changes() -> AsyncStream<ProgressRecord> {
    let number = nextObserver
    nextObserver += 1
    let (stream, continuation) = AsyncStream<ProgressRecord>.makeStream(bufferingPolicy: .bufferingNewest(64))
    continuation.onTermination = { [weak self] _ in
      Task { await self?.removeObserver(number) }
    }
    observers[number] = continuation
    return stream
  }

  private func removeObserver(_ number: Int) {
    observers[number] = nil
  }

  /// Puts a record into the place of the one of its id. Every change of a record goes through here: it is
  /// stored, or nothing changes, and then told to those who watch.
  func commit(_ record: ProgressRecord) throws(Failure) {
    var records = storedRecords
    records[record.id] = record
    try store?.save(records.values)
    storedRecords = records
    for observer in observers.values { observer.yield(record) }
    pageSignals.send()
  }

  // MARK: What tests look at and set

  /// The requests of late with what was answered, oldest first: up to 1000, with up to 64 MiB of bodies.
  public var exchanges: [Exchange] { log.exchanges }

  /// The uploaded images of late, oldest first: up to 256 MiB.
  public var uploads: [UploadedImage] { images.images }

  /// How many images were ever uploaded.
  public var uploadCount: Int { images.uploadCount }

  /// Ends the life of every token, ``token`` included; the token endpoint then hands out a new one.
  public func expireTokens() {
    tokens.expireAll(at: configuration.now())
  }

  /// Ends the life of every refresh token: who logged in has to log in again.
  public func revokeRefreshTokens() {
    tokens.revokeRefreshTokens()
  }

  /// Allows or denies the login of a code, as its page's button does.
  ///
  /// - Parameters:
  ///   - userCode: the code that the client shows.
  ///   - openID: who logs in; nil (the default) for the first of the configuration's people.
  ///   - allows: whether the login is allowed; it is by default.
  /// - Returns: whether such a login waits for a decision.
  @discardableResult
  public func decideLogin(userCode: String, as openID: String? = nil, allows: Bool = true) -> Bool {
    guard let openID = openID ?? configuration.people.first?.openID else { return false }
    return logins.decide(
      userCode: userCode, allows ? .allowed(openID: openID) : .denied, at: configuration.now())
  }

  /// Makes a token of the app that is valid for ``Configuration/tokenLife`` and allows this.
  public func makeToken(scopes: Set<Scope> = Set(Scope.allCases)) -> String {
    tokens.make(scopes: scopes, at: configuration.now())
  }
}
