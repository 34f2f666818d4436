import ContentBlocks
import OKRSandbox
import TestSupport
import Testing

/// Someone else's change is not overwritten unawares.
@Suite struct PushConflictTests {
  private let updated = Outcome("note.md: updated record \(Sender.record)\n")
  private let refusal =
    "okrmd: error: note.md: record \(Sender.record) was changed in Feishu since this machine last saw it; "
    + "get it with 'okrmd pull \(Sender.record)', or overwrite it with --force\n"

  /// A fresh state folder, as in CI or on a second laptop.
  /// What is older than the last push would make this machine's own text someone's change.
  @Test func whatCannotBeRememberedIsForgotten() async throws {
    try await withSandbox { sandbox, sender async throws in
      #expect(try await sender.push("甲").status == 0)
      try sender.folder.write("乙", to: "note.md")
      let push = #""$OKRMD" push --progress-id \#(Sender.record) note.md"#
      let full = try await sender.shell("trap '' XFSZ; ulimit -f 0; \(push) 2>&1 | cat")
      #expect(full.output.contains("this push is not remembered"))
      #expect(await sandbox.lines() == ["乙"])
      let next = try await sender.push("丙")
      #expect(next.status == 73)
      #expect(next.errors.contains("holds something that this machine has not seen"))
      #expect(!next.errors.contains("was changed in Feishu"))
      #expect(
        try await sender.okrmd("push", "--adopt", "--progress-id", Sender.record, "note.md").status == 0)
    }
  }

  /// A command in an advice calls the service that was called.
  @Test func theAdviceRepeatsTheFlags() async throws {
    try await withSandbox { sandbox, sender async throws in
      try sender.folder.write("---\nokr:\n  progress_id: \(Sender.record)\n---\n甲\n", to: "note.md")
      let url = sender.baseURL
      #expect(try await sender.okrmd("push", "--base-url", url, "note.md").status == 0)
      try await sandbox.edit("别人")
      let outcome = try await sender.okrmd("push", "--base-url", url, "note.md")
      #expect(outcome.errors.contains("with 'okrmd pull --base-url \(url) --merge note.md', "))
    }
  }

  @Test func aRecordThatThisMachineHasNotSeenIsNotOverwritten() async throws {
    try await withSandbox { sandbox, sender in
      try await sandbox.edit("别人")
      let refusal =
        "okrmd: error: note.md: record \(Sender.record) holds something that this machine has not seen; "
        + "get it with 'okrmd pull \(Sender.record)', or replace it with --adopt\n"
      #expect(try await sender.push("甲") == Outcome(errors: "- 甲\n+ 别人\n\(refusal)", status: 73))
      #expect(try await sender.push("甲", "--hook") == Outcome(errors: refusal, status: 73))
      #expect(await sandbox.lines() == ["别人"])
      #expect(try await sender.push("甲", "--adopt") == updated)
      #expect(await sandbox.methods == ["GET", "GET", "GET", "PUT"])
      #expect(await sandbox.lines() == ["甲"])
    }
  }

  @Test func whatIsEmptyIsNoStranger() async throws {
    try await withSandbox { sandbox, sender async throws in
      #expect(try await sender.push("甲") == updated)
      #expect(await sandbox.lines() == ["甲"])
    }
  }

  @Test func whatIsTheSameIsNoStranger() async throws {
    try await withSandbox { sandbox, sender async throws in
      try await sandbox.edit("甲")
      #expect(try await sender.push("甲") == updated)
    }
  }

  /// A rate counts only when another one is sent.
  @Test(arguments: [
    ("0", ["--percent", "5"], 0), ("5", ["--percent", "5"], 0), ("7", ["--percent", "5"], 73), ("7", [], 0),
  ])
  func aRateCountsWhenAnotherIsSent(theirs: String, flags: [String], status: Int) async throws {
    try await withSandbox { sandbox, sender async throws in
      try await sandbox.edit("", rate: ProgressRate(percent: ProgressPercent(theirs)))
      let outcome = try await sender.push("甲", flags)
      #expect(outcome.status == Int32(status))
    }
  }

  /// One note with pictures on two machines. Each would upload them under a token of its own.
  @Test func twoMachinesPushOneNoteInTurn() async throws {
    try await withSandbox { sandbox, first async throws in
      let second = Sender(to: first.baseURL)
      for sender in [first, second] {
        try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
        try sender.folder.write(TinyImage.gif(5, 6), to: "b.gif")
      }
      let flags = ["--objective", Sender.objective]
      for round in 0..<10 {
        let note = "第 \(round) 轮\n\n![](a.png)\n\n![](b.gif)\n"
        let own = try await first.push(note, flags)
        #expect(own.status == 0, "\(round)")
        #expect(own.errors == "")
        let theirs = try await second.push(note, flags)
        #expect(theirs.status == 0, "\(round)")
        // The first time it cannot know whether they are the same.
        let warnings = theirs.errors.split(separator: "\n")
        #expect(warnings.count == (round == 0 ? 2 : 0))
        if round == 0 {
          #expect(warnings[0].contains("line 3: a.png: the record has a picture of this size here"))
        }
      }
      #expect(await sandbox.uploadCount == 2)
      // Another picture is another picture, and for the other machine a change.
      try second.folder.write(TinyImage.png(3, 4) + [0], to: "a.png")
      #expect(try await second.push("第 9 轮\n\n![](a.png)\n\n![](b.gif)\n", flags).status == 0)
      #expect(await sandbox.uploadCount == 3)
      #expect(try await first.push("第 9 轮\n\n![](a.png)\n\n![](b.gif)\n", flags).status == 73)
    }
  }

  @Test func adoptHelpsNotWhenASeenRecordChanged() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲") == updated)
      try await sandbox.edit("别人")
      #expect(try await sender.push("乙", "--adopt").status == 73)
      #expect(await sandbox.lines() == ["别人"])
    }
  }

  /// Last week's note, copied and edited.
  @Test func theCopyOfANoteDoesNotOverwriteItsRecord() async throws {
    try await withSandbox { sandbox, sender in
      let note = "---\nokr:\n  progress_id: \(Sender.record)\n---\n"
      try sender.folder.write(note + "甲", to: "w47.md")
      #expect(try await sender.okrmd("push", "w47.md").status == 0)
      try sender.folder.write(note + "乙", to: "w48.md")
      let path = sender.folder.path(of: "w47.md")
      for flags in [[], ["--adopt"], ["--hook"]] {
        let outcome = try await sender.okrmd(["push", "w48.md"] + flags)
        #expect(
          outcome
            == .error(
              "w48.md: record \(Sender.record) belongs to \(path), which was pushed to it and still names it; "
                + "start a new week with 'okrmd next', or overwrite the record with --force", status: 73))
      }
      #expect(await sandbox.lines() == ["甲"])
      // Under a new name it is the same note.
      #expect(try await sender.shell("mv w47.md w47-old.md").status == 0)
      #expect(try await sender.okrmd("push", "w48.md").status == 0)
      #expect(await sandbox.lines() == ["乙"])
    }
  }

  @Test func theCopyOfANoteCanBeForced() async throws {
    try await withSandbox { sandbox, sender in
      let note = "---\nokr:\n  progress_id: \(Sender.record)\n---\n"
      try sender.folder.write(note + "甲", to: "w47.md")
      #expect(try await sender.okrmd("push", "w47.md").status == 0)
      try sender.folder.write(note + "乙", to: "w48.md")
      #expect(try await sender.okrmd("push", "w48.md", "--force").status == 0)
      #expect(await sandbox.lines() == ["乙"])
    }
  }

  @Test func aNoteWithConflictMarksIsNotSent() async throws {
    try await withSandbox { sandbox, sender in
      let note = "甲\n<<<<<<< note\n乙\n=======\n丙\n>>>>>>> record\n"
      let outcome = try await sender.push(note)
      #expect(
        outcome
          == Outcome(
            errors: "note.md:2:1: error: the note has conflict marks of a merge; resolve them first, "
              + "or send it with --force\n", status: 65))
      #expect(await sandbox.methods == [])
      #expect(try await sender.push(note, "--force").status == 0)
      // In the middle of a line they mean nothing.
      #expect(try await sender.push("甲 <<<<<<< 乙\n>>>>>>>\n").status == 0)
    }
  }

  @Test func theNextPushLooksFirst() async throws {
    try await withSandbox { sandbox, sender async throws in
      #expect(try await sender.push("甲") == updated)
      #expect(try await sender.push("乙") == updated)
      #expect(await sandbox.methods == ["GET", "PUT", "GET", "PUT"])
    }
  }

  @Test func aChangeOfSomeoneElseIsNotOverwritten() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲") == updated)
      try await sandbox.edit("别人")
      for _ in 0..<2 {
        let outcome = try await sender.push("乙")
        #expect(outcome.status == 73)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasSuffix(refusal))
        let lines = outcome.errors.dropLast(refusal.count).split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("- ") && $0.contains("甲") })
        #expect(lines.contains { $0.hasPrefix("+ ") && $0.contains("别人") })
        #expect(lines.allSatisfy { $0.hasPrefix("- ") || $0.hasPrefix("+ ") })
      }
      #expect(await sandbox.methods == ["GET", "PUT", "GET", "GET"])
      #expect(await sandbox.lines() == ["别人"])
    }
  }

  @Test(arguments: [(39, ""), (40, "… and 1 more line\n"), (50, "… and 11 more lines\n")])
  func aLongDifferenceIsCut(lineCount: Int, rest: String) async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push((1...lineCount).map { "甲\($0)\n\n" }.joined()) == updated)
      try await sandbox.edit("别人")
      let outcome = try await sender.push("乙")
      let end = rest + refusal
      #expect(outcome.errors.hasSuffix(end))
      #expect(outcome.errors.dropLast(end.count).split(separator: "\n").count == 40)
    }
  }

  @Test func underAHookItIsOneLine() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲") == updated)
      try await sandbox.edit("别人")
      #expect(try await sender.push("乙", "--hook") == Outcome(errors: refusal, status: 73))
      #expect(await sandbox.methods == ["GET", "PUT", "GET"])
    }
  }

  @Test func nothingIsUploadedBeforeAConflict() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲") == updated)
      try await sandbox.edit("别人")
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      #expect(try await sender.push("![](a.png)", "--objective", Sender.objective).status == 73)
      #expect(await sandbox.uploadCount == 0)
    }
  }

  @Test func forceOverwrites() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲") == updated)
      try await sandbox.edit("别人")
      #expect(try await sender.push("乙", "--force") == updated)
      #expect(await sandbox.methods == ["GET", "PUT", "PUT"])
      #expect(try await sender.push("丙") == updated)
      #expect(await sandbox.lines() == ["丙"])
    }
  }

  @Test func pushSucceedsAfterAPull() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲") == updated)
      try await sandbox.edit("别人")
      #expect(try await sender.okrmd("pull", Sender.record, "-o", "pulled.md").status == 0)
      #expect(try await sender.push("乙") == updated)
      #expect(await sandbox.lines() == ["乙"])
    }
  }

  @Test func aChangeAfterAPullIsNotOverwritten() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.okrmd("pull", Sender.record, "-o", "pulled.md").status == 0)
      try await sandbox.edit("别人")
      #expect(try await sender.push("乙").status == 73)
      #expect(await sandbox.lines() == ["别人"])
    }
  }

  @Test func theSameTextByAnotherHandIsNoConflict() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲") == updated)
      try await sandbox.edit("甲")
      #expect(try await sender.push("乙") == updated)
    }
  }

  @Test func aChangeOfTheRateIsAConflictOfRates() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲", "--percent", "50") == updated)
      try await sandbox.edit("甲", rate: ProgressRate(percent: ProgressPercent("70")))
      let outcome = try await sender.push("甲", "--percent", "60")
      #expect(outcome.status == 73)
      #expect(outcome.errors.contains("- percent: 50\n+ percent: 70\n"))
      // A push that says nothing of the rate leaves it as it is.
      #expect(try await sender.push("乙") == updated)
      #expect(await sandbox.record(Sender.record)?.rate?.percent == ProgressPercent("70"))
    }
  }

  private static let richRecord =
    #"{"code":0,"data":{"progress_id":"\#(Sender.record)","modify_time":"6","progress_rate":{"percent":50,"status":1},"#
    + #""content":{"blocks":[{"type":"paragraph","paragraph":{"style":{"list":{"type":"number","indentLevel":2,"#
    + #""number":3}},"elements":[{"type":"textRun","textRun":{"text":"甲","style":{"bold":true,"textColor":"#
    + #"{"red":1,"green":2,"blue":3,"alpha":1},"link":{"url":"https://a.b/c"}}}},{"type":"docsLink","docsLink":"#
    + #"{"url":"https://x.feishu.cn/docs/1","title":"t"}},{"type":"person","person":{"openId":"ou_1"}}]}},"#
    + #"{"type":"gallery","gallery":{"imageList":[{"fileToken":"t","src":"https://x/y","width":10,"height":20}]}}]}}}"#

  /// Whatever someone changes in a record, also one whose time of change stays the same.
  @Test(arguments: [
    (#""text":"甲""#, #""text":"甲 ""#), (#""bold":true"#, #""bold":false"#),
    (#""bold":true"#, #""bold":true,"strikeThrough":true"#), (#""bold":true"#, #""bold":true,"italic":true"#),
    (#""red":1"#, #""red":2"#), (#""alpha":1"#, #""alpha":0.5"#), ("a.b/c", "a.b/d"), ("docs/1", "docs/2"),
    (#""title":"t""#, #""title":"u""#), ("ou_1", "ou_2"),
    (#"{"openId""#, #"{"userId":"u","extra":1,"openId""#),
    (#""type":"number""#, #""type":"bullet""#), (#""indentLevel":2"#, #""indentLevel":3"#),
    (#""number":3"#, #""number":4"#), (#""number":3"#, #""number":"3""#), (#""width":10"#, #""width":11"#),
    (#""fileToken":"t""#, #""fileToken":"u""#), (#""fileToken":"t""#, #""fileToken":"t","caption":"c""#),
    (#""percent":50"#, #""percent":51"#), (#""percent":50"#, #""percent":50.001"#),
    (#""status":1"#, #""status":2"#),
    (#"}]}}]}}}"#, #"}]}},{"type":"horizontalLine","horizontalLine":{}}]}}}"#),
  ])
  func everyChangeOfARecordIsNoticed(old: String, new: String) async throws {
    let changed = Self.richRecord.replacing(old, with: new)
    #expect(changed != Self.richRecord)
    let server = try FaultServer { _, index in .json(index == 0 ? Self.richRecord : changed) }
    let sender = Sender(to: server.baseURL)
    #expect(try await sender.okrmd("pull", Sender.record, "-o", "note.md").status == 0)
    try sender.folder.write(sender.folder.text(of: "note.md") + "\n丙\n", to: "note.md")
    for flags in [[], ["--adopt"], ["--hook"]] {
      #expect(try await sender.okrmd(["push", "note.md"] + flags).status == 73)
    }
    #expect(server.requests.map(\.method) == ["GET", "GET", "GET", "GET"])
    // Without a change it is sent.
    let same = try FaultServer { _, _ in .json(Self.richRecord) }
    #expect(
      try await sender.okrmd("pull", Sender.record, "-o", "b.md", "--base-url", same.baseURL).status == 0)
    #expect(try await sender.okrmd("push", "b.md", "--base-url", same.baseURL).status == 0)
  }

  /// Not every reply tells the rate. Then nothing is known to be gone.
  @Test func aRateThatIsNotToldIsNoDifference() async throws {
    let service = try FlakyService()
    let sender = Sender(to: service.baseURL)
    #expect(try await sender.push("甲", "--percent", "50") == updated)
    service.edit("乙")
    let outcome = try await sender.push("丙", "--percent", "60")
    #expect(outcome.status == 73)
    #expect(outcome.errors.hasPrefix("- 甲\n+ 乙\nokrmd: error: "))
  }

  /// Feishu can show more than okrmd can: a push would delete it.
  @Test(arguments: [
    #"{"type":"equation","equation":{"content":"a"}}"#, #"{"type":"reminder","reminder":{}}"#,
    #"{"type":"person","person":{"userId":"u1"}}"#,
  ])
  func whatCannotBeShownIsNotOverwritten(element: String) async throws {
    let content =
      #"{"blocks":[{"type":"paragraph","paragraph":{"elements":[{"type":"textRun","textRun":{"text":"甲"}},"#
      + #"\#(element)]}}]}"#
    let server = try FaultServer { request, _ in
      .json(#"{"code":0,"data":{"progress_id":"\#(Sender.record)","modify_time":"6","content":\#(content)}}"#)
    }
    let sender = Sender(to: server.baseURL)
    for flags in [[], ["--adopt"]] {
      let outcome = try await sender.push("甲", flags)
      #expect(outcome.status == 73)
      #expect(outcome.isOneLineOfError)
      #expect(outcome.errors.contains("holds what okrmd cannot show, and a push would delete it"))
    }
    // Nor after a pull, which says so.
    let pull = try await sender.okrmd("pull", Sender.record, "-o", "pulled.md")
    #expect(pull.status == 0)
    #expect(pull.errors.contains("; a push would delete it, and is refused without --force"))
    #expect(try await sender.push("乙").status == 73)
    #expect(server.requests.allSatisfy { $0.method == "GET" })
    #expect(try await sender.push("乙", "--force").status == 0)
  }

  @Test func whatIsShownCannotSteerATerminal() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲") == updated)
      try await sandbox.edit("\u{1B}[31m红\u{7}\u{9B}2J\r")
      let outcome = try await sender.push("乙")
      #expect(outcome.status == 73)
      let controls = outcome.errors.unicodeScalars.filter { $0.properties.generalCategory == .control }
      #expect(Set(controls) == ["\n"])
    }
  }

  @Test func aDeletedRecordIsAnError() async throws {
    let server = try FaultServer { _, _ in .json(#"{"code":1001004,"msg":"okr data not found"}"#, status: 400)
    }
    let sender = Sender(to: server.baseURL)
    #expect(
      try await sender.push("乙")
        == .error(
          "note.md: the record was not read: the service refused the request (HTTP 400, code 1001004, "
            + "\"okr data not found\"); check the progress id; the record may have been deleted", status: 69))
    #expect(server.requests.map(\.method) == ["GET"])
  }

  @Test func withoutTheRightToReadItWarns() async throws {
    try await withSandbox(scopes: [.write]) { sandbox, sender async throws in
      let warning =
        "okrmd: warning: note.md: changes made in Feishu are not noticed: the record was not read: no permission (HTTP 400, "
      for text in ["甲", "乙"] {
        let outcome = try await sender.push(text)
        #expect(outcome.output == updated.output)
        #expect(outcome.errors.hasPrefix(warning) && outcome.errors.count { $0 == "\n" } == 1, "\(outcome)")
        #expect(outcome.errors.contains("okr:okr.progress:readonly"))
      }
      #expect(try await sender.push("丙", "--hook") == updated)
      #expect(await sandbox.methods == ["GET", "PUT", "GET", "PUT", "GET", "PUT"])
    }
  }

  @Test func aRecordThatCannotBeReadForNowIsNotOverwritten() async throws {
    let server = try FaultServer { _, _ in .json("", status: 502) }
    let sender = Sender(to: server.baseURL)
    let outcome = try await sender.push("乙", "--retries", "1")
    #expect(outcome.status == 75)
    #expect(outcome.errors.hasPrefix("okrmd: error: note.md: the record was not read: "))
    #expect(server.requests.map(\.method) == ["GET", "GET"])
  }

  @Test func anotherServiceIsAnotherRecord() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲") == updated)
      let other = try RecordServer { _, _ in .accepted }
      #expect(try await sender.push("乙", "--base-url", other.baseURL).status == 0)
      #expect(other.requests.map(\.method) == ["PUT"])
    }
  }

  /// A proxy may answer so; it is not a reason to overwrite what is there.
  @Test(arguments: [
    FaultServer.Reply.json("", status: 403), .json(#"{"code":0}"#, status: 403), .json("<html>", status: 403),
  ])
  func a403WithoutACodeIsNoLeaveToOverwrite(reply: FaultServer.Reply) async throws {
    let server = try FaultServer { request, _ in request.method == "GET" ? reply : .echo(request) }
    let sender = Sender(to: server.baseURL)
    for flags in [[], ["--adopt"]] {
      #expect(try await sender.push("甲", flags).status == 77)
    }
    #expect(server.requests.allSatisfy { $0.method == "GET" })
  }

  /// The warning says why the record could not be read.
  @Test func whyARecordCannotBeReadIsTold() async throws {
    let server = try FaultServer { request, _ in
      request.method == "GET" ? .json(#"{"code":1000403,"msg":"edition"}"#, status: 403) : .echo(request)
    }
    let outcome = try await Sender(to: server.baseURL).push("甲")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.hasPrefix(
        "okrmd: warning: note.md: changes made in Feishu are not noticed: the record was not read: this company's "
          + "edition has no OKR API (HTTP 403, code 1000403, \"edition\")"), "\(outcome)")
  }

  @Test func adviceCanBePasted() async throws {
    try await withSandbox { sandbox, sender in
      let note = "---\nokr:\n  progress_id: \(Sender.record)\n---\n甲\n"
      for (name, argument) in [("my note's.md", #"'my note'\''s.md'"#), ("-a.md", "./-a.md")] {
        try sender.folder.write(note, to: name)
        #expect(try await sender.okrmd("push", "--force", "--", name).status == 0)
        try await sandbox.edit("乙")
        let outcome = try await sender.okrmd("push", "--", name)
        #expect(outcome.errors.contains("'okrmd pull --merge \(argument)'"), "\(outcome)")
      }
    }
  }
}
