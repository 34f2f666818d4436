import Testing

/// `check` of Markdown notes.
@Suite struct CheckNoteTests {
  let folder = TemporaryFolder()

  @Test func aCleanNoteIsSilent() throws {
    try folder.write("甲\n", to: "note.md")
    #expect(try folder.okrmd("check", "note.md") == Outcome())
    #expect(try folder.okrmd("check", input: "甲") == Outcome())
    #expect(try folder.okrmd("check", "-", input: "甲") == Outcome())
    #expect(try folder.names() == ["note.md"])
  }

  @Test func notesAreShownBesideWarnings() throws {
    try folder.write(noteWithNote + "\n" + noteWithWarning, to: "note.md")
    let diagnostics = "note.md:" + headingNote + linkWarning("note.md", line: 3)
    #expect(try folder.okrmd("check", "note.md") == Outcome(errors: diagnostics))
    #expect(try folder.okrmd("check", "--verbose", "note.md") == Outcome(errors: diagnostics))
    #expect(try folder.okrmd("check", "--diagnostics", "none", "note.md") == Outcome())
  }

  /// Faults and warnings come in the order of the file.
  @Test func theOrderOfTheFileIsKept() throws {
    let note = "![](a.png)\n\n[见](b.md)\n\n![](c.png)\n\n[见](d.md)\n"
    let run = try folder.okrmd("check", "--diagnostics", "json", input: note)
    #expect(run.status == 1)
    let lines = run.errors.split(separator: "\n").map {
      $0.firstMatch(of: /"line":(\d+)/).flatMap { Int($0.output.1) }
    }
    #expect(lines == [1, 3, 5, 7])
  }

  @Test func notesOfOneCodeAreOneLine() throws {
    let note = "# 甲\n\n# 乙\n\n# 丙\n"
    #expect(
      try folder.okrmd("check", input: note)
        == Outcome(
          errors: "<stdin>:1:1: note: heading shown as a bold line (and 2 more) [heading-flattened]\n"))
    #expect(try folder.okrmd("check", "--verbose", input: note).errors.split(separator: "\n").count == 3)
    #expect(
      try folder.okrmd("check", "--diagnostics", "json", input: note).errors.split(separator: "\n").count == 3
    )
  }

  @Test func aTerminalShowsWarningsFirstAndCountsThem() throws {
    let note = noteWithNote + "\n" + noteWithWarning + "\n# 乙\n"
    let run = try folder.okrmd("check", input: note, error: .terminal)
    #expect(
      run.errors == linkWarning("<stdin>", line: 3) + "  [见](b.md)\n  ^\n"
        + "<stdin>:1:1: note: heading shown as a bold line (and 1 more) [heading-flattened]\n"
        + "relative links are kept with --link-base URL\n1 warning, 2 notes\n"
    )
  }

  @Test func flagsOfTheConversionCount() throws {
    #expect(
      try folder.okrmd("check", "--link-base", "https://a.example/", input: noteWithWarning) == Outcome())
    #expect(
      try folder.okrmd("check", "--tables", "rows", input: "|a|\n|-|\n").errors
        == "<stdin>:1:1: note: table shown as lines of text [table-flattened]\n")
    #expect(
      try folder.okrmd("check", input: "|a|\n|-|\n").errors
        == "<stdin>:1:1: note: table shown as a list [table-flattened]\n")
  }

  @Test func everyFileIsCheckedAndTheWorstCodeStays() throws {
    try folder.write(noteWithNote, to: "a.md")
    try folder.write(notUTF8, to: "b.md")
    try folder.write(noteWithWarning, to: "c.md")
    #expect(
      try folder.okrmd("check", "a.md", "b.md", "c.md")
        == Outcome(
          errors: "a.md:" + headingNote + "b.md:1:1: error: not UTF-8 at byte 4; save the file as UTF-8\n"
            + linkWarning("c.md"), status: 65))
    #expect(try folder.okrmd("check", "a.md", "c.md").status == 0)
    #expect(try folder.okrmd("check", "--strict", "a.md", "c.md").status == 1)
  }

  @Test func whatCannotBeReadIsAnError() throws {
    #expect(
      try folder.okrmd("check", "note.md") == .error("note.md: no such file; check the path", status: 66))
    #expect(try folder.okrmd("check", ".") == .error(".: is a folder; name the files in it", status: 74))
  }
}
