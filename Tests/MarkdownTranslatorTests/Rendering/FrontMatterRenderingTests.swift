import ContentBlocks
import MarkdownTranslator
import Testing

/// Front matter above the Markdown of a content.
@Suite struct FrontMatterRenderingTests {
  @Test func fieldsStandAboveTheText() throws {
    var matter = FrontMatter()
    matter.progressID = OKRIdentifier("7041857032248410131")
    matter.progressRate = ProgressRate(percent: ProgressPercent(hundredths: 5021), status: .risk)
    let note = MarkdownRenderer().render(.of(.line("正常")), frontMatter: matter)
    #expect(
      note == """
        ---
        okr:
          progress_id: "7041857032248410131"
          percent: 50.21
          status: risk
        ---

        正常

        """)
    #expect(try MarkdownConverter().convert(note).frontMatter == matter)
  }

  @Test(arguments: ProgressStatus.allCases)
  func itReadsBack(status: ProgressStatus) throws {
    var matter = FrontMatter()
    matter.keyResult = OKRIdentifier("42")
    matter.progressRate = ProgressRate(percent: ProgressPercent(hundredths: -305), status: status)
    let content = ContentBlock.of(.line("---"), .line("a"))
    let conversion = try MarkdownConverter().convert(MarkdownRenderer().render(content, frontMatter: matter))
    #expect(conversion.frontMatter == matter)
    #expect(conversion.content == content)
  }

  @Test func emptyFrontMatterIsLeftOut() {
    #expect(MarkdownRenderer().render(.of(.line("a")), frontMatter: FrontMatter()) == "a\n")
  }

  @Test func whatWouldBeRefusedIsLeftOut() throws {
    var matter = FrontMatter()
    matter.objective = OKRIdentifier("1")
    matter.keyResult = OKRIdentifier("2")
    matter.progressRate = ProgressRate(status: .risk)
    let note = MarkdownRenderer().render(ContentBlock(), frontMatter: matter)
    #expect(note == "---\nokr:\n  objective: \"1\"\n---\n")
    #expect(throws: Never.self) { try MarkdownConverter().convert(note) }
  }
}
