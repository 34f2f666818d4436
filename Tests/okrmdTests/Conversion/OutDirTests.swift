import Testing

/// `--out-dir`: a file for each note.
@Suite struct OutDirTests {
  let folder = TemporaryFolder()

  @Test func aFolderThatIsThereIsUsed() throws {
    try folder.write("甲", to: "a.md")
    try folder.write("乙", to: "notes/b.note.md")
    try folder.createFolder("json")
    #expect(
      try folder.okrmd("convert", "--compact", "a.md", "notes/b.note.md", "--out-dir", "json") == Outcome())
    #expect(try folder.names(in: "json") == ["a.json", "b.note.json"])
    #expect(try folder.text(of: "json/a.json") == plain("甲"))
    #expect(try folder.text(of: "json/b.note.json") == plain("乙"))
  }

  @Test func aFolderThatIsMissingIsMade() throws {
    try folder.write("甲", to: "a.md")
    #expect(try folder.okrmd("convert", "--compact", "a.md", "--out-dir", "x/json/") == Outcome())
    let absolute = folder.path(of: "y/json")
    #expect(try folder.okrmd("convert", "--compact", "a.md", "--out-dir", absolute) == Outcome())
    #expect(try folder.names(in: "x/json") == ["a.json"])
    #expect(try folder.text(of: "x/json/a.json") == plain("甲"))
    #expect(try folder.text(of: "y/json/a.json") == plain("甲"))
  }

  @Test func standardInputHasAFileToo() throws {
    try folder.write("甲", to: "a.md")
    #expect(
      try folder.okrmd("convert", "--compact", "a.md", "-", "--out-dir", "json", input: "乙") == Outcome())
    #expect(try folder.text(of: "json/a.json") == plain("甲"))
    #expect(try folder.text(of: "json/stdin.json") == plain("乙"))
  }

  @Test func filesAreNamedAfterTheirNotes() throws {
    let names = [
      "a.md": "a", "b": "b", ".md": ".md", "周报 1.markdown": "周报 1", "c.": "c", "d.json.md": "d.json",
    ]
    for (name, result) in names {
      let folder = TemporaryFolder()
      try folder.write("甲", to: name)
      #expect(try folder.okrmd("convert", name, "--out-dir", "json") == Outcome())
      #expect(try folder.names(in: "json") == ["\(result).json"])
    }
  }

  @Test func filesCanStandBesideTheNotes() throws {
    try folder.write("甲", to: "a.md")
    #expect(try folder.okrmd("convert", "a.md", "--out-dir", ".") == Outcome())
    #expect(try folder.names() == ["a.json", "a.md"])
  }

  @Test func twoNotesOfOneNameAreRefused() throws {
    for name in ["x/a.md", "y/a.md", "y/a.txt"] { try folder.write("甲", to: name) }
    try folder.createFolder("json")
    #expect(
      try folder.okrmd("convert", "x/a.md", "y/a.md", "--out-dir", "json")
        == .error(
          "x/a.md and y/a.md would both be written to json/a.json; convert them one by one", status: 64))
    #expect(
      try folder.okrmd("convert", "y/a.md", "y/a.txt", "--out-dir", "json/")
        == .error(
          "y/a.md and y/a.txt would both be written to json//a.json; convert them one by one", status: 64))
    #expect(
      try folder.okrmd("convert", "-", "-", "--out-dir", "json")
        == .error(
          "<stdin> and <stdin> would both be written to json/stdin.json; convert them one by one", status: 64)
    )
    #expect(try folder.names(in: "json") == [])
  }

  @Test func severalNotesNeedAFolder() throws {
    try folder.write("甲", to: "a.md")
    try folder.write("乙", to: "b.md")
    let outcome = Outcome.error(
      "several notes need --out-dir DIR, a folder for the JSON files; see 'okrmd convert --help'", status: 64)
    #expect(try folder.okrmd("convert", "a.md", "b.md") == outcome)
    #expect(try folder.okrmd("convert", "a.md", "b.md", "-o", "c.json") == outcome)
    #expect(try folder.names() == ["a.md", "b.md"])
  }

  @Test func outputFileAndFolderExcludeEachOther() throws {
    #expect(
      try folder.okrmd("convert", "-o", "a.json", "--out-dir", "json")
        == .error("-o and --out-dir cannot be combined; see 'okrmd convert --help'", status: 64))
    #expect(try folder.names() == [])
  }

  @Test func aFileInPlaceOfTheFolderIsAnError() throws {
    try folder.write("甲", to: "a.md")
    #expect(
      try folder.okrmd("convert", "a.md", "--out-dir", "a.md")
        == .error("a.md: is not a folder; name another one for --out-dir", status: 73))
    #expect(
      try folder.okrmd("convert", "a.md", "--out-dir", "a.md/json")
        == .error("a.md/json: cannot be created: not a directory", status: 73))
    #expect(try folder.text(of: "a.md") == "甲")
  }

  @Test(.enabled(if: !isRoot, "root may write everywhere"))
  func aFolderThatIsReadOnlyIsAnError() throws {
    try folder.write("甲", to: "a.md")
    folder.setMode(0o555, of: ".")
    defer { folder.setMode(0o755, of: ".") }
    #expect(
      try folder.okrmd("convert", "a.md", "--out-dir", "json")
        == .error("json: cannot be created: permission denied", status: 73))
  }

  @Test func theNoteIsNotOverwritten() throws {
    try folder.write("甲", to: "a.json")
    #expect(
      try folder.okrmd("convert", "a.json", "--out-dir", ".")
        == .error("./a.json: is the note itself; name another file", status: 73))
    #expect(try folder.text(of: "a.json") == "甲")
  }

  // MARK: Batches

  @Test func aNoteThatFailsDoesNotStopTheOthers() throws {
    try folder.write("甲", to: "a.md")
    try folder.write(notUTF8, to: "b.md")
    try folder.write("丙", to: "c.md")
    try folder.write("old", to: "json/b.json")
    #expect(
      try folder.okrmd("convert", "--compact", "a.md", "b.md", "c.md", "--out-dir", "json")
        == Outcome(errors: "b.md:1:1: error: not UTF-8 at byte 4; save the file as UTF-8\n", status: 65))
    #expect(try folder.names(in: "json") == ["a.json", "b.json", "c.json"])
    #expect(try folder.text(of: "json/a.json") == plain("甲"))
    #expect(try folder.text(of: "json/b.json") == "old")
    #expect(try folder.text(of: "json/c.json") == plain("丙"))
  }

  @Test func theWorstExitCodeIsThatOfTheBatch() throws {
    try folder.write(notUTF8, to: "b.md")
    try folder.write(noteWithWarning, to: "w.md")
    try folder.write("甲", to: "z.md")
    #expect(
      try folder.okrmd("convert", "--strict", "nowhere.md", "b.md", "w.md", "z.md", "--out-dir", "json")
        == Outcome(
          errors: "okrmd: error: nowhere.md: no such file; check the path\n"
            + "b.md:1:1: error: not UTF-8 at byte 4; save the file as UTF-8\n"
            + linkWarning("w.md", severity: "error"), status: 66))
    #expect(try folder.names(in: "json") == ["z.json"])
    #expect(try folder.okrmd("convert", "--strict", "b.md", "w.md", "--out-dir", "json").status == 65)
    #expect(try folder.okrmd("convert", "--strict", "w.md", "z.md", "--out-dir", "json").status == 1)
  }

  @Test func anOutputThatCannotBeWrittenDoesNotStopTheOthers() throws {
    try folder.write("甲", to: "a.md")
    try folder.write("乙", to: "b.md")
    try folder.createFolder("json/a.json")
    #expect(
      try folder.okrmd("convert", "--compact", "a.md", "b.md", "--out-dir", "json")
        == .error("json/a.json: is a folder; name a file", status: 73))
    #expect(try folder.text(of: "json/b.json") == plain("乙"))
  }

  /// A note that would be written over itself does not keep the others from being converted.
  @Test func anOutputThatIsAnInputDoesNotStopTheOthers() throws {
    try folder.write("甲\n", to: "a.json")
    try folder.write("乙\n", to: "b.md")
    let outcome = try folder.okrmd("convert", "a.json", "b.md", "--out-dir", ".")
    #expect(outcome == .error("./a.json: is the note itself; name another file", status: 73))
    #expect(try folder.text(of: "a.json") == "甲\n")
    #expect(try folder.text(of: "b.json").contains("乙"))
  }
}
