import Foundation
import TestSupport
import Testing

/// Ctrl-C ends a push at once, and one line says what that means for the record.
@Suite struct PushInterruptionTests {
  private static let unknown =
    "interrupted; record \(Sender.record) may or may not be updated; look with: okrmd pull \(Sender.record)"
  private static let unchanged = "interrupted; record \(Sender.record) was not changed"

  /// Interrupts a push when the server has seen so many requests, the last of which it does not answer.
  private func interrupt(
    _ push: ChildProcess, of server: RecordServer, at count: Int, by signal: Int32 = SIGINT
  ) async throws -> Outcome {
    #expect(try await server.waitForRequests(count).count == count)
    push.send(signal)
    return try await push.outcome()
  }

  private func ended(_ message: String, by signal: Int32 = SIGINT) -> Outcome {
    .error(message, status: -signal)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func afterThePutTheRecordIsUnknown(signal: Int32) async throws {
    let server = try RecordServer { _, _ in .stall }
    let sender = Sender(to: server.baseURL)
    let push = try sender.startPush("甲")
    #expect(
      try await interrupt(push, of: server, at: 1, by: signal) == ended(Self.unknown, by: signal))
    #expect(server.requests.map(\.method) == ["PUT"])
    // The next push is not kept waiting by what is left of this one.
    let next = try RecordServer { _, _ in .accepted }
    #expect(
      try await sender.push("乙", "--if-changed", "--force", "--base-url", next.baseURL).status == 0)
  }

  @Test func inTheGetTheRecordIsUnchanged() async throws {
    let server = try FaultServer { request, _ in request.method == "GET" ? .stall : .accepted }
    let sender = Sender(to: server.baseURL)
    let push = try sender.startPush("甲")
    #expect(try await server.waitForRequests(1).count == 1)
    push.send(SIGINT)
    #expect(try await push.outcome() == ended(Self.unchanged))
    #expect(server.requests.map(\.method) == ["GET"])
  }

  @Test func inAnUploadTheRecordIsUnchanged() async throws {
    let server = try RecordServer { _, _ in .stall }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("![](a.png)", to: "note.md")
    try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
    let push = try sender.startOkrmd(
      "push", "--progress-id", Sender.record, "--objective", "5", "note.md")
    #expect(try await interrupt(push, of: server, at: 1) == ended(Self.unchanged))
    let create = try sender.startOkrmd("push", "--create", "--objective", "5", "note.md")
    #expect(
      try await interrupt(create, of: server, at: 2) == ended("interrupted; no record was created"))
  }

  @Test func afterThePostTheRecordIsUnknown() async throws {
    let server = try RecordServer { _, _ in .stall }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲", to: "note.md")
    let push = try sender.startOkrmd("push", "--create", "--objective", "5", "note.md")
    #expect(
      try await interrupt(push, of: server, at: 1)
        == ended(
          "interrupted; a record may or may not have been created; look in Feishu before you push again"))
    #expect(try sender.folder.text(of: "note.md") == "甲")
    // The note is not locked any more, but nobody knows whether it has a record.
    #expect(try await sender.okrmd("push", "--create", "--objective", "5", "note.md").status == 73)
    #expect(server.requests.count == 1)
    #expect(try sender.folder.names().filter { $0.hasPrefix(".okrmd") } == [])
  }

  @Test func inThePullNothingIsWritten() async throws {
    let server = try FaultServer { _, _ in .stall }
    let sender = Sender(to: server.baseURL)
    let pull = try sender.startOkrmd("pull", "5", "-o", "note.md")
    #expect(try await server.waitForRequests(1).count == 1)
    pull.send(SIGINT)
    #expect(try await pull.outcome() == ended("interrupted; nothing was written"))
    #expect(try sender.folder.names().contains("note.md") == false)
  }

  /// A part of the note has gone out when the pull waits for whoever reads it.
  @Test func inTheOutputOfAPullAPartIsWritten() async throws {
    let text = String(repeating: "x", count: 8 << 20)
    let server = try FaultServer { _, _ in
      .json(#"{"code":0,"data":{"progress_id":"5","content":\#(plain(text).dropLast())}}"#)
    }
    let sender = Sender(to: server.baseURL)
    let pull = try sender.startOkrmd("pull", "5")
    #expect(try await onOwnThread { try pull.lines(1) } == ["---"])
    pull.send(SIGINT)
    // What is read before it has ended would let it go on.
    try await onOwnThread {
      var information = siginfo_t()
      while waitid(P_PID, id_t(pull.id), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    }
    let outcome = try await pull.outcome()
    #expect(outcome.output.utf8.count < text.utf8.count)
    #expect(sender.files(in: "home/state").filter { $0.hasSuffix(".json") } == [])
    #expect(outcome.errors == "okrmd: error: interrupted; the note may be written only in part\n")
    #expect(outcome.status == -SIGINT)
  }

  @Test func aWaitToTryAgainEndsToo() async throws {
    let server = try RecordServer { _, _ in .rateLimit(retryAfter: 50) }
    let sender = Sender(to: server.baseURL)
    let push = try sender.startPush("甲")
    // The reply may still be on its way; what the line says is true before and after.
    let outcome = try await interrupt(push, of: server, at: 1)
    #expect(outcome.status == -SIGINT)
    #expect(outcome.isOneLineOfError)
    #expect(outcome.errors.hasPrefix("okrmd: error: interrupted; record \(Sender.record) "))
    #expect(server.requests.count == 1)
  }

  /// Nothing of the record was sent yet, so nothing is unknown about it.
  @Test func inTheTokenCallTheRecordIsUnchanged() async throws {
    let server = try RecordServer { _, _ in .stall }
    let sender = Sender(
      to: server.baseURL, token: "", environment: ["OKRMD_APP_ID": "cli_1", "OKRMD_APP_SECRET": "s"])
    let push = try sender.startPush("甲")
    #expect(try await interrupt(push, of: server, at: 1) == ended(Self.unchanged))
  }

  @Test func whatIsIgnoredStaysIgnored() async throws {
    let server = try RecordServer { _, index in index == 0 ? .stall : .accepted }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲", to: "note.md")
    // As under nohup.
    let push = try sender.startShell(
      #"trap '' HUP; echo $$ >pid; exec "$OKRMD" push --progress-id 5 --timeout 1 note.md"#)
    try await server.waitForRequests(1)
    let text = try sender.folder.text(of: "pid").split(separator: "\n").first
    kill(try #require(text.flatMap { pid_t($0) }), SIGHUP)
    #expect(try await push.outcome().status == 75)
  }
}
