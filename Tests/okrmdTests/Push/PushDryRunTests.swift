import OKRSandbox
import TestSupport
import Testing

/// `--dry-run` shows what would be sent.
@Suite struct PushDryRunTests {
  private static let path = "/open-apis/okr/v1/progress_records"

  @Test func whatIsShownIsWhatIsSent() async throws {
    let server = try RecordServer { _, _ in .accepted }
    let sender = Sender(to: server.baseURL, token: "")
    let note = "---\nokr:\n  percent: 50.21\n  status: risk\n---\n# 甲\n\n- [x] **乙** @{ou_1}\n"
    let dry = try await sender.push(note, "--dry-run", "--user-id-type", "user_id")
    #expect(server.connectionCount == 0)
    #expect(sender.files(in: "home") == [])
    #expect(
      try await sender.push(note, "--user-id-type", "user_id", environment: ["OKRMD_TOKEN": "t-1"]).status
        == 0)
    let request = try #require(server.requests.first)
    let userAgent = try #require(request.header("User-Agent"))
    #expect(
      dry
        == Outcome(
          """
          PUT \(server.baseURL)\(Self.path)/\(Sender.record)?user_id_type=user_id
          Content-Type: application/json; charset=utf-8
          User-Agent: \(userAgent)
          Authorization: Bearer (hidden)

          \(request.text)

          """))
    #expect(request.method == "PUT")
    #expect(request.target == "\(Self.path)/\(Sender.record)?user_id_type=user_id")
    #expect(request.header("Content-Type") == "application/json; charset=utf-8")
    #expect(request.header("Authorization") == "Bearer t-1")
  }

  @Test func aNewRecordIsShownAndNotMade() async throws {
    let server = try RecordServer { _, _ in .record("77") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("# 甲\n", to: "note.md")
    let dry = try await sender.create("note.md", "--dry-run")
    #expect(dry.status == 0)
    #expect(dry.output.hasPrefix("POST \(server.baseURL)\(Self.path)?user_id_type=open_id\n"))
    #expect(server.connectionCount == 0)
    #expect(try sender.folder.text(of: "note.md") == "# 甲\n")
    #expect(try await sender.create().status == 0)
    #expect(dry.output.hasSuffix("\n\n\(try #require(server.requests.first).text)\n"))
  }

  @Test func imagesAreNamed() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      try sender.folder.write(TinyImage.png(3, 4), to: "b.png")
      // It needs no target either.
      let dry = try await sender.push("![](a.png)![](b.png)", "--dry-run")
      #expect(dry.status == 0)
      #expect(dry.errors == "note.md: would upload a.png (29 bytes)\n")
      #expect(dry.output.contains(#""src":"a.png""#))
      #expect(await sandbox.exchanges.isEmpty)
      // Once it was uploaded, the very body is known.
      let flags = ["--objective", Sender.objective]
      #expect(try await sender.push("![](a.png)![](b.png)", flags).status == 0)
      let again = try await sender.push("![](a.png)![](b.png)", ["--dry-run"] + flags)
      #expect(again.errors == "")
      let body = try #require(await sandbox.exchanges.last).request.body
      #expect(again.output.hasSuffix("\n\n\(String(decoding: body, as: UTF8.self))\n"))
      #expect(await sandbox.methods == ["GET", "POST", "PUT"])
    }
  }

  @Test func itNeedsNeitherRecordNorTarget() async throws {
    let sender = Sender(to: "http://127.0.0.1:1", token: "")
    try sender.folder.write("---\nokr:\n  percent: 5\n---\n甲 ![](a.png)\n", to: "note.md")
    try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
    let update = try await sender.okrmd("push", "--dry-run", "note.md")
    #expect(update.status == 0)
    #expect(
      update.errors
        == "note.md: would upload a.png (29 bytes)\nnote.md: no progress id, so only the body is shown; "
        + "give --progress-id ID, or --create for a new record\n")
    #expect(update.output.hasPrefix(#"{"content":{"blocks":["#) && update.output.contains(#""percent":5"#))
    let create = try await sender.okrmd("push", "--dry-run", "--create", "note.md")
    #expect(create.status == 0)
    #expect(create.output == update.output)
    #expect(
      create.errors.contains(
        "no target, so only the content is shown; give --objective ID or --key-result ID"))
  }

  @Test func missingImagesAreErrors() async throws {
    try await withSandbox { _, sender in
      #expect(try await sender.push("![](a.png)", "--dry-run").status == 66)
      try sender.folder.write("text", to: "a.png")
      #expect(try await sender.push("![](a.png)", "--dry-run").status == 65)
    }
  }

  @Test func aPullIsShownToo() async throws {
    let server = try RecordServer { _, _ in .nothing }
    let sender = Sender(to: server.baseURL, token: "")
    let outcome = try await sender.okrmd("pull", "--dry-run", "7", "--user-id-type", "union_id")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.hasPrefix("GET \(server.baseURL)\(Self.path)/7?user_id_type=union_id\n"))
    #expect(outcome.output.hasSuffix("\nAuthorization: Bearer (hidden)\n\n"))
    #expect(server.connectionCount == 0)
  }
}
