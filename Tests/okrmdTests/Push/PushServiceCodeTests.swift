import OKRSandbox
import TestSupport
import Testing

/// The service's codes, and what the writer of a note reads about them.
@Suite struct PushServiceCodeTests {
  struct Fault: Sendable {
    var status: Int
    var code: Int
    var exit: Int32
    var requests = 1
    var mayHaveArrived = false
    var words: String
    var advice: String
  }

  private static let refused = "the service refused the request"
  private static let failed = "the service failed (tried 2 times)"
  private static let tokenWords = "the token is missing, invalid or expired"
  private static let tokenAdvice =
    "get a new token, log in again, or let tokens be fetched with an app's id and secret"
  private static let scopes = "okr:okr or okr:okr.progress:writeonly"
  private static let support = "try again later; if it stays, give the log id to Feishu's support"

  static let faults: [Fault] =
    [
      Fault(
        status: 400, code: 1_001_001, exit: 69, words: refused,
        advice: "check the ids of mentions, image tokens and the percentage in the note"),
      Fault(
        status: 400, code: 1_001_002, exit: 77, words: "no permission",
        advice: "ask for edit rights on the OKR, and give the app the scope \(scopes)"),
      Fault(
        status: 400, code: 1_001_003, exit: 69, words: refused,
        advice: "a mentioned user was not found; check the ids of mentions and their kind; "
          + "--user-id-type says which kind of ids they are"),
      Fault(
        status: 400, code: 1_001_004, exit: 69, words: refused,
        advice: "check the progress id; the record may have been deleted"),
      // A code is a failure whatever the HTTP status says.
      Fault(
        status: 200, code: 1_001_004, exit: 69, words: refused,
        advice: "check the progress id; the record may have been deleted"),
      Fault(
        status: 400, code: 4_000_000, exit: 69, words: refused,
        advice: "look the code up in the open platform's documents"),
      Fault(
        status: 200, code: -1, exit: 69, words: refused,
        advice: "look the code up in the open platform's documents"),
      Fault(
        status: 403, code: 5, exit: 77, words: "no permission",
        advice: "ask for edit rights on the OKR, and give the app the scope \(scopes)"),
    ]
    + [(500, 1_009_998), (500, 1_009_999), (200, 1_009_999)].map {
      Fault(
        status: $0.0, code: $0.1, exit: 75, requests: 2, mayHaveArrived: true, words: failed, advice: support)
    }
    + [(503, 7)].map {
      Fault(
        status: $0.0, code: $0.1, exit: 75, requests: 2, mayHaveArrived: true, words: failed,
        advice: support)
    }
    + [429, 400].map {
      Fault(
        status: $0, code: 99_991_400, exit: 75, requests: 2, words: "too many calls (tried 2 times)",
        advice: "wait a minute and try again")
    }
    + [(401, 99_991_661), (401, 99_991_663), (400, 99_991_663), (401, 99_991_668), (401, 99_991_677)].map {
      Fault(status: $0.0, code: $0.1, exit: 77, words: tokenWords, advice: tokenAdvice)
    }
    + [400, 403].map {
      Fault(
        status: $0, code: 99_991_672, exit: 77, words: "no permission",
        advice: "give the app the scope \(scopes) in the open platform's console, and publish it")
    }

  @Test(arguments: faults)
  func eachCodeIsOneLineAndAnExitCode(fault: Fault) async throws {
    let server = try RecordServer { _, _ in
      .json(
        #"{"code":\#(fault.code),"msg":"no way"}"#, status: fault.status,
        headers: [.init("x-tt-logid", "L-1"), .init("x-ogw-ratelimit-reset", "0")])
    }
    let outcome = try await Sender(to: server.baseURL).push("甲", "--retries", "1")
    let effect = fault.mayHaveArrived ? "the record may or may not be updated" : "the record was not updated"
    #expect(
      outcome
        == .error(
          "note.md: \(effect): \(fault.words) (HTTP \(fault.status), code \(fault.code), \"no way\", "
            + "log id L-1); \(fault.advice)", status: fault.exit))
    #expect(server.requests.map(\.method) == Array(repeating: "PUT", count: fault.requests))
  }

  @Test func codeZeroWithoutTheRecordIsASuccessWithAWarning() async throws {
    for body in [
      #"{"code":0}"#, #"{"code":0,"data":null}"#, #"{"code":0,"data":{"progress_id":\#(Sender.record)}}"#,
    ] {
      let server = try RecordServer { _, _ in .json(body, headers: [.init("x-tt-logid", "L-1")]) }
      #expect(
        try await Sender(to: server.baseURL).push("甲")
          == Outcome(
            "note.md: updated record \(Sender.record)\n",
            errors:
              "okrmd: warning: note.md: the service took the record but did not return it (log id L-1)\n"),
        "\(body)")
      #expect(server.requests.count == 1)
    }
  }

  /// A reply about another record, or one that shows nothing of what was sent, is not a success.
  @Test(arguments: [
    #"{"code":0,"data":{"progress_id":"7"}}"#,
    #"{"code":0,"data":{"progress_id":7,"content":{"blocks":[]}}}"#,
    #"{"code":0,"data":{"progress_id":"7041857032248410131","content":{"blocks":[]}}}"#,
  ])
  func aReplyAboutSomethingElseIsAnError(body: String) async throws {
    let server = try RecordServer { _, _ in .json(body, headers: [.init("x-tt-logid", "L-1")]) }
    let outcome = try await Sender(to: server.baseURL).push("甲")
    #expect(outcome.status == 69)
    #expect(outcome.isOneLineOfError)
    #expect(outcome.errors.hasSuffix("(log id L-1); look with 'okrmd pull \(Sender.record)'\n"))
  }

  @Test func theSandboxIsReportedInTheSameWords() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write("甲", to: "note.md")
      let outcome = try await sender.okrmd("push", "--progress-id", "5", "note.md")
      let exchange = try #require(await sandbox.exchanges.last)
      #expect(
        outcome
          == .error(
            "note.md: the record was not read: the service refused the request (HTTP 400, code 1001004, "
              + "\"okr data not found: there is no progress record 5\", see 排查建议查看(Troubleshooting suggestions): "
              + "https://open.feishu.cn/search?log_id=\(exchange.logID), log id \(exchange.logID)); "
              + "check the progress id; the record may have been deleted", status: 69))
    }
  }
}
