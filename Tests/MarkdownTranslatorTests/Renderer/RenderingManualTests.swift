import ConversionOracles
import Foundation
import MarkdownTranslator
import Testing

/// The page `Documentation/rendering.md`: its Markdown is what is rendered.
@Suite struct RenderingManualTests {
  /// The text of each fenced block `markdown`.
  private static func blocks() throws -> [String] {
    let file = URL(filePath: #filePath).appending(path: "../../../../Documentation/rendering.md").standardized
    var blocks: [String] = []
    var open: (fence: Substring, lines: [Substring])?
    for line in try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if let current = open {
        if line == current.fence {
          blocks.append(current.lines.map { $0 + "\n" }.joined())
          open = nil
        } else {
          open?.lines.append(line)
        }
      } else if line.hasPrefix("```"), line.hasSuffix("`markdown") {
        open = (line.prefix { $0 == "`" }, [])
      }
    }
    return blocks
  }

  @Test(arguments: try blocks())
  func showsWhatIsRendered(markdown: String) throws {
    let content = try MarkdownConverter().convert(markdown).content
    #expect(MarkdownRenderer().render(content) == markdown)
    #expect(content.markdownNormalForm == content)
  }

  @Test func thereAreBlocks() throws {
    #expect(try Self.blocks().count >= 13)
  }

  /// The note that shows everything.
  @Test func theWeeklyNoteComesBack() throws {
    let file = URL(filePath: #filePath).appending(path: "../../../../Examples/weekly.md").standardized
    let note = try Data(contentsOf: file)
    #expect(RenderingLaw.fault(ofNote: Array(note)) == nil)
    let conversion = try MarkdownConverter().convert(Array(note))
    let frontMatter = try #require(conversion.frontMatter)
    let markdown = MarkdownRenderer().render(conversion.content, frontMatter: frontMatter)
    let back = try MarkdownConverter().convert(markdown)
    #expect(back.content == conversion.content)
    #expect(back.frontMatter == frontMatter)
    if ProcessInfo.processInfo.environment["SHOW"] != nil { print(markdown) }
  }
}
