import ContentBlocks
import Testing

@testable import MarkdownTranslator

/// Twice the content is twice the Markdown, also for text that makes the escaper look around.
@Suite struct RenderingGrowthTests {
  private static let pieces = [
    "a", "@", "a@", "@a", "@{a", "[", "]", "](", "<a", "<", "&a", "&#1", "*", "*a", "_a", "~a", "`", "``a",
    "\\",
    "http:", "://", "www.", ":", "!", "![", "1.", "  ", "\t", "注：**", "]:", "^",
  ]

  @Test(arguments: pieces)
  func text(piece: String) {
    expectGrowth { count in
      ContentBlock.of(.line(.run(String(repeating: piece, count: count) + "x>")))
    }
  }

  @Test(arguments: pieces)
  func lines(piece: String) {
    expectGrowth { count in
      ContentBlock(blocks: (0..<count).map { .item(.bullet, 1 + $0 % 3, .bold(piece), .run(piece)) })
    }
  }

  @Test func runs() {
    let style = ContentTextStyle(bold: true, textColor: .pureRed)
    expectGrowth { count in
      let elements: [ContentParagraphElement] = (0..<count).flatMap { index in
        [
          .bold("a"), .run("b", style), .strike("c"), .person("d"), .code(" "), .link(" ", "tel:1"),
          .link("a", "tel:\(index)", bold: true), .doc("x", "https://a.feishu.cn/docx/1"),
        ]
      }
      return ContentBlock(blocks: [.paragraph(ContentParagraph(elements: elements))])
    }
  }

  @Test func codeAndEmptyLines() {
    expectGrowth { count in
      ContentBlock(
        blocks: (0..<count).flatMap { _ -> [ContentBlockElement] in
          [.line(.code("a")), .line(), .line(.code(" b")), .line(), .line("c"), .image("d")]
        })
    }
  }

  /// The counts differ in size, not in digits.
  private func expectGrowth(
    sourceLocation: SourceLocation = #_sourceLocation, of content: (Int) -> ContentBlock
  ) {
    let small = MarkdownRenderer().render(content(200)).utf8.count
    let large = MarkdownRenderer().render(content(400)).utf8.count
    #expect(large <= small * 2 + 1000, sourceLocation: sourceLocation)
  }
}
