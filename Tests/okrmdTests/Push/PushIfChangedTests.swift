import OKRSandbox
import TestSupport
import Testing

/// `--if-changed` sends what is new.
@Suite struct PushIfChangedTests {
  private let updated = Outcome("note.md: updated record \(Sender.record)\n")
  private let unchanged = Outcome("note.md: unchanged since the last push; nothing was sent\n")

  @Test func theSecondPushSendsNothing() async throws {
    try await withSandbox { sandbox, sender async throws in
      #expect(try await sender.push("甲", "--if-changed") == updated)
      #expect(try await sender.push("甲", "--if-changed") == unchanged)
      // No token is needed to send nothing.
      #expect(try await sender.push("甲", "--if-changed", environment: ["OKRMD_TOKEN": ""]) == unchanged)
      #expect(await sandbox.methods == ["GET", "PUT"])
      // Without the flag it is sent.
      #expect(try await sender.push("甲") == updated)
      #expect(await sandbox.methods == ["GET", "PUT", "GET", "PUT"])
    }
  }

  @Test func whatCountsAsAChange() async throws {
    try await withSandbox { sandbox, sender in
      var puts = 0
      func expect(
        _ note: String, _ flags: String..., sends: Bool, sourceLocation: SourceLocation = #_sourceLocation
      ) async throws {
        let outcome = try await sender.push(
          note, ["--if-changed", "--objective", Sender.objective] + flags)
        #expect(outcome.status == 0, sourceLocation: sourceLocation)
        if sends { puts += 1 }
        #expect(await sandbox.methods.filter { $0 == "PUT" }.count == puts, sourceLocation: sourceLocation)
      }
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      try sender.folder.write(TinyImage.png(3, 4), to: "b.png")
      try await expect("甲 ![](a.png)", sends: true)
      try await expect("甲 ![](a.png)", sends: false)
      // The record says the same all the same.
      try await expect("---\ntitle: x\n---\n甲\n\n![](b.png)\n", sends: false)
      try await expect("乙 ![](a.png)", sends: true)
      try await expect("乙 ![](a.png)", "--percent", "5", sends: true)
      try await expect("乙 ![](a.png)", "--percent", "5.0", sends: false)
      try await expect("---\nokr:\n  percent: 6\n---\n乙 ![](a.png)", sends: true)
      try await expect("乙 ![](a.png)", sends: true)
      // One byte, after what the size is read from.
      try sender.folder.write(TinyImage.png(3, 4) + [1], to: "a.png")
      try await expect("乙 ![](a.png)", sends: true)
      try await expect("乙 ![](a.png)", sends: false)
      #expect(await sandbox.uploadCount == 2)
    }
  }

  @Test func afterAPullItIsSent() async throws {
    try await withSandbox { sandbox, sender in
      #expect(try await sender.push("甲", "--if-changed") == updated)
      try await sandbox.edit("别人")
      #expect(try await sender.okrmd("pull", Sender.record, "-o", "pulled.md").status == 0)
      #expect(try await sender.push("甲", "--if-changed") == updated)
      #expect(await sandbox.lines() == ["甲"])
    }
  }

  @Test func whatWasRefusedIsSentAgain() async throws {
    let server = try RecordServer { _, index in
      index == 0 ? .json(#"{"code":1001001}"#, status: 400) : .accepted
    }
    let sender = Sender(to: server.baseURL)
    #expect(try await sender.push("甲", "--if-changed", "--force").status == 69)
    #expect(try await sender.push("甲", "--if-changed", "--force").status == 0)
    #expect(server.requests.count == 2)
  }
}
