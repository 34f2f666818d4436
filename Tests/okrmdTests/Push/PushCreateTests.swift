import ContentBlocks
import Foundation
import OKRSandbox
import Synchronization
import TestSupport
import Testing

/// A new record is made once.
@Suite struct PushCreateTests {
  private func newRecords(_ sandbox: Sandbox) async -> [ProgressRecord] {
    await sandbox.records.filter { $0.id != Sender.record }
  }

  @Test func theIDIsSavedInTheNote() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write("# 本周进展\n\n甲\n", to: "note.md")
      let outcome = try await sender.create()
      let record = try #require(await newRecords(sandbox).first)
      #expect(outcome == Outcome("note.md: created record \(record.id) and saved its id in the note\n"))
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
      #expect(
        try await sender.create()
          == .error(
            "note.md: already has record \(record.id); push without --create to update it", status: 64))
      #expect(try await sender.okrmd("push", "note.md") == Outcome("note.md: updated record \(record.id)\n"))
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
    let server = try RecordServer { _, _ in .json(#"{"code":0,"data":{"progress_id":"7"}}"#) }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "note.md")
    let outcome = try await sender.create()
    #expect(outcome.status == 0)
    #expect(outcome.output == "note.md: created record 7 and saved its id in the note\n")
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

  private static let pending =
    "a record may have been created for it before; look in Feishu, then put its progress_id into the note, "
    + "or if there is none use --create-again"

  /// What the service refused, or never heard of, made no record.
  @Test func aKnownFateKeepsNoMark() async throws {
    let sender = Sender(to: "http://127.0.0.1:1")
    try sender.folder.write("甲\n", to: "note.md")
    #expect(try await sender.create("note.md", "--retries", "0").status == 75)
    let refusal = try RecordServer { _, _ in .json(#"{"code":1001001}"#, status: 400) }
    #expect(try await sender.create("note.md", "--base-url", refusal.baseURL).status == 69)
    let limit = try RecordServer { _, _ in .rateLimit(retryAfter: 1000) }
    #expect(try await sender.create("note.md", "--base-url", limit.baseURL).status == 75)
    let server = try RecordServer { _, _ in .record("77") }
    for other in [refusal, limit, server] {
      #expect(try await sender.create("note.md", "--base-url", other.baseURL).status != 73)
    }
  }

  /// Nobody was reached, so nothing was made: more time may help.
  @Test func withoutAConnectionMoreTimeIsProposed() async throws {
    // It takes the connection and no part in the handshake.
    let server = try FaultServer(reading: .head) { _, _ in .stall }
    let sender = Sender(to: server.baseURL.replacing("http:", with: "https:"))
    try sender.folder.write("甲\n", to: "note.md")
    #expect(
      try await sender.create("note.md", "--timeout", "1")
        == .error(
          "note.md: no record was created: no connection to 127.0.0.1:\(server.port) within the time given; "
            + "try again, or allow more time; --timeout SECONDS gives it longer", status: 75))
  }

  /// A note that a record was made for, and that does not name it any more.
  @Test func aLostIDIsNotMadeAgain() async throws {
    let server = try RecordServer { _, index in .record("\(77 + index)") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "note.md")
    #expect(try await sender.create().status == 0)
    try sender.folder.write("甲\n", to: "note.md")
    let outcome = try await sender.create()
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("record 77 was created for it before"))
    #expect(server.requests.count == 1)
    #expect(try await sender.create("note.md", "--create-again").status == 0)
    #expect(try sender.folder.text(of: "note.md").contains("progress_id: \"78\""))
    // Another target is another record.
    try sender.folder.write("甲\n", to: "note.md")
    #expect(
      try await sender.okrmd("push", "--create", "--key-result", Sender.keyResult, "note.md").status == 0)
  }

  /// Without a mark that is kept, the next try could make a second record.
  @Test func withoutAPlaceForTheMarkThereIsNoRecord() async throws {
    let server = try RecordServer { _, _ in .record("77") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "note.md")
    try sender.folder.write("in the way", to: "home/state/okrmd")
    let outcome = try await sender.create()
    #expect(outcome.status == 73)
    #expect(
      outcome.errors.contains("no record was created, since the mark that keeps it from being made twice"))
    #expect(server.requests.isEmpty)
    #expect(try sender.folder.names().filter { $0.hasPrefix(".okrmd") } == [])
  }

  /// An editor that puts a new file in the note's place while a record is made.
  @Test func aNoteThatIsReplacedIsTheSameNote() async throws {
    let server = try RecordServer { _, _ in .stall }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "note.md")
    let first = try sender.startOkrmd("push", "--create", "--objective", Sender.objective, "note.md")
    try await server.waitForRequests(1)
    #expect(try await sender.shell("echo 乙 >new && mv new note.md").status == 0)
    let next = try sender.startOkrmd(
      "push", "--create", "--objective", Sender.objective, "--timeout", "0.5", "note.md")
    #expect(
      try await next.outcome()
        == .error("note.md: another push of this note is under way; try again", status: 75))
    first.send(SIGKILL)
    _ = try await first.outcome()
    #expect(try await sender.create() == .error("note.md: \(Self.pending)", status: 73))
    #expect(server.requests.count == 1)
  }

  @Test func itIsNeverRepeated() async throws {
    let faults: [(FaultServer.Reply, Int32)] = [
      (.nothing, 69), (.reset, 69), (.halfBody, 69), (.json("", status: 502), 69),
      (.json(#"{"code":1009999,"msg":"no"}"#, status: 500), 69), (.stall, 69),
    ]
    for (fault, status) in faults {
      let server = try RecordServer { _, _ in fault }
      let sender = Sender(to: server.baseURL)
      try sender.folder.write("甲\n", to: "note.md")
      let isLate = fault.description.hasSuffix("stall")
      let outcome = try await sender.create("note.md", "--timeout", isLate ? "0.5" : "60")
      #expect(outcome.status == status)
      #expect(
        outcome.errors.hasPrefix("okrmd: error: note.md: a record may or may not have been created: "))
      #expect(
        outcome.errors.hasSuffix(
          "; look for the new record in Feishu first, and put its progress id into the note\n"))
      #expect(server.requests.map(\.method) == ["POST"])
      #expect(try sender.folder.text(of: "note.md") == "甲\n")
      // Nobody knows whether there is a record, so none is made before a person has looked.
      #expect(try await sender.create() == .error("note.md: \(Self.pending)", status: 73))
      #expect(server.requests.count == 1)
      let other = try RecordServer { _, _ in .record("77") }
      let again = try await sender.create("note.md", "--create-again", "--base-url", other.baseURL)
      #expect(again.status == 0)
    }
  }

  @Test func onlyALimitIsWaitedFor() async throws {
    let server = try RecordServer { _, index in
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
    let server = try RecordServer { _, _ in .json(body, headers: [.init("x-tt-logid", "L-1")]) }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "note.md")
    #expect(
      try await sender.create()
        == .error(
          "note.md: a record may have been created, but the reply does not name its id (log id L-1); look for it in "
            + "Feishu and put its progress_id into the note", status: 69))
    #expect(try await sender.create() == .error("note.md: \(Self.pending)", status: 73))
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
      #expect(outcomes.map(\.status).sorted() == [0, 64])
      #expect(
        Set(outcomes.map { $0.output + $0.errors }) == [
          "note.md: created record \(record.id) and saved its id in the note\n",
          "okrmd: error: note.md: already has record \(record.id); push without --create to update it\n",
        ])
      #expect(await sandbox.methods.filter { $0 == "POST" }.count == 1)
    }
  }

  @Test func aNoteThatIsBeingMadeIsNotMadeAgain() async throws {
    let server = try RecordServer { _, _ in .stall }
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
    let server = try RecordServer { _, _ in
      // An editor saves while the record is made.
      try? Data("# 新\n\n甲乙\n".utf8).write(to: URL(fileURLWithPath: path))
      return .record("77")
    }
    #expect(try await Sender(to: server.baseURL).create(path).status == 0)
    #expect(try folder.text(of: "note.md") == "---\nokr:\n  progress_id: \"77\"\n---\n# 新\n\n甲乙\n")
  }

  /// A section is known by its heading and its target, wherever it is by the time that its record is made.
  @Test func aSectionThatMovesInTheMeantimeGetsItsID() async throws {
    @Sendable func section(_ target: Int, _ text: String, id: String = "") -> String {
      "## 进展\n<!-- okr\n\(id)objective: \"\(target)\"\n-->\n\(text)\n\n"
    }
    let folder = Mutex<TemporaryFolder?>(nil)
    let server = try RecordServer { _, index in
      if index == 0 {
        let note = section(6, "乙") + section(5, "甲") + section(7, "新")
        try? folder.withLock { $0 }?.write(note, to: "note.md")
      }
      return .record("\(70 + index)")
    }
    let sender = Sender(to: server.baseURL)
    folder.withLock { $0 = sender.folder }
    try sender.folder.write(section(5, "甲") + section(6, "乙"), to: "note.md")
    let outcome = try await sender.okrmd("push", "--create", "note.md")
    #expect(outcome.status == 0)
    let note = try sender.folder.text(of: "note.md")
    #expect(note.contains(section(5, "甲", id: "progress_id: \"70\"\n")), "\(note)")
    #expect(server.requests.map { $0.text.contains("甲") } == [true, false])
    // Each id is in the section whose text was sent.
    for (index, request) in server.requests.enumerated() {
      let text = try #require(["甲", "乙", "新"].first { request.text.contains($0) })
      let own = try #require(note.split(separator: "## ").first { $0.contains(text) })
      #expect(own.contains("progress_id: \"\(70 + index)\""))
    }
  }

  @Test func theIDOfANoteThatIsGoneIsPrinted() async throws {
    let folder = TemporaryFolder()
    let path = folder.path(of: "note.md")
    try folder.write("甲\n", to: "note.md")
    let server = try RecordServer { _, _ in
      unlink(path)
      return .record("77")
    }
    let outcome = try await Sender(to: server.baseURL).create(path)
    #expect(outcome.status == 74)
    #expect(outcome.errors.contains("record 77 was created"))
    #expect(outcome.errors.contains("progress_id: \"77\""))
    #expect(outcome.isOneLineOfError)
  }

  /// Processes with different state folders know nothing of each other but the note.
  @Test func twoStateFoldersMakeOneRecord() async throws {
    let server = try RecordServer { _, _ in .stall }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "note.md")
    let first = try sender.startOkrmd("push", "--create", "--objective", Sender.objective, "note.md")
    try await server.waitForRequests(1)
    let second = try await sender.okrmd(
      ["push", "--create", "--objective", Sender.objective, "--timeout", "1", "note.md"],
      environment: ["XDG_STATE_HOME": sender.folder.path(of: "other")])
    #expect(
      second == .error("note.md: another push of this note is under way; try again", status: 75))
    #expect(server.requests.count == 1)
    // What keeps them apart goes with it.
    first.send(SIGINT)
    #expect(try await first.outcome().status == -SIGINT)
    #expect(try sender.folder.names().filter { $0.hasPrefix(".okrmd") } == [])
  }

  /// What happened to the note meanwhile is told as it is, and what to do about it.
  @Test(
    arguments: [
      (
        "甲\n", "---\nokr:\n  progress_id: \"9\"\n---\n甲\n",
        "it names record 9 by now; put progress_id: \"77\" under okr: in the front matter"
      ),
      (
        "甲\n", "## A\n<!-- okr\nprogress_id: \"9\"\n-->\n甲\n",
        "it has other sections by now; put progress_id: \"77\" under okr: in the front matter"
      ),
      (
        "## A\n<!-- okr\nobjective: \"5\"\n-->\n甲\n", "甲\n",
        "it has other sections by now; put progress_id: \"77\" into the comment below the heading 'A'"
      ),
    ])
  func aNoteThatWasChangedMeanwhileIsToldOf(before: String, after: String, problem: String) async throws {
    let folder = Mutex<TemporaryFolder?>(nil)
    let server = try RecordServer { _, _ in
      try? folder.withLock { $0 }?.write(after, to: "note.md")
      return .record("77")
    }
    let sender = Sender(to: server.baseURL)
    folder.withLock { $0 = sender.folder }
    try sender.folder.write(before, to: "note.md")
    let outcome = try await sender.create()
    #expect(outcome.status == 74)
    #expect(
      outcome.errors.hasSuffix(
        "record 77 was created, but its id cannot be written into the note: \(problem)\n"),
      "\(outcome)")
    #expect(try sender.folder.text(of: "note.md") == after)
  }

  /// Its fate is known: the next create names it.
  @Test func anIDThatCouldNotBeWrittenIsRemembered() async throws {
    let folder = Mutex<TemporaryFolder?>(nil)
    let server = try RecordServer { _, _ in
      try? folder.withLock { $0 }?.write("## B\n<!-- okr\nobjective: \"5\"\n-->\n甲\n", to: "note.md")
      return .record("77")
    }
    let sender = Sender(to: server.baseURL)
    folder.withLock { $0 = sender.folder }
    let note = "## A\n<!-- okr\nobjective: \"5\"\n-->\n甲\n"
    try sender.folder.write(note, to: "note.md")
    #expect(try await sender.create().status == 74)
    try sender.folder.write(note, to: "note.md")
    let outcome = try await sender.create()
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("record 77 was created for it before"))
    #expect(server.requests.count == 1)
  }

  /// What a killed process left is removed by a push that writes nothing there.
  /// Whatever comes of the push: this one is refused before anything is sent.
  @Test(arguments: ["created", "images", "records"])
  func leftoversInTheStateAreRemoved(folder: String) async throws {
    let server = try RecordServer { request, _ in .echo(request) }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("x", to: "home/state/okrmd/\(folder)/.okrmd-abcdef")
    try sender.folder.write("---\nokr:\n  progress_id: 5\n---\n甲\n", to: "note.md")
    #expect(try await sender.okrmd("push", "--create", "--objective", "5", "note.md").status == 64)
    #expect(try sender.folder.names(in: "home/state/okrmd/\(folder)") == [])
  }
}
