import TestSupport
import Testing

/// How often and how long a push tries.
@Suite struct PushRetryTests {
  @Test(arguments: [0, 1, 2])
  func itRetriesAsOftenAsItIsTold(count: Int) async throws {
    let server = try RecordServer { _, _ in .nothing }
    let outcome = try await Sender(to: server.baseURL).push("甲", "--retries", "\(count)")
    #expect(outcome.status == 75)
    #expect(server.requests.count == count + 1)
    #expect(outcome.errors.contains("(tried \(count + 1) times)") == (count > 0))
    #expect(Set(server.requests.map(\.text)).count == 1)
  }

  @Test func aLaterTryMayGoWell() async throws {
    let server = try RecordServer { _, index in
      index == 0 ? .reset : index == 1 ? .json("", status: 502) : .accepted
    }
    let outcome = try await Sender(to: server.baseURL).push("甲")
    #expect(outcome.status == 0)
    #expect(outcome.output == "note.md: updated record \(Sender.record)\n")
    #expect(server.requests.count == 3)
  }

  @Test(arguments: ["x-ogw-ratelimit-reset", "Retry-After"])
  func itWaitsAsLongAsItIsTold(header: String) async throws {
    let server = try RecordServer { _, index in
      index == 0 ? .json("", status: 429, headers: [.init(header, "1")]) : .accepted
    }
    #expect(try await Sender(to: server.baseURL).push("甲").status == 0)
    let requests = server.requests
    #expect(requests.count == 2)
    #expect(try #require(requests.last).arrival - requests[0].arrival >= .seconds(1))
  }

  @Test func theTimeIsForAllTriesTogether() async throws {
    let server = try RecordServer { _, index in index == 0 ? .nothing : .stall }
    let outcome = try await Sender(to: server.baseURL).push("甲", "--timeout", "6", "--retries", "100")
    #expect(outcome.status == 75)
    #expect(
      outcome.errors
        == "okrmd: error: note.md: the record may or may not be updated: no reply from "
        + "127.0.0.1:\(server.port) within the time given "
        + "(tried 2 times); try again, or allow more time; --timeout SECONDS gives it longer\n")
    #expect(server.requests.count == 2)
  }

  @Test func whatMayHaveArrivedStaysSo() async throws {
    let server = try RecordServer { _, index in
      index == 0 ? .nothing : .json(#"{"code":1001001,"msg":"no"}"#, status: 400)
    }
    let outcome = try await Sender(to: server.baseURL).push("甲")
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("note.md: the record may or may not be updated: "))
    #expect(server.requests.count == 2)
  }

  /// A second and more of work is seen on a terminal, and only there.
  @Test func progressIsShownOnATerminalAlone() async throws {
    let server = try RecordServer { _, index in
      index == 0 ? .rateLimit(retryAfter: 3) : .accepted
    }
    let sender = Sender(to: server.baseURL)
    let outcome = try await sender.push("甲", error: .terminal)
    #expect(outcome.status == 0)
    let warning = "okrmd: warning: note.md: the service took the record but did not return it\n"
    #expect(outcome.errors.count > warning.count)
    #expect(outcome.errors.hasSuffix(warning))
    #expect(!outcome.errors.contains("trying again in 4 s"))
    let again = try RecordServer { _, index in
      index == 0 ? .rateLimit(retryAfter: 3) : .accepted
    }
    #expect(try await Sender(to: again.baseURL).push("甲").errors == warning)
  }

  @Test(arguments: [
    ("--timeout", "0"), ("--timeout", "nan"), ("--timeout", "inf"), ("--timeout", "86401"),
    ("--timeout", "x"), ("--retries", "101"), ("--retries", "1.5"), ("--retries", "x"),
  ])
  func rejectsInvalidNumbers(flag: String, value: String) async throws {
    let server = try RecordServer { _, _ in .nothing }
    let outcome = try await Sender(to: server.baseURL).push("甲", flag, value)
    #expect(outcome.status == 64)
    #expect(outcome.isOneLineOfError)
    #expect(server.connectionCount == 0)
  }

  @Test func aReplyBeforeTheWholeRequestWasReadIsOneLine() async throws {
    let server = try FaultServer(reading: .head) { _, _ in
      .json(#"{"code":1001001,"msg":"too long"}"#, status: 413)
    }
    let outcome = try await Sender(to: server.baseURL).push(
      String(repeating: "甲乙丙丁", count: 40_000), "--force", "--retries", "0")
    #expect(outcome.status == 69)
    #expect(outcome.isOneLineOfError)
    #expect(outcome.errors.contains("HTTP 413"))
    #expect(server.requests.count == 1)
  }
}
