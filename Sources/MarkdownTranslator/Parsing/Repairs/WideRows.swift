/// R17: cells beyond those of a table's header are kept, which GFM drops. The header gets empty cells for them. What is
/// beyond those, too, is text of the last cell: the bars between are escaped.
enum WideRows {
  /// More columns than this are not added: some versions of the parser take minutes for thousands.
  private static let most = 64

  /// What the rows of a table have more than its header.
  struct Excess {
    /// How many columns the header has in the note.
    var columns = 0
    /// How many more it gets.
    var missing = 0
    /// The columns of the table then, if some row has more cells.
    var columnsOfWiderRows: Int?
  }

  /// What the rows of the table that begins with a delimiter row have more than its header.
  static func excess(
    after delimiterRow: NoteLine, columns: Int, in containers: ArraySlice<BlockScanner.Container>,
    of note: Bytes, reader: LineReader, isLenient: Bool
  ) -> Excess {
    var containers = Array(containers)
    var reader = reader
    reader.resume(after: delimiterRow)
    var widest = columns
    var rows = 0
    var cells = 0
    while let line = reader.next() {
      var cursor = LineCursor(line, in: note)
      let isInside = containers.indices.allSatisfy {
        BlockScanner.enter(&containers[$0], &cursor, in: note, isLenient: isLenient)
      }
      guard isInside, !cursor.isBlank, note.slice(cursor.position..<line.end).contains(UInt8(ascii: "|"))
      else { break }
      let count = BlockSyntax.cellCount(note, cursor.position, line.end)
      widest = max(widest, count)
      rows += 1
      cells += count
    }
    var missing = min(widest - columns, most)
    // Each row gets as many cells as the header, which must not be many more than there are.
    if rows * (columns + missing) > 20_000 + 8 * cells { missing = 0 }
    return Excess(
      columns: columns, missing: missing,
      columnsOfWiderRows: widest > columns + missing ? columns + missing : nil)
  }

  /// What a line of a table gets at its end for some more columns.
  static func cells(_ count: Int, after line: Bytes, isDelimiterRow: Bool) -> [UInt8] {
    var result: [UInt8] = endsInPipe(line) ? [] : Array(" |".utf8)
    for _ in 0..<count { result += Array((isDelimiterRow ? "-|" : " |").utf8) }
    return result
  }

  private static func endsInPipe(_ line: Bytes) -> Bool {
    let text = line.trimmed
    guard text.last == UInt8(ascii: "|") else { return false }
    return text.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count.isMultiple(of: 2)
  }
}
