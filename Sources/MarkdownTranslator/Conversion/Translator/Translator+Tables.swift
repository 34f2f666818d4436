import ContentBlocks

/// A table on its way to lines (rule R17).
struct Table {
  /// Whether each row becomes a bullet: so it is unless rows are asked for or there are none.
  let labelsCells: Bool
  /// The header cells, bold.
  var header: [LineAssembler.Saved] = []
  var column = 0
  var isHeader = false
  /// Whether a cell of the current row has text.
  var rowHasText = false
  var rowHasCells = false
  var cellHasImage = false
  /// The images of the current row with their captions.
  var images: [(item: ContentImageItem, caption: [UInt8])] = []
  /// Where the current cell starts: with its separator and label, and its own text.
  var cellStart: LineAssembler.Mark?
  var contentStart: LineAssembler.Mark?
}

extension Translator {
  mutating func beginTable(_ node: CommonMarkNode) {
    endLine()
    diagnostics.report(options.tables == .list ? .tableAsList : .tableAsLines, at: .block(node))
    let hasRows = node.firstChild?.next != nil
    table = Table(labelsCells: options.tables == .list && hasRows)
  }

  mutating func beginRow(isHeader: Bool) {
    table?.isHeader = isHeader
    table?.column = 0
    table?.rowHasText = false
    table?.rowHasCells = false
    table?.images = []
  }

  mutating func beginCell(_ node: CommonMarkNode) {
    guard let current = table else { return }
    beginBlock(node, isBold: current.isHeader)
    table?.cellHasImage = false
    table?.cellStart = line.mark()
    let isJoined =
      !(current.isHeader && current.labelsCells)
      && (current.rowHasCells || keepsEmptyCells && current.column > 0)
    if isJoined { line.append(Array(" | ".utf8), style: RunStyle()) }
    if !current.isHeader, current.labelsCells { appendLabel(current) }
    table?.contentStart = line.mark()
  }

  private var keepsEmptyCells: Bool { options.tables == .rows }

  private mutating func appendLabel(_ table: Table) {
    guard table.column < table.header.count else { return }
    let label = table.header[table.column]
    guard let last = label.lastScalar else { return }
    line.append(label)
    line.append(Array((EastAsian.isWide(last) ? "：" : ": ").utf8), style: RunStyle())
  }

  mutating func endCell() {
    closeAllLinks()
    guard let current = table, let cellStart = current.cellStart, let contentStart = current.contentStart
    else { return }
    let hasText = line.trim(since: contentStart)
    if current.isHeader, current.labelsCells {
      table?.header.append(line.saved(since: contentStart))
      line.goBack(to: cellStart)
    } else if hasText || current.cellHasImage && current.labelsCells {
      table?.rowHasCells = true
      if hasText { table?.rowHasText = true }
    } else if !keepsEmptyCells {
      line.goBack(to: cellStart)
    }
    table?.column += 1
    inline = InlineState()
  }

  mutating func endRow() {
    guard let current = table else { return }
    // The row's own line is no cell any more.
    table = nil
    if current.isHeader, !current.rowHasText {
      line.clear()
    } else if current.labelsCells {
      writeRow()
    } else {
      endLine()
    }
    for image in current.images { writeGallery(image.item, caption: image.caption) }
    table = current
    table?.images = []
  }

  /// A row is a bullet one level below the table; the rows count as a nested list (rule R7).
  private mutating func writeRow() {
    guard line.trimLine() else { return line.clear() }
    writeBeforeRows()
    lineNumber += 1
    line.finish(
      into: &sink, list: listStyle(.bullet, level: containers.count + 1), links: links, left: &textLeft)
  }

  /// What must stand before the first row: the marker of the item, the label of the footnote.
  private mutating func writeBeforeRows() {
    let isWaiting = footnote?.label != nil || items.last.map { !$0.isMarked && !$0.hasGallery } ?? false
    guard isWaiting else { return }
    let row = line
    line = LineAssembler()
    writeUnusedMarker()
    line = row
  }
}
