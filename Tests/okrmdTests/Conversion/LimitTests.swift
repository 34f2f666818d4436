import Testing

/// What one document may take.
@Suite struct LimitTests {
  let folder = TemporaryFolder()

  // MARK: Size

  @Test func aNoteAsLargeAsTheLimitIsConverted() throws {
    try folder.write("甲乙", to: "note.md")
    #expect(try folder.okrmd("convert", "--max-bytes", "6", "note.md") == Outcome(plain("甲乙")))
    #expect(try folder.okrmd("convert", "--max-bytes", "6", input: "甲乙") == Outcome(plain("甲乙")))
  }

  @Test func aNoteLargerThanTheLimitIsRefused() throws {
    try folder.write("甲乙", to: "note.md")
    #expect(
      try folder.okrmd("convert", "--max-bytes", "5", "note.md")
        == Outcome(
          errors: "note.md:1:1: error: larger than 5 bytes; split the note or raise --max-bytes\n",
          status: 65))
    #expect(
      try folder.okrmd("convert", "--max-bytes", "5", input: "甲乙")
        == Outcome(
          errors: "<stdin>:1:1: error: larger than 5 bytes; split the note or raise --max-bytes\n",
          status: 65))
    #expect(
      try folder.okrmd("check", "--max-bytes", "5", "note.md")
        == Outcome(
          errors: "note.md:1:1: error: larger than 5 bytes; split the note or raise --max-bytes\n",
          status: 65))
  }

  @Test func frontMatterCounts() throws {
    #expect(try folder.okrmd("convert", "--max-bytes", "13", input: "---\na: b\n---\n甲").status == 65)
    #expect(
      try folder.okrmd("convert", "--max-bytes", "16", input: "---\na: b\n---\n甲") == Outcome(plain("甲")))
  }

  @Test func theLimitIsOneMebibyteByDefault() throws {
    let note = String(repeating: "0123456789abcde\n", count: 1 << 16)
    #expect(try folder.okrmd("convert", input: note).status == 0)
    #expect(
      try folder.okrmd("convert", input: note + "x")
        == Outcome(
          errors: "<stdin>:1:1: error: larger than 1048576 bytes; split the note or raise --max-bytes\n",
          status: 65))
    let run = try folder.okrmd("convert", "--max-bytes", "1048577", input: note + "x")
    #expect(run.status == 0)
    #expect(run.output.hasSuffix(#""text":"x"}}]}}]}"# + "\n"))
  }

  @Test func anEndlessInputIsRefused() throws {
    #expect(
      try folder.okrmd("convert", "--max-bytes", "70000", "/dev/zero")
        == Outcome(
          errors: "/dev/zero:1:1: error: larger than 70000 bytes; split the note or raise --max-bytes\n",
          status: 65))
  }

  @Test(arguments: ["0", "536870913"])
  func aLimitOutOfRangeIsRefused(limit: String) throws {
    for command in ["convert", "check"] {
      #expect(
        try folder.okrmd(command, "--max-bytes", limit)
          == .error(
            "--max-bytes takes a number from 1 to 536870912; see 'okrmd \(command) --help'", status: 64))
    }
  }

  @Test(arguments: ["", "x", "1.5", "1k", "0x10", "99999999999999999999", "１"])
  func rejectsALimitThatIsNotANumber(limit: String) throws {
    #expect(
      try folder.okrmd("convert", "--max-bytes", limit)
        == .error(
          "--max-bytes takes a number from 1 to 536870912; see 'okrmd convert --help'", status: 64))
  }

  @Test func aNegativeLimitIsRefused() throws {
    let run = try folder.okrmd("convert", "--max-bytes=-1")
    #expect(run.status == 64)
    #expect(run.errors.hasPrefix("okrmd: error: "))
  }

  // MARK: Notes that are hard on a parser

  /// It ends as a document or as one line of error, never as a crash.
  @discardableResult
  private func expectAnEnd(_ note: String) throws -> Outcome {
    let run = try folder.okrmd("convert", "--diagnostics", "none", input: note)
    if run.status == 0 {
      #expect(run.output.hasPrefix(#"{"blocks":["#))
      #expect(run.output.hasSuffix("]}\n"))
      #expect(run.errors == "")
    } else {
      let memory =
        "<stdin>:1:1: error: parsing needs more than 256 MiB of memory; simplify the note or raise --max-bytes\n"
      let time =
        "<stdin>:1:1: error: parsing takes more than 10 seconds; simplify the note or raise --max-bytes\n"
      #expect(run.status == 65)
      #expect(run.output == "")
      #expect([memory, time].contains(run.errors))
    }
    return run
  }

  @Test func quotesInQuotesAreClamped() throws {
    #expect(
      try folder.okrmd("convert", input: String(repeating: ">", count: 15000) + " 甲\n")
        == Outcome(
          document(
            block(#"{"type":"textRun","textRun":{"text":"甲"}}"#, list: #""type":"indent","indentLevel":16"#)),
          errors:
            "<stdin>:1:15000: warning: level 15000 is shown at level 16, the deepest there is; nest less deeply "
            + "[indent-clamped]\n"
        ))
  }

  @Test func listsInListsAreConverted() throws {
    let run = try expectAnEnd(String(repeating: "- ", count: 15000) + "甲\n")
    #expect(run.status == 0)
  }

  @Test func aWideTableEnds() throws {
    let header =
      "|" + String(repeating: "x|", count: 1000) + "\n|" + String(repeating: "-|", count: 1000) + "\n"
    try expectAnEnd(
      header + String(repeating: "|" + String(repeating: "x|", count: 1000) + "\n", count: 30))
    // Each short row is filled up to 1,000 cells.
    try expectAnEnd(header + String(repeating: "|x|\n", count: 15000))
    try expectAnEnd("|" + String(repeating: "x|", count: 1 << 15) + "\n")
  }

  @Test func aURLBeforeManyParenthesesEnds() throws {
    try expectAnEnd("https://a.example/b" + String(repeating: ")", count: 1 << 16) + "\n")
  }

  @Test func imagesInImagesEnd() throws {
    try expectAnEnd(String(repeating: "![[]()", count: (1 << 18) / 6) + "\n")
  }

  @Test(arguments: ["[", "*a_ ", "<a ", "``a ", "[a](", "&", "<!--"])
  func manyOfOneKindEnd(part: String) throws {
    try expectAnEnd(String(repeating: part, count: 20000))
  }
}
