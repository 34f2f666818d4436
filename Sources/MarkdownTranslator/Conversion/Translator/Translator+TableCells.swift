import ContentBlocks

// What is within the cells of a table (rule R17).
extension Translator {
  /// Whether text is that of a table's cell, in which each end of a line is a break (rule R17).
  var isInCell: Bool { table?.cellStart != nil }

  mutating func openCell(_ cell: Table.Cell) {
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

  mutating func closeCell() {
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
  mutating func addCell() {
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
