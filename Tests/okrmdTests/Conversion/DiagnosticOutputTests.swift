import Foundation
import Testing

/// How diagnostics are printed.
@Suite struct DiagnosticOutputTests {
  let folder = TemporaryFolder()

  private let note = "---\ntitle: x\n---\n# 甲\n\n乙 *丙* [见](b.md)\n"
  private let json =
    block(#"{"type":"textRun","textRun":{"text":"甲","style":{"bold":true}}}"#) + ","
    + block(#"{"type":"textRun","textRun":{"text":"乙 丙 见"}}"#)

  private let heading = "note.md:4:1: note: heading shown as a bold line [heading-flattened]\n"
  private let emphasis = "note.md:6:5: note: emphasis shown as plain text [emphasis-dropped]\n"
  private var warning: String { linkWarning("note.md", line: 6, column: 11) }

  @Test func notesAreHidden() throws {
    try folder.write(note, to: "note.md")
    #expect(try folder.okrmd("convert", "note.md") == Outcome(document(json), errors: warning))
    #expect(
      try folder.okrmd("convert", "--diagnostics", "text", "note.md")
        == Outcome(document(json), errors: warning))
  }

  @Test func verboseShowsNotes() throws {
    try folder.write(note, to: "note.md")
    #expect(
      try folder.okrmd("convert", "--verbose", "note.md")
        == Outcome(document(json), errors: heading + emphasis + warning))
  }

  @Test func noneHidesEverything() throws {
    try folder.write(note, to: "note.md")
    #expect(
      try folder.okrmd("convert", "--verbose", "--diagnostics", "none", "note.md") == Outcome(document(json)))
  }

  @Test func jsonHoldsNotesToo() throws {
    try folder.write(note, to: "note.md")
    #expect(
      try folder.okrmd("convert", "--diagnostics", "json", "note.md")
        == Outcome(
          document(json),
          errors: #"""
            {"file":"note.md","line":4,"column":1,"severity":"note","code":"heading-flattened","message":"heading shown as a bold line"}
            {"file":"note.md","line":6,"column":5,"severity":"note","code":"emphasis-dropped","message":"emphasis shown as plain text"}
            {"file":"note.md","line":6,"column":11,"severity":"warning","code":"link-dropped","message":"a relative link does not work in Feishu, so only the text is kept; write the whole address (https://…)"}

            """#))
  }

  @Test func everyLineOfJSONIsAnObject() throws {
    let name = "a \"b\" \\ 周\t报.md"
    try folder.write("# 甲\n\n``` \"x\\y\"\nz\n```\n", to: name)
    let run = try folder.okrmd("convert", "--diagnostics", "json", name)
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 2)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["file"] as? String == name)
      #expect(object?.keys.sorted() == ["code", "column", "file", "line", "message", "severity"])
    }
  }

  @Test func standardInputHasAName() throws {
    #expect(try folder.okrmd("convert", "-", input: noteWithWarning).errors == linkWarning("<stdin>"))
  }

  @Test func theFileIsCalledAsTyped() throws {
    try folder.write(noteWithWarning, to: "note.md")
    #expect(try folder.okrmd("convert", "./note.md").errors == linkWarning("./note.md"))
    let path = folder.path(of: "note.md")
    #expect(try folder.okrmd("convert", path).errors == linkWarning(path))
  }

  /// What the tool can do about relative links, before the last line on a terminal.
  private let hint = "relative links are kept with --link-base URL\n"

  @Test func aTerminalShowsTheLine() throws {
    #expect(
      try folder.okrmd("convert", input: "甲\n\n\t乙\n\n看a [见](b.md) 丙\n", error: .terminal).errors
        == linkWarning("<stdin>", line: 5, column: 6) + "  看a [见](b.md) 丙\n      ^\n\(hint)1 warning\n")
    // A file or a pipe does not.
    #expect(try folder.okrmd("convert", input: "看a [见](b.md)\n").errors == linkWarning("<stdin>", column: 6))
  }

  /// What ends a line for Unicode but not for CommonMark does not count.
  @Test(arguments: ["\u{2028}", "\u{2029}", "\u{B}", "\u{C}", "\u{85}"])
  func aTerminalShowsTheLineThatIsMeant(separator: String) throws {
    let note = "甲\(separator)乙\r\n丙\r看a [见](b.md)\n"
    #expect(
      try folder.okrmd("convert", input: note, error: .terminal).errors
        == linkWarning("<stdin>", line: 3, column: 6) + "  看a [见](b.md)\n      ^\n\(hint)1 warning\n")
  }

  @Test func aTerminalGetsNoLongLines() throws {
    let note = noteWithWarning.dropLast() + String(repeating: "字", count: 100)
    #expect(
      try folder.okrmd("convert", input: String(note), error: .terminal).errors
        == linkWarning("<stdin>") + "\(hint)1 warning\n")
  }

  /// A note must not be able to write lines of its own among the diagnostics, or steer the terminal.
  @Test(arguments: [
    "``` a&#10;b\nx\n```\n", "``` a&#27;[31mb\nx\n```\n", "<span style=\"color: a\nb\">x</span>\n",
    "<span style=\"color: a\u{1B}[31mb\">x</span>\n",
  ])
  func aDiagnosticIsOneLineOfText(note: String) throws {
    for terminal in [ChildProcess.Stream.pipe, .terminal] {
      let errors = try folder.okrmd("convert", "--verbose", input: note, error: terminal).errors
      let message = errors.prefix { $0 != "\n" }
      #expect(message.hasSuffix("]"))
      #expect(!errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }
    #expect(try folder.okrmd("convert", "--verbose", input: note).errors.split(separator: "\n").count == 1)
  }
}
