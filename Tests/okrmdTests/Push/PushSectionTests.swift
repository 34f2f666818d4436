import OKRSandbox
import TestSupport
import Testing

/// A note with sections: each is a record of its own.
@Suite struct PushSectionTests {
  private static let empty = """
    # 目标

    ## KR1 登录
    <!-- okr
    key_result: "7041430377642082323"
    percent: 60
    -->
    甲

    ## KR2 注册
    <!-- okr
    key_result: "7041430377642082324"
    -->
    乙

    ## KR3
    <!-- okr
    key_result: "7041430377642082325"
    -->

    """

  @Test func eachIsMadeAndItsIDSaved() async throws {
    let server = try RecordServer { request, index in .echo(request, id: "\(70 + index)") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(Self.empty, to: "note.md")
    let outcome = try await sender.okrmd("push", "--create", "note.md")
    #expect(
      outcome
        == Outcome(
          "note.md: KR1 登录: created record 70 and saved its id in the note\n"
            + "note.md: KR2 注册: created record 71 and saved its id in the note\n"
            + "2 records: 2 created\n"))
    let text = try sender.folder.text(of: "note.md")
    #expect(
      text.replacing("progress_id: \"70\"\n", with: "").replacing("progress_id: \"71\"\n", with: "")
        == Self.empty)
    #expect(text.contains("## KR1 登录\n<!-- okr\nprogress_id: \"70\"\n"))
    #expect(server.requests.map { $0.text.contains(#""target_id":"7041430377642082323""#) } == [true, false])
    // Nothing of the heading is sent, and the rate is the section's.
    #expect(server.requests[0].text.contains(#""percent":60"#))
    #expect(!server.requests[1].text.contains("percent"))
    #expect(!server.requests[0].text.contains(#""text":"KR1"#))
    // One that is written later is made later; what is there is left alone.
    try sender.folder.write(text + "丙\n", to: "note.md")
    #expect(
      try await sender.okrmd("push", "--create", "note.md").output
        == "note.md: KR3: created record 72 and saved its id in the note\n")
    let last = try await sender.okrmd("push", "--create", "note.md")
    #expect(last.status == 64)
    #expect(last.errors.contains("all its sections have records already (70, 71, 72)"))
    #expect(server.requests.count == 3)
  }

  /// A note as `new` writes it, before anything is written.
  @Test func withoutAnyTextItSaysSo() async throws {
    let server = try RecordServer { request, index in .echo(request, id: "\(70 + index)") }
    let sender = Sender(to: server.baseURL)
    let note = [1, 2].map { "## KR\($0)\n<!-- okr\nkey_result: \"704143037764208232\($0)\"\n-->\n\n" }
      .joined()
    try sender.folder.write(note, to: "note.md")
    #expect(
      try await sender.okrmd("push", "--create", "note.md")
        == Outcome("note.md: KR1: no text yet; skipped\nnote.md: KR2: no text yet; skipped\n"))
    #expect(try await sender.okrmd("push", "--hook", "note.md") == Outcome(""))
    #expect(server.requests.isEmpty)
  }

  private func note(_ texts: [String]) -> String {
    texts.enumerated().map { "## KR\($0 + 1)\n<!-- okr\nprogress_id: \($0 + 70)\n-->\n\($1)\n\n" }.joined()
  }

  @Test func eachIsUpdatedForItself() async throws {
    let server = try RecordServer { request, _ in
      let id = request.target.prefix { $0 != "?" }.split(separator: "/").last.map(String.init) ?? ""
      return id == "71" ? .json(#"{"code":1001001,"msg":"no"}"#, status: 400) : .echo(request, id: id)
    }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(note(["甲", "乙", "丙"]), to: "note.md")
    let outcome = try await sender.okrmd("push", "note.md")
    // One that fails does not stop the others.
    #expect(outcome.status == 69)
    #expect(
      outcome.output
        == "note.md: KR1: updated record 70\nnote.md: KR3: updated record 72\n3 records: 2 updated, 1 failed\n"
    )
    #expect(outcome.errors.hasPrefix("okrmd: error: note.md: KR2: the record was not updated"))
    try sender.folder.write(note(["甲", "乙", "丁"]), to: "note.md")
    let hook = try await sender.okrmd("push", "--hook", "note.md")
    #expect(hook.status == 69)
    #expect(hook.isOneLineOfError)
    #expect(
      hook.errors.hasPrefix("okrmd: error: note.md: 3 records: 1 updated, 1 unchanged, 1 failed; KR2: "))
    let json = try await sender.okrmd("push", "--json", "--if-changed", "note.md")
    #expect(json.status == 69)
    #expect(json.output.split(separator: "\n").count == 3)
    #expect(
      json.output.hasPrefix(
        #"{"file":"note.md","section":"KR1","record":"70","key_result":null,"result":"unchanged","exit":0,"#))
    #expect(
      json.output.contains(#""section":"KR2","record":"71","key_result":null,"result":"failed","exit":69,"#))
  }

  @Test func whatIsWrongWithOneIsSaidOfIt() async throws {
    let server = try RecordServer { request, _ in .echo(request, id: "70") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(
      "## A\n<!-- okr\nprogress_id: 70\n-->\n甲\n\n## B\n<!-- okr\npercent: 5\n-->\n乙\n", to: "note.md")
    let outcome = try await sender.okrmd("push", "note.md")
    #expect(outcome.status == 65)
    #expect(outcome.output == "note.md: A: updated record 70\n2 records: 1 updated, 1 failed\n")
    #expect(outcome.errors.hasPrefix("note.md:8:1: error: the section has no target"))
  }

  @Test func aTextWithoutAnIDIsAnError() async throws {
    let server = try RecordServer { _, _ in .nothing }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(Self.empty, to: "note.md")
    #expect(try await sender.okrmd("push", "note.md").status == 64)
    #expect(try await sender.okrmd("push", "--hook", "note.md") == Outcome())
    #expect(server.connectionCount == 0)
  }
}

/// Several notes, and folders.
@Suite struct PushManyTests {
  private func note(_ id: Int, _ text: String) -> String { "---\nokr:\n  progress_id: \(id)\n---\n\(text)\n" }

  private func server() throws -> RecordServer {
    try RecordServer { request, _ in
      .echo(
        request, id: request.target.prefix { $0 != "?" }.split(separator: "/").last.map(String.init) ?? "")
    }
  }

  @Test func aFolderIsItsNotes() async throws {
    let server = try server()
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(note(71, "乙"), to: "weekly/b.md")
    try sender.folder.write(note(70, "甲"), to: "weekly/a.md")
    try sender.folder.write("没有 id\n", to: "weekly/c.md")
    try sender.folder.write("---\nokr:\n  percent: 5\n---\n没有 id\n", to: "weekly/d.md")
    try sender.folder.write(note(72, "不是 md"), to: "weekly/e.txt")
    #expect(
      try await sender.okrmd("push", "weekly")
        == Outcome("weekly/a.md: updated record 70\nweekly/b.md: updated record 71\n2 records: 2 updated\n"))
    #expect(
      try await sender.okrmd("push", "weekly/", "--if-changed").output
        == "weekly/a.md: unchanged since the last push; nothing was sent\n"
        + "weekly/b.md: unchanged since the last push; nothing was sent\n2 records: 2 unchanged\n")
    try sender.folder.createFolder("empty")
    #expect(
      try await sender.okrmd("push", "empty")
        == .error(
          "there is nothing to send: no note here has a progress id; put progress_id under okr: in the front "
            + "matter, or make new records with --create", status: 66))
  }

  @Test func fortyShareAConnection() async throws {
    let server = try server()
    let sender = Sender(to: server.baseURL)
    for index in 0..<20 {
      try sender.folder.write(note(100 + index, "第 \(index)"), to: "w/\(100 + index).md")
    }
    let outcome = try await sender.okrmd("push", "w")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasSuffix("20 records: 20 updated\n"))
    #expect(server.connectionCount == 1)
  }

  @Test func oneThatFailsDoesNotStopTheOthers() async throws {
    let server = try server()
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(note(70, "甲"), to: "a.md")
    try sender.folder.write(note(70, "乙"), to: "b.md")
    try sender.folder.write(note(71, "丙"), to: "c.md")
    let outcome = try await sender.okrmd("push", "a.md", "missing.md", "b.md", "c.md")
    #expect(outcome.status == 73)
    #expect(
      outcome.output
        == "a.md: updated record 70\nc.md: updated record 71\n4 records: 2 updated, 1 refused, 1 failed\n")
    #expect(
      outcome.errors
        == "okrmd: error: missing.md: no such file; check the path\n"
        + "okrmd: error: b.md: record 70 is named by a.md as well, which came first in this push; a record has one note\n"
    )
    #expect(try await sender.okrmd("push", "--progress-id", "5", "a.md", "c.md").status == 64)
  }

  @Test func whatConcernsAllIsSaidOnce() async throws {
    let sender = Sender(to: "http://127.0.0.1:1", token: "")
    for name in ["a", "b", "c"] { try sender.folder.write(note(70, name), to: "\(name).md") }
    let outcome = try await sender.okrmd("push", "a.md", "b.md", "c.md")
    #expect(outcome.status == 77)
    #expect(outcome.output == "3 records: 3 failed\n")
    #expect(outcome.errors.hasPrefix("okrmd: error: no token; ") && outcome.errors.count { $0 == "\n" } == 1)
  }

  @Test func namesTheTargetOfASectionWithoutAnID() async throws {
    let server = try RecordServer { request, _ in .echo(request, id: "70") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("## KR1\n<!-- okr\nkey_result: \"5\"\n-->\n甲\n", to: "note.md")
    #expect(
      try await sender.okrmd("push", "note.md")
        == .error(
          "note.md: KR1: no progress id; put progress_id into the comment below the heading, or make a new record with "
            + "--create", status: 64))
    #expect(server.connectionCount == 0)
  }

  /// A token that is refused is not tried again for each section, and each has its result.
  @Test func aTokenThatIsRefusedIsTriedOnce() async throws {
    let server = try FaultServer { _, _ in .json(#"{"code":99991663,"msg":"x"}"#, status: 401) }
    let sender = Sender(to: server.baseURL)
    let note = ["5", "6", "7"].map { "## KR\($0)\n<!-- okr\nprogress_id: \"\($0)\"\n-->\n甲\n" }.joined(
      separator: "\n")
    try sender.folder.write(note, to: "note.md")
    let outcome = try await sender.okrmd("push", "note.md")
    #expect(outcome.status == 77)
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.output == "3 records: 3 failed\n")
    #expect(server.requests.count == 1)
    let json = try await sender.okrmd("push", "--json", "note.md").output.split(separator: "\n")
    #expect(json.count == 3 && json.allSatisfy { $0.contains(#""result":"failed","exit":77"#) }, "\(json)")
    #expect(server.requests.count == 2)
  }

  /// What is skipped says why, and has all that is known of it.
  @Test func skippedSectionsHaveTheirRecordsAndTargets() async throws {
    let server = try RecordServer { request, _ in .echo(request, id: "70") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(
      "## A\n<!-- okr\nprogress_id: \"7\"\nkey_result: \"5\"\n-->\n甲\n\n## B\n<!-- okr\nkey_result: \"6\"\n-->\n",
      to: "note.md")
    let lines = try await sender.okrmd("push", "--create", "--json", "note.md").output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines.first?.hasPrefix(
        #"{"file":"note.md","section":"A","record":"7","key_result":"5","result":"skipped","exit":0,"message":"has record 7 already; skipped""#
      ) == true, "\(lines)")
    #expect(lines.last?.contains(#""key_result":"6","result":"skipped""#) == true)
  }

  /// Each record has its object, whatever keeps all of them from being sent; it is told once.
  @Test func withoutATokenEachRecordHasItsObject() async throws {
    let server = try RecordServer { request, _ in .echo(request) }
    let sender = Sender(to: server.baseURL, token: "")
    for name in ["a", "b"] {
      try sender.folder.write("---\nokr: {progress_id: 5}\n---\n甲\n", to: "\(name).md")
    }
    let outcome = try await sender.okrmd("push", "--json", "a.md", "b.md", "gone.md")
    #expect(outcome.status == 77)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(
      lines.count { $0.contains(#""exit":77"#) } == 2 && lines.count { $0.contains(#""exit":66"#) } == 1)
    #expect(outcome.errors.matches(of: /no token/).count == 1)
    #expect(outcome.errors.contains("gone.md: no such file"))
  }
}
