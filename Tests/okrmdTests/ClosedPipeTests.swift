import Testing

/// Readers that have seen enough.
@Suite struct ClosedPipeTests {
  let folder = TemporaryFolder()

  @Test func aReaderThatClosesEarlyIsNoError() throws {
    // Far more than a pipe holds.
    try folder.write(String(repeating: "甲\n\n", count: 20000), to: "note.md")
    #expect(
      try folder.shell(#""$OKRMD" convert --diagnostics none note.md | head -c 10"#)
        == Outcome(#"{"blocks":"#))
  }

  @Test func aReaderThatReadsNothingIsNoError() throws {
    try folder.write(String(repeating: "甲\n\n", count: 20000), to: "note.md")
    #expect(try folder.shell(#""$OKRMD" convert --diagnostics none note.md | :"#) == Outcome())
  }

  @Test func aReaderOfDiagnosticsThatClosesEarlyIsNoError() throws {
    try folder.write(String(repeating: noteWithWarning + "\n", count: 5000), to: "note.md")
    let run = try folder.shell(#""$OKRMD" check note.md 2>&1 | head -n 1"#)
    #expect(run == Outcome(linkWarning("note.md")))
  }

  @Test func withoutStandardErrorANoteIsConverted() throws {
    try folder.write(noteWithWarning, to: "note.md")
    #expect(try folder.shell(#""$OKRMD" convert note.md 2>&-"#) == Outcome(plain("见")))
  }
}
