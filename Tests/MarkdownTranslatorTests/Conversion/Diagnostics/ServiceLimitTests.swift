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
}
