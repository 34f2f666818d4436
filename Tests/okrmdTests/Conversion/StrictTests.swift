import Testing

/// `--strict`: warnings are errors.
@Suite struct StrictTests {
  let folder = TemporaryFolder()

  @Test func aWarningEndsIt() throws {
    try folder.write(noteWithWarning, to: "note.md")
    #expect(
      try folder.okrmd("convert", "--strict", "note.md")
        == Outcome(errors: linkWarning("note.md", severity: "error"), status: 1))
    #expect(
      try folder.okrmd("convert", "--strict", "note.md", "-o", "a.json")
        == Outcome(errors: linkWarning("note.md", severity: "error"), status: 1))
    #expect(try folder.names() == ["note.md"])
  }

  @Test func aNoteDoesNot() throws {
    #expect(
      try folder.okrmd("convert", "--strict", "--verbose", "--wire", "v1", input: "*甲*")
        == Outcome(
          plain("甲"), errors: "<stdin>:1:1: note: emphasis shown as plain text [emphasis-dropped]\n"))
  }

  @Test func withoutWarningsItConverts() throws {
    #expect(try folder.okrmd("convert", "--strict", input: "甲") == Outcome(plain("甲")))
    #expect(
      try folder.okrmd("convert", "--strict", "--link-base", "https://a.example/", input: noteWithWarning)
        .status == 0)
  }

  @Test func itEndsWithoutDiagnosticsToo() throws {
    #expect(
      try folder.okrmd("convert", "--strict", "--diagnostics", "none", input: noteWithWarning)
        == Outcome(status: 1))
  }

  @Test func jsonCallsAWarningAnError() throws {
    #expect(
      try folder.okrmd("convert", "--strict", "--diagnostics", "json", input: "![](data:,)")
        == Outcome(
          errors: #"{"file":"<stdin>","line":1,"column":1,"severity":"error","code":"image-dropped","#
            + #""message":"data: images are not supported, so only the alternative text is kept; "#
            + #"use a file or an https: address"}"# + "\n", status: 1))
  }

  @Test func checkEndsTheSameWay() throws {
    #expect(
      try folder.okrmd("check", "--strict", input: "# 甲\n\n" + noteWithWarning)
        == Outcome(
          errors: "<stdin>:" + headingNote + linkWarning("<stdin>", line: 3, severity: "error"), status: 1))
    #expect(
      try folder.okrmd("check", "--strict", input: noteWithNote) == Outcome(errors: "<stdin>:" + headingNote))
  }
}
