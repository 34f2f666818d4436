import ContentBlocks
import Foundation
import OKRSandbox
import TestSupport
import Testing

/// A new record is made once.
@Suite struct PushCreateTests {
  private func newRecords(_ sandbox: Sandbox) async -> [ProgressRecord] {
    await sandbox.records.filter { $0.id != Sender.record }
  }

  @Test func theIDStandsInTheNote() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write("# 本周进展\n\n甲\n", to: "note.md")
      let outcome = try await sender.create()
      let record = try #require(await newRecords(sandbox).first)
      #expect(outcome == Outcome("note.md: created record \(record.id); its id stands in the note now\n"))
      #expect(
        try sender.folder.text(of: "note.md")
          == "---\nokr:\n  progress_id: \"\(record.id)\"\n---\n# 本周进展\n\n甲\n")
      #expect(await sandbox.lines(of: record.id) == ["本周进展", "甲"])
      #expect(record.source?.title == "本周进展")
      #expect(record.source?.url == "https://open.feishu.cn")
      #expect(record.source?.targetID == Sender.objective)
      #expect(record.source?.targetType == .objective)
      #expect(await sandbox.methods == ["POST"])
    }
  }

  @Test func theNextOneUpdates() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write("甲\n", to: "note.md")
      #expect(try await sender.create().status == 0)
      let record = try #require(await newRecords(sandbox).first)
      #expect(try await sender.create() == Outcome("note.md: updated record \(record.id)\n"))
      #expect(
        try await sender.okrmd("push", "--if-changed", "note.md")
          == Outcome("note.md: unchanged since the last push; nothing was sent\n"))
      #expect(await sandbox.methods == ["POST", "GET", "PUT"])
      #expect(await newRecords(sandbox).count == 1)
      // What someone else writes into it is noticed from the start.
      try await sandbox.edit(record: record.id, content: ContentBlock())
      #expect(try await sender.okrmd("push", "note.md").status == 73)
    }
  }

  @Test func aReplyThatOnlyNamesTheRecordIsEnough() async throws {
    let server = try FaultServer { _, _ in .json(#"{"code":0,"data":{"progress_id":"7"}}"#) }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "note.md")
    let outcome = try await sender.create()
    #expect(outcome.status == 0)
    #expect(outcome.output == "note.md: created record 7; its id stands in the note now\n")
    #expect(outcome.errors == "okrmd: warning: note.md: the service took the record but did not return it\n")
    #expect(try sender.folder.text(of: "note.md") == "---\nokr:\n  progress_id: \"7\"\n---\n甲\n")
  }

  @Test func sourceAndRateAreSent() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write("甲\n", to: "周 报.md")
      let outcome = try await sender.okrmd(
        "push", "--create", "--key-result", Sender.keyResult, "--brand", "lark", "--percent", "12.5",
        "--status", "risk", "周 报.md")
      #expect(outcome.status == 0)
      try sender.folder.write("# 标题\n", to: "b.md")
      #expect(
        try await sender.okrmd(
          "push", "--create", "--key-result", Sender.keyResult, "--source-title", "来自\"笔记\"", "--source-url",
          "https://a.cn/笔记?a=1", "b.md"
        ).status == 0)
      let records = await newRecords(sandbox).sorted { $0.modifyTime < $1.modifyTime }
      #expect(records.map { $0.source?.title } == ["周 报.md", "来自\"笔记\""])
      #expect(records.map { $0.source?.url } == ["https://open.larksuite.com", "https://a.cn/笔记?a=1"])
      #expect(records.map { $0.source?.targetType } == [.keyResult, .keyResult])
      #expect(records.first?.rate == ProgressRate(percent: ProgressPercent("12.5"), status: .risk))
    }
  }

  @Test(arguments: ["#\n\n甲\n", "# ![](https://a.cn/a.png)\n\n甲\n", "# <!-- -->\n\n甲\n"])
  func aHeadingWithoutTextIsNoTitle(note: String) async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write(note, to: "note.md")
      #expect(try await sender.create().status == 0)
      #expect(await newRecords(sandbox).first?.source?.title == "note.md")
    }
  }

  @Test func itIsNeverRepeated() async throws {
    let faults: [(FaultServer.Reply, Int32)] = [
      (.nothing, 69), (.reset, 69), (.halfBody, 69), (.json("", status: 502), 69),
      (.json(#"{"code":1009999,"msg":"no"}"#, status: 500), 69), (.stall, 75),
    ]
    for (fault, status) in faults {
      let server = try FaultServer { _, _ in fault }
      let sender = Sender(to: server.baseURL)
      try sender.folder.write("甲\n", to: "note.md")
      let outcome = try await sender.create("note.md", "--timeout", status == 75 ? "0.5" : "60")
      #expect(outcome.status == status)
      #expect(
        outcome.errors.hasPrefix("okrmd: error: note.md: a record may or may not have been created: "))
      #expect(
        outcome.errors.hasSuffix(
          "; look for the new record in Feishu first, and put its progress id into the note\n"))
      #expect(server.requests.map(\.method) == ["POST"])
      #expect(try sender.folder.text(of: "note.md") == "甲\n")
    }
  }

  @Test func onlyALimitIsWaitedFor() async throws {
    let server = try FaultServer { _, index in
      index == 0
        ? .rateLimit(retryAfter: 0)
        : .record("77")
    }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "note.md")
    #expect(try await sender.create().status == 0)
    #expect(server.requests.map(\.method) == ["POST", "POST"])
    #expect(try sender.folder.text(of: "note.md").contains("progress_id: \"77\"\n"))
  }

  @Test(arguments: [#"{"code":0}"#, #"{"code":0,"data":{"progress_id":"x"}}"#])
  func aReplyWithoutAnIDIsAnError(body: String) async throws {
    let server = try FaultServer { _, _ in .json(body, headers: [.init("x-tt-logid", "L-1")]) }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "note.md")
    #expect(
      try await sender.create()
        == .error(
          "note.md: a record was created, but the reply does not name its id (log id L-1); look for it in "
            + "Feishu and put its progress_id into the note", status: 69))
    #expect(server.requests.count == 1)
  }

  @Test func twoAtOnceMakeOne() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write("甲\n", to: "note.md")
      async let first = sender.create()
      async let second = sender.create()
      let outcomes = try await [first, second]
      let record = try #require(await newRecords(sandbox).first)
      #expect(await newRecords(sandbox).count == 1)
      #expect(outcomes.map(\.status) == [0, 0])
      #expect(
        outcomes.map(\.output).sorted() == [
          "note.md: created record \(record.id); its id stands in the note now\n",
          "note.md: updated record \(record.id)\n",
        ])
      #expect(await sandbox.methods.filter { $0 == "POST" }.count == 1)
    }
  }

  @Test func aNoteThatIsBeingMadeIsNotMadeAgain() async throws {
    let server = try FaultServer { _, _ in .stall }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "note.md")
    try sender.folder.link("link.md", to: "note.md")
    let first = try sender.startOkrmd("push", "--create", "--objective", Sender.objective, "note.md")
    try await server.waitForRequests(1)
    // By whatever name it goes. Not through the gate: the first one's patience is limited.
    for name in ["note.md", "link.md"] {
      let next = try sender.startOkrmd(
        "push", "--create", "--objective", Sender.objective, "--timeout", "0.5", name)
      #expect(
        try await next.outcome()
          == .error("\(name): another push of this note is under way; try again", status: 75))
    }
    #expect(server.requests.count == 1)
    first.send(SIGKILL)
    #expect(try await first.outcome().status == -SIGKILL)
  }

  @Test func aNoteThatIsSavedInTheMeantimeKeepsItsText() async throws {
    let folder = TemporaryFolder()
    let path = folder.path(of: "note.md")
    try folder.write("甲\n", to: "note.md")
    let server = try FaultServer { _, _ in
      // An editor saves while the record is made.
      try? Data("# 新\n\n甲乙\n".utf8).write(to: URL(fileURLWithPath: path))
      return .record("77")
    }
    #expect(try await Sender(to: server.baseURL).create(path).status == 0)
    #expect(try folder.text(of: "note.md") == "---\nokr:\n  progress_id: \"77\"\n---\n# 新\n\n甲乙\n")
  }

  @Test func theIDOfANoteThatIsGoneIsPrinted() async throws {
    let folder = TemporaryFolder()
    let path = folder.path(of: "note.md")
    try folder.write("甲\n", to: "note.md")
    let server = try FaultServer { _, _ in
      unlink(path)
      return .record("77")
    }
    let outcome = try await Sender(to: server.baseURL).create(path)
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("record 77 was created"))
    #expect(outcome.errors.contains("progress_id: \"77\""))
    #expect(outcome.isOneLineOfError)
  }
}
