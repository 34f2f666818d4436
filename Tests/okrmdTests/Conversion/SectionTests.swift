import Testing

/// Notes of several records, in `convert` and `check`.
@Suite struct SectionTests {
  let folder = TemporaryFolder()

  private let note = """
    # 第 48 周

    ## KR1 登录
    <!-- okr
    key_result: "1"
    percent: 62.5
    -->
    登录[见](b.md)

    ## 2026
    <!-- okr
    progress_id: "42"
    -->
    支付

    """

  private let output =
    "{\"blocks\":[{\"type\":\"paragraph\",\"paragraph\":{\"elements\":[{\"type\":\"textRun\",\"textRun\":{\"text\":\"支付\"}}]}}]}\n"

  @Test(arguments: ["2", "=2026"])
  func oneSectionIsConverted(section: String) throws {
    #expect(try folder.okrmd("convert", "--section", section, input: note) == Outcome(output))
  }

  @Test func diagnosticsHaveTheLinesOfTheNote() throws {
    let run = try folder.okrmd("convert", "--body", "--section", "kr1 登录", input: note)
    #expect(run.errors == linkWarning("<stdin>", line: 8, column: 7))
    #expect(run.output.hasSuffix(#""progress_rate":{"percent":62.5}}"# + "\n"))
  }

  @Test func withoutTheFlagTheNoteIsOneText() throws {
    let run = try folder.okrmd("convert", input: note)
    #expect(run.status == 0)
    #expect(run.output.contains("第 48 周") && run.output.contains("支付"))
    #expect(!run.output.contains("okr"))
  }

  @Test func aSectionThatIsNotThereIsAnError() throws {
    try folder.write(note, to: "w48.md")
    #expect(
      try folder.okrmd("convert", "--section", "3", "w48.md")
        == Outcome(errors: "w48.md:1:1: error: no section '3'; there are: 1 KR1 登录, 2 2026\n", status: 64))
    #expect(
      try folder.okrmd("convert", "--section", "1", input: "甲")
        == Outcome(
          errors:
            "<stdin>:1:1: error: has no sections; a comment that begins with <!-- okr below a heading makes one\n",
          status: 64))
  }

  @Test func checkFindsAllThatAPushWouldRefuse() throws {
    let note = """
      ---
      okr:
        progress_id: 9
      ---
      # A
      <!-- okr
      percent: x
      -->
      # B
      <!-- okr
      percent: 5
      -->
      ![](nowhere.png)

      """
    let run = try folder.okrmd("check", input: note)
    #expect(run.status == 1)
    let errors = run.errors.split(separator: "\n").filter { $0.contains(": error: ") }
    #expect(
      errors == [
        "<stdin>:3:1: error: progress_id 9 in the front matter of a note with sections; move it into the comment of its section",
        "<stdin>:7:1: error: percent must be a number with at most two decimals, from -99999999999 to 99999999999",
        "<stdin>:10:1: error: the section has no target; write key_result, objective or progress_id into its comment",
        "<stdin>:13:1: error: nowhere.png: no such image; paths start from the folder of the note",
      ])
  }

  @Test(arguments: [
    ("---\nokr:\n  progress_id: 5\n---\n<!-- 待写 -->\n", [], 1),
    ("# A\n<!-- okr\nprogress_id: 5\n-->\n甲\n# B\n<!-- okr\nprogress_id: 6\n-->\n", [], 6),
    ("# A\n<!-- okr\nprogress_id: 5\n-->\n# B\n<!-- okr\nprogress_id: 6\n-->\n乙\n", ["--section", "1"], 1),
  ])
  func aRecordThatWouldBeWipedIsAnError(note: String, arguments: [String], line: Int) throws {
    let run = try folder.okrmd(["check"] + arguments, input: note)
    #expect(run.status == 1)
    let errors = run.errors.split(separator: "\n").filter { $0.contains(": error: ") }
    #expect(
      errors == [
        "<stdin>:\(line):1: error: is empty, which would wipe the record; push refuses that without --allow-empty"
      ])
  }

  /// The push makes no record for such a section.
  @Test func aSectionThatIsNotWrittenYetIsNoError() throws {
    #expect(try folder.okrmd("check", input: "# A\n<!-- okr\nkey_result: 5\n-->\n").status == 0)
  }

  @Test func aGoodNoteWithPicturesPassesAStrictCheck() throws {
    try folder.write(TinyImage.png(3, 4), to: "a.png")
    try folder.write(note.replacing("[见](b.md)", with: "\n\n![](a.png)"), to: "note.md")
    #expect(try folder.okrmd("check", "--strict", "note.md").status == 0)
  }
}
