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

  @Test func theFirstPushAsksNothing() async throws {
    try await withSandbox { sandbox, sender in
      try await sandbox.edit("别人")
      #expect(try await sender.push("甲") == updated)
      #expect(await sandbox.methods == ["PUT"])
      #expect(await sandbox.lines() == ["甲"])
    }
  }

  @Test func theNextPushLooksFirst() async throws {
    try await withSandbox { sandbox, sender async throws in
      #expect(try await sender.push("甲") == updated)
      #expect(try await sender.push("乙") == updated)
      #expect(await sandbox.methods == ["PUT", "GET", "PUT"])
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
      #expect(await sandbox.methods == ["PUT", "GET", "GET"])
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
      #expect(await sandbox.methods == ["PUT", "GET"])
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
      #expect(await sandbox.methods == ["PUT", "PUT"])
      #expect(try await sender.push("丙") == updated)
      #expect(await sandbox.lines() == ["丙"])
    }
  }

  @Test func afterAPullAPushGoesThrough() async throws {
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

  /// Feishu can show more than okrmd can read.
  @Test func aChangeThatCannotBeReadIsNotOverwritten() async throws {
    func record(_ more: String, time: Int) -> FaultServer.Reply {
      .json(
        #"{"code":0,"data":{"progress_id":"\#(Sender.record)","modify_time":"\#(time)","content":{"blocks":["#
          + #"{"type":"paragraph","paragraph":{"elements":[{"type":"textRun","textRun":{"text":"甲"}}"#
          + #"\#(more)]}}]}}}"#)
    }
    let (own, theirs) = (record("", time: 5), record(#",{"type":"equation","equation":{}}"#, time: 6))
    let server = try FaultServer { request, _ in request.method == "GET" ? theirs : own }
    let sender = Sender(to: server.baseURL)
    #expect(try await sender.push("甲") == updated)
    #expect(try await sender.push("乙").status == 73)
    #expect(server.requests.map(\.method) == ["PUT", "GET"])
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
    let server = try FaultServer { request, index in
      index == 0
        ? .accepted
        : .json(#"{"code":1001004,"msg":"okr data not found"}"#, status: 400)
    }
    let sender = Sender(to: server.baseURL)
    #expect(try await sender.push("甲").status == 0)
    #expect(
      try await sender.push("乙")
        == .error(
          "note.md: the record was not read: the service refused the request (HTTP 400, code 1001004, "
            + "\"okr data not found\"); check the progress id; the record may have been deleted", status: 69))
    #expect(server.requests.map(\.method) == ["PUT", "GET"])
  }

  @Test func withoutTheRightToReadItWarns() async throws {
    try await withSandbox(scopes: [.write]) { sandbox, sender async throws in
      #expect(try await sender.push("甲") == updated)
      let warning =
        "changes made in Feishu are not noticed: no permission to read the record; give the app the scope "
        + "okr:okr.progress:readonly"
      #expect(
        try await sender.push("乙") == Outcome(updated.output, errors: "okrmd: warning: note.md: \(warning)\n")
      )
      #expect(
        try await sender.push("丙", "--hook")
          == Outcome("note.md: updated record \(Sender.record); warning: \(warning)\n"))
      #expect(await sandbox.methods == ["PUT", "GET", "PUT", "GET", "PUT"])
    }
  }

  @Test func aRecordThatCannotBeReadForNowIsNotOverwritten() async throws {
    let server = try FaultServer { request, index in
      index == 0 ? .accepted : .json("", status: 502)
    }
    let sender = Sender(to: server.baseURL)
    #expect(try await sender.push("甲").status == 0)
    let outcome = try await sender.push("乙", "--retries", "1")
    #expect(outcome.status == 75)
    #expect(outcome.errors.hasPrefix("okrmd: error: note.md: the record was not read: "))
    #expect(server.requests.map(\.method) == ["PUT", "GET", "GET"])
  }

  @Test func anotherServiceIsAnotherRecord() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲") == updated)
      let other = try FaultServer { _, _ in .accepted }
      #expect(try await sender.push("乙", "--base-url", other.baseURL).status == 0)
      #expect(other.requests.map(\.method) == ["PUT"])
    }
  }
}
