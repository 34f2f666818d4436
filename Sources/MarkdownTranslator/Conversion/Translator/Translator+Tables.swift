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

  /// Columns after this one are not spanned, so that short tags do not stand for many cells.
  static let lastSpannedColumn = 64

  /// Whether HTML tags make the table.
  let isHTML: Bool
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

  private mutating func reportTable(at place: DiagnosticCollector.Place) {
    diagnostics.report(options.tables == .list ? .tableAsList : .tableAsLines, at: place)
  }
}

// MARK: HTML's tables

extension Translator {
  /// A tag that makes a table or a part of one. Outside of its place, it ends the line as any other block.
  mutating func tableTag(
    _ entry: HTMLOutline.Tag, _ element: HTMLElement, at place: DiagnosticCollector.Place
  ) {
    let tag = entry.tag
    if element.meaning == .table {
      if tag.isEnd { endHTMLTableTag() } else { beginHTMLTable(entry, at: place) }
      return
    }
    guard isAtHTMLTable else { return endLineForTag() }
    switch element.meaning {
    case .rowGroup(let isHeader):
      finishRow()
      table?.isInHead = isHeader && !tag.isEnd
      table?.spans = [:]
    case .row:
      finishRow()
      if !tag.isEnd { beginHTMLRow() }
    case .cell(let isHeader):
      closeHTMLCell()
      if !tag.isEnd { beginHTMLCell(tag, isHeader: isHeader) }
    default:
      finishRow()
      endLine()
    }
  }

  /// Whether the table that is open was opened in the same Markdown block, and not within a cell of another.
  private var isAtHTMLTable: Bool {
    guard let table, table.isHTML, table.nested == 0 else { return false }
    return isInBlockOfHTMLTable
  }

  private mutating func beginHTMLTable(_ entry: HTMLOutline.Tag, at place: DiagnosticCollector.Place) {
    endLineForTag()
    guard !entry.tag.closesItself else { return }
    if table != nil {
      table?.nested += 1
      return
    }
    reportTable(at: place)
    pushHTMLTable(entry)
    table = Table(isHTML: true)
    table?.firstRowIsHeader = entry.tag.text("header-row")?.lowercased() == "true"
  }

  private mutating func endHTMLTableTag() {
    guard let table else { return endLineForTag() }
    if table.nested > 0 {
      self.table?.nested -= 1
      endLineForTag()
    } else if table.isHTML {
      closeHTMLTable()
    } else {
      endLineForTag()
    }
  }

  /// Ends the table that HTML tags have made.
  mutating func endHTMLTable() {
    finishRow()
    endLine()
    finishTable()
  }

  private mutating func beginHTMLRow() {
    endLine()
    let isInHead = table?.isInHead ?? false
    table?.row = Table.Row(isInHead: isInHead)
  }

  private mutating func beginHTMLCell(_ tag: HTMLTag, isHeader: Bool) {
    if table?.row == nil { beginHTMLRow() }
    endLine()
    table?.takeSpannedCells()
    let column = (table?.row?.cells.last?.column ?? -1) + 1
    resetHTMLStyles()
    openCell(Table.Cell(column: column, isHeader: isHeader))
    guard column < Table.lastSpannedColumn else { return }
    table?.columnSpan = min(Self.span(tag["colspan"]), Table.lastSpannedColumn - column)
    table?.rowSpan = tag.text("rowspan") == "0" ? .max / 2 : Self.span(tag["rowspan"])
  }

  private static func span(_ text: String?) -> Int {
    guard let text, let span = Int(text.trimmingASCIISpace), span > 0 else { return 1 }
    return min(span, 65534)
  }

  private mutating func closeHTMLCell() {
    guard table?.cellStart != nil else { return }
    closeCell()
    resetHTMLStyles()
  }

  /// A style ends with its cell.
  private mutating func resetHTMLStyles() {
    closeAllLinks()
    inline.html = HTMLStyles(
      backColor: larkColors.last?.back ?? .none, textColor: larkColors.last?.text ?? .none)
    inline.updateStyle()
  }
}

extension Table {
  /// Puts the cells of rows above into the row, as far as they are in the next columns.
  fileprivate mutating func takeSpannedCells() {
    guard !spans.isEmpty, row != nil else { return }
    while let span = spans[(row?.cells.last?.column ?? -1) + 1], span.lastRow >= rowCount {
      row?.cells.append(span.cell)
    }
  }

  /// Puts all other cells of rows above into the row.
  fileprivate mutating func takeRemainingSpannedCells() {
    guard !spans.isEmpty, let next = row?.cells.last?.column else { return }
    for column in spans.keys.sorted() where column > next {
      guard let span = spans[column], span.lastRow >= rowCount else { continue }
      row?.cells.append(span.cell)
    }
  }
}

// MARK: Cells

extension Translator {
  /// Whether text is that of a table's cell, in which each end of a line is a break (rule R17).
  var isInCell: Bool { table?.cellStart != nil }

  private mutating func openCell(_ cell: Table.Cell) {
    line.clear()
    table?.cell = cell
    table?.columnSpan = 1
    table?.rowSpan = 1
    table?.breakEndsLine = false
    table?.lists = []
    table?.itemMarker = nil
    table?.cellStart = line.mark()
    inline.pendingSoftBreak = nil
    inline.isAfterImage = false
  }

  private mutating func closeCell() {
    guard let start = table?.cellStart else { return }
    closeAllLinks()
    inline.pendingSoftBreak = nil
    inline.isAfterImage = false
    _ = line.trim(since: start)
    table?.cell.text = line.saved(since: start)
    line.clear()
    lineNumber += 1
    table?.cellStart = nil
    table?.addCell()
  }

  /// The end of a line within a cell: a break, once text follows.
  mutating func breakInCell() {
    inline.isAfterImage = false
    guard !line.isBlank || table?.itemMarker != nil else {
      inline.pendingSoftBreak = nil
      return
    }
    if inline.pendingSoftBreak == nil { inline.pendingSoftBreak = inline.style }
    table?.breakEndsLine = true
  }

  // MARK: Lists within a cell

  /// A tag of a list within a cell. Its items are breaks; numbers and boxes lead their text.
  mutating func listTagInCell(_ entry: HTMLOutline.Tag, _ element: HTMLElement) {
    switch element.meaning {
    case .list(let isOrdered):
      if entry.tag.isEnd {
        _ = table?.lists.popLast()
        table?.itemMarker = nil
      } else if !entry.tag.closesItself {
        table?.lists.append(isOrdered ? Self.listNumber(entry.tag["start"]) ?? 1 : nil)
      }
    case .item where entry.tag.isEnd: table?.itemMarker = nil
    case .item:
      // An item ends where the next one of its list begins, but not where one of a list within it does.
      var number = table?.lists.last ?? nil
      if number != nil { number = Self.listNumber(entry.tag["value"]) ?? number }
      if let last = table?.lists.indices.last { table?.lists[last] = number.map { $0 + 1 } }
      beginItemInCell(type: number == nil ? .bullet : .number, number: number)
    default: break
    }
  }

  /// Begins an item within a cell: its marker waits for text, as the break before it does.
  mutating func beginItemInCell(type: ContentList.ListType, number: Int?) {
    let marker =
      switch type {
      case .checkBox: "☐ "
      case .checkedBox: "☑ "
      default: number.map { "\($0). " } ?? ""
      }
    leadItemInCell(with: marker)
  }

  private mutating func leadItemInCell(with marker: String) {
    guard isInCell else { return }
    let waiting = table?.itemMarker ?? []
    table?.itemMarker = waiting + Array(marker.utf8)
    breakInCell()
  }

  /// An `input` that is a box to check: the marker of the item that begins with it, else a sign (rule R6).
  mutating func checkbox(_ tag: HTMLTag, at place: DiagnosticCollector.Place) {
    guard tag["type"]?.trimmingASCIISpace.lowercased() == "checkbox" else {
      return reportDropped(tag, at: place)
    }
    let isChecked = tag["checked"] != nil
    if table?.itemMarker != nil {
      leadItemInCell(with: isChecked ? "☑ " : "☐ ")
    } else if !isInCell, let item = items.last, !item.isMarked, item.level == containers.count, line.isBlank {
      items[items.count - 1].type = isChecked ? .checkedBox : .checkBox
      items[items.count - 1].number = nil
    } else {
      insertedText(isChecked ? "☑" : "☐")
    }
  }

  /// An image of a cell follows the row.
  mutating func addImageToCell(_ item: ContentImageItem, caption: [UInt8]) {
    table?.row?.images.append((item, caption))
    table?.cell.hasImage = true
  }

  /// What a break within a cell becomes before a character.
  mutating func writeCellBreak(before next: UInt32, style: RunStyle) {
    table?.breakEndsLine = false
    let marker = table?.itemMarker ?? []
    table?.itemMarker = nil
    defer { if !marker.isEmpty { line.append(marker, style: RunStyle()) } }
    let next = marker.withUnsafeBufferPointer { $0.isEmpty ? next : $0.scalar(at: 0).value }
    guard let start = table?.cellStart, line.trim(since: start), let last = line.lastScalar else { return }
    // A style continues over a break when it is that of both sides, and code does not.
    let style = style == inline.style && !inline.html.isPreformatted ? style : RunStyle()
    let lastIsWide = EastAsian.isWide(last)
    if Self.endsClause(last) {
      if !lastIsWide { line.append([UInt8(ascii: " ")], style: style) }
    } else {
      line.append(Array((lastIsWide || EastAsian.isWide(next) ? "；" : "; ").utf8), style: style)
    }
  }

  /// Whether no semicolon is needed after a character.
  private static func endsClause(_ scalar: UInt32) -> Bool {
    switch Unicode.Scalar(scalar) {
    case "，", "。", "；", "：", "、", "！", "？", "…", ",", ".", ";", ":", "!", "?": true
    default: false
    }
  }

  /// Writes the break that waits, before text that is put into the line as it is.
  mutating func resolvePendingBreak(before text: Bytes) {
    guard inline.pendingSoftBreak != nil, !text.isEmpty else { return }
    resolveSoftBreak(before: text.scalar(at: 0).value)
  }
}

extension Table {
  /// Puts the open cell into the row; the columns after it that it takes are empty.
  fileprivate mutating func addCell() {
    row?.hasOwnCells = true
    row?.cells.append(cell)
    for offset in 0..<columnSpan {
      let part = offset == 0 ? cell : Cell(column: cell.column + offset, isHeader: cell.isHeader)
      if offset > 0 { row?.cells.append(part) }
      guard rowSpan > 1 else { continue }
      // A row below shows the text and not the image. Below a header the text would be its own label.
      let isHeader = rowCount == 0 && (firstRowIsHeader || cell.isHeader || row?.isInHead == true)
      let text = isHeader ? LineAssembler.Saved() : part.text
      spans[part.column] = Span(cell: Cell(column: part.column, text: text), lastRow: rowCount + rowSpan - 1)
    }
  }
}

// MARK: Rows

extension Translator {
  /// Ends the row that is open, and writes it.
  private mutating func finishRow() {
    if table?.cellStart != nil { closeHTMLCell() }
    guard var row = table?.row else { return }
    if row.hasOwnCells { table?.takeRemainingSpannedCells() }
    guard var current = table else { return }
    row = current.row ?? row
    current.row = nil
    guard row.hasOwnCells || !row.images.isEmpty else {
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
      join(table.header)
      endLine()
      table.hasWrittenRow = true
    }
    writeHeaderImages(of: &table)
  }

  private mutating func writeRow(_ row: Table.Row, of table: inout Table) {
    writeHeaderImages(of: &table)
    if options.tables == .rows {
      join(row.allColumns)
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
  private mutating func finishTable() {
    guard var current = table else { return }
    table = nil
    guard current.hasHeader, !current.hasWrittenRow else { return }
    join(current.header.filter { !$0.isEmpty })
    endLine()
    writeHeaderImages(of: &current)
  }

  private mutating func join(_ cells: [LineAssembler.Saved]) {
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
