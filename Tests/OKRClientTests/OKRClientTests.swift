import ContentBlocks
import Synchronization
import TestSupport
import Testing

@testable import OKRClient

/// Calls against a server that answers as it is told to: what is repeated, what is made of the reply.
struct OKRClientTests {
  private static let success =
    #"{"code":0,"msg":"success","data":{"progress_id":"7","modify_time":"1640677887499","content":{"blocks":[]}}}"#

  /// Makes some calls with a client whose waits are short.
  private func outcome<Value: Sendable>(
    at server: FaultServer, credentials: Credentials? = nil,
    options set: (inout OKRClient.Options) -> Void = { _ in },
    of calls: @escaping @Sendable (OKRClient) async throws -> Value
  ) async throws -> Result<Value, OKRClientError> {
    var options = OKRClient.Options()
    options.retry.jitter = { 0 }
    // However slow the machine is.
    options.timeout = .seconds(1000)
    set(&options)
    let secret = try #require(Secret("t-very-secret"))
    let base = try BaseURL(server.baseURL)
    let result: Result<Value, any Error> = await AsyncHTTPTransport.with { [options] transport in
      let client = OKRClient(
        baseURL: base, credentials: credentials ?? .token(secret), transport: transport, options: options)
      do {
        return .success(try await calls(client))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(let value): return .success(value)
    case .failure(let error): return .failure(try #require(error as? OKRClientError))
    }
  }

  private static let update: @Sendable (OKRClient) async throws -> ChangeReply = {
    try await $0.update(recordID, body: Array("{}".utf8))
  }

  private static let recordID = OKRIdentifier("7").unsafelyUnwrapped

  // MARK: What is repeated

  @Test(
    arguments: [
      (500, #"{"code":1009999,"msg":"internal server error"}"#),
      (500, #"{"code":1009998,"msg":"system exception"}"#),
      (200, #"{"code":1009999,"msg":"internal server error"}"#),
      (502, "<html>Bad Gateway</html>"), (503, ""),
    ])
  func whatMayPassIsRepeated(status: Int, body: String) async throws {
    let server = try FaultServer { _, index in
      index < 2 ? .json(body, status: status) : .json(Self.success)
    }
    let reply = try await outcome(at: server, of: Self.update).get()
    #expect(reply.record?.modifyTime == "1640677887499")
    #expect(server.requests.count == 3)
    #expect(Set(server.requests.map(\.text)) == ["{}"])
  }

  @Test func droppedConnectionsAreRepeated() async throws {
    let faults: [FaultServer.Reply] = [.nothing, .halfHead, .halfBody(), .reset]
    let server = try FaultServer { _, index in index < faults.count ? faults[index] : .json(Self.success) }
    _ = try await outcome(at: server, of: Self.update).get()
    #expect(server.requests.count == 5)
  }

  @Test func theNumberOfRetriesIsKept() async throws {
    for retries in [0, 2] {
      let server = try FaultServer { _, _ in .json(#"{"code":1009999,"msg":"internal"}"#, status: 500) }
      let error = try await outcome(at: server, options: { $0.retry.retries = retries }, of: Self.update)
        .failure
      #expect(server.requests.count == retries + 1)
      #expect(error?.kind == .temporary)
      #expect(error?.mayHaveArrived == true)
    }
  }

  @Test(arguments: [
    (429, #"{"code":99991400,"msg":"limited"}"#), (400, #"{"code":99991400,"msg":"limited"}"#),
    (429, "slow down"),
  ])
  func aRateLimitIsWaitedFor(status: Int, body: String) async throws {
    let server = try FaultServer { _, index in
      index == 0
        ? .json(body, status: status, headers: [.init("x-ogw-ratelimit-reset", "1")]) : .json(Self.success)
    }
    _ = try await outcome(at: server, of: Self.update).get()
    let arrivals = server.requests.map(\.arrival)
    #expect(arrivals.count == 2)
    #expect(arrivals[1] - arrivals[0] >= .seconds(1))
  }

  @Test func aWaitThatIsLongerThanTheTimeLeftIsNotBegun() async throws {
    let server = try FaultServer { _, _ in
      .json(
        #"{"code":99991400,"msg":"limited"}"#, status: 429, headers: [.init("x-ogw-ratelimit-reset", "9000")])
    }
    let error = try await outcome(at: server, of: Self.update).failure
    #expect(
      error?.description
        == "the record was not updated: too many calls, and the wait of 9000 s is longer than the time left "
        + #"(HTTP 429, code 99991400, "limited"); wait a minute and try again"#)
    #expect(error?.kind == .temporary)
    #expect(server.requests.count == 1)
  }

  @Test(
    arguments: [
      (400, 1_001_001, OKRClientError.Kind.refused), (400, 1_001_002, .forbidden), (400, 1_001_003, .refused),
      (400, 1_001_004, .refused), (400, 99_991_672, .forbidden), (403, 99_991_672, .forbidden),
      (401, 99_991_661, .unauthorized), (400, 99_991_663, .unauthorized), (401, 99_991_668, .unauthorized),
      (401, 99_991_677, .unauthorized), (400, 4_000_000, .refused), (403, 5, .forbidden),
      (200, 1_001_001, .refused),
    ])
  func whatStaysWrongIsNotRepeated(status: Int, code: Int, kind: OKRClientError.Kind) async throws {
    let server = try FaultServer { _, _ in
      .json(#"{"code":\#(code),"msg":"no\nway"}"#, status: status, headers: [.init("x-tt-logid", "L1")])
    }
    let error = try #require(try await outcome(at: server, of: Self.update).failure)
    #expect(server.requests.count == 1)
    #expect(error.kind == kind)
    #expect(error.status == status)
    #expect(error.code?.number == Int64(code))
    #expect(error.serverMessage == "no way")
    #expect(error.logID == "L1")
    #expect(!error.mayHaveArrived)
    #expect(error.advice != nil)
    #expect(error.description.contains(#"(HTTP \#(status), code \#(code), "no way", log id L1); "#))
  }

  @Test func creatingIsRepeatedAfterARateLimitOnly() async throws {
    let record = try #require(
      NewRecord(
        target: .objective(Self.recordID), sourceTitle: "a", sourceURL: "https://a.cn",
        content: ContentBlock()))
    let limited = try FaultServer { _, index in
      index == 0
        ? .json(#"{"code":99991400}"#, status: 429, headers: [.init("x-ogw-ratelimit-reset", "0")])
        : .json(Self.success)
    }
    let reply = try await outcome(at: limited) { client in try await client.create(record) }.get()
    #expect(reply.record?.id == Self.recordID)
    #expect(limited.requests.count == 2)

    let faults: [FaultServer.Reply] = [
      .nothing, .reset, .halfBody(), .json(#"{"code":1009999}"#, status: 500),
    ]
    for fault in faults {
      let server = try FaultServer { _, _ in fault }
      let error = try await outcome(at: server) { client in try await client.create(record) }.failure
      #expect(server.requests.count == 1)
      #expect(error?.kind == .refused, "trying again later is what must not be advised")
      #expect(error?.mayHaveArrived == true)
      #expect(error?.description.contains("a record may or may not have been created") == true)
      #expect(error?.description.contains("look for the new record in Feishu first") == true)
    }
  }

  @Test func uploadingIsNotRepeatedEither() async throws {
    let server = try FaultServer { _, _ in .nothing }
    let error = try await outcome(at: server) { client in
      try await client.upload(UploadImage(bytes: [1], fileExtension: "png"), to: .objective(Self.recordID))
    }.failure
    #expect(server.requests.count == 1)
    #expect(error?.kind == .temporary)
  }

  // MARK: Replies

  @Test(
    arguments: [
      (FaultServer.Reply.json("<html>"), "the reply is not in the service's form (HTTP 200)"),
      (.json("[]"), "the reply is not in the service's form (HTTP 200)"),
      (.json(#"{"code":"0"}"#), "the reply is not in the service's form (HTTP 200)"),
      (.json("nope", status: 404), "the reply is not in the service's form (HTTP 404)"),
      (
        .response(status: 302, headers: [.init("Location", "http://127.0.0.1:9/")]),
        "the reply is a redirect, and redirects are not followed (HTTP 302)"
      ),
      (.garbage, "the reply cannot be read: it is not HTTP"),
      (.huge(bytes: 200 << 20), "the reply is longer than 16 MiB"),
    ] as [(FaultServer.Reply, String)])
  func whatIsNoReplyOfTheServiceIsRefused(reply: FaultServer.Reply, words: String) async throws {
    let server = try FaultServer { _, _ in reply }
    let error = try #require(try await outcome(at: server, of: Self.update).failure)
    #expect(error.kind == .refused)
    #expect(error.description.contains(words))
    #expect(server.requests.count == 1)
  }

  @Test func aSuccessWithoutTheRecordIsOne() async throws {
    for body in [
      #"{"code":0}"#, #"{"code":0,"data":null}"#, #"{"code":0,"data":"x"}"#, #"{"code":0,"data":{}}"#,
    ] {
      let server = try FaultServer { _, _ in .json(body, headers: [.init("x-tt-logid", "L1")]) }
      let reply = try await outcome(at: server, of: Self.update).get()
      #expect(reply.record == nil)
      #expect(reply.logID == "L1")
    }
  }

  @Test func whatNoDocumentListsIsIgnored() async throws {
    let server = try FaultServer { _, _ in
      .json(
        #"{"code":0,"msg":"ok","extra":1,"data":{"progress_id":"7","modify_time":"5","new":[],"content":{"blocks":["#
          + #"{"type":"paragraph","paragraph":{"elements":[{"type":"person","person":{"openId":"ou_1","userId":"u"}}]}}"#
          + #"]}}}"#)
    }
    let record = try await outcome(at: server) { client in try await client.read(Self.recordID) }.get()
    #expect(
      record.content.blocks == [
        .paragraph(ContentParagraph(elements: [.mention(ContentMention(userID: "ou_1"))]))
      ])
  }

  @Test func readingAnotherRecordIsNone() async throws {
    let server = try FaultServer { _, _ in .json(Self.success) }
    let id = try #require(OKRIdentifier("8"))
    let error = try await outcome(at: server) { client in try await client.read(id) }.failure
    #expect(error?.kind == .refused)
    #expect(error?.description.contains("the reply holds no such record") == true)
  }

  // MARK: Tokens

  private static func app() throws -> Credentials {
    .app(id: "cli_1", secret: try #require(Secret("app-secret")))
  }

  private static func token(_ name: String, expire: Int = 7200) -> FaultServer.Reply {
    .json(#"{"code":0,"msg":"ok","tenant_access_token":"\#(name)","expire":\#(expire)}"#)
  }

  @Test func anAppFetchesATokenOnceForAllCalls() async throws {
    let server = try FaultServer { request, _ in
      request.target.contains("tenant_access_token") ? Self.token("t-1") : .json(Self.success)
    }
    _ = try await outcome(at: server, credentials: Self.app()) { client in
      _ = try await client.update(Self.recordID, body: [])
      return try await client.read(Self.recordID)
    }.get()
    #expect(server.requests.count == 3)
    #expect(server.requests[0].header("Authorization") == nil)
    #expect(server.requests[0].text == #"{"app_id":"cli_1","app_secret":"app-secret"}"#)
    #expect(server.requests.dropFirst().allSatisfy { $0.header("Authorization") == "Bearer t-1" })
  }

  @Test func anExpiredTokenIsFetchedAnewOnce() async throws {
    let server = try FaultServer { request, index in
      if request.target.contains("tenant_access_token") { return Self.token("t-\(index)") }
      return index < 2
        ? .json(#"{"code":99991677,"msg":"expired"}"#, status: 401) : .json(Self.success)
    }
    _ = try await outcome(at: server, credentials: Self.app(), of: Self.update).get()
    #expect(server.requests.compactMap { $0.header("Authorization") } == ["Bearer t-0", "Bearer t-2"])

    let stubborn = try FaultServer { request, index in
      request.target.contains("tenant_access_token")
        ? Self.token("t-\(index)") : .json(#"{"code":99991677,"msg":"t-0 t-2 app-secret"}"#, status: 401)
    }
    let error = try #require(
      try await outcome(at: stubborn, credentials: Self.app(), of: Self.update).failure)
    #expect(stubborn.requests.count == 4)
    #expect(error.kind == .unauthorized)
    #expect(error.serverMessage?.contains("app-secret") == false)
    #expect(error.serverMessage?.contains("t-2") == false)
  }

  @Test func aGivenTokenIsNotReplaced() async throws {
    let server = try FaultServer { _, _ in .json(#"{"code":99991663,"msg":"bad t-very-secret"}"#, status: 401)
    }
    let error = try #require(try await outcome(at: server, of: Self.update).failure)
    #expect(server.requests.count == 1)
    #expect(error.serverMessage == "bad (secret)")
  }

  @Test func theTokenCallFailsOnItsOwn() async throws {
    let server = try FaultServer { _, _ in .json(#"{"code":10014,"msg":"app secret invalid"}"#, status: 400) }
    let error = try #require(try await outcome(at: server, credentials: Self.app(), of: Self.update).failure)
    #expect(error.call == .token)
    #expect(error.kind == .unauthorized)
    #expect(
      error.description
        == "no token was fetched: the service refused the request (HTTP 400, code 10014, \"app secret invalid\"); "
        + "check OKRMD_APP_ID and OKRMD_APP_SECRET")
    for body in [#"{"code":0}"#, #"{"code":0,"tenant_access_token":"a b","expire":7200}"#] {
      let server = try FaultServer { _, _ in .json(body) }
      let error = try await outcome(at: server, credentials: Self.app(), of: Self.update).failure
      #expect(error?.description.contains("the reply holds no token") == true)
    }
  }

  @Test func aKeptTokenIsUsedWhileItIsFresh() async throws {
    let now = wallClockSeconds()
    for (expires, calls) in [(now + 3600, 1), (now + 5, 2), (now - 5, 2), (now + 100_000, 2), (Int64.max, 2)]
    {
      let server = try FaultServer { request, _ in
        request.target.contains("tenant_access_token") ? Self.token("t-new") : .json(Self.success)
      }
      let store = KeptToken(TenantToken(secret: try #require(Secret("t-kept")), expires: expires))
      _ = try await outcome(
        at: server, credentials: Self.app(), options: { $0.tokenStore = store }, of: Self.update
      ).get()
      #expect(server.requests.count == calls)
      #expect(
        server.requests.last?.header("Authorization") == (calls == 1 ? "Bearer t-kept" : "Bearer t-new"))
      #expect(store.load()?.secret.value == (calls == 1 ? "t-kept" : "t-new"))
    }
  }

  // MARK: Time and pace

  @Test func theTimeIsForEverythingTogether() async throws {
    let server = try FaultServer { _, _ in .stall }
    let error = try await outcome(at: server, options: { $0.timeout = .seconds(3) }, of: Self.update)
      .failure
    #expect(error?.kind == .temporary)
    #expect(
      error?.description
        == "the record may or may not be updated: no reply within the time given; "
        + "try again, or give it longer with --timeout")
  }

  @Test func everyTryWaitsForItsPlace() async throws {
    let server = try FaultServer { _, index in index == 0 ? .nothing : .json(Self.success) }
    let pacing = RecordingPace(waits: [.zero, .zero])
    _ = try await outcome(at: server, options: { $0.pacing = pacing }, of: Self.update).get()
    #expect(pacing.calls.withLock { $0 } == [.update, .update])

    let full = RecordingPace(waits: [])
    let unreached = try FaultServer { _, _ in .json(Self.success) }
    let error = try await outcome(at: unreached, options: { $0.pacing = full }, of: Self.update).failure
    #expect(error?.kind == .temporary)
    #expect(unreached.connectionCount == 0)
  }

  @Test func whoeverWatchesIsTold() async throws {
    let server = try FaultServer { _, index in index == 0 ? .nothing : .json(Self.success) }
    let events = Mutex<[CallEvent]>([])
    _ = try await outcome(
      at: server, options: { $0.observer = { event in events.withLock { $0.append(event) } } },
      of: Self.update
    ).get()
    #expect(
      events.withLock { $0 } == [
        .sending(.update), .settled(.update), .waiting(.update, .milliseconds(250)), .sending(.update),
        .settled(.update),
      ])
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

/// Has a fixed number of places.
private final class RecordingPace: CallPacing {
  let calls = Mutex<[ServiceCall]>([])
  private let waits: Mutex<[Duration]>

  init(waits: [Duration]) {
    self.waits = Mutex(waits)
  }

  func wait(before call: ServiceCall, atMost limit: Duration) -> Duration? {
    calls.withLock { $0.append(call) }
    return waits.withLock { $0.popLast() }
  }
}
