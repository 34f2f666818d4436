import Testing

@Suite struct ConvertInputTests {
  let folder = TemporaryFolder()

  @Test func aFileIsRead() throws {
    try folder.write("甲\n", to: "note.md")
    #expect(try folder.okrmd("convert", "note.md") == Outcome(plain("甲")))
    #expect(try folder.okrmd("convert", folder.path(of: "note.md")) == Outcome(plain("甲")))
  }

  @Test func standardInputIsReadWithoutAFile() throws {
    #expect(try folder.okrmd("convert", input: "甲\n") == Outcome(plain("甲")))
  }

  @Test func aDashIsStandardInput() throws {
    #expect(try folder.okrmd("convert", "-", input: "甲\n") == Outcome(plain("甲")))
  }

  @Test func nothingIsAnEmptyDocument() throws {
    #expect(try folder.okrmd("convert") == Outcome("{\"blocks\":[]}\n"))
  }

  @Test func namesOfAllKindsAreRead() throws {
    for name in ["周报 第1周.md", "-o", "note", "a'b\"c.md"] {
      try folder.write("甲\n", to: name)
      #expect(try folder.okrmd("convert", "--", name) == Outcome(plain("甲")), "\(name)")
    }
  }

  @Test func aNamedPipeIsRead() throws {
    let run = try folder.shell(#"mkfifo pipe && { printf '甲\n' > pipe & "$OKRMD" convert pipe; wait; }"#)
    #expect(run == Outcome(plain("甲")))
  }

  @Test func moreThanPipesHoldIsConverted() throws {
    let line = String(repeating: "字", count: 100)
    let note = String(repeating: line + "\n\n", count: 3000)
    let run = try folder.okrmd("convert", input: note)
    #expect(run.status == 0)
    #expect(run.errors.hasSuffix(" [service-limit]\n"))
    #expect(
      run.output
        == document(Array(repeating: #"{"type":"textRun","textRun":{"text":"\#(line)"}}"#, count: 3000)))
  }

  private func document(_ elements: [String]) -> String {
    #"{"blocks":[\#(elements.map { block($0) }.joined(separator: ","))]}"# + "\n"
  }

  @Test func manyDiagnosticsAndMuchOutputDoNotBlockEachOther() throws {
    let run = try folder.okrmd("convert", input: String(repeating: noteWithWarning + "\n", count: 10000))
    #expect(run.status == 0)
    #expect(run.errors.split(separator: "\n").count == 10001)
    #expect(run.output.hasSuffix("}]}\n"))
  }

  @Test(arguments: ["note.md", "folder/note.md", "file/note.md", "链接.md"])
  func aMissingFileIsAnError(path: String) throws {
    try folder.write("甲\n", to: "file")
    try folder.link("链接.md", to: "nowhere.md")
    #expect(try folder.okrmd("convert", path) == .error("\(path): no such file; check the path", status: 66))
  }

  @Test func aFolderIsAnError() throws {
    try folder.createFolder("notes")
    #expect(
      try folder.okrmd("convert", "notes") == .error("notes: is a folder; name the files in it", status: 74))
    #expect(try folder.okrmd("convert", ".") == .error(".: is a folder; name the files in it", status: 74))
  }

  @Test(.enabled(if: !isRoot, "root may read everything"))
  func anUnreadableFileIsAnError() throws {
    try folder.write("甲\n", to: "note.md")
    folder.setMode(0, of: "note.md")
    #expect(
      try folder.okrmd("convert", "note.md")
        == .error("note.md: cannot be read: permission denied", status: 74))
  }

  @Test func closedStandardInputIsAnError() throws {
    #expect(
      try folder.shell(#""$OKRMD" convert <&-"#)
        == .error("<stdin>: cannot be read: bad file descriptor", status: 74))
  }

  @Test func bytesThatAreNotUTF8AreRefused() throws {
    try folder.write(notUTF8, to: "note.md")
    #expect(
      try folder.okrmd("convert", "note.md")
        == Outcome(errors: "note.md:1:1: error: not UTF-8 at byte 4; save the file as UTF-8\n", status: 65))
    #expect(
      try folder.shell(#""$OKRMD" convert < note.md"#)
        == Outcome(errors: "<stdin>:1:1: error: not UTF-8 at byte 4; save the file as UTF-8\n", status: 65))
  }

  @Test func aCharacterThatIsCutOffIsNotUTF8() throws {
    try folder.write([0x61, 0xE7, 0x94], to: "note.md")
    #expect(
      try folder.okrmd("convert", "note.md")
        == Outcome(errors: "note.md:1:1: error: not UTF-8 at byte 1; save the file as UTF-8\n", status: 65))
  }
}
