import TestSupport
import Testing

/// What flags and front matter may say. "Refused" is: nothing was sent.
@Suite struct PushFlagTests {
  private func refused(
    _ note: String, _ flags: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Outcome {
    let server = try RecordServer { _, _ in .accepted }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(note, to: "note.md")
    let outcome = try await sender.okrmd(["push", "note.md"] + flags)
    #expect(server.connectionCount == 0, sourceLocation: sourceLocation)
    #expect(outcome.isOneLineOfError, sourceLocation: sourceLocation)
    return outcome
  }

  @Test(arguments: [
    "abc", "0", "-1", "../x", "1234567890123456789012345", "", "+5", "5 ", "５", "5/../6", "05", "5?a",
  ])
  func wrongIDsAreRefused(id: String) async throws {
    for flag in ["--progress-id", "--objective", "--key-result"] {
      let outcome = try await refused("甲", [flag, id])
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains(flag))
    }
    let outcome = try await refused("---\nokr:\n  progress_id: \"\(id)\"\n---\n甲", [])
    #expect(
      outcome
        == Outcome(
          errors: "note.md:3:1: error: progress_id must be a positive whole number, as Feishu shows it\n",
          status: 65))
  }

  @Test(arguments: ["50.215", "100000000000", "-100000000000", "x", "1e3", "", "5%", "0x5", "nan"])
  func wrongPercentagesAreRefused(percent: String) async throws {
    #expect(try await refused("甲", ["--progress-id", "5", "--percent", percent]).status == 64)
    // With its sign it is a percentage in front matter.
    if !percent.isEmpty, percent != "5%" {
      #expect(
        try await refused("---\nokr:\n  progress_id: 5\n  percent: \(percent)\n---\n甲", []).status == 65)
    }
  }

  @Test(arguments: [
    ("-12.5", "-12.5"), ("0", "0"), ("100.10", "100.1"), ("99999999999", "99999999999"),
    ("-99999999999", "-99999999999"),
  ])
  func percentagesAreSentAsNumbers(percent: String, sent: String) async throws {
    let server = try RecordServer { _, _ in .accepted }
    let sender = Sender(to: server.baseURL)
    #expect(try await sender.push("甲", "--force", "--percent", percent).status == 0)
    #expect(try await sender.push("---\nokr:\n  percent: \(percent)\n---\n甲", "--force").status == 0)
    #expect(server.requests.count == 2)
    for request in server.requests {
      #expect(request.text.hasSuffix(#","progress_rate":{"percent":\#(sent)}}"#))
    }
  }

  @Test func statusesAreSentAsNumbers() async throws {
    let server = try RecordServer { _, _ in .accepted }
    let sender = Sender(to: server.baseURL)
    for (status, number) in [("none", -1), ("normal", 0), ("risk", 1), ("2", 2), ("-1", -1), ("延期", 2)] {
      #expect(try await sender.push("甲", "--force", "--percent", "5", "--status", status).status == 0)
      #expect(
        server.requests.last?.text.hasSuffix(#","progress_rate":{"percent":5,"status":\#(number)}}"#) == true)
    }
    for status in ["3", "-2", "late", ""] {
      #expect(try await refused("甲", ["--percent", "5", "--status", status]).status == 64)
    }
  }

  @Test func aStatusNeedsAPercentage() async throws {
    #expect(
      try await refused("甲", ["--progress-id", "5", "--status", "risk"])
        == .error(
          "note.md: --status needs --percent beside it, or the service sets the percentage to 0", status: 64))
    #expect(
      try await refused("---\nokr:\n  progress_id: 5\n  status: risk\n---\n甲", [])
        == Outcome(
          errors:
            "note.md:4:1: error: status needs percent with it, or the service sets the percentage to 0\n",
          status: 65))
  }

  @Test func twoTargetsExcludeEachOther() async throws {
    #expect(
      try await refused("甲", ["--objective", "5", "--key-result", "6"])
        == .error("--objective and --key-result cannot be combined; see 'okrmd push --help'", status: 64))
    #expect(
      try await refused("---\nokr:\n  progress_id: 5\n  objective: 6\n  key_result: 7\n---\n甲", []).status
        == 65)
  }

  @Test func anIDIsNeeded() async throws {
    #expect(
      try await refused("甲", [])
        == .error(
          "note.md: no progress id; put progress_id under okr: in the front matter, give --progress-id ID, or "
            + "make a new record with --create", status: 64))
  }

  @Test func onlyVersion1IsSent() async throws {
    #expect(
      try await refused("甲", ["--progress-id", "5", "--wire", "v2"])
        == .error("push always sends v1; leave --wire out; see 'okrmd push --help'", status: 64))
  }

  @Test func flagsWinOverFrontMatter() async throws {
    let server = try RecordServer { _, _ in .accepted }
    let sender = Sender(to: server.baseURL)
    for id in ["7", "\"7\"", "'7'"] {
      try sender.folder.write(
        "---\nokr:\n  progress_id: \(id)\n  percent: 5\n  status: risk\n---\n甲", to: "note.md")
      #expect(try await sender.okrmd("push", "--force", "note.md").output == "note.md: updated record 7\n")
      #expect(server.requests.last?.target.hasPrefix("/open-apis/okr/v1/progress_records/7?") == true)
      #expect(
        server.requests.last?.text.hasSuffix(#","progress_rate":{"percent":5,"status":1}}"#) == true)
    }
    #expect(
      try await sender.okrmd("push", "--progress-id", "8", "--percent", "6", "note.md").output
        == "note.md: updated record 8\n")
    #expect(
      server.requests.last?.text.hasSuffix(#","progress_rate":{"percent":6,"status":1}}"#) == true)
  }

  @Test(arguments: ["open_id", "union_id", "user_id"])
  func everyRequestNamesTheUserIDType(type: String) async throws {
    let server = try RecordServer { _, _ in .accepted }
    let sender = Sender(to: server.baseURL)
    for _ in 0..<2 { _ = try await sender.push("甲", "--user-id-type", type, "--retries", "0") }
    #expect(server.allRequests.map(\.method) == ["GET", "PUT", "GET", "PUT"])
    #expect(server.allRequests.allSatisfy { $0.target.hasSuffix("/\(Sender.record)?user_id_type=\(type)") })
  }
}
