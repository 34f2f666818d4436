import ConversionOracles
import MarkdownTranslator
import Testing

/// R17: no cell is lost, however many there are.
@Suite struct WideRowsTests {
  private func text(_ note: String) throws -> String {
    LineNotation.render(try MarkdownConverter().convert(note).content).joined(separator: "\n")
  }

  @Test(arguments: [2, 64, 65, 66, 200, 900])
  func everyCellIsKept(count: Int) throws {
    let cells = (1...count).map { "w\($0)" }
    let row = try text("| a |\n|---|\n| " + cells.joined(separator: " | ") + " |")
    #expect(row == "bullet 1: {bold|a}: " + cells.joined(separator: " | "))
  }

  /// The header would get too many cells for that many rows; the bars are text then.
  @Test func manyRowsWithOneThatIsWide() throws {
    let rows = Array(repeating: "| x |", count: 2000).joined(separator: "\n")
    let wide = (1...60).map { "w\($0)" }.joined(separator: " | ")
    let lines = try text("| a |\n|---|\n\(rows)\n| \(wide) |").split(separator: "\n")
    #expect(lines.count == 2001)
    #expect(lines.last == "bullet 1: {bold|a}: \(wide)")
  }

  @Test(arguments: [
    ("> | a |\n> |---|\n> | b | `c\\|d` | |", "bullet 2: {bold|a}: b | {code|c|d}"),
    ("1. a\n  | 项 |\n  |---|\n  | 一 | 二 | **三** |", "number 1 #1: a\nbullet 2: {bold|项}：一 | 二 | {bold|三}"),
    ("| a |\n|---|\n| b | | c |", "bullet 1: {bold|a}: b | c"),
  ])
  func inLists(note: String, expected: String) throws {
    #expect(try text(note) == expected)
  }
}
