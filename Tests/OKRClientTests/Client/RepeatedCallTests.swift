import ContentBlocks
import Synchronization
import TestSupport
import Testing

@testable import OKRClient

/// What is repeated, and what is not.
@Suite struct RepeatedCallTests {
  @Test(
    arguments: [
      (500, #"{"code":1009999,"msg":"internal server error"}"#),
      (500, #"{"code":1009998,"msg":"system exception"}"#),
      (200, #"{"code":1009999,"msg":"internal server error"}"#),
      (502, "<html>Bad Gateway</html>"), (503, ""),
    ])
  func transientFailuresAreRepeated(status: Int, body: String) async throws {
    let server = try FaultServer { _, index in
      index < 2 ? .json(body, status: status) : .json(Calls.success)
    }
    let reply = try await Calls.outcome(at: server, of: Calls.update).get()
    #expect(reply.record?.modifyTime == "1640677887499")
    #expect(server.requests.count == 3)
    #expect(Set(server.requests.map(\.text)) == ["{}"])
  }

  @Test func droppedConnectionsAreRepeated() async throws {
    let faults: [FaultServer.Reply] = [.nothing, .halfHead, .halfBody, .reset]
    let server = try FaultServer { _, index in index < faults.count ? faults[index] : .json(Calls.success) }
    _ = try await Calls.outcome(at: server, of: Calls.update).get()
    #expect(server.requests.count == 5)
  }

  @Test func theNumberOfRetriesIsKept() async throws {
    for retries in [0, 2] {
      let server = try FaultServer { _, _ in .json(#"{"code":1009999,"msg":"internal"}"#, status: 500) }
      let error = try await Calls.outcome(
        at: server, options: { $0.retry.retries = retries }, of: Calls.update
      )
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
  func aRateLimitIsWaitedForEvenIfThatTakesAsLongAsTheTimeGiven(status: Int, body: String) async throws {
    let server = try FaultServer { _, index in
      index == 0
        ? .json(body, status: status, headers: [.init("x-ogw-ratelimit-reset", "60")]) : .json(Calls.success)
    }
    let waits = Mutex<[Duration]>([])
    _ = try await Calls.outcome(
      at: server,
      options: {
        $0.timeout = .milliseconds(59_900)
        $0.sleep = { wait in waits.withLock { $0.append(wait) } }
      }, of: Calls.update
    ).get()
    #expect(server.requests.count == 2)
    #expect(waits.withLock { $0 } == [.seconds(60)])
  }

  @Test func aWaitThatIsLongerThanTheTimeLeftIsNotBegun() async throws {
    let server = try FaultServer { _, _ in
      .json(
        #"{"code":99991400,"msg":"limited"}"#, status: 429, headers: [.init("x-ogw-ratelimit-reset", "9000")])
    }
    let error = try await Calls.outcome(at: server, of: Calls.update).failure
    #expect(
      error?.text[.english]
        == "the record was not updated: too many calls, and the wait of 9000 s is longer than the time left "
        + #"(HTTP 429, code 99991400, "limited"); wait a minute and try again"#)
    #expect(error?.kind == .temporary)
    #expect(server.requests.count == 1)
  }

  @Test(
    arguments: [
      (400, 1_001_001, ServiceError.Kind.refused), (400, 1_001_002, .forbidden), (400, 1_001_003, .refused),
      (400, 1_001_004, .refused), (400, 99_991_672, .forbidden), (403, 99_991_672, .forbidden),
      (401, 99_991_661, .unauthorized), (400, 99_991_663, .unauthorized), (401, 99_991_668, .unauthorized),
      (401, 99_991_677, .unauthorized), (400, 4_000_000, .refused), (403, 5, .forbidden),
      (200, 1_001_001, .refused), (403, 99_991_679, .forbidden), (403, 1_000_403, .refused),
      (400, 99_991_403, .temporary), (400, 99_991_401, .unauthorized),
    ])
  func whatStaysWrongIsNotRepeated(status: Int, code: Int, kind: ServiceError.Kind) async throws {
    let server = try FaultServer { _, _ in
      .json(#"{"code":\#(code),"msg":"no\nway"}"#, status: status, headers: [.init("x-tt-logid", "L1")])
    }
    let error = try #require(try await Calls.outcome(at: server, of: Calls.update).failure)
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

  @Test func creatingIsRepeatedWhenNothingWasDoneOnly() async throws {
    let record = try #require(
      NewRecord(
        target: .objective(Calls.recordID), sourceTitle: "a", sourceURL: "https://a.cn",
        content: ContentBlock()))
    let limited = try FaultServer { _, index in
      index == 0
        ? .json(#"{"code":99991400}"#, status: 429, headers: [.init("x-ogw-ratelimit-reset", "0")])
        : .json(Calls.success)
    }
    let reply = try await Calls.outcome(at: limited) { client in try await client.create(record) }.get()
    #expect(reply.record?.id == Calls.recordID)
    #expect(limited.requests.count == 2)

    let faults: [FaultServer.Reply] = [
      .nothing, .reset, .halfBody, .json(#"{"code":1009999}"#, status: 500),
    ]
    for fault in faults {
      let server = try FaultServer { _, _ in fault }
      let error = try await Calls.outcome(at: server) { client in try await client.create(record) }.failure
      #expect(server.requests.count == 1)
      #expect(error?.kind == .refused, "trying again later is what must not be advised")
      #expect(error?.mayHaveArrived == true)
      #expect(error?.description.contains("a record may or may not have been created") == true)
      #expect(error?.description.contains("look for the new record in Feishu first") == true)
    }
  }

  @Test func uploadingIsNotRepeatedEither() async throws {
    let server = try FaultServer { _, _ in .nothing }
    let error = try await Calls.outcome(at: server) { client in
      try await client.upload(UploadImage(bytes: [1], fileExtension: "png"), to: .objective(Calls.recordID))
    }.failure
    #expect(server.requests.count == 1)
    #expect(error?.kind == .temporary)
  }
}
