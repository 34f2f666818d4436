import ContentBlocks
import ConversionOracles
import Testing

@testable import MarkdownTranslator

/// Notes that are out to exhaust the converter: each ends in a value or in an error of a limit. They run
/// one after the other, since each may use up the parser's time.
@Suite(.serialized) struct HostileNoteTests {
  /// How a note ends: `content`, or the error.
  private func end(of note: String) -> String {
    do throws(ConversionError) {
      return Invariants.faults(in: try MarkdownConverter().convert(note).content).first ?? "content"
    } catch {
      switch error {
      case .memoryLimit, .textLimit, .timeLimit, .inputLimit: return "limit"
      case .notUTF8, .frontMatter: return "\(error)"
      }
    }
  }

  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  // MARK: Memory

  private func converter(memory: Int = 256 << 20, nanoseconds: UInt64 = 10_000_000_000) -> MarkdownConverter {
    var options = ConversionOptions()
    options.limits.parserMemory = memory
    options.limits.parserNanoseconds = nanoseconds
    return MarkdownConverter(options: options)
  }

  /// A table whose parser's tree takes more than 1 MiB.
  private var table: String { "|x|y|\n|-|-|\n" + Self.repeated("|x|y|\n", 4000) }

  @Test func outOfMemory() {
    #expect(throws: ConversionError.memoryLimit(1 << 20)) { try converter(memory: 1 << 20).convert(table) }
    #expect(end(of: table) == "content")
  }

  /// A limit that was hit leaves nothing that would hurt the next note.
  @Test func theNextNoteIsFine() throws {
    for _ in 0..<2 {
      #expect(throws: ConversionError.memoryLimit(1 << 20)) { try converter(memory: 1 << 20).convert(table) }
      #expect(
        try lines("|a|\n|-|\n|**b**|\n\n~~c~~") == ["bullet 1: {bold|a}: {bold|b}", "plain: {strike|c}"])
    }
  }

  // MARK: Depth

  @Test(.timeLimit(.minutes(10))) func quotesIn15000Levels() {
    #expect(end(of: Self.repeated(">", 15_000) + " a") == "content")
    #expect(end(of: Self.repeated("> ", 15_000) + "a\n" + Self.repeated(">", 15_000) + "> - b") == "content")
  }

  @Test(.timeLimit(.minutes(10))) func listsIn5000Levels() {
    #expect(end(of: Self.repeated("- ", 5000) + "a") == "content")
    #expect(end(of: Self.repeated("1. ", 5000) + "a") == "content")
  }

  @Test(.timeLimit(.minutes(10))) func listsIndentedIn700Levels() {
    let note = (0..<700).map { Self.repeated("  ", $0) + "- a\n" }.joined()
    #expect(end(of: note) == "content")
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      "*a ", "**a ", "_a ", "~~a ", "[", "![", "[a](", "<b>", "<span style='color:red'>", "**：a", "~~：a",
      "“**",
    ])
  func inlinesInManyLevels(piece: String) {
    #expect(end(of: Self.repeated(piece, 2000)) == "content")
  }

  @Test(.timeLimit(.minutes(10))) func linksInLinks() {
    #expect(end(of: Self.repeated("[", 5000) + "a" + Self.repeated("](http://a.b)", 5000)) == "content")
    #expect(end(of: Self.repeated("![", 5000) + "a" + Self.repeated("](b)", 5000)) == "content")
    #expect(end(of: "<div>" + Self.repeated("<a href='http://a.b'>", 5000)) == "content")
  }

  // MARK: Time

  @Test func outOfTime() {
    #expect(throws: ConversionError.timeLimit(.nanoseconds(1))) {
      try converter(nanoseconds: 1).convert(table)
    }
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      ("<!--", 100_000), ("[**：**x]", 10_000), ("[**：**", 20_000), ("@{", 100_000), ("&#", 100_000),
      ("]:", 30_000),
      ("[a]: b\n", 20_000), ("**：**http://a。", 5000), ("`", 100_000), ("<", 100_000), ("<?", 30_000),
      ("<![CDATA[", 15_000), ("<!A", 50_000), ("<a b='", 50_000), ("http://", 50_000), ("~~：~~", 20_000),
      ("：*", 50_000), ("- [ ] a\n", 10_000), ("\\*", 100_000), ("[^1]", 20_000), ("\u{0C}\t", 100_000),
      ("a\n", 100_000), ("a\\\n", 10_000), ("<br>", 20_000), ("<pre>\n", 20_000), ("---\n", 20_000),
    ])
  func repeatedPieces(piece: String, count: Int) {
    let note = Self.repeated(piece, count)
    #expect(end(of: note) == "content")
    // With something for the preparation to do.
    #expect(end(of: "**：**看" + note) == "content")
  }

  @Test(.timeLimit(.minutes(10))) func aURLWithALongTail() {
    for tail in [")", "(", "?", ";", "&a;", "*", "~", "_", "。"] {
      let note = "http://a.b/" + Self.repeated(tail, 65_536 / tail.utf8.count)
      #expect(end(of: note) == "content", "\(tail)")
    }
  }

  @Test(.timeLimit(.minutes(10))) func backtickRunsOfAllLengths() {
    let note = (1...1000).map { Self.repeated("`", $0) + "a" }.joined() + "**：**x"
    #expect(end(of: note) == "content")
  }

  @Test(.timeLimit(.minutes(10))) func onlyFootnotes() {
    let note =
      (0..<1000).map { "[^\($0)]" }.joined() + "\n\n" + (0..<1000).map { "[^\($0)]: a\n" }.joined()
    #expect(end(of: note) == "content")
  }

  // MARK: Text

  /// Addresses of images count as text. (Some versions of the parser bound what references stand for.)
  @Test func addressesOfImages() {
    let note = Self.repeated("![](https://a.b/" + Self.repeated("c", 10_000) + ")\n\n", 27)
    #expect(throws: ConversionError.textLimit(256 << 10)) { try converter(memory: 2 << 20).convert(note) }
  }

  /// A short note that stands for gigabytes: a header is repeated in every row, an address in every run.
  static let expanding = [
    "|" + repeated("题", 10_000) + "|\n|-|\n" + repeated("|a|\n", 2000),
    "|[题](https://a.feishu.cn/docx/" + repeated("b", 30_000) + ")|\n|-|\n" + repeated("|a|\n", 2000),
    "[" + repeated("**a** b ", 5000) + "](https://a.b/" + repeated("c", 60_000) + ")",
    // What JSON escapes: a byte becomes six.
    "|" + repeated("\u{1}", 3000) + "|\n|-|\n" + repeated("|a|\n", 3000),
  ]

  @Test(.timeLimit(.minutes(10)), arguments: expanding)
  func gigabytesOfText(note: String) {
    let converter = converter(memory: 32 << 20)
    #expect(throws: ConversionError.textLimit(4 << 20)) { try converter.convert(note) }
    #expect(throws: ConversionError.textLimit(4 << 20)) { try converter.convertToJSON(Array(note.utf8)) }
  }

  @Test func theLimitOfTextByDefault() {
    #expect(throws: ConversionError.textLimit(32 << 20)) {
      try MarkdownConverter().convertToJSON(Array(Self.expanding[0].utf8))
    }
  }
}
