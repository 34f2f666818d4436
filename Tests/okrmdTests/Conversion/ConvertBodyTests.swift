import Testing

/// `--body`: the whole body of an update request.
@Suite struct ConvertBodyTests {
  let folder = TemporaryFolder()

  private func body(_ rate: String = "") -> String {
    #"{"content":\#(plain("甲").dropLast())\#(rate)}"# + "\n"
  }

  @Test func withoutFrontMatterThereIsNoRate() throws {
    #expect(try folder.okrmd("convert", "--body", input: "甲") == Outcome(body()))
  }

  @Test func frontMatterWithoutARateGivesNone() throws {
    let note = "---\nokr:\n  progress_id: 7041857032248410131\n---\n甲"
    #expect(try folder.okrmd("convert", "--body", input: note) == Outcome(body()))
  }

  @Test(arguments: [
    ("percent: 50.21\n  status: risk", #""percent":50.21,"status":1"#),
    ("percent: 50.20", #""percent":50.2"#),
    ("percent: 0\n  status: none", #""percent":0,"status":-1"#),
    ("status: normal\n  percent: -3", #""percent":-3,"status":0"#),
    ("percent: \"99999999999\"\n  status: 延期", #""percent":99999999999,"status":2"#),
    ("percent: 1\n  status: 1", #""percent":1,"status":1"#),
  ])
  func theRateOfTheFrontMatterIsWritten(yaml: String, rate: String) throws {
    let run = try folder.okrmd("convert", "--body", input: "---\nokr:\n  \(yaml)\n---\n甲")
    #expect(run == Outcome(body(#","progress_rate":{\#(rate)}"#)))
  }

  @Test func theContentAloneHasNoRate() throws {
    let run = try folder.okrmd("convert", input: "---\nokr:\n  percent: 50\n---\n甲")
    #expect(run == Outcome(plain("甲")))
  }

  @Test func version2HoldsTheRateToo() throws {
    let note = "---\nokr: {percent: 50, status: risk}\n---\n- 甲"
    #expect(
      try folder.okrmd("convert", "--body", "--wire", "v2", input: note)
        == Outcome(
          #"{"content":{"blocks":[{"block_element_type":"paragraph","paragraph":{"style":{"list":"#
            + #"{"list_type":"bullet","indent_level":1}},"elements":[{"paragraph_element_type":"textRun","#
            + #""text_run":{"text":"甲"}}]}}]},"progress_rate":{"percent":50,"status":1}}"# + "\n"))
  }

  @Test func prettyIndentsTheWholeBody() throws {
    let note = "---\nokr: {percent: 50}\n---\n"
    #expect(
      try folder.okrmd("convert", "--body", "--pretty", input: note)
        == Outcome(
          """
          {
            "content": {
              "blocks": []
            },
            "progress_rate": {
              "percent": 50
            }
          }

          """))
  }
}
