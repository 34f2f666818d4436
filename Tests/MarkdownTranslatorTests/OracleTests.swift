import ContentBlocks
import ConversionOracles
import Testing

/// The oracles can tell what is wrong from what the rules allow.
@Suite struct OracleTests {
  private func textFaults(_ note: String, shownAs text: String) -> [String] {
    let run = ContentParagraphElement.textRun(ContentTextRun(text: text))
    let line = ContentBlockElement.paragraph(ContentParagraph(elements: [run]))
    return TextChecks.faults(in: ContentBlock(blocks: [line]), of: note)
  }

  @Test func lostTextIsNoticed() {
    #expect(textFaults("甲**乙**丙", shownAs: "甲乙丙") == [])
    #expect(textFaults("甲**乙**丙", shownAs: "甲丙") != [])
    #expect(textFaults("甲**乙**丙", shownAs: "甲丙乙") != [])
    #expect(textFaults("甲**乙**丙", shownAs: "甲乙乙丙") != [])
    #expect(textFaults("```\na\n```", shownAs: "") != [])
  }

  @Test func textIsComparedAsTheRulesAllow() {
    #expect(textFaults("甲 ![alt](a.png \"题\") 乙", shownAs: "甲题乙") == [])
    #expect(textFaults("甲<!-- 乙 -->", shownAs: "甲") == [])
    #expect(textFaults("[@甲](ou_1)", shownAs: "ou_1") == [])
    #expect(textFaults("> - [x] 甲", shownAs: "甲") == [])
    let table = "|甲|乙|\n|-|-|\n|1||\n|2||"
    #expect(textFaults(table, shownAs: "甲1甲2") == [])
    #expect(textFaults(table, shownAs: "甲1甲") != [])
  }

  /// Of what the parser takes for text some may be markup; what is left is in order, and nothing is made up.
  @Test func lenientMarkupIsComparedAsFarAsItCanBe() {
    #expect(textFaults("见 [[周报]] 和 @{ou_1} {甲} 乙", shownAs: "见周报和ou_1甲乙") == [])
    #expect(textFaults("见 [[周报]] 和", shownAs: "见和") != [])
    #expect(textFaults("甲 {x} 乙", shownAs: "甲乙") != [])
    #expect(textFaults("甲 [!x] 乙", shownAs: "甲乙") != [])
    #expect(textFaults("## 甲 {#id}", shownAs: "甲") == [])
    #expect(textFaults("> [!NOTE]\n> 甲", shownAs: "Note甲") == [])
    #expect(textFaults("> [!NOTE]\n> 甲", shownAs: "Hint甲") != [])
    #expect(textFaults("[a](tel:1 2) 乙", shownAs: "a乙") == [])
    #expect(textFaults("[a](tel:1 2) 乙", shownAs: "乙a") != [])
    #expect(textFaults("[[甲|乙]] 丙", shownAs: "乙丁") != [])
  }

  @Test func sentinelsAreNoticed() {
    #expect(textFaults("甲 乙", shownAs: "甲 乙") == [])
    #expect(textFaults("甲 乙", shownAs: "甲\u{C}乙") != [])
    #expect(textFaults("甲\u{C}乙", shownAs: "甲\u{C}乙") == [])
  }

  /// Whatever the bytes are, nothing is wrong with what is made of them.
  @Test(arguments: [[], [0xFF], [0x61, 0xE6, 0xB3], [0xEF, 0xBB, 0xBF], [0x2D, 0x2D, 0x2D], [0x7B], [0]])
  func oddBytes(bytes: [UInt8]) {
    #expect(NoteOracle.faults(in: bytes) == [])
    #expect(ContentOracle.faults(in: bytes) == [])
    #expect(FrontMatterOracle.faults(in: bytes) == [])
  }
}
