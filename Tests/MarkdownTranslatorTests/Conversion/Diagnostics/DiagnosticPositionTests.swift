import ConversionOracles
import Testing

@testable import MarkdownTranslator

/// Line and column count from 1 in the original file, in bytes.
@Suite struct DiagnosticPositionTests {
  @Test(arguments: [
    ("*a*", ["1:1 emphasis-dropped"]), ("a *b*", ["1:3 emphasis-dropped"]),
    ("  a *b*", ["1:5 emphasis-dropped"]),
    ("注 *b*", ["1:5 emphasis-dropped"]), ("a\n*b* _c_", ["2:1 emphasis-dropped", "2:5 emphasis-dropped"]),
    ("\n\n*a*", ["3:1 emphasis-dropped"]), ("# a *b*", ["1:1 heading-flattened", "1:5 emphasis-dropped"]),
    ("## *b* ##", ["1:1 heading-flattened", "1:4 emphasis-dropped"]),
    ("a *b*\n===", ["1:1 heading-flattened", "1:3 emphasis-dropped"]), ("   ***", ["1:4 rule-as-text"]),
    ("a\n\n```\nb\n```", ["3:1 code-block-flattened"]), ("[a](b.c)", ["1:1 link-dropped"]),
    ("a <b.md>x [c](d.e)", ["1:11 link-dropped"]), ("![](x.png)", ["1:1 image-needs-upload"]),
    ("a ![b](c.png)", ["1:3 image-needs-upload", "1:3 alt-dropped"]),
  ])
  func simple(note: String, expected: [String]) throws {
    let result = try positions(note)
    #expect(result == expected)
  }

  /// The same note with other line ends, a byte order mark or front matter.
  @Test(arguments: [
    "# *a*\n\nb *c*\nd *e*  \nf *g*", "- *a*\n\n  > b\n  > *c*", "<div>\n<blink>\n</div>\n\n*a*",
    "[r]: http://x\n\na *b*", "| a |\n|---|\n| *b* |", "```\na\n```\n***\n",
  ])
  func lineEndsAndWhatComesBefore(note: String) throws {
    let expected = try MarkdownConverter().convert(note).diagnostics
    #expect(!expected.isEmpty)
    let crlf = note.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(try MarkdownConverter().convert(crlf.joined(separator: "\r\n")).diagnostics == expected)
    #expect(try MarkdownConverter().convert(crlf.joined(separator: "\r")).diagnostics == expected)
    #expect(try MarkdownConverter().convert("\u{FEFF}" + note).diagnostics == expected)
    for frontMatter in ["---\na: 1\n---\n", "---\r\na: 1\r\n...\r\n", "\u{FEFF}---\ra: 1\r---\r"] {
      let moved = expected.map {
        Diagnostic(
          $0.code, at: SourcePosition(line: $0.position.line + 3, column: $0.position.column), $0.message)
      }
      #expect(try MarkdownConverter().convert(frontMatter + note).diagnostics == moved)
    }
  }

  /// The parser takes these out of the paragraph, but not out of its position.
  @Test(arguments: [
    ("[a]: http://b\nx *y*", ["2:3 emphasis-dropped"]),
    ("[a]: http://b\n[c]: http://d\n'e'\nx *y*\n*z*", ["4:3 emphasis-dropped", "5:1 emphasis-dropped"]),
    ("> [a]: http://b\n> x *y*", ["1:1 quote-as-indent", "2:5 emphasis-dropped"]),
    ("[a]: http://b\nx *y*\n===", ["2:1 heading-flattened", "2:3 emphasis-dropped"]),
  ])
  func afterReferenceDefinitions(note: String, expected: [String]) throws {
    let result = try positions(note)
    #expect(result == expected)
  }

  /// An inline of a cell is at its own column, whatever is before it.
  @Test(arguments: [
    ("|a|*b*|\n|-|-|\n|1|*2*|", ["1:1 table-flattened", "1:4 emphasis-dropped", "3:4 emphasis-dropped"]),
    (
      "x\n\n| *a* |\n|---|\n|  *b* |",
      ["3:1 table-flattened", "3:3 emphasis-dropped", "5:4 emphasis-dropped"]
    ),
    (
      "| a \\| *b* | `x` [c](d.md) |\n|---|---|\n| 甲 **乙：**<u>丙</u> | ==x== *y* |",
      [
        "1:1 table-flattened", "1:8 emphasis-dropped", "1:18 link-dropped", "3:17 html-dropped",
        "3:36 emphasis-dropped",
      ]
    ),
    ("> |a|\n> |-|\n> |*b*|", ["1:1 quote-as-indent", "1:3 table-flattened", "3:4 emphasis-dropped"]),
  ])
  func tables(note: String, expected: [String]) throws {
    let result = try positions(note)
    #expect(result == expected)
  }

  /// A paragraph line may be directly above a table's header.
  @Test(arguments: [
    ("x\n|a|\n|-|\n|b|", ["2:1 table-flattened"]),
    (
      "x *y*\n*z*\n|a|\n|-|\n|*b*|",
      [
        "1:3 emphasis-dropped", "2:1 emphasis-dropped", "3:1 table-flattened", "5:2 emphasis-dropped",
      ]
    ),
    ("x\n|*a*|b|\n|-|-|\n|1|2|", ["2:1 table-flattened", "2:2 emphasis-dropped"]),
    ("- x\n  |*a*|\n  |-|\n  |b|", ["2:3 table-flattened", "2:4 emphasis-dropped"]),
  ])
  func tablesAfterAParagraphLine(note: String, expected: [String]) throws {
    let result = try positions(note)
    #expect(result == expected)
  }

  @Test(arguments: [
    ("a\nb\nc *d*", ["3:3 emphasis-dropped"]), ("a  \nb *c*", ["2:3 emphasis-dropped"]),
    ("a\\\nb *c*\nd *e*", ["2:3 emphasis-dropped", "3:3 emphasis-dropped"]),
    ("`a\nb` *c*", ["2:4 emphasis-dropped"]),
    ("<b\nid=x> *c*", ["2:7 emphasis-dropped"]), ("[a\nb](http://c) *d*", ["2:14 emphasis-dropped"]),
    ("a\n   b *c*", ["2:6 emphasis-dropped"]),
    ("*a\nb* *c*", ["1:1 emphasis-dropped", "2:4 emphasis-dropped"]),
  ])
  func breaks(note: String, expected: [String]) throws {
    let result = try positions(note)
    #expect(result == expected)
  }

  @Test(arguments: [
    ("> *a*\n> *b*", ["1:1 quote-as-indent", "1:3 emphasis-dropped", "2:3 emphasis-dropped"]),
    ("> a\n*b*", ["1:1 quote-as-indent", "2:1 emphasis-dropped"]), ("- a\n  *b*", ["2:3 emphasis-dropped"]),
    ("1. a\n\n   b *c*", ["3:6 emphasis-dropped"]), ("- - *a*", ["1:5 emphasis-dropped"]),
    ("- > *a*\n  > # b", ["1:3 quote-as-indent", "1:5 emphasis-dropped", "2:5 heading-flattened"]),
    ("- [ ] a *b*", ["1:9 emphasis-dropped"]), ("-\t*a*", ["1:3 emphasis-dropped"]),
  ])
  func containers(note: String, expected: [String]) throws {
    let result = try positions(note)
    #expect(result == expected)
  }

  @Test(arguments: [
    ("<div>\n  <u>x</u>", ["2:3 html-dropped"]),
    ("> <div>\n> <u>x</u>", ["1:1 quote-as-indent", "2:3 html-dropped"]),
    ("<div><h1>a</h1>\n<hr>", ["1:6 heading-flattened", "2:1 rule-as-text"]),
    ("a <u>b</u>", ["1:3 html-dropped"]),
    ("a\nb <span style='color:x'>", ["2:3 colour-ignored"]), ("- <div>\n  <u>x</u>", ["2:3 html-dropped"]),
    ("<p>a <a href='b'>c</a>", ["1:6 link-dropped"]),
  ])
  func html(note: String, expected: [String]) throws {
    let result = try positions(note)
    #expect(result == expected)
  }

  @Test func footnotes() throws {
    #expect(
      try positions("a[^1] *b*\n\n[^1]: c *d*\n\n[^2]: e") == [
        "1:2 footnote-flattened", "1:7 emphasis-dropped", "3:1 footnote-flattened", "3:9 emphasis-dropped",
        "5:1 footnote-dropped",
      ])
  }

  /// Whatever it is about, a diagnostic points into the note, and they are in its order.
  @Test(arguments: SpecificationExample.all)
  func positionsAreInTheNote(example: SpecificationExample) throws {
    let note = example.markdown
    let diagnostics = try MarkdownConverter().convert(note).diagnostics
    #expect(PositionChecks.faults(in: diagnostics, of: note) == [], "\(note.debugDescription)")
  }
}
