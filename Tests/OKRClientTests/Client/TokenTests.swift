import Synchronization
import TestSupport
import Testing

@testable import OKRClient

/// Where the token of a call comes from.
@Suite struct TokenTests {
  private static func app() throws -> Credentials {
    .app(id: "cli_1", secret: try #require(Secret("app-secret")))
  }

  private static func token(_ name: String, expire: Int = 7200) -> FaultServer.Reply {
    .json(#"{"code":0,"msg":"ok","tenant_access_token":"\#(name)","expire":\#(expire)}"#)
  }

  @Test func anAppFetchesATokenOnceForAllCalls() async throws {
    let server = try FaultServer { request, _ in
      request.target.contains("tenant_access_token") ? Self.token("t-1") : .json(Calls.success)
    }
    _ = try await Calls.outcome(at: server, credentials: Self.app()) { client in
      _ = try await client.update(Calls.recordID, body: [])
      return try await client.read(Calls.recordID)
    }.get()
    #expect(server.requests.count == 3)
    #expect(server.requests[0].header("Authorization") == nil)
    #expect(server.requests[0].text == #"{"app_id":"cli_1","app_secret":"app-secret"}"#)
    #expect(server.requests.dropFirst().allSatisfy { $0.header("Authorization") == "Bearer t-1" })
  }

  @Test func anExpiredTokenIsFetchedOnceMore() async throws {
    let server = try FaultServer { request, index in
      if request.target.contains("tenant_access_token") { return Self.token("t-\(index)") }
      return index < 2
        ? .json(#"{"code":99991677,"msg":"expired"}"#, status: 401) : .json(Calls.success)
    }
    _ = try await Calls.outcome(at: server, credentials: Self.app(), of: Calls.update).get()
    #expect(server.requests.compactMap { $0.header("Authorization") } == ["Bearer t-0", "Bearer t-2"])

    let stubborn = try FaultServer { request, index in
      request.target.contains("tenant_access_token")
        ? Self.token("t-\(index)") : .json(#"{"code":99991677,"msg":"t-0 t-2 app-secret"}"#, status: 401)
    }
    let error = try #require(
      try await Calls.outcome(at: stubborn, credentials: Self.app(), of: Calls.update).failure)
    #expect(stubborn.requests.count == 4)
    #expect(error.kind == .unauthorized)
    #expect(error.serverMessage?.contains("app-secret") == false)
    #expect(error.serverMessage?.contains("t-2") == false)
  }

  @Test func aGivenTokenIsNotReplaced() async throws {
    let server = try FaultServer { _, _ in .json(#"{"code":99991663,"msg":"bad t-very-secret"}"#, status: 401)
    }
    let error = try #require(try await Calls.outcome(at: server, of: Calls.update).failure)
    #expect(server.requests.count == 1)
    #expect(error.serverMessage == "bad (secret)")
  }

  @Test func theTokenCallFailsOnItsOwn() async throws {
    let server = try FaultServer { _, _ in .json(#"{"code":10014,"msg":"app secret invalid"}"#, status: 400) }
    let error = try #require(
      try await Calls.outcome(at: server, credentials: Self.app(), of: Calls.update).failure)
    #expect(error.call == .token)
    #expect(error.kind == .unauthorized)
    #expect(
      error.description
        == "no token was fetched: the service refused the request (HTTP 400, code 10014, \"app secret invalid\"); "
        + "check the app's id and secret")
    for body in [#"{"code":0}"#, #"{"code":0,"tenant_access_token":"a b","expire":7200}"#] {
      let server = try FaultServer { _, _ in .json(body) }
      let error = try await Calls.outcome(at: server, credentials: Self.app(), of: Calls.update).failure
      #expect(error?.description.contains("the reply holds no token") == true)
    }
  }

  @Test func aKeptTokenIsUsedWhileItIsFresh() async throws {
    let now = wallClockSeconds()
    for (expires, calls) in [(now + 3600, 1), (now + 5, 2), (now - 5, 2), (now + 100_000, 2), (Int64.max, 2)]
    {
      let server = try FaultServer { request, _ in
        request.target.contains("tenant_access_token") ? Self.token("t-new") : .json(Calls.success)
      }
      let store = KeptToken(TenantToken(secret: try #require(Secret("t-kept")), expires: expires))
      _ = try await Calls.outcome(
        at: server, credentials: Self.app(), options: { $0.tokenStore = store }, of: Calls.update
      ).get()
      #expect(server.requests.count == calls)
      #expect(
        server.requests.last?.header("Authorization") == (calls == 1 ? "Bearer t-kept" : "Bearer t-new"))
      #expect(store.load()?.secret.value == (calls == 1 ? "t-kept" : "t-new"))
    }
  }
}

private final class KeptToken: TokenStore {
  private let token: Mutex<TenantToken?>

  init(_ token: TenantToken?) {
    self.token = Mutex(token)
  }

  func load() -> TenantToken? { token.withLock { $0 } }
  func save(_ token: TenantToken) { self.token.withLock { $0 = token } }
}
