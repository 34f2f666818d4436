import Testing

/// What the JSON looks like, and where.
@Suite struct ConvertLayoutTests {
  let folder = TemporaryFolder()

  private let compact = plain("甲")
  private let pretty = """
    {
      "blocks": [
        {
          "type": "paragraph",
          "paragraph": {
            "elements": [
              {
                "type": "textRun",
                "textRun": {
                  "text": "甲"
                }
              }
            ]
          }
        }
      ]
    }

    """

  @Test func oneLineInAPipe() throws {
    #expect(try folder.okrmd("convert", input: "甲") == Outcome(compact))
    #expect(try folder.okrmd("convert", "--compact", input: "甲") == Outcome(compact))
    #expect(try folder.okrmd("convert", "-o", "-", input: "甲") == Outcome(compact))
  }

  @Test func indentedInAPipeWhenAsked() throws {
    #expect(try folder.okrmd("convert", "--pretty", input: "甲") == Outcome(pretty))
  }

  @Test func indentedOnATerminal() throws {
    #expect(try folder.okrmd("convert", input: "甲", output: .terminal) == Outcome(pretty))
    #expect(try folder.okrmd("convert", "--compact", input: "甲", output: .terminal) == Outcome(compact))
  }

  @Test func indentedInAFile() throws {
    #expect(try folder.okrmd("convert", "-o", "a.json", input: "甲") == Outcome())
    #expect(try folder.text(of: "a.json") == pretty)
    #expect(try folder.okrmd("convert", "--pretty", "--output", "a.json", input: "甲") == Outcome())
    #expect(try folder.text(of: "a.json") == pretty)
    #expect(try folder.okrmd("convert", "--out-dir", "json", input: "甲") == Outcome())
    #expect(try folder.text(of: "json/stdin.json") == pretty)
  }

  @Test func oneLineInAFileWhenAsked() throws {
    #expect(try folder.okrmd("convert", "--compact", "-o", "a.json", input: "甲") == Outcome())
    #expect(try folder.text(of: "a.json") == compact)
    #expect(try folder.okrmd("convert", "--compact", "--out-dir", "json", input: "甲") == Outcome())
    #expect(try folder.text(of: "json/stdin.json") == compact)
  }

  @Test func oneLineInARedirectedFile() throws {
    #expect(try folder.shell(#"printf 甲 | "$OKRMD" convert > a.json"#) == Outcome())
    #expect(try folder.text(of: "a.json") == compact)
  }
}
