import ContentBlocks
import Testing

@testable import MarkdownTranslator

/// A long note says what its pieces say: no piece depends on how much text is around it.
@Suite struct LongNoteTests {
  /// Much text: paragraphs of a kilobyte and more.
  private static let filler = Array(repeating: String(repeating: "进展 progress ", count: 100), count: 20)
    .joined(separator: "\n\n")

  private static let lastFiller = String(String(repeating: "进展 progress ", count: 100).dropLast())

  private func text(_ block: ContentBlockElement) -> String {
    guard case .paragraph(let line) = block else { return "" }
    return line.elements.map { element in
      guard case .textRun(let run) = element else { return "" }
      return run.text
    }
    .joined()
  }

  private func blocks(_ note: String) throws -> [ContentBlockElement] {
    try MarkdownConverter().convert(note).content.blocks
  }

  /// Pieces that leave nothing open.
  private static let pieces = [
    "甲 **乙** [丙](https://a.example/)",
    "- 一\n  - [x] 二\n\n    三\n- 四",
    "> - [ ] 五\n> - [x] 六\n>\n> 七",
    "# 八 `九`",
    "| 十 | a@b.example |\n| --- | --- |\n| 1 | **2** |",
    "```\n代码\n```",
    "<b>粗\n\n细</b>",
    "**注意（重点）**后 https://a.example/x。后",
    "1. a\n2. ![图](https://a.example/1.png) b",
    "***",
  ]

  @Test(arguments: pieces, pieces)
  func betweenTwoBlocks(first: String, second: String) throws {
    let filler = try blocks(Self.filler)
    var expected = try blocks(first)
    expected += filler
    expected += try blocks(second)
    expected += filler
    expected += try blocks(first)
    let note = [first, Self.filler, second, Self.filler, first].joined(separator: "\n\n")
    #expect(try blocks(note) == expected)
  }

  /// Many lines: none is lost, none comes twice.
  @Test func everyLineOnce() throws {
    let lines = (0..<20_000).map { "\($0) **\($0)** [\($0)](https://a.example/\($0))" }
    let texts = try blocks(lines.joined(separator: "\n\n")).map(text)
    #expect(texts == (0..<20_000).map { "\($0) \($0) \($0)" })
  }

  @Test(arguments: [
    "[^n]: 定义\n\n    第二段",
    "- [^n]: 定义\n\n      第二段",
    "> [^n]: 定义\n>\n>     第二段",
  ])
  func aFootnoteFarFromItsReference(definition: String) throws {
    let short = try blocks("见[^n]\n\n\(definition)\n\n尾")
    let long = try blocks("见[^n]\n\n\(Self.filler)\n\n\(definition)\n\n\(Self.filler)\n\n尾")
    let filler = try blocks(Self.filler)
    #expect(long.first == short.first)
    #expect(long.suffix(2) == short.suffix(2))
    #expect(long.count == short.count + 2 * filler.count)
  }

  /// Definitions come in the order of their numbers, whatever is in them.
  @Test func definitionsWithBlocksOfAllKinds() throws {
    let definitions = """
      [^b]: | 列 |
          | --- |
          | 值[^c] |

      [^a]:
          ```
          代码
          ```

          - 项[^b]

      [^c]: 末

      [^unused]: 无人
      """
    let note = "见[^a]\n\n\(Self.filler)\n\n\(definitions)\n\n\(Self.filler)\n\n又见[^b][^x]"
    let conversion = try MarkdownConverter().convert(note)
    // `[^c]` is in the table, which comes before the list in the note.
    #expect(
      conversion.content.blocks.suffix(7).map(text)
        == [Self.lastFiller, "又见[3][^x]", "[1] 代码", "项[3]", "[2] 末", "[3]", "列：值[2]"])
    #expect(conversion.diagnostics.filter { $0.code == .footnoteDropped }.count == 1)
  }

  /// Link references are looked up in a table that the parser sorts at the first of them.
  @Test func referencesAllOver() throws {
    let definitions = (0..<100).map { "[r\($0)]: https://a.example/\($0)" }.joined(separator: "\n")
    let parts = (0..<100).map { "\(String(repeating: "字", count: 1000)) [甲][r\($0)]" }
    let urls = try blocks(parts.joined(separator: "\n\n") + "\n\n" + definitions).map { block -> String? in
      guard case .paragraph(let line) = block, case .textRun(let run) = line.elements.last else { return nil }
      return run.style.link?.url
    }
    #expect(urls == (0..<100).map { "https://a.example/\($0)" })
  }

  /// Positions far into a note.
  @Test func diagnosticsFarIntoTheNote() throws {
    let note = (0..<2000).map { "第 \($0) 行 [a](b.md) 与**注意：**文字 [c](d.md)" }.joined(separator: "\n\n")
    let positions = try MarkdownConverter().convert(note).diagnostics.filter { $0.code == .linkDropped }.map(
      \.position)
    let start = Array("第 1000 行 ".utf8).count
    #expect(positions.count == 4000)
    #expect(positions[2000] == SourcePosition(line: 2001, column: start + 1))
    #expect(
      positions[2001]
        == SourcePosition(line: 2001, column: start + Array("[a](b.md) 与**注意：**文字 ".utf8).count + 1))
  }
}
