import ContentBlocks
import Testing

@testable import MarkdownTranslator

/// What the service may refuse is warned of, at the limit and beyond it.
@Suite struct ServiceLimitTests {
  private func warnings(_ note: String) throws -> [String] {
    try MarkdownConverter().convert(note).diagnostics.filter { $0.code == .serviceLimit }
      .map { $0.message[.english] }
  }

  @Test func atMostAHundredBlocks() throws {
    let line = "甲\n\n"
    #expect(try warnings(String(repeating: line, count: 100)).isEmpty)
    let result = try warnings(String(repeating: line, count: 100) + "![](https://a.example/1.png)")
    #expect(result.count == 1 && result.first?.contains("101 lines and images") == true)
  }

  @Test func atMostAHundredPiecesInALine() throws {
    let pair = "**甲**乙"
    #expect(try warnings(String(repeating: pair, count: 50)).isEmpty)
    let result = try warnings("甲\n\n" + String(repeating: pair, count: 50) + "`丙`")
    #expect(result.count == 1 && result.first?.hasPrefix("line 2 of the content has 101 pieces") == true)
  }

  @Test func numbersAndImages() throws {
    #expect(try warnings("100. 甲\n\n![](https://a.example/1.png =10000x10000)").isEmpty)
    #expect(try warnings("100. 甲\n101. 乙\n102. 丙").count == 1)
    #expect(try warnings("![](https://a.example/1.png =1x10001)").count == 1)
  }

  /// Each warning is at the line that passes the limit, not at the first line of the note or paragraph.
  @Test func theLineThatPassesALimit() throws {
    func places(_ note: String) throws -> [String] {
      try MarkdownConverter().convert(note).diagnostics.filter { $0.code == .serviceLimit }
        .map { "\($0.position.line):\($0.position.column)" }
    }
    #expect(try places(String(repeating: "甲\n", count: 120)) == ["101:1"])
    #expect(try places(String(repeating: "甲\n\n", count: 120)) == ["201:1"])
    #expect(try places("---\na: 1\n---\n" + String(repeating: "- 甲\n", count: 120)) == ["104:1"])
    #expect(try places("> 甲\n> " + String(repeating: "**甲**乙", count: 51)) == ["2:1"])
    #expect(try places("甲\n\n99. 甲\n  乙\n100. 丙\n101. 丁\n102. 戊") == ["6:1"])
    #expect(try places("甲\n![](https://a.example/1.png =10001x1)\n乙") == ["2:1"])
    #expect(
      try places("| 甲 |\n|---|\n" + String(repeating: "| 乙 |\n", count: 101)) == ["103:1"])
    let code = String(repeating: "x\n", count: 120)
    #expect(try places("甲\n\n```\n\(code)```") == ["103:1"])
    #expect(try places("甲\n\n" + code.split(separator: "\n").map { "    \($0)\n" }.joined()) == ["102:5"])
    #expect(try places("甲\n\n~~~\n\(code)~~~\n\n99. 乙\n100. 丙\n101. 丁") == ["103:1", "128:1"])
  }
}
