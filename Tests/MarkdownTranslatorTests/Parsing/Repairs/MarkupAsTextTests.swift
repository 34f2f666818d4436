import Testing

@testable import MarkdownTranslator

/// R41: lines that look like markup and are not.
@Suite struct MarkupAsTextTests {
  private func kinds(_ text: String, isItem: Bool = false) -> [LookalikeMarkup] {
    withBytes(text) { bytes in
      var markup = MarkupAsText()
      var reader = LineReader(bytes)
      while let line = reader.next() {
        markup.read(
          bytes, OpenInlines.Line(number: line.number, start: line.start, text: line.start, end: line.end),
          isItem: isItem)
      }
      markup.endRows(areTable: false)
      return markup.findings.compactMap { if case .markupAsText(let kind) = $0.kind { kind } else { nil } }
    }
  }

  @Test(arguments: [
    ("#甲\n##乙", LookalikeMarkup.headingWithoutSpace), ("-甲\n-乙", .bulletWithoutSpace),
    ("1.甲\n2.乙", .numberWithoutSpace), ("[ ] 甲", .taskOutsideList), ("[x]甲", .taskWithoutSpace),
    ("|a|b|\n|c|d|", .tableWithoutDelimiter), ("｜a｜\n｜b｜", .fullWidthTable), ("::: tip", .container),
    ("!!! note", .admonition), ("[TOC]", .tableOfContents), ("＃ 甲", .fullWidthMarker),
    ("－ 甲", .fullWidthMarker),
    ("-\u{A0}甲", .noBreakSpace), ("\u{A0}- 甲", .noBreakSpace), ("#\u{3000}甲", .noBreakSpace),
  ])
  func isFound(text: String, kind: LookalikeMarkup) {
    #expect(kinds(text) == [kind])
  }

  @Test(arguments: [
    "#甲", "-甲", "1.甲", "|a|b|", "#123\n#45", "#工作 #生活\n#学习 #读书", "-1 度\n-2 度", "1.5 倍\n2.5 倍", "[x](a.md)",
    "[x]: a",
    "[TOC] x", ":: a", "!! a", "2024.甲\n2025.乙",
  ])
  func textIsText(text: String) {
    #expect(kinds(text) == [])
  }

  @Test func statesOfTasksAreThoseOfItems() {
    #expect(kinds("[/] 甲", isItem: true) == [.taskState])
    #expect(kinds("[/] 甲") == [])
    #expect(kinds("[x] 甲", isItem: true) == [])
    #expect(kinds("[ ] ", isItem: true) == [])
    #expect(kinds("[ ]", isItem: true) == [.taskWithoutSpace])
  }

  /// Each kind is reported at its first place.
  @Test func theFirstPlaceCounts() {
    withBytes("文\n  #甲\n#乙\n#丙") { bytes in
      var markup = MarkupAsText()
      var reader = LineReader(bytes)
      while let line = reader.next() {
        let text = line.start + (line.number == 1 ? 2 : 0)
        markup.read(
          bytes, OpenInlines.Line(number: line.number, start: line.start, text: text, end: line.end),
          isItem: false)
      }
      #expect(markup.findings.map { "\($0.line):\($0.column)" } == ["2:3"])
    }
  }
}
