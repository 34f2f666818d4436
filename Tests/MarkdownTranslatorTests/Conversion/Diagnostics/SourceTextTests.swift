import Testing

@testable import MarkdownTranslator

@Suite struct SourceTextTests {
  private func lines(_ text: String) -> [String] {
    withBytes(text) { bytes in
      let source = SourceText(bytes, firstLine: 1)
      var lines: [String] = []
      while let line = source.line(lines.count + 1) { lines.append(line.string) }
      return lines
    }
  }

  @Test(arguments: [
    ("", [""]), ("a", ["a"]), ("a\n", ["a", ""]), ("a\nb", ["a", "b"]), ("a\r\nb", ["a", "b"]),
    ("a\rb", ["a", "b"]),
    ("a\n\nb", ["a", "", "b"]), ("a\r\rb", ["a", "", "b"]), ("a\r\n\r\nb", ["a", "", "b"]), ("\n", ["", ""]),
    ("a\n\rb", ["a", "", "b"]), ("注\n意", ["注", "意"]),
    ("a\u{2028}b\u{85}c\u{0B}d\u{0C}e", ["a\u{2028}b\u{85}c\u{0B}d\u{0C}e"]),
  ])
  func lineEnds(text: String, expected: [String]) {
    #expect(lines(text) == expected)
  }

  @Test func noOtherLines() {
    withBytes("a\nb") { bytes in
      let source = SourceText(bytes, firstLine: 1)
      #expect(source.line(0) == nil)
      #expect(source.line(-1) == nil)
      #expect(source.line(3) == nil)
    }
  }
}
