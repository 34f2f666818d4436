import ContentBlocks
import Foundation
import OKRSandbox
import TestSupport
import Testing

/// `okrmd pull` makes a note of a record.
@Suite struct PullTests {
  @Test func theNoteOnStandardOutputCanBePushed() async throws {
    try await withSandbox { sandbox, sender in
      try await sandbox.edit("甲", rate: ProgressRate(percent: ProgressPercent("50.5"), status: .risk))
      let outcome = try await sender.okrmd("pull", Sender.record)
      #expect(outcome.status == 0)
      // It went into a pipe: nobody knows whether a person keeps it.
      #expect(
        outcome.errors
          == "okrmd: note: record \(Sender.record) does not count as seen by this machine: it was not written into a "
          + "file; for that use 'okrmd pull \(Sender.record) -o FILE'\n")
      #expect(outcome.output.contains("甲"))
      #expect(await sandbox.methods == ["GET"])
      // What it says about the record is what a push reads.
      #expect(outcome.output.hasPrefix("---\nokr:\n"))
      let sent = try await sender.okrmd("push", "--dry-run", input: outcome.output).output
      #expect(sent.contains("/progress_records/\(Sender.record)?"))
      #expect(sent.hasSuffix(#","progress_rate":{"percent":50.5,"status":1}}"# + "\n"))
      // All ways to name it say the same.
      #expect(try await sender.okrmd("pull", "--progress-id", Sender.record) == outcome)
      #expect(try await sender.okrmd("pull", Sender.record, "--progress-id", Sender.record) == outcome)
      #expect(try await sender.okrmd("pull", Sender.record, "-o", "-") == outcome)
    }
  }

  @Test func aFileIsOverwrittenOnlyByForce() async throws {
    try await withSandbox { sandbox, sender in
      try await sandbox.edit("甲")
      let shown = try await sender.okrmd("pull", Sender.record).output
      #expect(shown.hasPrefix("---\nokr:\n"))
      #expect(try await sender.okrmd("pull", Sender.record, "-o", "周 报.md") == Outcome())
      #expect(try sender.folder.text(of: "周 报.md") == shown)
      try await sandbox.edit("乙")
      #expect(
        try await sender.okrmd("pull", Sender.record, "-o", "周 报.md")
          == .error("周 报.md: exists; name another file, or overwrite it with --force", status: 73))
      #expect(try sender.folder.text(of: "周 报.md") == shown)
      #expect(try await sender.okrmd("pull", Sender.record, "-o", "周 报.md", "--force") == Outcome())
      #expect(try sender.folder.text(of: "周 报.md").contains("乙"))
    }
  }

  /// Front matter that cannot be read, or not be edited, would be gone with the file.
  @Test(arguments: [
    ("---\ntitle: [bad\n---\n旧\n", "it is in a form"),
    ("---\n{title: 周报, okr: {soft_breaks: line}}\n---\n旧\n", "it is in a form"),
  ])
  func frontMatterThatWouldBeLostIsNotOverwritten(note: String, problem: String) async throws {
    try await withSandbox { sandbox, sender in
      try await sandbox.edit("甲")
      try sender.folder.write(note, to: "a.md")
      let outcome = try await sender.okrmd("pull", Sender.record, "-o", "a.md", "--force")
      #expect(outcome.status == 73)
      #expect(outcome.isOneLineOfError)
      #expect(outcome.errors.contains("a.md: its front matter would be lost: \(problem)"))
      #expect(try sender.folder.text(of: "a.md") == note)
      #expect(await sandbox.methods == [])
    }
  }

  /// How the writer's line ends are read is said in the note alone.
  @Test func softBreaksAreKept() async throws {
    try await withSandbox { sandbox, sender in
      try await sandbox.edit("甲")
      try sender.folder.write("---\nokr:\n  soft_breaks: line\n---\n旧\n", to: "a.md")
      #expect(try await sender.okrmd("pull", Sender.record, "-o", "a.md", "--force") == Outcome())
      #expect(try sender.folder.text(of: "a.md").contains("\n  soft_breaks: line\n"))
    }
  }

  /// What a push would delete is said in one sentence.
  @Test func whatIsNotShownIsSaidOnce() async throws {
    let content =
      #"{"blocks":[{"type":"code"},{"type":"paragraph","paragraph":{"elements":"#
      + #"[{"type":"textRun","textRun":{"text":"a\nb"}}]}}]}"#
    let reply = #"{"code":0,"data":{"progress_id":"\#(Sender.record)","content":\#(content)}}"#
    let server = try FaultServer { _, _ in .json(reply) }
    let sender = Sender(to: server.baseURL)
    let outcome = try await sender.okrmd("pull", Sender.record, "-o", "a.md")
    #expect(
      outcome.errors.split(separator: "\n") == [
        "okrmd: warning: record \(Sender.record): $.data.content.blocks[0]: is a block of type `code`, which is not known, "
          + "so it is not shown; a push would delete it, and is refused without --force",
        "okrmd: warning: record \(Sender.record): $.data.content.blocks[1].paragraph.elements[0].textRun.text: has a line "
          + "end, so it is not shown as it is; a push would delete it, and is refused without --force",
      ])
  }

  @Test func aPullThatWroteNothingIsNotRemembered() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲").status == 0)
      try await sandbox.edit("别人")
      #expect(try await sender.okrmd("pull", Sender.record, "-o", "note.md").status == 73)
      #expect(try await sender.push("乙").status == 73)
      #expect(await sandbox.lines() == ["别人"])
    }
  }

  /// It appears while the record is read.
  @Test func aFileThatAppearsMeanwhileIsNotOverwritten() async throws {
    let folder = TemporaryFolder()
    let path = folder.path(of: "note.md")
    let server = try FaultServer { _, _ in
      try? Data("别人\n".utf8).write(to: URL(fileURLWithPath: path))
      return .record("5")
    }
    let outcome = try await Sender(to: server.baseURL).okrmd("pull", "5", "-o", path)
    #expect(outcome == .error("\(path): exists; name another file, or overwrite it with --force", status: 73))
    #expect(try folder.text(of: "note.md") == "别人\n")
    #expect(try folder.names() == ["note.md"])
  }

  /// What only went by on a terminal or through a pipe may not be what the writer has before them.
  @Test func onlyWhatWentIntoAFileCountsAsSeen() async throws {
    for (line, status) in [
      (#""$OKRMD" pull \#(Sender.record) | cat"#, 73), (#""$OKRMD" pull \#(Sender.record) >a.md"#, 0),
    ] {
      try await withSandbox { sandbox, sender in
        #expect(try await sender.push("甲").status == 0)
        try await sandbox.edit("别人")
        #expect(try await sender.shell(line).status == 0)
        #expect(try await sender.push("乙").status == Int32(status))
      }
    }
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲").status == 0)
      try await sandbox.edit("别人\u{202E}\u{9B}2J")
      let outcome = try await sender.okrmd(["pull", Sender.record], output: .terminal)
      #expect(outcome.errors.contains("does not count as seen"))
      #expect(outcome.output.contains("别人"))
      #expect(!outcome.output.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{9B}" })
      #expect(try await sender.push("乙").status == 73)
    }
  }

  /// What came out of a record never makes a push look for a file of this machine.
  @Test(arguments: ["file:///etc/passwd", "/etc/passwd", "../a.png", "a.png", "data:image/png;base64,AA"])
  func anImageThatIsNotOnTheWebIsText(source: String) async throws {
    let server = try FaultServer { request, _ in
      request.method == "PUT"
        ? .echo(request)
        : .json(
          #"{"code":0,"data":{"progress_id":"\#(Sender.record)","content":{"blocks":[{"type":"gallery","gallery":"#
            + #"{"imageList":[{"src":"\#(source)","width":3,"height":4}]}}]}}}"#)
    }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
    try sender.folder.write(TinyImage.png(3, 4), to: "notes/x/a.png")
    let pull = try await sender.okrmd("pull", Sender.record, "-o", "pulled.md")
    #expect(pull.status == 0)
    #expect(pull.errors.contains("an image that is not on the web, '\(source)', is written as text"))
    #expect(try await sender.okrmd("push", "--objective", "5", "--force", "pulled.md").status == 0)
    #expect(server.requests.map(\.method) == ["GET", "PUT"])
    #expect(server.requests.last?.text.contains("imageList") == false)
  }

  @Test func frontMatterOfOthersIsKept() async throws {
    try await withSandbox { sandbox, sender in
      try await sandbox.edit("甲", rate: ProgressRate(percent: ProgressPercent("5")))
      try sender.folder.write(
        "---\ntitle: 周报 # 本周\ntags:\n- a\n- b\nokr:\n  percent: 3\n  objective: \"\(Sender.objective)\"\n"
          + "aliases: [x]\n---\n旧\n", to: "note.md")
      #expect(try await sender.okrmd("pull", Sender.record, "-o", "note.md", "--force") == Outcome())
      let text = try sender.folder.text(of: "note.md")
      #expect(text.hasPrefix("---\ntitle: 周报 # 本周\ntags:\n- a\n- b\naliases: [x]\nokr:\n"))
      #expect(text.contains("percent: 5\n"))
      #expect(!text.contains("percent: 3"))
      #expect(!text.contains("旧"))
    }
  }

  /// A push that ends while the pull is under way knows the newer version.
  @Test func aSlowPullDoesNotMakeThisMachineForget() async throws {
    let server = try FaultServer { request, index in
      if request.method == "PUT" { return .echo(request) }
      return index == 0 ? .stall : .record(Sender.record)
    }
    let sender = Sender(to: server.baseURL)
    let pull = try sender.startOkrmd("pull", Sender.record, "-o", "a.md")
    try await server.waitForRequests(1)
    let push = try await sender.push("甲", "--timeout", "0.5")
    #expect(
      push == .error("note.md: another push to record \(Sender.record) is under way; try again", status: 75))
    pull.send(SIGKILL)
    _ = try await pull.outcome()
    #expect(try await sender.push("甲").status == 0)
  }

  @Test func theTargetOfTheNoteIsKept() async throws {
    try await withSandbox { sandbox, sender in
      try await sandbox.edit("甲")
      try sender.folder.write("---\nokr:\n  objective: \"\(Sender.objective)\"\n---\n旧\n", to: "note.md")
      #expect(try await sender.okrmd("pull", Sender.record, "-o", "note.md", "--force") == Outcome())
      let text = try sender.folder.text(of: "note.md")
      #expect(text.contains(/progress_id: "?7041857032248410131"?\n/))
      #expect(text.contains(/objective: "?7041430377642082323"?\n/))
    }
  }

  @Test func whatWasPulledCanBePushed() async throws {
    try await withSandbox { sandbox, sender in
      try await sandbox.edit("甲", rate: ProgressRate(percent: ProgressPercent("5"), status: .delayed))
      #expect(try await sender.okrmd("pull", Sender.record, "-o", "note.md") == Outcome())
      #expect(
        try await sender.okrmd("push", "note.md") == Outcome("note.md: updated record \(Sender.record)\n"))
      #expect(await sandbox.methods == ["GET", "GET", "PUT"])
      #expect(
        await sandbox.record(Sender.record)?.rate
          == ProgressRate(percent: ProgressPercent("5"), status: .delayed))
    }
  }

  @Test func errorsOfTheServiceAreOneLine() async throws {
    try await withSandbox(scopes: [.write]) { sandbox, sender in
      let outcome = try await sender.okrmd("pull", Sender.record, "-o", "note.md")
      #expect(outcome.status == 77)
      #expect(
        outcome.errors.hasPrefix(
          "okrmd: error: record \(Sender.record): the record was not read: no permission"))
      #expect(outcome.errors.contains("missing: okr:okr, okr:okr:readonly, okr:okr.progress:readonly"))
      #expect(try sender.folder.names().contains("note.md") == false)
    }
    try await withSandbox { _, sender in
      let outcome = try await sender.okrmd("pull", "5")
      #expect(outcome.status == 69)
      #expect(outcome.errors.contains("check the progress id; the record may have been deleted"))
    }
    let faults: [(FaultServer.Reply, Int32, Int)] = [
      (.nothing, 75, 2), (.json("", status: 502), 75, 2), (.json("<html>"), 69, 1),
      (.json(#"{"code":0}"#), 69, 1),
      (.json(#"{"code":0,"data":{"progress_id":"6","content":{"blocks":[]}}}"#), 69, 1),
      (.json(#"{"code":99991663}"#, status: 401), 77, 1), (.garbage, 69, 1),
    ]
    for (reply, status, requests) in faults {
      let server = try FaultServer { _, _ in reply }
      let outcome = try await Sender(to: server.baseURL).okrmd("pull", "5", "--retries", "1")
      #expect(outcome.status == status)
      #expect(outcome.isOneLineOfError)
      #expect(outcome.errors.hasPrefix("okrmd: error: record 5: the record was not read: "))
      #expect(server.requests.count == requests)
    }
  }

  @Test(arguments: [
    [], ["abc"], ["0"], ["-1"], ["../x"], ["1234567890123456789012345"], ["5", "--progress-id", "6"],
    ["5", "6"],
  ])
  func wrongIDsAreRefused(arguments: [String]) async throws {
    let server = try FaultServer { _, _ in .nothing }
    let sender = Sender(to: server.baseURL)
    let outcome = try await sender.okrmd(["pull"] + arguments)
    #expect(outcome.status == 64)
    #expect(outcome.isOneLineOfError)
    #expect(server.connectionCount == 0)
  }

  @Test func whatCannotBeWrittenIsAnError() async throws {
    try await withSandbox { _, sender in
      try sender.folder.createFolder("folder")
      #expect(
        try await sender.okrmd("pull", Sender.record, "-o", "folder")
          == .error("folder: is a folder; name a file", status: 73))
      #expect(
        try await sender.okrmd("pull", Sender.record, "-o", "missing/note.md")
          == .error("missing/note.md: cannot be written: no such file or directory", status: 73))
    }
  }

  /// What a note cannot say is named, and not deleted by the next push.
  @Test(
    arguments: [
      (
        block(#"{"type":"textRun","textRun":{"text":"甲","style":{"link":{"url":"ftp://a/b"}}}}"#),
        "elements[0].textRun.style.link: the address 'ftp://a/b' is not one that Markdown files can keep"
      ),
      (
        block(#"{"type":"textRun","textRun":{"text":"甲","style":{"link":{"url":"/wiki/x"}}}}"#),
        "elements[0].textRun.style.link: the address '/wiki/x' is not one that Markdown files can keep"
      ),
      (
        block(#"{"type":"docsLink","docsLink":{"title":"甲","url":"javascript:alert(1)"}}"#),
        "elements[0].docsLink.url: the address 'javascript:alert(1)' is not one that Markdown files can keep"
      ),
      (
        block(
          #"{"type":"textRun","textRun":{"text":"甲"}}"#, list: #""type":"number","indentLevel":1,"number":-1"#
        ),
        "style.list.number: -1 cannot be the number of a list item in Markdown here"
      ),
    ])
  func whatANoteCannotSayIsNamedAndKept(line: String, problem: String) async throws {
    let server = try FaultServer { request, _ in
      request.method == "PUT"
        ? .echo(request)
        : .json(#"{"code":0,"data":{"progress_id":"\#(Sender.record)","content":{"blocks":[\#(line)]}}}"#)
    }
    let sender = Sender(to: server.baseURL)
    let pull = try await sender.okrmd("pull", Sender.record, "-o", "note.md")
    #expect(
      pull
        == Outcome(
          errors:
            "okrmd: warning: record \(Sender.record): $.data.content.blocks[0].paragraph.\(problem), so it is "
            + "not shown as it is; a push would delete it, and is refused without --force\n"))
    for flags in [[], ["--adopt"]] {
      let push = try await sender.okrmd(["push", "note.md"] + flags)
      #expect(push.status == 73)
      #expect(
        push.errors.contains("holds what okrmd cannot show, and a push would delete it: $.data.content."))
    }
    #expect(server.requests.allSatisfy { $0.method == "GET" })
    #expect(try await sender.okrmd("push", "note.md", "--force").status == 0)
  }

  /// A link that a note can keep, and numbers that Markdown counts to, are fine.
  @Test func whatANoteCanSayIsPushed() async throws {
    let content =
      #"{"blocks":["#
      + [
        block(#"{"type":"textRun","textRun":{"text":"甲","style":{"link":{"url":"https://a/"}}}}"#),
        block(#"{"type":"textRun","textRun":{"text":"乙","style":{"link":{"url":""}}}}"#),
        block(
          #"{"type":"textRun","textRun":{"text":"a"}}"#,
          list: #""type":"number","indentLevel":1,"number":999"#),
        block(
          #"{"type":"textRun","textRun":{"text":"b"}}"#,
          list: #""type":"number","indentLevel":1,"number":1000"#),
      ].joined(separator: ",") + "]}"
    let server = try FaultServer { request, _ in
      request.method == "PUT"
        ? .echo(request)
        : .json(#"{"code":0,"data":{"progress_id":"\#(Sender.record)","content":\#(content)}}"#)
    }
    let sender = Sender(to: server.baseURL)
    #expect(try await sender.okrmd("pull", Sender.record, "-o", "note.md") == Outcome())
    #expect(try await sender.okrmd("push", "note.md").status == 0)
  }
}
