/// What is written into the repaired text, and what is reported.
extension BlockScanner {
  mutating func writeCode(_ line: NoteLine, _ cursor: LineCursor, _ tooShort: [Int]) {
    reportTwoColumns(tooShort, line, cursor)
    // A blank line has its place by its quotes alone.
    guard cursor.isShifted, !cursor.isBlank || containers.contains(where: { $0.kind == .quote }) else {
      return
    }
    let kept = cursor.keptSpace(in: note, beyond: leaf == .indentedCode ? 4 : 0)
    writer.rewrite(
      line, prefix: prefix(of: containers[...], on: line) + spaces(cursor.indent - kept.width),
      rest: kept.start, escaping: [])
  }

  /// Writes a line that begins a block.
  mutating func write(_ start: inout LineStart) {
    start.isFinished = true
    let line = start.line
    reportTwoColumns(start.tooShort, line, start.first)
    if start.insertsBlank {
      writer.insertLine(blankPrefix(of: containers.prefix(start.matched)), before: line)
    }
    if let separator = start.separator {
      writer.insertLine(
        prefix(of: containers.prefix(start.matched), on: Self.noLine) + separator, before: line)
    }
    let repairedLine = writer.repairedLine(line)
    let continued = containers.count { $0.isContinued && $0.line == line.number }
    if continued > 0 { result.continuedItems[repairedLine] = continued }
    if start.cursor.isShifted {
      let kept =
        leaf == .indentedCode ? start.cursor.keptSpace(in: note, beyond: 4) : (start.cursor.position, 0)
      writer.rewrite(
        line, prefix: prefix(of: containers[...], on: line) + spaces(start.cursor.indent - kept.1),
        rest: kept.0, escaping: start.escapes)
    } else {
      writeEscape(start)
    }
  }

  mutating func writeEscape(_ start: LineStart) {
    guard !start.escapes.isEmpty else { return }
    writer.rewrite(start.line, prefix: nil, rest: start.line.start, escaping: start.escapes)
  }

  /// What is before the text of a line in some containers, as the parser reads it.
  func prefix(of containers: ArraySlice<Container>, on line: NoteLine) -> [UInt8] {
    var prefix: [UInt8] = []
    for container in containers {
      let isBegun = container.line == line.number
      switch container.kind {
      case .quote: prefix += Array("> ".utf8)
      case .unindented, .lark: break
      case .footnote: prefix += isBegun ? Array(note.slice(container.marker.range)) : spaces(4)
      case .item where isBegun:
        prefix += spaces(container.markerColumn)
        if container.isContinued, container.marker.number == nil {
          // So that several bullets are never a rule.
          prefix.append(UInt8(ascii: "+"))
        } else {
          prefix += Array(note.slice(container.marker.range))
        }
        prefix += spaces(container.textColumn - container.markerColumn - container.marker.count)
      case .item: prefix += spaces(container.textColumn)
      }
    }
    return prefix
  }

  func blankPrefix(of containers: ArraySlice<Container>) -> [UInt8] {
    guard let last = containers.lastIndex(where: { $0.kind == .quote }) else { return [] }
    return prefix(of: containers[...last], on: Self.noLine)
  }

  /// What ends a block that was read without some columns.
  ///
  /// - Parameter isInnermost: whether the leaf is not in a list or quote of that block.
  func separator(after isInnermost: Bool, _ cursor: LineCursor) -> [UInt8] {
    switch leaf {
    case .fence(let mark, let length) where isInnermost: Array(repeating: mark, count: length)
    case .html where isInnermost: []
    // A comment on its own ends all lists at its level.
    default:
      cursor.indent > 0 || note[cursor.position] == UInt8(ascii: ">") ? Array("<!-- -->".utf8) : []
    }
  }

  static let noLine = NoteLine(number: -1, start: 0, end: 0, next: 0)

  func spaces(_ count: Int) -> [UInt8] {
    Array(repeating: UInt8(ascii: " "), count: max(count, 0))
  }

  // MARK: Reports

  mutating func report(_ kind: RepairFinding.Kind, _ start: LineStart) {
    report(kind, start.line, start.cursor)
  }

  mutating func report(_ kind: RepairFinding.Kind, _ line: NoteLine, _ cursor: LineCursor) {
    result.findings.append(
      RepairFinding(kind: kind, line: line.number + 1, column: cursor.position - line.start + 1))
  }

  mutating func reportTwoColumns(_ tooShort: [Int], _ line: NoteLine, _ cursor: LineCursor) {
    for index in tooShort where index < containers.count {
      let list = containers[index].list
      guard !lists[list].isReported else { continue }
      lists[list].isReported = true
      report(.indentLenient, line, cursor)
    }
  }

  mutating func recordBlock(_ kind: Block.Kind, _ line: NoteLine) {
    if recordsBlocks { blocks.append(Block(kind: kind, line: line.number + 1)) }
  }
}
