import ConversionOracles
import MarkdownTranslator
import Testing

/// What real notes lost before they were read leniently, and what colleagues read now.
@Suite struct PurposeTests {
  private func lines(_ note: String) throws -> [String] {
    LineNotation.render(try MarkdownConverter().convert(note).content)
  }

  @Test func aLineEndIsALine() throws {
    #expect(
      try lines("**本周**：登录\n**下周**：支付") == ["plain: {bold|本周}：登录", "plain: {bold|下周}：支付"])
  }

  @Test func tildesOfNumbersStrikeNothing() throws {
    #expect(try lines("预计 3~5 天，人力 2~3 人") == ["plain: 预计 3~5 天，人力 2~3 人"])
  }

  @Test(arguments: ["5+12*8*2+2", "*.log 和 *.tmp", "__init__.py"])
  func charactersOfCodeStay(text: String) throws {
    #expect(try lines(text) == ["plain: \(text)"])
  }

  @Test(arguments: ["List<String>", "feature/<name>", "用 List<String> 和 feature/<name>"])
  func namesInAngleBracketsStay(text: String) throws {
    #expect(try lines(text) == ["plain: \(text)"])
  }

  @Test func aCommentWithoutAnEndSwallowsNothing() throws {
    let conversion = try MarkdownConverter().convert("甲\n\n<!-- 待补充\n\n乙\n\n丙")
    #expect(
      LineNotation.render(conversion.content) == ["plain: 甲", "plain: <!-- 待补充", "plain: 乙", "plain: 丙"])
    #expect(conversion.diagnostics.map(\.code) == [.htmlUnclosed])
    #expect(conversion.diagnostics.first?.position == SourcePosition(line: 3, column: 1))
  }

  @Test func twoColumnsNestAList() throws {
    #expect(
      try lines("1. 登录\n  - 前端\n2. 支付\n  1. 设计")
        == ["number 1 #1: 登录", "bullet 2: 前端", "number 1 #2: 支付", "number 2 #1: 设计"])
  }

  @Test func peopleAndPicturesOfFeishusExportAreKept() throws {
    #expect(try lines("负责人：<mention-user id=\"ou_x\"/>") == ["plain: 负责人：{@ou_x}"])
    #expect(
      try lines("<image token=\"boxcn1\" width=\"300\" height=\"200\"/>")
        == ["gallery: token=boxcn1 width=300 height=200"])
  }

  @Test func threeHyphensBelowALineAreARule() throws {
    #expect(try lines("最后一行\n---") == ["plain: 最后一行", "plain: ──────────"])
  }

  @Test(arguments: [
    ("![图](my shot.png)", ["gallery: src=my␣shot.png"]),
    ("![[a.png]]", ["gallery: src=a.png"]),
    ("==重点==", ["plain: {mark|重点}"]),
    ("> [!NOTE]\n> 接口", ["indent 1: {bold|Note}", "indent 1: 接口"]),
  ])
  func otherDialectsAreRead(note: String, expected: [String]) throws {
    #expect(try lines(note) == expected)
  }
}
