import Testing

/// `check` of ContentBlock JSON.
@Suite struct CheckJSONTests {
  let folder = TemporaryFolder()

  private func check(_ json: String) throws -> Outcome {
    try folder.write(json, to: "a.json")
    return try folder.okrmd("check", "a.json")
  }

  private func faults(_ faults: String...) -> Outcome {
    Outcome(errors: faults.map { "a.json: error: \($0)\n" }.joined(), status: 1)
  }

  private let v1 = plain("甲")
  private let v2 =
    #"{"blocks":[{"block_element_type":"paragraph","paragraph":{"style":{"list":{"list_type":"bullet","#
    + #""indent_level":1}},"elements":[{"paragraph_element_type":"textRun","text_run":{"text":"甲"}}]}}]}"#

  @Test func validDocumentsAreSilent() throws {
    #expect(try check(v1) == Outcome())
    #expect(try check(v2) == Outcome())
    #expect(try check("\u{FEFF}" + v1) == Outcome())
    #expect(try check(#"{"content":\#(v1),"progress_rate":{"percent":50,"status":1}}"#) == Outcome())
    #expect(try folder.names() == ["a.json"])
  }

  @Test(arguments: ["v1", "v2"])
  func whatConvertWritesIsValid(wire: String) throws {
    let note = """
      ---
      okr: {percent: 50.21, status: risk}
      ---
      # 标题 **粗** `码` ~~删~~ @{ou_a} [见](https://a.example)

      1. 甲
         - [x] 乙
      > [文档](https://a.feishu.cn/docx/b)

      | a | b |
      |---|---|
      | 1 | ![](https://a.example/b.png "图") |
      """
    for flags in [["--body"], ["--pretty"], ["--compact"]] {
      let run = try folder.okrmd(["convert", "--wire", wire, "-o", "a.json"] + flags, input: note)
      #expect(run == Outcome())
      #expect(try folder.okrmd("check", "a.json") == Outcome())
    }
  }

  @Test func everyFaultIsNamed() throws {
    let json =
      #"{"blocks":[{"type":"paragraph","paragraph":{"style":{"list":{"type":"bullt","indentLevel":17}},"#
      + #""elements":[{"type":"textRun","textRun":{"text":1}}]}}],"x":1}"#
    let messages = [
      "$.x: is not a key of this object, which can have `blocks`",
      "$.blocks[0].paragraph.style.list.type: must be `number`, `bullet`, `checkBox`, `checkedBox` or `indent`, "
        + "not `bullt`",
      "$.blocks[0].paragraph.style.list.indentLevel: must be a whole number from 1 to 16, not 17",
      "$.blocks[0].paragraph.elements[0].textRun.text: must be a string, not a number",
    ]
    #expect(try check(json) == Outcome(errors: messages.map { "a.json: error: \($0)\n" }.joined(), status: 1))
    #expect(try folder.okrmd("check", "--diagnostics", "none", "a.json") == Outcome(status: 1))
  }

  @Test func faultsOfVersion2AreNamedInItsTerms() throws {
    #expect(
      try check(v2.replacing(#""indent_level":1"#, with: #""indent_level":17"#))
        == faults(
          "$.blocks[0].paragraph.style.list.indent_level: must be a whole number from 1 to 16, not 17"))
    #expect(
      try check(v2.replacing("text_run", with: "textRun").replacing("indent_level", with: "level"))
        .errors.contains("a.json: error: $.blocks[0].paragraph.style.list.level: "))
  }

  @Test func faultsArePrintedAsJSON() throws {
    try folder.write(#"{"blocks":{}}"#, to: "a.json")
    #expect(
      try folder.okrmd("check", "--diagnostics", "json", "a.json")
        == Outcome(
          errors:
            #"{"file":"a.json","path":"$.blocks","severity":"error","message":"must be an array, not an object"}"#
            + "\n", status: 1))
  }

  @Test func whatIsNotJSONIsNamedWithItsPlace() throws {
    #expect(
      try check("{\"blocks\":[\n")
        == faults(
          "$.blocks[0]: is not valid JSON at line 2, column 1: expected a value, found the end of the input"))
    #expect(
      try check("")
        == faults("$: is not valid JSON at line 1, column 1: expected a value, found the end of the input"))
    #expect(
      try check("# 甲\n") == faults("$: is not valid JSON at line 1, column 1: expected a value, found `#`"))
  }

  @Test(arguments: ["[]", "1", "{}", #"{"a":1}"#, "null"])
  func jsonWithoutBlocksIsNoDocument(json: String) throws {
    #expect(
      try check(json)
        == faults("$: is not a ContentBlock document: expected an object with `blocks`, `content` or `data`"))
  }

  @Test func bytesThatAreNotUTF8AreRefused() throws {
    try folder.write(Array("{\"blocks\":\"".utf8) + [0xFF], to: "a.json")
    #expect(
      try folder.okrmd("check", "a.json")
        == Outcome(errors: "a.json:1:1: error: not UTF-8 at byte 11; save the file as UTF-8\n", status: 65))
  }

  @Test func filesOverTheLimitAreRefused() throws {
    try folder.write(v1, to: "a.json")
    #expect(
      try folder.okrmd("check", "--max-bytes", "20", "a.json")
        == .error("a.json: is larger than 20 bytes; --max-bytes raises the limit", status: 65))
  }

  @Test func deepNestingIsAFaultAndNoCrash() throws {
    let run = try check(String(repeating: "[", count: 100_000))
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("a.json: error: $[0][0]"))
  }

  @Test func theExtensionTellsInAnyLetterCase() throws {
    try folder.write("{", to: "A.JSON")
    #expect(try folder.okrmd("check", "A.JSON").status == 1)
    try folder.write("{", to: "json.md")
    #expect(try folder.okrmd("check", "json.md") == Outcome())
    #expect(try folder.okrmd("check", "-", input: "{") == Outcome())
  }

  @Test func notesAndJSONAreCheckedTogether() throws {
    try folder.write(noteWithNote, to: "note.md")
    try folder.write("{}", to: "a.json")
    try folder.write(v2, to: "b.json")
    #expect(
      try folder.okrmd("check", "a.json", "note.md", "b.json")
        == Outcome(
          errors:
            "a.json: error: $: is not a ContentBlock document: expected an object with `blocks`, `content` or "
            + "`data`\nnote.md:" + headingNote, status: 1))
    #expect(try folder.okrmd("check", "a.json", "nowhere.json").status == 66)
  }
}
