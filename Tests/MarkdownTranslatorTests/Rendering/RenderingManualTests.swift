import MarkdownTranslator
import Testing

/// The page `Documentation/rendering.md`: its Markdown is what is rendered.
@Suite struct RenderingManualTests {
  /// The text of each fenced block `markdown`.
  private static func blocks() throws -> [String] {
    try FencedBlock.all(in: PackageFolder.text(of: "Documentation/rendering.md"))
      .filter { $0.words == ["markdown"] }.map { $0.text + "\n" }
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
}
