import ConversionOracles
import Testing

@testable import MarkdownTranslator

/// What repairs do to the source. What they mean for a note is in the manual.
@Suite struct RepairsTests {
  private func repaired(
    _ note: String, softBreaks: ConversionOptions.SoftBreaks = .auto
  ) -> (text: String?, note: RepairedNote) {
    withBytes(note) { bytes in
      let result = Repairs.repaired(bytes, softBreaks: softBreaks)
      return (result.text.map { String(decoding: $0, as: UTF8.self) }, result)
    }
  }

  @Test(arguments: [
    "", "a\nb\n", "# h\n\n- a\n  - b\n    c\n\n> d\n> e\n", "- a\n\n      code\n", "```\n---\n- x\n```\n",
    "| a |\n|---|\n| b |\n",
    "<div>\nx\n</div>\n", "<!-- a\n\nb -->\n", "- a\n- b\n\n\n- c\n",
  ])
  func whatNeedsNoRepairIsNotCopied(note: String) {
    #expect(repaired(note).text == nil)
  }

  @Test(arguments: [
    ("> a\nb", "> a\n\nb"),
    ("> > a\n> b", "> > a\n> \n> b"),
    ("1. a\n  - b\n  - c", "1. a\n   - b\n   - c"),
    ("- a\n  - b\nc\n  - d", "- a\n  - b\n\nc\n\n+ - d"),
    ("a\n---", "a\n\n---"),
    ("\t- a\n\t\t- b", "- a\n    - b"),
    ("2024. a", "2024\\. a"),
    ("<!-- a", "\\<!-- a"),
    ("<br>\na", "<br>\n\na"),
    ("> <br>\n> a", "> <br>\n> \n> a"),
    ("1. a\n  ```\n  \tx\n  ```", "1. a\n   ```\n   \tx\n   ```"),
    ("> a\rb", "> a\r\rb"),
  ])
  func theRepairedSource(note: String, expected: String) {
    #expect(repaired(note).text == expected)
  }

  @Test func aPlaceLeadsBackToTheNote() {
    let (text, note) = repaired("> a\nb\n1. c\n  - d\n")
    #expect(text == "> a\n\nb\n\n1. c\n   - d\n")
    #expect(note.map.original(line: 1, column: 3) == (1, 3))
    #expect(note.map.original(line: 3, column: 1) == (2, 1))
    #expect(note.map.original(line: 6, column: 4) == (4, 3))
    #expect(note.map.repairedLine(of: 4) == 6)
  }

  @Test func mapsPlacesAfterEscapesBack() {
    let note = repaired("2024. *a*\n").note
    #expect(note.map.original(line: 1, column: 8) == (1, 7))
    #expect(note.map.original(line: 1, column: 1) == (1, 1))
  }

  /// No letter is lost and none comes in; items that go on repeat digits, and wide rows get bars. A line that is put
  /// in has the same line of the note as the one after it. It is blank, or ends a comment's list or a block of code.
  @Test(arguments: 0..<1000)
  func noLetterIsLost(seed: Int) {
    var random = RandomNote(seed: seed)
    let note = random.note()
    func letters(_ text: String) -> [Unicode.Scalar] {
      text.unicodeScalars.filter { $0.value > 0x40 && $0 != "\\" && $0 != "|" }
    }
    let (text, result) = repaired(note)
    let lines = withBytes(text ?? note) { bytes in
      var reader = LineReader(bytes)
      var lines: [String] = []
      while let line = reader.next() {
        lines.append(String(decoding: bytes[line.start..<line.end], as: UTF8.self))
      }
      return lines
    }
    var kept: [String] = []
    for (index, line) in lines.enumerated() {
      let isPutIn =
        text != nil
        && result.map.original(line: index + 1, column: 1).line
          == result.map.original(line: index + 2, column: 1).line
      if isPutIn {
        #expect(line.wholeMatch(of: /[> \t]*(<!-- -->|`+|~+)?/) != nil)
      } else {
        kept.append(line)
      }
    }
    #expect(letters(kept.joined()) == letters(note), "seed \(seed): \(note.debugDescription)")
  }

  @Test func codeThatEndsBeforeItsTimeIsClosed() {
    #expect(repaired("    - a\n\n    ~~~\n    b\nc\n").text == "- a\n\n~~~\nb\n~~~\nc\n")
  }
}
