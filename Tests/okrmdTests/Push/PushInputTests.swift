import Foundation
import OKRSandbox
import Testing

/// What can be pushed.
@Suite struct PushInputTests {
  private let wouldWipe = "is empty, which would wipe the record; add --allow-empty if that is meant"

  @Test(arguments: ["", "\n\n", "---\nokr:\n  percent: 5\n---\n", "<!-- 注 -->\n", "\u{FEFF}"])
  func emptyNotesAreRefused(note: String) async throws {
    try await withSandbox { sandbox, sender in
      try await sandbox.edit("以前")
      #expect(try await sender.push(note) == .error("note.md: \(wouldWipe)", status: 65))
      #expect(await sandbox.methods == [])
      #expect(
        try await sender.push(note, "--allow-empty", "--adopt")
          == Outcome("note.md: updated record \(Sender.record)\n"))
      #expect(await sandbox.lines() == [])
    }
  }

  /// One without a token does not hide what is wrong with the others.
  @Test func withoutATokenEachNoteIsTold() async throws {
    try await withSandbox(environment: ["OKRMD_TOKEN": ""]) { sandbox, sender async throws in
      try sender.folder.write("---\nokr:\n  progress_id: \(Sender.record)\n---\n甲\n", to: "a.md")
      let outcome = try await sender.okrmd("push", "a.md", "gone.md")
      #expect(outcome.status == 77)
      let lines = outcome.errors.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines.first?.hasPrefix("okrmd: error: no token; run 'okrmd login'") == true)
      #expect(lines.last == "okrmd: error: gone.md: no such file; check the path")
      #expect(outcome.output == "2 records: 2 failed\n")
      #expect(await sandbox.methods == [])
    }
  }

  @Test func standardInputIsPushed() async throws {
    try await withSandbox { sandbox, sender async throws in
      let note = "---\nokr:\n  progress_id: \(Sender.record)\n---\n甲"
      let done = Outcome("<stdin>: updated record \(Sender.record)\n")
      #expect(try await sender.okrmd("push", input: note) == done)
      #expect(await sandbox.lines() == ["甲"])
      #expect(try await sender.okrmd("push", "-", input: note + "乙") == done)
      #expect(await sandbox.lines() == ["甲乙"])
      #expect(
        try await sender.okrmd("push", "--progress-id", Sender.record)
          == .error("<stdin>: \(wouldWipe)", status: 65))
    }
  }

  @Test func namesWithSpacesAndChineseArePushed() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write("甲", to: "周 报/第 1 周：进展.md")
      #expect(
        try await sender.okrmd("push", "--progress-id", Sender.record, "周 报/第 1 周：进展.md")
          == Outcome("周 报/第 1 周：进展.md: updated record \(Sender.record)\n"))
      #expect(await sandbox.lines() == ["甲"])
    }
  }

  @Test func whatCannotBeReadIsAnError() async throws {
    try await withSandbox { sandbox, sender in
      #expect(
        try await sender.okrmd("push", "--progress-id", "5", "a.md")
          == .error("a.md: no such file; check the path", status: 66))
      try sender.folder.createFolder("folder")
      #expect(
        try await sender.okrmd("push", "--progress-id", "5", "folder")
          == .error(
            "there is nothing to send: no note here has a progress id; put progress_id under okr: in the front "
              + "matter, or make new records with --create", status: 66))
      try sender.folder.write(notUTF8, to: "a.md")
      let outcome = try await sender.okrmd("push", "--progress-id", "5", "a.md")
      #expect(outcome.status == 65)
      #expect(outcome.errors.hasPrefix("a.md:1:1: error: not UTF-8"))
      #expect(
        try await sender.push("甲乙", "--max-bytes", "5")
          == Outcome(
            errors: "note.md:1:1: error: larger than 5 bytes; split the note or raise --max-bytes\n",
            status: 65))
      #expect(await sandbox.methods == [])
    }
  }

  /// In every command that sends, and in a folder, where other notes are passed over.
  @Test(arguments: ["push a.md", "push --hook a.md", "push .", "pull --merge a.md", "next a.md"])
  func anotherEncodingIsNamed(command: String) async throws {
    let note = "---\nokr:\n  progress_id: 5\n---\n本周进展：登录改版已经上线，转化率提高。\n"
    let encodings: [(String, String.Encoding, String)] = [
      ("GB18030", .init(rawValue: 0x8000_0632), "looks like GB18030: iconv -f GB18030 -t UTF-8 "),
      ("UTF-16LE", .utf16LittleEndian, "looks like UTF-16LE: iconv -f UTF-16LE -t UTF-8 "),
    ]
    try await withSandbox { sandbox, sender in
      for (name, encoding, advice) in encodings {
        let bytes = try #require(note.data(using: encoding), "\(name)")
        try sender.folder.write(Array(bytes), to: "a.md")
        let outcome = try await sender.okrmd(command.split(separator: " ").map(String.init))
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("a.md:1:1: error: not UTF-8, \(advice)"), "\(outcome)")
      }
      try sender.folder.write(Array("---\nokr:\n  progress_id: 5\n---\n甲\0\n".utf8), to: "a.md")
      let outcome = try await sender.okrmd(command.split(separator: " ").map(String.init))
      #expect(outcome.status == 65)
      #expect(
        outcome.errors.contains("a.md:1:1: error: byte 33 is NUL, so this is not a text file"), "\(outcome)")
      #expect(await sandbox.methods == [])
    }
  }

  @Test func warningsArePrintedAndStrictMakesThemErrors() async throws {
    try await withSandbox { sandbox, sender in
      let outcome = try await sender.push(noteWithWarning)
      #expect(
        outcome == Outcome("note.md: updated record \(Sender.record)\n", errors: linkWarning("note.md")))
      #expect(
        try await sender.push(noteWithWarning, "--strict")
          == Outcome(errors: linkWarning("note.md", severity: "error"), status: 1))
      #expect(await sandbox.methods == ["GET", "PUT"])
      #expect(try await sender.push(noteWithWarning, "--diagnostics", "none").errors == "")
      #expect(try await sender.push(noteWithNote, "--strict", "--verbose").status == 0)
    }
  }

  @Test func anImageToBeUploadedIsNoWarning() async throws {
    try await withSandbox { _, sender in
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      #expect(
        try await sender.push("![](a.png)", "--strict", "--objective", "5")
          == Outcome("note.md: updated record \(Sender.record), 1 image uploaded\n"))
    }
  }

  @Test func theServiceUnderstandsTheBody() async throws {
    try await withSandbox { sandbox, sender async throws in
      let note =
        "# 甲\n\n- [x] **乙**\n  1. `丙`\n\n> 丁 <https://a.cn>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n@{ou_1}"
      #expect(try await sender.push(note).status == 0)
      let exchange = try #require(await sandbox.exchanges.last)
      #expect(exchange.request.method == "PUT")
      #expect(exchange.request.path == "/open-apis/okr/v1/progress_records/\(Sender.record)")
      #expect(exchange.request.header("Content-Type") == "application/json; charset=utf-8")
      #expect(await sandbox.lines().count > 5)
    }
  }
}
