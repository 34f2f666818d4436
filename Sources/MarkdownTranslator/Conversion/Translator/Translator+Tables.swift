import ContentBlocks

/// A table on its way to lines (rule R17): Markdown's, or one that HTML tags make. Cells are gathered for a row,
/// and a row is written when it ends.
struct Table {
  struct Cell {
    /// Its column, from 0.
    let column: Int
    var text = LineAssembler.Saved()
    var hasImage = false
    var isHeader = false

    var isEmpty: Bool { text.isEmpty && !hasImage }
  }

  /// A cell that is repeated in the rows below its own.
  struct Span {
    let cell: Cell
    let lastRow: Int
  }

  /// A row under construction.
  struct Row {
    var cells: [Cell] = []
    /// Whether it has cells besides those of the rows above.
    var hasOwnCells = false
    /// Whether it is in the head of its table.
    var isInHead = false
    var images: [(item: ContentImageItem, caption: [UInt8])] = []
  }

  /// Columns after this one are not spanned, so that short tags cannot make many cells.
  static let lastSpannedColumn = 64

  /// Whether HTML tags make the table.
  let isHTML: Bool
  /// How many columns the header has in the note; nil unless it got more for the cells of wider rows.
  var headerColumns: Int?
  /// Whether the first row is the header, whatever its cells are: `header-row="true"`.
  var firstRowIsHeader = false
  /// The bold texts of the header's cells by column; empty where there is none.
  var header: [LineAssembler.Saved] = []
  var hasHeader = false
  /// Images of the header, until something is written.
  var headerImages: [(item: ContentImageItem, caption: [UInt8])] = []
  /// Whether a line was written for a row.
  var hasWrittenRow = false
  var isInHead = false
  /// How many rows with cells have begun, and the row that is open.
  var rowCount = 0
  var row: Row?
  var spans: [Int: Span] = [:]

  /// Where the open cell starts in the line; nil between cells.
  var cellStart: LineAssembler.Mark?
  var cell = Cell(column: 0)
  /// How many columns and rows the open cell takes.
  var columnSpan = 1
  var rowSpan = 1
  /// Whether the cell's waiting break ends a line, and is not a line end that joins.
  var breakEndsLine = false
  /// How many tables of HTML, or a Markdown table, are open within the cell.
  var nested = 0
  /// The lists of HTML that are open within the cell: the number of the next item, nil in one of bullets.
  var lists: [Int?] = []
  /// What leads the item of a list that has begun within the cell, until text follows.
  var itemMarker: [UInt8]?
}

// MARK: Markdown's tables

extension Translator {
  mutating func beginTable(_ node: CommonMarkNode) {
    if table != nil {
      // Within a cell of an HTML table it is text, each cell a line.
      table?.nested += 1
      return
    }
    endLine()
    reportTable(at: .block(node))
    table = Table(isHTML: false)
    // The line of the delimiter row is the one before the first row of the body.
    if !diagnostics.source.repairs.headerColumns.isEmpty, let firstRow = node.firstChild?.next {
      table?.headerColumns = diagnostics.source.repairs.headerColumns[firstRow.startLine - 1]
    }
  }

  mutating func endTable() {
    if let nested = table?.nested, nested > 0 {
      table?.nested -= 1
      return
    }
    finishTable()
  }

  mutating func beginRow(isHeader: Bool) {
    guard table?.nested == 0 else { return }
    table?.firstRowIsHeader = isHeader
    table?.row = Table.Row(isInHead: isHeader)
  }

  mutating func endRow() {
    guard table?.nested == 0 else { return }
    finishRow()
  }

  mutating func beginCell(_ node: CommonMarkNode) {
    beginBlock(node)
    guard table?.nested == 0, let column = table?.row?.cells.count else { return }
    openCell(Table.Cell(column: column))
  }

  mutating func endCell() {
    guard table?.nested == 0 else { return endBlock() }
    closeCell()
    inline = InlineState()
  }

  mutating func reportTable(at place: DiagnosticCollector.Place) {
    diagnostics.report(options.tables == .list ? .tableAsList : .tableAsLines, at: place)
  }
}

// MARK: Rows

extension Translator {
  /// Ends the row that is open, and writes it.
  mutating func finishRow() {
    if table?.cellStart != nil { closeHTMLCell() }
    guard var row = table?.row else { return }
    table?.takeRemainingSpannedCells()
    guard var current = table else { return }
    row = current.row ?? row
    current.row = nil
    guard !row.cells.isEmpty || !row.images.isEmpty else {
      table = current
      return
    }
    // The lines of a row are not in a cell.
    table = nil
    if current.rowCount == 0, current.isHeader(row) {
      writeHeader(row, of: &current)
    } else {
      writeRow(row, of: &current)
    }
    current.rowCount += 1
    table = current
  }

  private mutating func writeHeader(_ row: Table.Row, of table: inout Table) {
    table.hasHeader = true
    for cell in row.cells {
      while table.header.count < cell.column { table.header.append(LineAssembler.Saved()) }
      table.header.append(cell.text.bold)
    }
    table.headerImages = row.images
    guard options.tables == .rows else { return }
    if table.header.contains(where: { !$0.isEmpty }) {
      join(table.columns(of: table.header))
      endLine()
      table.hasWrittenRow = true
    }
    writeHeaderImages(of: &table)
  }

  private mutating func writeRow(_ row: Table.Row, of table: inout Table) {
    writeHeaderImages(of: &table)
    if options.tables == .rows {
      join(table.columns(of: row.allColumns))
      endLine()
      table.hasWrittenRow = true
    } else if row.cells.contains(where: { !$0.isEmpty }) {
      writeBeforeRows()
      appendLabelled(row, header: table.header)
      lineNumber += 1
      if line.trimLine() {
        table.hasWrittenRow = true
        finishLine(list: listStyle(.bullet, level: containers.count + 1))
      } else {
        line.clear()
      }
    }
    for image in row.images { writeGallery(image.item, caption: image.caption) }
  }

  private mutating func writeHeaderImages(of table: inout Table) {
    for image in table.headerImages { writeGallery(image.item, caption: image.caption) }
    table.headerImages = []
  }

  /// Ends the table. A header to which no row was written is a line.
  mutating func finishTable() {
    guard var current = table else { return }
    table = nil
    guard current.hasHeader, !current.hasWrittenRow else { return }
    join(current.header.filter { !$0.isEmpty })
    endLine()
    writeHeaderImages(of: &current)
  }

  private mutating func join(_ cells: some Sequence<LineAssembler.Saved>) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { appendSeparator() }
      line.append(cell)
    }
  }

  /// The cells of a row that are not empty, each after its label.
  private mutating func appendLabelled(_ row: Table.Row, header: [LineAssembler.Saved]) {
    var isFirst = true
    for cell in row.cells where !cell.isEmpty {
      if !isFirst { appendSeparator() }
      isFirst = false
      if cell.column < header.count { appendLabel(header[cell.column]) }
      line.append(cell.text)
    }
  }

  private mutating func appendSeparator() { line.append(Array(" | ".utf8), style: RunStyle()) }

  private mutating func appendLabel(_ label: LineAssembler.Saved) {
    guard let last = label.lastScalar else { return }
    line.append(label)
    switch Unicode.Scalar(last) {
    case "：": break
    case ":": line.append(Array(" ".utf8), style: RunStyle())
    default: line.append(Array((EastAsian.isWide(last) ? "：" : ": ").utf8), style: RunStyle())
    }
  }

  /// What must be before the first row, which counts as a nested list: the marker of the item, the label of the
  /// footnote (rule R7).
  private mutating func writeBeforeRows() {
    let isWaiting = footnote?.label != nil || items.last.map { !$0.isMarked && !$0.hasGallery } ?? false
    if isWaiting { writeUnusedMarker() }
  }
}

extension Table {
  /// The cells of a row as the note has them: without the empty ones that are there only because another row is wider
  /// than the header.
  fileprivate func columns(of cells: [LineAssembler.Saved]) -> ArraySlice<LineAssembler.Saved> {
    guard let headerColumns, cells.count > headerColumns else { return cells[...] }
    let last = cells.lastIndex { !$0.isEmpty } ?? 0
    return cells.prefix(max(headerColumns, last + 1))
  }

  fileprivate func isHeader(_ row: Row) -> Bool {
    if firstRowIsHeader || row.isInHead { return true }
    return isHTML && row.hasOwnCells && row.cells.allSatisfy(\.isHeader)
  }
}

extension Table.Row {
  /// The texts of all columns up to the last cell.
  fileprivate var allColumns: [LineAssembler.Saved] {
    var result: [LineAssembler.Saved] = []
    for cell in cells {
      while result.count < cell.column { result.append(LineAssembler.Saved()) }
      result.append(cell.text)
    }
    return result
  }
}
