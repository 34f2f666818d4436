import Foundation
import TestSupport
import Testing

/// The note around a new id stays as it was, and what cannot keep an id gets no record.
@Suite struct PushCreateFileTests {
  @Test(arguments: [
    ("甲", "---\nokr:\n  progress_id: \"77\"\n---\n甲"),
    ("甲\r\n乙\r\n", "---\r\nokr:\r\n  progress_id: \"77\"\r\n---\r\n甲\r\n乙\r\n"),
    ("\u{FEFF}甲\n", "\u{FEFF}---\nokr:\n  progress_id: \"77\"\n---\n甲\n"),
    ("---\ntitle: 周报 # x\n---\n\n甲\n", "---\ntitle: 周报 # x\nokr:\n  progress_id: \"77\"\n---\n\n甲\n"),
    (
      "---\nokr:\n    percent: 50.5   # half\n---\n甲\n",
      "---\nokr:\n    progress_id: \"77\"\n    percent: 50.5   # half\n---\n甲\n"
    ),
    ("---\r\nokr: {percent: 5}\r\n---\r\n甲", "---\r\nokr: {progress_id: \"77\", percent: 5}\r\n---\r\n甲"),
    ("---\nokr:\n---\n甲  \n\t\n\n", "---\nokr:\n  progress_id: \"77\"\n---\n甲  \n\t\n\n"),
  ])
  func theRestIsKeptToTheByte(before: String, after: String) async throws {
    let server = try RecordServer { _, _ in .record("77") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(before, to: "note.md")
    sender.folder.setMode(0o640, of: "note.md")
    #expect(
      try await sender.create()
        == Outcome("note.md: created record 77 and saved its id in the note\n"))
    #expect(
      try Array(Data(contentsOf: URL(fileURLWithPath: sender.folder.path(of: "note.md"))))
        == Array(after.utf8))
    #expect(sender.folder.mode(of: "note.md") == 0o640)
    #expect(try sender.folder.names().filter { $0.hasPrefix(".okrmd") } == [])
  }

  @Test func linksAreKept() async throws {
    let server = try RecordServer { _, _ in .record("77") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "real/note.md")
    try sender.folder.link("note.md", to: "real/note.md")
    #expect(try await sender.create().status == 0)
    #expect(sender.folder.isLink("note.md"))
    #expect(try sender.folder.text(of: "real/note.md").contains("progress_id: \"77\""))
  }

  @Test func aMappingWithAnAnchorGetsTheID() async throws {
    let server = try RecordServer { _, _ in .record("77") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("---\nokr: &a\n  percent: 5\nother: *a\n---\n甲\n", to: "note.md")
    #expect(try await sender.create().status == 0)
    #expect(
      try sender.folder.text(of: "note.md")
        == "---\nokr: &a\n  progress_id: \"77\"\n  percent: 5\nother: *a\n---\n甲\n")
    // It is where the next push looks.
    #expect(try await sender.okrmd("push", "--dry-run", "note.md").output.hasPrefix("PUT "))
  }

  /// Without its last line it is text: another record would be made, with the keys of the first one in it.
  @Test func frontMatterWithoutAnEndIsRefused() async throws {
    let server = try RecordServer { _, _ in .record("77") }
    let sender = Sender(to: server.baseURL)
    let note = "---\nokr:\n  progress_id: \"7\"\n\n甲\n"
    try sender.folder.write(note, to: "note.md")
    let outcome = try await sender.create()
    #expect(outcome.status == 65)
    #expect(
      outcome.errors.hasPrefix(
        "note.md:1:1: warning: read as text, not as front matter: it has no end; add a line --- below it "
          + "[front-matter-ignored]\n"))
    #expect(server.connectionCount == 0)
    #expect(try sender.folder.text(of: "note.md") == note)
  }

  @Test func bracesAroundEverythingAreRefused() async throws {
    let server = try RecordServer { _, _ in .record("77") }
    let sender = Sender(to: server.baseURL)
    let note = "---\n{title: a}\n---\n甲\n"
    try sender.folder.write(note, to: "note.md")
    #expect(
      try await sender.create()
        == .error(
          "note.md: the front matter is written in a way that a progress id cannot be added to; write okr: on "
            + "a line of its own", status: 65))
    #expect(server.connectionCount == 0)
    #expect(try sender.folder.text(of: "note.md") == note)
  }

  @Test func standardInputIsRefused() async throws {
    let server = try RecordServer { _, _ in .record("77") }
    let sender = Sender(to: server.baseURL)
    #expect(
      try await sender.okrmd("push", "--create", "--objective", Sender.objective, input: "甲")
        == .error(
          "--create needs a file, to write the new progress id into it; see 'okrmd push --help'", status: 64))
    #expect(server.connectionCount == 0)
  }

  /// An id cannot be kept in what is not a file, by whatever name it goes.
  @Test(arguments: [
    #"echo 甲 | "$OKRMD" push --create --objective 5 /dev/stdin"#,
    #"""
    mkfifo pipe; echo 甲 >pipe &
    "$OKRMD" push --create --objective 5 pipe & push=$!
    (sleep 15; kill -9 $push) >/dev/null 2>&1 & guard=$!
    wait $push; status=$?; kill $guard; exit $status
    """#,
  ])
  func whatIsNoFileIsRefused(line: String) async throws {
    let server = try RecordServer { _, _ in .record("77") }
    let sender = Sender(to: server.baseURL)
    let outcome = try await sender.shell(line)
    #expect(outcome.status == 73)
    #expect(outcome.errors.hasPrefix("okrmd: error: "))
    #expect(
      outcome.errors.contains(": is not a regular file, so the new progress id could not be kept in it\n"))
    #expect(server.connectionCount == 0)
  }

  @Test(.enabled(if: !isRoot)) func whatCannotBeWrittenGetsNoRecord() async throws {
    let server = try RecordServer { _, _ in .record("77") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "note.md")
    sender.folder.setMode(0o400, of: "note.md")
    try sender.folder.write("甲\n", to: "closed/note.md")
    sender.folder.setMode(0o500, of: "closed")
    for path in ["note.md", "closed/note.md"] {
      #expect(
        try await sender.create(path)
          == .error(
            "\(path): cannot be written, so the new progress id could not be kept: permission denied",
            status: 73))
    }
    sender.folder.setMode(0o700, of: "closed")
    #expect(server.connectionCount == 0)
  }

  /// It is the link's destination that is written.
  @Test(.enabled(if: !isRoot)) func aLinkIntoAClosedFolderGetsNoRecord() async throws {
    let server = try RecordServer { _, _ in .record("77") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "closed/note.md")
    try sender.folder.link("note.md", to: "closed/note.md")
    sender.folder.setMode(0o500, of: "closed")
    #expect(try await sender.create().status == 73)
    sender.folder.setMode(0o700, of: "closed")
    #expect(server.connectionCount == 0)
  }

  @Test func aTargetIsNeeded() async throws {
    let server = try RecordServer { _, _ in .record("77") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "note.md")
    #expect(
      try await sender.okrmd("push", "--create", "note.md")
        == .error(
          "note.md: a new record needs --objective ID or --key-result ID, or one of them in the front matter",
          status: 64))
    #expect(server.connectionCount == 0)
  }

  @Test(arguments: [
    ["--source-title", ""], ["--source-url", ""], ["--source-url", "ftp://a.cn"],
    ["--source-url", "https://"],
    ["--source-url", "https://a.cn/a b"], ["--hook"],
  ])
  func wrongFlagsAreRefused(flags: [String]) async throws {
    let server = try RecordServer { _, _ in .record("77") }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write("甲\n", to: "note.md")
    let outcome = try await sender.create("note.md", flags)
    #expect(outcome.status == 64)
    #expect(outcome.isOneLineOfError)
    #expect(server.connectionCount == 0)
  }
}
