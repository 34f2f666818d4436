import TestSupport
import Testing

/// Replies that are none, and connections that break.
@Suite struct PushBrokenReplyTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    var name: String
    var reply: FaultServer.Reply
    var exit: Int32
    var requests = 1
    var mayHaveArrived = true
    var words: String
    var flags = ["--retries", "1"]

    var testDescription: String { name }
  }

  private static let broken = " (tried 2 times); try again"
  private static let wrongHost = "; check the base URL, and whether a proxy answers in its place"
  private static let late =
    "no reply from 127.0.0.1:PORT within the time given; try again, or allow more time; --timeout SECONDS gives it longer"

  /// `{"code":0}` by gzip.
  private static let compressed: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 74, 206, 79, 73, 85, 178, 50, 168, 5, 0, 152, 174, 60, 114,
    10, 0, 0, 0,
  ]

  static let faults = [
    Fault(
      name: "dropped before the reply", reply: .nothing, exit: 75, requests: 2,
      words: "127.0.0.1:PORT closed the connection before the reply was complete\(broken)"),
    Fault(
      name: "dropped in the headers", reply: .halfHead, exit: 75, requests: 2,
      words: "127.0.0.1:PORT closed the connection before the reply was complete\(broken)"),
    Fault(
      name: "dropped in the body", reply: .halfBody, exit: 75, requests: 2,
      words: "127.0.0.1:PORT closed the connection before the reply was complete\(broken)"),
    Fault(
      name: "reset", reply: .reset, exit: 75, requests: 2,
      words: "127.0.0.1:PORT closed the connection before the reply was complete\(broken)"),
    Fault(
      name: "stall", reply: .stall, exit: 75, words: late, flags: ["--timeout", "3"]),
    Fault(
      name: "stall in the body", reply: .stallingBody, exit: 75, words: late, flags: ["--timeout", "3"]),
    Fault(
      name: "trickle", reply: .trickle(every: .milliseconds(20)), exit: 75, words: late,
      flags: ["--timeout", "3"]),
    Fault(
      name: "endless body", reply: .endlessBody, exit: 69,
      words: "the reply is longer than 16 MiB; check the base URL"),
    Fault(
      name: "200 MB", reply: .huge(bytes: 200_000_000), exit: 69,
      words: "the reply is longer than 16 MiB; check the base URL"),
    Fault(
      name: "endless headers", reply: .endlessHeaders, exit: 69,
      words: "the reply cannot be read: its headers are too long\(wrongHost)"),
    Fault(
      name: "garbage", reply: .garbage, exit: 69,
      words: "the reply cannot be read: it is not HTTP\(wrongHost)"),
    Fault(
      name: "not JSON", reply: .json("<html>"), exit: 69,
      words: "the reply is not in the service's form (HTTP 200)\(wrongHost)"),
    Fault(
      name: "an array", reply: .json("[]"), exit: 69,
      words: "the reply is not in the service's form (HTTP 200)\(wrongHost)"),
    Fault(
      name: "a code in quotes", reply: .json(#"{"code":"0"}"#), exit: 69,
      words: "the reply is not in the service's form (HTTP 200)\(wrongHost)"),
    Fault(
      name: "nothing at all", reply: .response(), exit: 69,
      words: "the reply is not in the service's form (HTTP 200)\(wrongHost)"),
    Fault(
      name: "not found", reply: .json("<html>", status: 404), exit: 69, mayHaveArrived: false,
      words: "the reply is not in the service's form (HTTP 404)\(wrongHost)"),
    Fault(
      name: "502 with HTML", reply: .json("<html>Bad Gateway</html>", status: 502), exit: 75, requests: 2,
      words:
        "the service failed (tried 2 times) (HTTP 502); try again later; if it stays, give the log id to Feishu's support"
    ),
    Fault(
      name: "500 without a body", reply: .response(status: 500), exit: 75, requests: 2,
      words:
        "the service failed (tried 2 times) (HTTP 500); try again later; if it stays, give the log id to Feishu's support"
    ),
    Fault(
      name: "broken gzip",
      reply: .response(headers: [.init("Content-Encoding", "gzip")], body: Array("nope".utf8)), exit: 69,
      words: "the reply cannot be read: it is compressed and cannot be decompressed\(wrongHost)"),
    Fault(
      name: "half of a gzip",
      reply: .response(headers: [.init("Content-Encoding", "gzip")], body: Array(compressed.prefix(20))),
      // What could be decompressed is half of the JSON.
      exit: 69, words: "the reply is not in the service's form (HTTP 200)\(wrongHost)"),
    Fault(
      name: "429 without JSON", reply: .json("slow", status: 429, headers: [.init("Retry-After", "0")]),
      exit: 75, requests: 2, mayHaveArrived: false,
      words: "too many calls (tried 2 times) (HTTP 429); wait a minute and try again"),
    Fault(
      name: "429 for longer than there is time",
      reply: .json("slow", status: 429, headers: [.init("x-ogw-ratelimit-reset", "90")]), exit: 75,
      mayHaveArrived: false,
      words: "too many calls, and the wait of 90 s is longer than the time left (HTTP 429); "
        + "wait a minute and try again"),
    Fault(
      name: "Retry-After for longer than there is time",
      reply: .json("slow", status: 429, headers: [.init("Retry-After", "3600")]), exit: 75,
      mayHaveArrived: false,
      words: "too many calls, and the wait of 3600 s is longer than the time left (HTTP 429); "
        + "wait a minute and try again"),
  ]

  @Test(arguments: faults)
  func eachFaultIsOneLineAndAnExitCode(fault: Fault) async throws {
    let server = try RecordServer { _, _ in fault.reply }
    let outcome = try await Sender(to: server.baseURL).push("甲", fault.flags)
    let effect = fault.mayHaveArrived ? "the record may or may not be updated" : "the record was not updated"
    let words = fault.words.replacing("PORT", with: "\(server.port)")
    #expect(outcome == .error("note.md: \(effect): \(words)", status: fault.exit))
    #expect(server.requests.count == fault.requests)
  }

  @Test func redirectsLeadNowhere() async throws {
    let other = try RecordServer { _, _ in .json("{}") }
    for status in [301, 302, 303, 307, 308] {
      let server = try RecordServer { request, _ in
        .response(status: status, headers: [.init("Location", "\(other.baseURL)\(request.target)")])
      }
      #expect(
        try await Sender(to: server.baseURL).push("甲")
          == .error(
            "note.md: the record was not updated: the reply is a redirect, and redirects are not followed "
              + "(HTTP \(status)); check the base URL", status: 69))
      #expect(server.requests.count == 1)
    }
    #expect(other.connectionCount == 0)
  }

  @Test func compressedRepliesAreUnpacked() async throws {
    let server = try RecordServer { _, _ in
      .response(headers: [.init("Content-Encoding", "gzip")], body: Self.compressed)
    }
    let outcome = try await Sender(to: server.baseURL).push("甲")
    #expect(outcome.status == 0)
    #expect(outcome.output == "note.md: updated record \(Sender.record)\n")
  }

  @Test func aServiceThatDoesNotListenIsTriedAgain() async throws {
    // Nobody listens on the first port. That of a server which was stopped may be another test's by now.
    #expect(
      try await Sender(to: "http://127.0.0.1:1").push("甲", "--retries", "1")
        == .error(
          "note.md: the record was not read: cannot connect to 127.0.0.1:1: connection refused "
            + "(tried 2 times); check the network and the base URL, then try again", status: 75))
  }
}
