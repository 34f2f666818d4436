import ConversionOracles
import Testing

@testable import MarkdownTranslator

/// Without repairs the scanner sees the blocks that the parser sees.
@Suite struct BlockScannerTests {
  private func blocks(of note: String) -> [String] {
    withBytes(note) { bytes in
      var scanner = BlockScanner(bytes, repairs: [], recordsBlocks: true)
      scanner.scan()
      return scanner.blocks.map { "\($0.line) \($0.kind.rawValue)" }
    }
  }

  /// Lines of markers and text, nested at random.
  private func note(_ seed: Int) -> String {
    var random = SplitMix(seed: seed)
    let spaces = ["", "", "", " ", "  ", "   ", "    ", "     ", "\t", " \t", "      "]
    let markers = [
      "> ", ">", "- ", "* ", "+ ", "1. ", "2) ", "10. ", "1.  ", "-", "-\t", "-     ", "12345678901. ",
    ]
    let texts = [
      "text", "", "", "# h", "#h", "---", "===", "***", "- - -", "```", "```x", "~~~~", "````", "<div>",
      "<div", "</p>",
      "<span>", "<b>x</b>", "<!-- c", "c -->", "<!-- d -->", "<?x", "?>", "<pre>", "</pre>", "<script>",
      "| a | b |",
      "|---|---|", "a | b", "--|--", ":-:", "|-|", "-", "=", "1.", "<!X", ">", "  ", "<![CDATA[", "]]>",
      "a\\|b|c",
    ]
    return (0...random.below(14)).map { _ in
      var line = ""
      for _ in 0..<random.below(4) { line += random.pick(spaces) + random.pick(markers) }
      return line + random.pick(spaces) + random.pick(texts)
    }.joined(separator: random.once(in: 5) ? "\r\n" : "\n")
  }

  @Test(arguments: 0..<4000)
  func withoutRepairsItIsTheParser(seed: Int) {
    let note = note(seed)
    compare(blocks(of: note), BlockOutline.blocks(of: note), "seed \(seed): \(note.debugDescription)")
  }

  /// What the scanner means is what the parser reads in the repaired source.
  @Test(arguments: 0..<4000)
  func theParserReadsWhatIsMeant(seed: Int) {
    let note = note(seed)
    let (meant, text) = withBytes(note) { bytes in
      let first = Repairs.repaired(bytes, softBreaks: .line)
      var scanner = BlockScanner(bytes, repairs: Repairs.always, recordsBlocks: true)
      scanner.scan()
      if scanner.hasOutsideLines {
        let inside = scanner.linesInside
        scanner = BlockScanner(bytes, repairs: Repairs.always.union(.outsideLines), recordsBlocks: true)
        scanner.linesInside = inside
        scanner.scan()
      }
      let blocks = scanner.blocks.map { "\(first.map.repairedLine(of: $0.line)) \($0.kind.rawValue)" }
      return (blocks, first.text.map { String(decoding: $0, as: UTF8.self) } ?? note)
    }
    // Comments that were put in keep blocks apart.
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    let separators = Set(
      lines.indices.filter { lines[$0].hasSuffix("<!-- -->") }.map { "\($0 + 1) html" })
    compare(
      meant, BlockOutline.blocks(of: text).filter { !separators.contains($0) },
      "seed \(seed): \(note.debugDescription) becomes \(text.debugDescription)")
  }

  private func compare(_ scanned: [String], _ parsed: [String], _ comment: Comment) {
    var expected = parsed
    var actual = scanned
    // The parser gives text before a table's header no line, and the table that of the text.
    for index in expected.indices where expected[index] == "0 paragraph" && index + 1 < actual.count {
      expected[index] = "paragraph"
      expected[index + 1] = "table"
      actual[index].removeLinePrefix()
      actual[index + 1].removeLinePrefix()
    }
    #expect(actual == expected, comment)
  }

  @Test func footnotesHoldBlocks() {
    let note = "[^1]\n\n[^1]: - a\n\n    b\n\nc\n"
    #expect(
      blocks(of: note) == [
        "1 paragraph", "3 footnote", "3 item", "3 paragraph", "5 paragraph", "7 paragraph",
      ])
  }
}

extension String {
  fileprivate mutating func removeLinePrefix() {
    self = split(separator: " ").last.map(String.init) ?? self
  }
}
