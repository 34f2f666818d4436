import ContentBlocks
import Synchronization
import TestSupport
import Testing

@testable import OKRClient

/// How calls use a login: its token, a refresh when that is needed, and never two.
@Suite struct LoginTests {
  private static func tokens(
    _ number: Int, freshFor seconds: Int64 = 3600, scope: String = ""
  ) -> LoginTokens {
    let now = wallClockSeconds()
    return LoginTokens(
      access: Secret("u-\(number)").unsafelyUnwrapped, accessExpires: now + seconds,
      refresh: Secret("r-\(number)"), refreshExpires: now + 600_000, scope: scope)
  }

  /// A service that accepts the access token of the last pair it gave, from `valid` on.
  private final class Service: Sendable {
    private let number: Mutex<Int>

    init(valid: Int) {
      number = Mutex(valid)
    }

    func answer(_ request: FaultServer.Request) -> FaultServer.Reply {
      number.withLock { number in
        guard request.target.hasSuffix("/oauth/token") else {
          return request.header("Authorization") == "Bearer u-\(number)"
            ? .json(Calls.success) : .json(#"{"code":99991677,"msg":"expired"}"#, status: 401)
        }
        guard request.text.contains(#""refresh_token":"r-\#(number)""#) else {
          return .json(#"{"code":20064,"error":"invalid_grant"}"#, status: 400)
        }
        number += 1
        return .json(
          #"{"code":0,"access_token":"u-\#(number)","expires_in":7200,"refresh_token":"r-\#(number)"}"#)
      }
    }
  }

  private func credentials(_ store: MemoryStore) throws -> Credentials {
    .login(Login(app: LoginApp(id: "cli_1", secret: try #require(Secret("app-key"))), store: store))
  }

  private func refreshes(_ server: FaultServer) -> Int {
    server.requests.count { $0.target.hasSuffix("/oauth/token") }
  }

  @Test func aFreshTokenIsUsed() async throws {
    let service = Service(valid: 1)
    let server = try FaultServer { request, _ in service.answer(request) }
    let store = MemoryStore(Self.tokens(1))
    _ = try await Calls.outcome(at: server, credentials: credentials(store), of: Calls.update).get()
    #expect(server.requests.count == 1)
    #expect(store.saved.isEmpty)
  }

  @Test(arguments: [59, 0, -10_000] as [Int64])
  func anOldTokenIsRefreshedAndSavedBeforeItIsUsed(seconds: Int64) async throws {
    let service = Service(valid: 1)
    let server = try FaultServer { request, _ in service.answer(request) }
    let store = MemoryStore(Self.tokens(1, freshFor: seconds, scope: "okr:okr offline_access"))
    store.onSave = { #expect(server.requests.count == 1, "the call comes after that") }
    _ = try await Calls.outcome(at: server, credentials: credentials(store), of: Calls.update).get()
    #expect(refreshes(server) == 1)
    #expect(server.requests.last?.header("Authorization") == "Bearer u-2")
    #expect(store.saved.map(\.refresh?.value) == ["r-2"])
    #expect(store.saved.first?.scope == "okr:okr offline_access")
  }

  @Test func aTokenThatTheServiceRefusesIsRefreshedOnce() async throws {
    let service = Service(valid: 2)
    let server = try FaultServer { request, _ in service.answer(request) }
    let store = MemoryStore(
      LoginTokens(
        access: try #require(Secret("u-1")), accessExpires: .max, refresh: Secret("r-2"),
        refreshExpires: .max, scope: ""))
    _ = try await Calls.outcome(at: server, credentials: credentials(store), of: Calls.update).get()
    #expect(server.requests.compactMap { $0.header("Authorization") } == ["Bearer u-1", "Bearer u-3"])

    let stubborn = try FaultServer { request, _ in
      request.target.hasSuffix("/oauth/token")
        ? .json(#"{"code":0,"access_token":"u-9","refresh_token":"r-9"}"#)
        : .json(#"{"code":99991677,"msg":"u-9 r-9"}"#, status: 401)
    }
    let error = try #require(
      try await Calls.outcome(
        at: stubborn, credentials: credentials(MemoryStore(Self.tokens(1))), of: Calls.update
      )
      .failure)
    #expect(stubborn.requests.count == 3)
    #expect(error.kind == .unauthorized)
    #expect(error.serverMessage == "(secret) (secret)")
  }

  /// Eight processes with an expired token.
  @Test func manyAtOnceMakeOneRefresh() async throws {
    let service = Service(valid: 1)
    let server = try FaultServer { request, _ in service.answer(request) }
    let store = MemoryStore(Self.tokens(1, freshFor: 0))
    let credentials = try credentials(store)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          _ = try await Calls.outcome(at: server, credentials: credentials, of: Calls.update).get()
        }
      }
      try await group.waitForAll()
    }
    #expect(refreshes(server) == 1)
    #expect(server.requests.count == 9)
  }

  @Test func whatCannotBeRefreshedIsALoginAgain() async throws {
    let now = wallClockSeconds()
    let access = try #require(Secret("u-1"))
    let server = try FaultServer { _, _ in .json(Calls.success) }
    for tokens in [
      nil, LoginTokens(access: access, accessExpires: now, refresh: nil, refreshExpires: 0, scope: ""),
      LoginTokens(
        access: access, accessExpires: now, refresh: Secret("r-1"), refreshExpires: now - 1, scope: ""),
    ] {
      let error = try await Calls.outcome(
        at: server, credentials: credentials(MemoryStore(tokens)), of: Calls.update
      ).failure
      #expect(error?.description == "not logged in: the login is no longer valid; log in again")
      #expect(error?.kind == .unauthorized)
    }
    #expect(server.requests.isEmpty)
  }

  @Test func aLockThatIsHeldForTooLongIsSaid() async throws {
    let server = try FaultServer { _, _ in .json(Calls.success) }
    let store = MemoryStore(Self.tokens(1, freshFor: 0))
    store.isLockedByAnother.withLock { $0 = true }
    let error = try await Calls.outcome(at: server, credentials: credentials(store), of: Calls.update).failure
    #expect(error?.kind == .temporary)
    #expect(error?.description.contains("another process is refreshing the login") == true)
  }

  @Test func aMissingScopeIsNamedBeforeTheCall() async throws {
    let server = try FaultServer { _, _ in .json(Calls.success) }
    let store = MemoryStore(Self.tokens(1, scope: "offline_access okr:okr:readonly"))
    let error = try #require(
      try await Calls.outcome(at: server, credentials: credentials(store), of: Calls.update).failure)
    #expect(error.kind == .forbidden)
    #expect(error.cause == .loginLacksScope)
    #expect(
      error.description
        == "the record was not updated: the login lacks the scope okr:okr or okr:okr.progress:writeonly; "
        + "log in again, with an app that has the scope okr:okr or okr:okr.progress:writeonly")
    #expect(error.refusesReading)
    #expect(server.requests.isEmpty)
    _ = try await Calls.outcome(at: server, credentials: credentials(store)) { client in
      try await client.read(Calls.recordID)
    }.get()
  }
}

/// Keeps tokens as a file would, for one process.
final class MemoryStore: LoginStore, @unchecked Sendable {
  private let tokens: Mutex<LoginTokens?>
  private let history = Mutex<[LoginTokens]>([])
  private let lock = AsyncLock()
  let isLockedByAnother = Mutex(false)
  var onSave: @Sendable () -> Void = {}

  init(_ tokens: LoginTokens?) {
    self.tokens = Mutex(tokens)
  }

  var saved: [LoginTokens] { history.withLock { $0 } }

  func load() -> LoginTokens? { tokens.withLock { $0 } }

  func save(_ tokens: LoginTokens) -> Bool {
    onSave()
    history.withLock { $0.append(tokens) }
    self.tokens.withLock { $0 = tokens }
    return true
  }

  func whileLocked<Value: Sendable>(
    until deadline: ContinuousClock.Instant, _ work: @Sendable () async throws(ServiceError) -> Value
  ) async throws(ServiceError) -> Value? {
    if isLockedByAnother.withLock({ $0 }) { return nil }
    await lock.acquire()
    defer { lock.release() }
    return try await work()
  }
}

/// A lock that is waited for without a thread.
private final class AsyncLock: Sendable {
  private let state = Mutex<(isHeld: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

  func acquire() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.isHeld {
          state.waiting.append(continuation)
          return false
        }
        state.isHeld = true
        return true
      }
      if isFree { continuation.resume() }
    }
  }

  func release() {
    let next = state.withLock { state in
      let next = state.waiting.isEmpty ? nil : state.waiting.removeFirst()
      state.isHeld = next != nil
      return next
    }
    next?.resume()
  }
}
