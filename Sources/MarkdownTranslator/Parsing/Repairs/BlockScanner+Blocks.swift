/// The beginnings of blocks: what a line begins, and which rule reads it otherwise than CommonMark.
extension BlockScanner {
  /// A line whose containers have been entered.
  struct LineStart {
    let line: NoteLine
    var cursor: LineCursor
    /// Where its text begins, after the containers that go on.
    let first: LineCursor
    /// How many containers go on; those after are closed when a block begins.
    var matched: Int
    let allMatched: Bool
    /// The items whose first too shallow line this is (rule R38).
    let tooShort: [Int]
    /// The list that continues when the line begins with a marker like its own.
    var openList: Int?
    /// Whether what begins here interrupts a paragraph.
    var isOnParagraph = false
    var mayBeLazy = false
    var hasOpened = false
    /// Whether a blank line must part it from the line before, for the parser.
    var insertsBlank = false
    /// A line that must come before it, since it ends what was read without some columns: the parser would take it
    /// into that.
    var separator: [UInt8]?
    /// Where backslashes are needed.
    var escapes: [Int] = []
    var isFinished = false
    /// How many items begin on the line.
    var itemCount = 0
    /// Whether it looks like a link definition.
    var isDefinition = false
    /// The columns before a tag of Lark that do not count (rule R37).
    var ignoredIndent = 0

    /// The column from which indentation counts on the next lines.
    var origin: Int { cursor.column - cursor.indent - ignoredIndent }
  }

  /// Begins the block that starts here. Returns whether it is a container, so that another block may follow.
  mutating func beginBlock(_ start: inout LineStart, depth: Int) -> Bool {
    let line = start.line
    let position = start.cursor.position
    if repairs.contains(.outsideLines), start.isOnParagraph, paragraph.standsOutside,
      let marker = BlockSyntax.listMarker(note, position, line.end),
      !BlockSyntax.isThematicBreak(note, position, line.end), !LongNumbers.isTooLong(marker)
    {
      goOn(&start, with: marker)
    }
    if start.cursor.isIndented, repairs.contains(.larkIndentation), note[position] == UInt8(ascii: "<"),
      LarkIndentation.beginsWithTag(note, position, line.end), lark.isInside(line)
    {
      start.ignoredIndent = start.cursor.indent
      start.cursor.indent = 0
      start.cursor.isShifted = true
    }
    if start.cursor.isIndented, start.mayBeLazy, isOutside(start) {
      start.cursor.indent = 0
      start.cursor.isShifted = true
      start.mayBeLazy = false
      start.insertsBlank = true
    }
    if start.cursor.isIndented {
      guard !start.mayBeLazy else { return false }
      if repairs.contains(.indentedText), isIndentedText(start) {
        if !around(start).contains(where: { $0.kind == .unindented }) {
          report(.indentAsText, start)
        }
        open(Container(kind: .unindented, hasContent: true, shift: start.cursor.indent / 4 * 4), &start)
        start.cursor.indent %= 4
        start.cursor.isShifted = true
        let isBehindMarker =
          containers.count >= 2 && containers[containers.count - 2].line == line.number
          && containers[containers.count - 2].kind == .item
        if isBehindMarker { countToMarker(containers.count - 2, &start) }
        return true
      }
      beginLeaf(.indentedCode, .code, &start)
      return false
    }
    switch note[position] {
    case UInt8(ascii: ">"):
      open(Container(kind: .quote), &start)
      recordBlock(.quote, line)
      start.cursor.take(1, in: note)
      if start.cursor.indent > 0 { start.cursor.indent -= 1 }
      return true
    case UInt8(ascii: "#") where BlockSyntax.atxHeading(note, position, line.end) != nil:
      beginLeaf(.none, .heading, &start)
      return false
    case UInt8(ascii: "`"), UInt8(ascii: "~"):
      guard let fence = BlockSyntax.openFence(note, position, line.end) else { return false }
      // R15: the parser counts bytes before a fence, and takes too few columns off the lines of code after a tab.
      if start.cursor.indent > 0, start.cursor.isAfterTab(in: note) { start.cursor.isShifted = true }
      beginLeaf(.fence(mark: fence.mark, length: fence.length), .code, &start)
      return false
    case UInt8(ascii: "<"):
      beginHTML(&start)
      return false
    case UInt8(ascii: "[") where depth < 100:
      guard let length = BlockSyntax.footnoteLabel(note, position, line.end) else {
        guard repairs.contains(.falseDefinitions) else { break }
        return beginDefinition(&start)
      }
      open(Container(kind: .footnote, marker: Marker(position..<position + length)), &start)
      recordBlock(.footnote, line)
      start.cursor.take(length, in: note)
      return true
    default: break
    }
    if start.isOnParagraph, let underline = BlockSyntax.setextUnderline(note, position, line.end) {
      if repairs.contains(.ruleBelowParagraph),
        RuleBelowParagraph.isRule(note, position, line.end, underline: underline)
      {
        report(.ruleNotHeading, start)
        start.insertsBlank = true
        beginLeaf(.none, .rule, &start)
      } else {
        if recordsBlocks { blocks[paragraph.block].kind = .heading }
        endLeaf()
        write(&start)
      }
      return false
    }
    if BlockSyntax.isThematicBreak(note, position, line.end) {
      beginLeaf(.none, .rule, &start)
      return false
    }
    if depth < 100, let marker = BlockSyntax.listMarker(note, position, line.end),
      !start.isOnParagraph || !marker.isEmpty && (marker.number ?? 1) == 1
    {
      if repairs.contains(.longNumbers), LongNumbers.isTooLong(marker) {
        start.escapes = [position + marker.length - 1]
        return false
      }
      openItem(marker, &start)
      return true
    }
    if start.isOnParagraph, let columns = BlockSyntax.delimiterRow(note, position, line.end),
      let header = paragraph.lines.last, BlockSyntax.cellCount(note, header.text, header.end) == columns
    {
      beginTable(&start)
    }
    return false
  }

  /// Begins what looks like a link definition. One that defines nothing is text; one that does stays a definition after
  /// others that do not. A definition cannot interrupt text.
  ///
  /// - Returns: whether it is a container; it is not.
  mutating func beginDefinition(_ start: inout LineStart) -> Bool {
    guard !start.isOnParagraph || paragraph.holdsDefinitions else { return false }
    switch kindOfDefinition(start) {
    case .text:
      start.escapes = [start.cursor.position]
      start.isDefinition = true
    case .definition:
      start.isDefinition = true
      guard start.isOnParagraph, paragraph.holdsText else { break }
      endLeaf()
      start.isOnParagraph = false
      start.mayBeLazy = false
      start.insertsBlank = true
    case nil: break
    }
    return false
  }

  private mutating func kindOfDefinition(_ start: LineStart) -> FalseDefinitions.Kind? {
    let line = note.slice(start.cursor.position..<start.line.end)
    if FalseDefinitions.isDecided(by: line) { return definitions.kind(of: line) }
    var text = Array(line)
    var inside = Array(around(start))
    var reader = reader
    reader.resume(after: start.line)
    for _ in 1..<FalseDefinitions.longest {
      guard let next = reader.next() else { break }
      var cursor = LineCursor(next, in: note)
      let isInside = inside.indices.allSatisfy {
        Self.enter(&inside[$0], &cursor, in: note, isLenient: repairs.contains(.twoColumns))
      }
      guard isInside, !cursor.isBlank else { break }
      text.append(0x0A)
      text += note.slice(cursor.position..<next.end)
    }
    return text.withUnsafeBufferPointer { definitions.kind(of: $0) }
  }

  mutating func beginTable(_ start: inout LineStart) {
    if recordsBlocks {
      if paragraph.lines.count == 1 {
        blocks[paragraph.block].kind = .table
      } else if let header = paragraph.lines.last {
        blocks.append(Block(kind: .table, line: header.number + 1))
      }
    }
    if recordsBreaks, paragraph.lines.count > 1 { breaks.removeLast() }
    if repairs.contains(.markupAsText) { markup.endRows(areTable: true) }
    let header = paragraph.lines.last
    endLeaf()
    leaf = .table
    let position = start.cursor.position
    let excess = excessOfRows(after: start.line, from: position)
    let missing = excess.missing
    columnsOfWiderRows = excess.columnsOfWiderRows
    // The header and the delimiter row get as many cells as the widest row has. The header's come before the next
    // line is written: what follows a place must be written as it is in the note for something to be put in there.
    if missing > 0, let header {
      let text = note.slice(header.text..<header.end)
      writer.append(WideRows.cells(missing, after: text, isDelimiterRow: false), after: header.end)
    }
    write(&start)
    if missing > 0, header != nil {
      result.headerColumns[writer.repairedLine(start.line)] = excess.columns
      let text = note.slice(position..<start.line.end)
      writer.append(WideRows.cells(missing, after: text, isDelimiterRow: true), after: start.line.end)
    }
  }

  /// What the rows of a table have more than its header.
  func excessOfRows(after delimiterRow: NoteLine, from start: Int) -> WideRows.Excess {
    guard repairs.contains(.wideRows), let columns = BlockSyntax.delimiterRow(note, start, delimiterRow.end)
    else { return WideRows.Excess() }
    return WideRows.excess(
      after: delimiterRow, columns: columns, in: containers[...], of: note, reader: reader,
      isLenient: repairs.contains(.twoColumns))
  }

  /// Closes the containers that do not go on, and opens one more.
  mutating func open(_ container: Container, _ start: inout LineStart) {
    if !start.hasOpened {
      endLeaf()
      close(to: start.matched)
      start.hasOpened = true
    }
    if let last = containers.indices.last { containers[last].hasContent = true }
    var opened = container
    containerCount += 1
    opened.serial = containerCount
    opened.line = start.line.number
    containers.append(opened)
    start.isOnParagraph = false
    start.mayBeLazy = false
    start.openList = nil
  }

  mutating func openItem(_ marker: BlockSyntax.ListMarker, _ start: inout LineStart) {
    let position = start.cursor.position
    var item = Container(kind: .item)
    item.markerColumn = start.cursor.indent
    item.marker = Marker(position..<position + marker.length, number: marker.number)
    if let list = start.openList, lists[list].mark == marker.mark, lists[list].isOrdered == marker.isOrdered {
      item.list = list
    } else {
      item.list = lists.count
      lists.append(List(mark: marker.mark, isOrdered: marker.isOrdered))
    }
    start.cursor.take(marker.length, in: note)
    if let outer = start.hasOpened ? containers.indices.last : start.matched > 0 ? start.matched - 1 : nil {
      containers[outer].inner = item.marker
      containers[outer].innerColumn = item.markerColumn
    }
    let columns = start.cursor.indent
    if columns >= 5 || columns < 1 || start.cursor.isBlank {
      item.textColumn = item.markerColumn + marker.length + 1
      start.cursor.indent = max(columns - 1, 0)
    } else {
      item.textColumn = item.markerColumn + marker.length + columns
      start.cursor.indent = 0
    }
    open(item, &start)
    recordBlock(.item, start.line)
    if let number = marker.number {
      lists[item.list].items.append((start.line.number, start.itemCount, number))
      lists[item.list].numbers.insert(number)
    }
    start.itemCount += 1
  }

  /// Begins a block that takes the rest of the line.
  mutating func beginLeaf(_ leaf: Leaf, _ kind: Block.Kind, _ start: inout LineStart) {
    if !start.hasOpened {
      endLeaf()
      close(to: start.matched)
    }
    if let last = containers.indices.last { containers[last].hasContent = true }
    self.leaf = leaf
    recordBlock(kind, start.line)
    write(&start)
  }

  mutating func beginHTML(_ start: inout LineStart) {
    let position = start.cursor.position
    let line = start.line
    let isLarkTag = repairs.contains(.larkIndentation) && LarkIndentation.isTagAlone(note, position, line.end)
    guard
      let block = BlockSyntax.htmlBlock(
        note, position, line.end, mayBeAnyTag: !start.isOnParagraph || isLarkTag)
    else { return }
    switch block {
    case .until(let terminator):
      let end = unclosed.next(terminator, in: note, from: position)
      if repairs.contains(.unclosedHTML), !isClosed(at: end, start) {
        let (opener, closer) = UnclosedHTML.names(of: terminator, note, position, line.end)
        report(.htmlUnclosed(opener: opener, closer: closer), start)
        start.escapes = [position]
        return
      }
      let isOneLine = end.map { $0 < line.end } ?? false
      beginLeaf(isOneLine ? .none : .html(block), .html, &start)
    case .tags:
      if repairs.contains(.tagAsText), let tag = HTMLTagSyntax(note, position, line.end),
        TagAsText.isText(tag, at: position, names: &tagNames)
      {
        start.escapes = [position]
        return
      }
      if isLarkTag, leaf == .paragraph { start.insertsBlank = true }
      beginLeaf(.html(.tags), .html, &start)
      tags = HTMLBlockEnd()
      readTags(line, start.cursor)
      if isLarkTag { enterLark(after: line, origin: start.origin) }
    }
  }

  /// Reads the lines after start tags of Lark without the columns that they share.
  ///
  /// - Parameter origin: the column from which the indentation of what is around the tag counts.
  mutating func enterLark(after line: NoteLine, origin: Int) {
    guard leaf == .none || leaf == .paragraph else { return }
    var left = LarkIndentation.deepest - containers.count { $0.kind == .lark }
    for content in lark.contents(after: line).suffix(LarkIndentation.deepest).reversed()
    where content.column > origin && left > 0 {
      left -= 1
      containerCount += 1
      containers.append(
        Container(
          kind: .lark, hasContent: true, serial: containerCount, line: line.number,
          shift: content.column - origin, end: content.end))
    }
  }

  mutating func readTags(_ line: NoteLine, _ cursor: LineCursor) {
    guard repairs.contains(.htmlBlockEnd) else { return }
    if tags.isEnded(after: note, from: cursor.position, to: line.end) {
      leaf = .none
      isAfterTags = true
    }
  }

  /// Whether what ends a comment and its like is in the block that it begins.
  mutating func isClosed(at end: Int?, _ start: LineStart) -> Bool {
    guard let end else { return false }
    if end < start.line.end { return true }
    return unclosed.hold(
      around(start), after: start.line, until: end, in: note, reader: reader,
      isLenient: repairs.contains(.twoColumns))
  }

  /// The containers around what begins here.
  func around(_ start: LineStart) -> ArraySlice<Container> {
    start.hasOpened ? containers[...] : containers[..<start.matched]
  }
}
