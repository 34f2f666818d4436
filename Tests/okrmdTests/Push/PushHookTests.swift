import Foundation
import OKRSandbox
import TestSupport
import Testing

/// `--hook` is for editors: one line in every outcome, or none.
@Suite struct PushHookTests {
  private static let withID = "---\nokr:\n  progress_id: \(Sender.record)\n---\n"

  private func expectOneLine(
    _ outcome: Outcome, status: Int32, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == status, sourceLocation: sourceLocation)
    #expect(
      "\(outcome.output)\(outcome.errors)".filter { $0 == "\n" }.count == 1, sourceLocation: sourceLocation)
    #expect((status == 0) == outcome.errors.isEmpty, sourceLocation: sourceLocation)
  }

  private func hook(_ note: String, by sender: Sender, _ flags: String...) async throws -> Outcome {
    try sender.folder.write(note, to: "note.md")
    // Not even what --verbose adds is printed.
    return try await sender.okrmd(["push", "--hook", "--verbose", "note.md"] + flags)
  }

  @Test func sentOrUnchangedIsOneLine() async throws {
    try await withSandbox { sandbox, sender async throws in
      #expect(
        try await hook(Self.withID + "甲", by: sender)
          == Outcome("note.md: updated record \(Sender.record)\n"))
      #expect(
        try await hook(Self.withID + "甲", by: sender)
          == Outcome("note.md: unchanged since the last push; nothing was sent\n"))
      #expect(await sandbox.methods == ["GET", "PUT"])
    }
  }

  @Test func diagnosticsAreNotPrinted() async throws {
    try await withSandbox { _, sender in
      let note = Self.withID + "# 甲\n\n" + noteWithWarning
      expectOneLine(try await hook(note, by: sender), status: 0)
      expectOneLine(try await hook(note + "乙", by: sender, "--diagnostics", "json"), status: 0)
      #expect(
        try await hook(note + noteWithWarning, by: sender, "--strict")
          == .error("note.md: 2 warnings; okrmd check shows them", status: 1))
      #expect(
        try await hook(note + "丙", by: sender, "--strict")
          == .error("note.md: 1 warning; okrmd check shows them", status: 1))
    }
  }

  @Test(arguments: [
    "", "甲", "---\ntitle: a\n---\n甲", "---\nokr:\n  percent: 5\n---\n甲", "---\nokr:\n---\n",
    "---\n: [\n---\n甲",
    "![](a.png)",
  ])
  func notesWithoutAnIDAreSkipped(note: String) async throws {
    let server = try RecordServer { _, _ in .nothing }
    let sender = Sender(to: server.baseURL, token: "")
    #expect(try await hook(note, by: sender) == Outcome())
    #expect(server.connectionCount == 0)
  }

  @Test(arguments: [
    ["HTTPS_PROXY": "ftp://a"], ["OKRMD_BASE_URL": "http://okr.example"], ["OKRMD_BRAND": "slack"],
    ["OKRMD_APP_ID": "cli_1"],
  ])
  func notesWithoutAnIDAreSkippedWhateverElseIsWrong(environment: [String: String]) async throws {
    let sender = Sender(to: "", token: "", environment: environment)
    #expect(try await hook("甲", by: sender) == Outcome())
  }

  /// The editor saves an empty file while another push keeps this one waiting.
  @Test func aNoteThatIsEmptiedWhileItWaitsIsSkipped() async throws {
    let server = try RecordServer { _, _ in .stall }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(Self.withID + "甲", to: "note.md")
    let first = try sender.startOkrmd("push", "note.md")
    try await server.waitForRequests(1)
    let second = try sender.startOkrmd("push", "--hook", "note.md")
    // It has read the note when it asks for the lock, which it cannot do but after that.
    try await sender.waitForLock(heldBy: first, wantedBy: second)
    try sender.folder.write("", to: "note.md")
    first.send(SIGKILL)
    _ = try await first.outcome()
    #expect(try await second.outcome() == Outcome())
    #expect(server.requests.count == 1)
  }

  /// What a note said that is gone is not sent. An editor may be about to write it again.
  @Test(
    arguments: [
      ([], .error("other.md: no such file; check the path", status: 66)), (["--hook"], Outcome()),
    ] as [([String], Outcome)])
  func aNoteThatIsGoneMeanwhileIsNotSent(flags: [String], outcome: Outcome) async throws {
    let server = try RecordServer { _, _ in .stall }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(Self.withID + "甲", to: "note.md")
    try sender.folder.write(Self.withID + "乙", to: "other.md")
    let first = try sender.startOkrmd("push", "note.md")
    try await server.waitForRequests(1)
    let second = try sender.startOkrmd("push", "other.md", "--timeout", "1000", flags.first ?? "--if-changed")
    try await sender.waitForLock(heldBy: first, wantedBy: second)
    unlink(sender.folder.path(of: "other.md"))
    first.send(SIGKILL)
    _ = try await first.outcome()
    #expect(try await second.outcome() == outcome)
    #expect(server.requests.count == 1)
  }

  @Test func aFileThatIsNoNoteIsSkipped() async throws {
    let server = try RecordServer { _, _ in .nothing }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(notUTF8, to: "a.bin")
    #expect(try await sender.okrmd("push", "--hook", "a.bin") == Outcome())
    #expect(server.connectionCount == 0)
  }

  @Test func whatIsWrongIsOneLine() async throws {
    let server = try RecordServer { _, _ in .json(#"{"code":1001001,"msg":"a\nb"}"#, status: 400) }
    let sender = Sender(to: server.baseURL)
    expectOneLine(try await hook(Self.withID + "甲", by: sender), status: 69)
    expectOneLine(try await hook(Self.withID, by: sender), status: 65)
    expectOneLine(try await hook("---\nokr:\n  progress_id: x\n---\n甲", by: sender), status: 65)
    expectOneLine(try await hook(Self.withID + "![](a.png)", by: sender), status: 66)
    expectOneLine(try await hook(Self.withID + "甲", by: sender, "--percent", "x"), status: 64)
    expectOneLine(try await sender.okrmd("push", "--hook", "missing.md"), status: 66)
    let noToken = Sender(to: server.baseURL, token: "")
    expectOneLine(try await hook(Self.withID + "甲", by: noToken), status: 77)
    #expect(server.requests.count == 1)
  }

  /// Of several files the one that failed is named, with its section.
  @Test func theFileOfAFailedSectionIsNamed() async throws {
    try await withSandbox { _, sender in
      try sender.folder.write(Self.withID + "甲", to: "a.md")
      try sender.folder.write("## B\n<!-- okr\nprogress_id: \(Sender.record)\n-->\n乙\n", to: "b.md")
      let outcome = try await sender.okrmd("push", "--hook", "a.md", "b.md")
      #expect(outcome.status == 73)
      #expect(outcome.errors.contains("; b.md: B: record \(Sender.record) is named by a.md as well"))
      #expect(outcome.isOneLineOfError)
    }
  }

  @Test func warningsAreNotPrinted() async throws {
    try await withSandbox { _, sender in
      try sender.folder.write("t-sandbox\n", to: "token")
      sender.folder.setMode(0o644, of: "token")
      let outcome = try await hook(Self.withID + "甲", by: sender, "--token-file", "token")
      expectOneLine(outcome, status: 0)
      #expect(outcome == Outcome("note.md: updated record \(Sender.record)\n"))
    }
    let silent = try RecordServer { _, _ in .accepted }
    let sender = Sender(to: silent.baseURL)
    expectOneLine(try await hook(Self.withID + "甲", by: sender), status: 0)
  }

  @Test func failureLineIncludesAnEarlierWarning() async throws {
    let server = try FaultServer { request, _ in
      request.method == "GET"
        ? .json(#"{"code":99991672}"#, status: 403) : .json(#"{"code":1001001}"#, status: 400)
    }
    let sender = Sender(to: server.baseURL)
    expectOneLine(try await hook(Self.withID + "甲", by: sender), status: 69)
    expectOneLine(try await hook(Self.withID + "甲", by: sender), status: 69)
  }
}
