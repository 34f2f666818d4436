import ConversionOracles
import MarkdownTranslator
import Testing

/// Tags that are out to exhaust the converter: each note ends in a value, at any depth.
@Suite struct HostileHTMLTests {
  private func lines(_ note: String) throws -> [String] {
    let content = try MarkdownConverter().convert(note).content
    #expect(Invariants.faults(in: content) == [])
    return LineNotation.render(content)
  }

  private func repeated(_ text: String, _ count: Int = 2000) -> String {
    String(repeating: text, count: count)
  }

  @Test(arguments: [
    "<callout emoji='x'>", "<callout type='tip'>\n\n", "<ul></blockquote>", "<ul><li>", "<li>",
    "<blockquote><ul>",
    "<ul><blockquote><ol></ul></blockquote></ol>", "<table>", "<table><tr><td>", "<table><tr><td>\n\n",
    "<tr>", "<td>",
    "<lark-table>\n<lark-tr>\n<lark-td>\n\n", "<grid>\n<column>\n\n", "<sup>", "<sup>2</sub>", "<at id='a'>",
    "</at>",
    "<T>", "</T>", "<u>", "<u></i>", "<u>\n\n", "</u>\n\n", "<text color='red'>", "<text color='red'>\n\n",
    "<text color='red'><font color='blue'></text>", "<script>", "<video src='http://a.b'>",
    "<sheet url='http://a.b'>",
    "<mention-doc token='a'>", "<image url='http://a.b/c.png'>", "- <ul><li>\n\n  ",
  ])
  func openers(piece: String) throws {
    _ = try lines(repeated(piece))
    _ = try lines("<div>" + repeated(piece))
    _ = try lines("|a|\n|-|\n|" + repeated(piece.filter { $0 != "\n" }) + "|")
    _ = try lines(repeated(piece) + "甲")
  }

  @Test func closedLists() throws {
    #expect(
      try lines("<div>" + repeated("<ul><li>甲") + repeated("</li></ul>") + "乙").suffix(2) == [
        "bullet 16: 甲", "plain: 乙",
      ])
  }

  @Test func closedCallouts() throws {
    let note = repeated("<callout emoji='x'>\n\n") + "甲\n\n" + repeated("</callout>\n\n") + "乙"
    #expect(try lines(note) == ["indent 16: " + repeated("x ") + "甲", "plain: 乙"])
  }

  /// Elements of Lark within each other, each with text further in than its tag: only so many are read without their
  /// indentation.
  @Test func indentedElements() throws {
    let note = repeated("<grid>\n 甲\n", 20_000) + repeated("</grid>\n", 20_000) + "乙"
    let shown = try lines(note)
    #expect(shown.count == 20_001 && shown.last == "plain: 乙")
    let oneLine = repeated("<grid>", 20_000) + "\n" + repeated(" 甲</grid>\n", 20_000) + "乙"
    #expect(try lines(oneLine).last == "plain: 乙")
  }

  @Test func tablesInTables() throws {
    let note = "<div>" + repeated("<table><tr><td>甲") + repeated("</td></tr></table>") + "乙"
    #expect(
      try lines(note) == [
        "bullet 1: " + Array(repeating: "甲", count: 2000).joined(separator: "；"), "plain: 乙",
      ])
  }

  /// A short tag does not stand for many cells.
  @Test func spans() throws {
    let wide = "<td rowspan=65534 colspan=1000>甲"
    let note = "<table><tr>" + repeated(wide, 100) + repeated("<tr><td>乙", 100)
    let rows = try lines(note)
    #expect(rows.count == 101)
    #expect(rows.last?.hasPrefix("bullet 1: 甲 | ") == true)
    #expect(rows.last?.hasSuffix("乙") == true)
  }

  @Test func manyRowsBelowEmptySpans() throws {
    let note = "<table><tr>" + repeated("<td rowspan=65534>", 500) + repeated("<tr><td>") + "甲"
    #expect(try lines(note) == ["bullet 1: 甲"])
  }
}
