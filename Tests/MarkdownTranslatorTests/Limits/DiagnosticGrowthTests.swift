import Testing

@testable import MarkdownTranslator

/// Many diagnostics in one block: finding their places must not take longer for each than for the one
/// before. In quadratic time each of these notes would take minutes.
@Suite(.serialized) struct DiagnosticGrowthTests {
  private static let size = 64 * 1024
  private static let pieces = [
    "*a* ", "*a*\n", "[a](b.md) ", "[a](b.md)\n", "![a](b.png) ", "<span style='color:x'>a</span>",
    "<a href=x>",
    "<blink>\n", "[^1]",
  ]

  @Test(.timeLimit(.minutes(10)), arguments: pieces)
  func inText(piece: String) throws {
    let note = String(repeating: piece, count: Self.size / piece.utf8.count)
    _ = try MarkdownConverter().convertToJSON(Array(note.utf8))
  }

  @Test(.timeLimit(.minutes(10)), arguments: ["*a* ", "\\|*a*", "[a](b.md) ", "<u id=a>x</u>"])
  func inACell(piece: String) throws {
    let note = "|a|\n|-|\n|" + String(repeating: piece, count: Self.size / piece.utf8.count) + "|"
    _ = try MarkdownConverter().convertToJSON(Array(note.utf8))
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      "<h1>a", "<h1>a\n", "<hr>", "<a href=x>", "<img src=x>", "<p style='color:x'>\n",
    ])
  func inHTMLBlocks(piece: String) throws {
    let note = "<div>" + String(repeating: piece, count: Self.size / piece.utf8.count)
    _ = try MarkdownConverter().convertToJSON(Array(note.utf8))
  }

  /// All are reported, each in its place.
  @Test(arguments: ["*a* ", "*a*\n"])
  func allAreReported(piece: String) throws {
    let note = String(repeating: piece, count: 500)
    // Another one says that these are many lines.
    let diagnostics = try MarkdownConverter().convert(note).diagnostics.filter { $0.code == .emphasisDropped }
    #expect(diagnostics.count == 500)
    #expect(Set(diagnostics.map(\.position)).count == 500)
  }
}
