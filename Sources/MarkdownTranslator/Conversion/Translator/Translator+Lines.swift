import ContentBlocks

/// How lines begin and end (rules R5 to R10).
extension Translator {
  /// Ends the line under construction. What is empty is not a line, unless it is forced.
  mutating func endLine(isForced: Bool = false) {
    if isInCell { return breakInCell() }
    inline.pendingSoftBreak = nil
    inline.isAfterImage = false
    lineNumber += 1
    let hasContent = inline.html.isPreformatted ? !line.isEmpty : line.trimLine()
    if hasContent || isForced { finishLine() } else { line.clear() }
    inline.lineStart = inline.lineOffset
  }

  /// Hands the line to the sink. The first line of a footnote starts with its label (rule R19).
  private mutating func finishLine() {
    finishLine(list: footnote?.label == nil ? takeListStyle() : nil)
  }

  /// Hands the line to the sink in a list style, led by what waits to lead it.
  mutating func finishLine(list: ContentList?) {
    if let prefix = linePrefix {
      linePrefix = nil
      line.prepend(line.isEmpty ? prefix.dropLast() : prefix[...])
    }
    if let label = footnote?.label {
      footnote?.label = nil
      let isEmpty = line.isEmpty
      line.prepend(isEmpty ? label.dropLast() : label)
      line.finish(into: &sink, list: nil, links: links, left: &textLeft)
    } else {
      line.finish(into: &sink, list: list, links: links, left: &textLeft)
    }
    if sink.passedLimits != passedLimits { notePassedLimits(onLine: inline.lineStart) }
  }

  /// Remembers where a limit of the service is passed.
  mutating func notePassedLimits(onLine offset: Int) {
    let new = sink.passedLimits.subtracting(passedLimits)
    passedLimits = sink.passedLimits
    guard let block = inline.block ?? currentNode else { return }
    let position = diagnostics.position(ofLine: offset, in: block)
    for kind in [.blocks, .elements, .number, .pixels] as [ServiceLimits.Kinds] where new.contains(kind) {
      limitPositions[kind] = position
    }
  }

  /// Ends the line under construction as it is, white space at its edges included (rule R15).
  mutating func endCodeLine() {
    if isInCell { return breakInCell() }
    lineNumber += 1
    finishLine()
  }

  /// The list style of the next line. The first line of an item takes the item's marker (rule R6).
  private mutating func takeListStyle() -> ContentList? {
    if let item = items.last, !item.isMarked {
      items[items.count - 1].isMarked = true
      return listStyle(item.type, level: item.level, number: item.number)
    }
    let level = footnote == nil ? containers.count : max(containers.count, 1)
    return level == 0 ? nil : listStyle(.indent, level: level)
  }

  /// A list style, at level 16 when the level is deeper (rule R8).
  mutating func listStyle(_ type: ContentList.ListType, level: Int, number: Int32? = nil) -> ContentList {
    if level > ContentList.levels.upperBound { reportClamp(level: level) }
    return ContentList(type: type, clampedLevel: level, number: number)
  }

  private mutating func reportClamp(level: Int) {
    let index = min(level, containers.count) - 1
    guard containers.indices.contains(index), !containers[index].isClampReported else { return }
    containers[index].isClampReported = true
    guard let node = containers[index].node else { return }
    diagnostics.report(.indentClamped(level: level), at: .block(node))
  }

  /// Writes the item's marker on an empty line when lines that are not the item's own follow and
  /// nothing has taken it (rule R7).
  mutating func writeUnusedMarker() {
    endLine()
    writeWaitingLabel()
    guard let item = items.last, !item.isMarked, !item.hasGallery else { return }
    endLine(isForced: true)
  }

  // MARK: Lists after a line outside

  /// What the repairs say about the next item that begins on a line: whether it only continues with an item that
  /// has its marker, and the number that it shows when its own list does not tell (rule R10).
  mutating func repair(ofItemOnLine line: Int) -> (isContinued: Bool, number: Int?) {
    let repairs = diagnostics.source.repairs
    guard !repairs.continuedItems.isEmpty || !repairs.itemNumbers.isEmpty else { return (false, nil) }
    itemsOnLine = itemsOnLine.line == line ? (line, itemsOnLine.count + 1) : (line, 1)
    let ordinal = itemsOnLine.count - 1
    return (ordinal < repairs.continuedItems[line] ?? 0, repairs.itemNumbers[line]?[ordinal])
  }

  // MARK: Breaks

  /// A hard break (rule R9).
  mutating func lineBreak() {
    inline.lineOffset += 1
    hardBreak()
  }

  mutating func hardBreak() {
    guard inline.suppressing == nil else { return }
    if isInCell { return breakInCell() }
    if inline.html.isPreformatted { return endCodeLine() }
    if inline.isAfterImage, line.isBlank {
      // An image has ended the line already.
      inline.isAfterImage = false
      return
    }
    endLine(isForced: true)
  }

  /// A line end in a paragraph (rule R10). What it becomes is known when text follows.
  mutating func softBreak() {
    inline.lineOffset += 1
    guard inline.suppressing == nil else { return }
    if inline.html.isPreformatted {
      if !inline.dropsLineEnd { endCodeLine() }
      inline.dropsLineEnd = false
      return
    }
    noteSoftBreak(isInText: true)
  }

  /// Remembers a line end until text follows. Where lines are joined, a line of text may be an exception (rule R34).
  mutating func noteSoftBreak(isInText: Bool) {
    guard inline.pendingSoftBreak == nil else { return }
    inline.pendingSoftBreak = inline.style
    let repairs = diagnostics.source.repairs
    inline.keepsSoftBreak = !repairs.joinsLines
    if repairs.joinsLines, isInText, !repairs.keptLines.isEmpty, let block = inline.block {
      let line = diagnostics.line(inline.lineOffset, ofTextIn: block)
      inline.keepsSoftBreak = repairs.keptLines.contains(line)
    }
  }

  /// The end of a line for a block-level tag: nothing when nothing is there.
  mutating func endLineForTag() {
    guard inline.suppressing == nil else { return }
    endLine()
  }

  /// Decides the soft break before a character.
  mutating func resolveSoftBreak(before next: UInt32) {
    guard let style = inline.pendingSoftBreak else { return }
    inline.pendingSoftBreak = nil
    // A link that has just begun begins after the break.
    let waiting = inline.openLinks.indices.filter {
      inline.openLinks[$0].lineNumber == lineNumber && line.isAt(inline.openLinks[$0].mark)
    }
    let endsLine = inline.keepsSoftBreak || isInCell && table?.breakEndsLine == true
    if endsLine, isInCell {
      writeCellBreak(before: next, style: style)
    } else if endsLine {
      endLine()
    } else if let last = line.lastScalar, !EastAsian.joinsWithoutSpace(last, next) {
      line.append([UInt8(ascii: " ")], style: style)
    }
    for index in waiting {
      inline.openLinks[index].mark = line.mark()
      inline.openLinks[index].lineNumber = lineNumber
    }
  }
}
