/// The lines of paragraphs: which are inside, which are outside of a list, quote or table, and how lists go on after
/// those (rule R10).
extension BlockScanner {
  mutating func readText(_ start: inout LineStart) {
    let line = start.line
    if start.cursor.isBlank {
      // An empty item or quote.
      return write(&start)
    }
    if leaf == .paragraph, !start.hasOpened {
      if start.allMatched {
        addLine(start)
        // The parser takes it for a lazy line, and that is the same; unless it sees a marker there, or that of a quote
        // that would not be in its item, or its white space is in a code span.
        if start.cursor.isShifted,
          !note[start.cursor.position].isPlainText || paragraph.hasBacktick
            || containers.contains(where: { $0.kind == .quote })
        {
          return write(&start)
        }
        for index in start.tooShort { containers[index].shift = 0 }
        return writeEscape(start)
      }
      guard isOutside(start) else {
        if OutsideLines.interrupts(containers[start.matched...]) { hasOutsideLines = true }
        for index in start.tooShort { containers[index].shift = 0 }
        addLine(start, isLazy: true)
        return writeEscape(start)
      }
      let interrupted =
        Array(containers[start.matched...]) + (paragraph.standsOutside ? paragraph.interrupted : [])
      // A backslash that broke the line would be text at the end of a paragraph.
      if let end = paragraph.lines.last?.endOfBackslashBreak(in: note) { writer.removeByte(before: end) }
      start.insertsBlank = true
      beginParagraph(&start)
      paragraph.standsOutside = true
      paragraph.interrupted = interrupted
      return
    }
    if leaf == .table, start.allMatched, !start.hasOpened {
      let hasCells = note.slice(start.cursor.position..<line.end).contains(UInt8(ascii: "|"))
      if hasCells || !repairs.contains(.outsideLines) {
        hasOutsideLines = hasOutsideLines || !hasCells
        if let columns = columnsOfWiderRows {
          start.escapes += BlockSyntax.bars(after: columns, in: note, start.cursor.position, line.end)
        }
        return write(&start)
      }
      start.insertsBlank = true
      beginParagraph(&start)
      paragraph.standsOutside = true
      return
    }
    // What CommonMark has outside as well, since a paragraph alone has lazy lines: a list continues after it.
    let left = containers[start.matched...]
    guard !start.hasOpened, lastLine == line.number - 1, OutsideLines.interrupts(left) else {
      return beginParagraph(&start)
    }
    hasOutsideLines = true
    let interrupted = Array(left)
    beginParagraph(&start)
    if repairs.contains(.outsideLines) {
      paragraph.standsOutside = true
      paragraph.interrupted = interrupted
    }
  }

  /// Whether a line that does not belong to all containers of a paragraph is outside of them.
  func isOutside(_ start: LineStart) -> Bool {
    !start.allMatched && leaf == .paragraph && !start.hasOpened && repairs.contains(.outsideLines)
      && OutsideLines.interrupts(containers[start.matched...]) && !linesInside.contains(start.line.number)
      && keptLines?.contains(start.line.number) != false
  }

  mutating func beginParagraph(_ start: inout LineStart) {
    beginLeaf(.paragraph, .paragraph, &start)
    paragraph.block = blocks.count - 1
    addLine(start)
  }

  mutating func addLine(_ start: LineStart, isLazy: Bool = false) {
    let line = OpenInlines.Line(
      number: start.line.number, start: start.line.start, text: start.cursor.position, end: start.line.end)
    if recordsBreaks, let before = paragraph.lines.last {
      breaks.append(LineBreak(before: before, after: line))
    }
    if repairs.contains(.markupAsText) {
      let isItem =
        start.hasOpened && containers.last?.kind == .item && containers.last?.line == start.line.number
      markup.read(note, line, isItem: isItem && paragraph.lines.isEmpty)
    }
    if start.isDefinition {
      if paragraph.lines.isEmpty { paragraph.holdsDefinitions = true }
      if !start.escapes.isEmpty { paragraph.holdsText = true }
    } else {
      paragraph.holdsDefinitions = false
    }
    paragraph.lines.append(line)
    if !containers.isEmpty, !paragraph.hasBacktick {
      paragraph.hasBacktick =
        note.slice(line.text..<line.end).firstIndex(of: UInt8(ascii: "`"), from: 0) != nil
    }
    if isLazy { paragraph.hasLazyLine = true }
    if !isLazy, repairs.contains(.larkIndentation), note[line.text] == UInt8(ascii: "<"),
      LarkIndentation.beginsWithTag(note, line.text, line.end)
    {
      enterLark(after: start.line, origin: start.origin)
    }
  }

  mutating func endLeaf() {
    if leaf == .paragraph {
      if paragraph.hasLazyLine, !repairs.contains(.outsideLines) {
        for line in OpenInlines.linesInside(paragraph.lines, of: note) { linesInside.insert(line) }
      }
      if repairs.contains(.markupAsText) { markup.endRows(areTable: false) }
      paragraph.lines.removeAll(keepingCapacity: true)
      paragraph.hasLazyLine = false
      paragraph.standsOutside = false
      paragraph.holdsDefinitions = false
      paragraph.holdsText = false
      paragraph.hasBacktick = false
      paragraph.interrupted = []
    }
    leaf = .none
  }

  mutating func close(to count: Int) {
    if containers.count > count { containers.removeLast(containers.count - count) }
  }

  // MARK: Lists after a line outside (rule R10)

  /// Reads a list marker after a line outside as if that line were not there.
  mutating func goOn(_ start: inout LineStart, with marker: BlockSyntax.ListMarker) {
    var cursor = start.cursor
    var interrupted = paragraph.interrupted
    var depth = 0
    while depth < min(interrupted.count, OutsideLines.deepestContinued), interrupted[depth].kind == .item {
      var inside = cursor
      guard
        Self.enter(&interrupted[depth], &inside, in: note, isLenient: repairs.contains(.twoColumns))
      else { break }
      cursor = inside
      depth += 1
    }
    var list: Int?
    if depth < interrupted.count, interrupted[depth].kind == .item {
      let candidate = lists[interrupted[depth].list]
      if candidate.mark == marker.mark, candidate.isOrdered == marker.isOrdered {
        list = interrupted[depth].list
        if let number = marker.number, let last = candidate.lastNumber, number <= last {
          list = nil
          depth = 0
          cursor = start.cursor
        }
      }
    }
    start.insertsBlank = true
    endLeaf()
    start.isOnParagraph = false
    start.mayBeLazy = false
    start.cursor = cursor
    if depth > 0 || cursor.isIndented { start.cursor.isShifted = true }
    // Four columns would make code; what is in the item has them, too.
    let shift = cursor.indent / 4 * 4
    for var item in interrupted.prefix(depth) {
      item.isContinued = true
      open(item, &start)
      recordBlock(.item, start.line)
      start.itemCount += 1
    }
    let item = containers.count - 1
    if shift > 0 {
      open(Container(kind: .unindented, hasContent: true, shift: shift), &start)
      start.cursor.indent -= shift
    }
    if depth > 0 { countToMarker(item, &start) }
    if let list {
      lists[list].isContinued = true
      start.openList = list
    }
  }

  /// Directly after an item's marker, the parser counts the columns that are left to the marker, up to four.
  mutating func countToMarker(_ index: Int, _ start: inout LineStart) {
    let item = containers[index]
    let columns = item.textColumn - item.markerColumn - item.marker.count
    let more = max(min(start.cursor.indent, 4 - columns), 0)
    containers[index].textColumn += more
    start.cursor.indent = 0
  }
}
