import ContentBlocks

// Tables that HTML tags make (rule R17).
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

  mutating func closeHTMLCell() {
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
  mutating func takeSpannedCells() {
    guard !spans.isEmpty, row != nil else { return }
    while let span = spans[(row?.cells.last?.column ?? -1) + 1], span.lastRow >= rowCount {
      row?.cells.append(span.cell)
    }
  }

  /// Puts all other cells of rows above into the row.
  mutating func takeRemainingSpannedCells() {
    guard !spans.isEmpty, row != nil else { return }
    let next = row?.cells.last?.column ?? -1
    for column in spans.keys.sorted() where column > next {
      guard let span = spans[column], span.lastRow >= rowCount else { continue }
      row?.cells.append(span.cell)
    }
  }
}
