import TestSupport
import Testing

/// What went wrong before is not a change by someone else.
@Suite struct PushLostReplyTests {
  private let updated = Outcome("note.md: updated record \(Sender.record)\n")
  private let refusal = FaultServer.Reply.json(#"{"code":1001003,"msg":"user not found"}"#, status: 400)

  @Test func aLostReplyIsNoConflict() async throws {
    let service = try FlakyService(.done, .doneUnheard)
    let sender = Sender(to: service.baseURL)
    #expect(try await sender.push("甲") == updated)
    let lost = try await sender.push("乙", "--retries", "0")
    #expect(lost.status == 75)
    #expect(lost.errors.contains("the record may or may not be updated"))
    #expect(service.content.contains("乙"))
    #expect(try await sender.push("丙") == updated)
    #expect(service.methods == ["GET", "PUT", "GET", "PUT", "GET", "PUT"])
  }

  @Test func aLostFirstReplyIsNoConflict() async throws {
    let service = try FlakyService(.doneUnheard)
    let sender = Sender(to: service.baseURL)
    #expect(try await sender.push("甲", "--retries", "0").status == 75)
    #expect(try await sender.push("乙") == updated)
  }

  @Test func aChangeAfterALostReplyIsAConflict() async throws {
    let service = try FlakyService(.done, .doneUnheard)
    let sender = Sender(to: service.baseURL)
    #expect(try await sender.push("甲") == updated)
    #expect(try await sender.push("乙", "--retries", "0").status == 75)
    service.edit("别人")
    #expect(try await sender.push("丙").status == 73)
    #expect(service.content.contains("别人"))
  }

  @Test func aRefusedFirstPushIsNoConflict() async throws {
    let service = try FlakyService(.refused(refusal))
    service.edit("以前的内容")
    let sender = Sender(to: service.baseURL)
    #expect(try await sender.push("甲", "--adopt").status == 69)
    #expect(try await sender.push("乙", "--adopt") == updated)
    #expect(service.content.contains("乙"))
  }

  @Test func aFirstPushWithAWrongTokenIsNoConflict() async throws {
    try await withSandbox { sandbox, sender in
      try await sandbox.edit("以前的内容")
      #expect(try await sender.push("甲", environment: ["OKRMD_TOKEN": "t-wrong"]).status == 77)
      #expect(try await sender.push("甲", "--adopt") == updated)
      #expect(await sandbox.lines() == ["甲"])
    }
  }

  @Test func aFirstPushWithoutTimeIsNoConflict() async throws {
    let service = try FlakyService()
    service.edit("以前的内容")
    let sender = Sender(to: service.baseURL)
    #expect(try await sender.push("甲", "--timeout", "0.000001").status == 75)
    #expect(try await sender.push("乙", "--adopt") == updated)
  }

  /// A rate without a status leaves the status of the record as it is; so it is not a change by someone else.
  @Test func aNoteWithoutAStatusIsNoConflict() async throws {
    let content = plain("甲").dropLast()
    let record = FaultServer.Reply.json(
      #"{"code":0,"data":{"progress_id":"\#(Sender.record)","modify_time":"5","content":\#(content),"#
        + #""progress_rate":{"percent":50,"status":1}}}"#)
    for unheard in [FaultServer.Reply.nothing, .accepted] {
      let server = try RecordServer { _, index in index == 0 ? unheard : record }
      let sender = Sender(to: server.baseURL)
      _ = try await sender.push("甲", "--percent", "50", "--retries", "0")
      #expect(try await sender.push("甲", "--percent", "50") == updated)
      #expect(server.allRequests.map(\.method) == ["GET", "PUT", "GET", "PUT"])
    }
  }

  @Test func aRefusalAfterALostReplyIsNoConflict() async throws {
    let service = try FlakyService(.done, .doneUnheard, .refused(refusal))
    let sender = Sender(to: service.baseURL)
    #expect(try await sender.push("甲") == updated)
    #expect(try await sender.push("乙", "--retries", "0").status == 75)
    // This push saw that the record says what was sent, so this machine knows it.
    #expect(try await sender.push("丙").status == 69)
    #expect(try await sender.push("丁") == updated)
    #expect(service.content.contains("丁"))
  }

  @Test func aRefusalChangesNothing() async throws {
    let service = try FlakyService(.done, .refused(refusal))
    let sender = Sender(to: service.baseURL)
    #expect(try await sender.push("甲") == updated)
    #expect(try await sender.push("乙").status == 69)
    #expect(try await sender.push("丙") == updated)
    #expect(service.methods == ["GET", "PUT", "GET", "PUT", "GET", "PUT"])
  }

  @Test func aLostReplyIsNotTakenForUnchanged() async throws {
    let service = try FlakyService(.doneUnheard)
    let sender = Sender(to: service.baseURL)
    #expect(try await sender.push("甲", "--retries", "0", "--if-changed").status == 75)
    #expect(try await sender.push("甲", "--if-changed") == updated)
    #expect(
      try await sender.push("甲", "--if-changed")
        == Outcome("note.md: unchanged since the last push; nothing was sent\n"))
    #expect(service.methods == ["GET", "PUT", "GET", "PUT"])
  }

  @Test(arguments: ["", "{", "null", #"{"base_url":1}"#])
  func aDamagedMemoryIsRefused(text: String) async throws {
    let service = try FlakyService()
    let sender = Sender(to: service.baseURL)
    #expect(try await sender.push("甲") == updated)
    let records = "home/state/okrmd/records"
    let file = try #require(sender.files(in: records).first { $0.hasSuffix(".json") })
    try sender.folder.write(text, to: "\(records)/\(file)")
    let path = sender.folder.path(of: "\(records)/\(file)")
    for flags in [[], ["--if-changed"]] {
      #expect(
        try await sender.push("乙", flags)
          == .error(
            "note.md: what this machine knows of record \(Sender.record) cannot be read: \(path): is damaged; "
              + "look with 'okrmd pull \(Sender.record)', then replace the record with --adopt", status: 73))
    }
    #expect(service.content.contains("甲"))
    #expect(try await sender.push("乙", "--adopt") == updated)
    #expect(service.content.contains("乙"))
    #expect(try await sender.push("丙") == updated)
  }

  @Test func aMemoryThatCannotBeKeptIsWarnedOf() async throws {
    let service = try FlakyService()
    let sender = Sender(to: service.baseURL)
    try sender.folder.write("in the way", to: "home/state/okrmd")
    let outcome = try await sender.push("甲")
    #expect(outcome.status == 0)
    #expect(outcome.output == updated.output)
    #expect(outcome.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("okrmd: warning: note.md: ") })
    #expect(outcome.errors.contains("this push is not remembered"))
    // The next one meets a stranger.
    #expect(try await sender.push("乙").status == 73)
    let hook = try await sender.push("乙", "--hook", "--adopt")
    #expect(hook.errors == "")
    #expect(hook.output.filter { $0 == "\n" }.count == 1)
  }
}
