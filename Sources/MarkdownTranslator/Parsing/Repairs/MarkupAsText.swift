/// R41: lines that look like markup and are not. Each kind is reported once, at its first place.
struct MarkupAsText {
  private var places: [LookalikeMarkup: (line: Int, column: Int, count: Int)] = [:]
  /// The rows with bars that the paragraph ends with.
  private var rows: (first: (line: Int, column: Int)?, count: Int) = (nil, 0)

  /// Some kinds are too common in text to be reported for one line.
  private static func needed(_ kind: LookalikeMarkup) -> Int {
    switch kind {
    case .headingWithoutSpace, .bulletWithoutSpace, .numberWithoutSpace, .fullWidthTable: 2
    default: 1
    }
  }

  var findings: [RepairFinding] {
    places.filter { $0.value.count >= Self.needed($0.key) }.map {
      RepairFinding(kind: .markupAsText($0.key), line: $0.value.line, column: $0.value.column)
    }
  }

  /// Reads a line of a paragraph.
  mutating func read(_ text: Bytes, _ line: OpenInlines.Line, isItem: Bool) {
    let end = line.end
    let start = line.text
    guard start < end else { return }
    let isRow = text[start] == UInt8(ascii: "|")
    if isRow {
      if rows.count == 0 { rows.first = (line.number + 1, start - line.start + 1) }
      rows.count += 1
    } else if rows.count > 0 {
      endRows(areTable: false)
    }
    guard let kind = Self.kind(text, start, end, isItem: isItem) else { return }
    var place = places[kind] ?? (line.number + 1, start - line.start + 1, 0)
    place.count += 1
    places[kind] = place
  }

  /// The paragraph ends, as a table or not.
  mutating func endRows(areTable: Bool) {
    if !areTable, rows.count >= 2, let first = rows.first, places[.tableWithoutDelimiter] == nil {
      places[.tableWithoutDelimiter] = (first.line, first.column, 1)
    }
    rows = (nil, 0)
  }

  private static func kind(_ text: Bytes, _ start: Int, _ end: Int, isItem: Bool) -> LookalikeMarkup? {
    let first = text[start]
    switch first {
    case UInt8(ascii: "#"):
      var index = start
      while index < end, text[index] == first { index += 1 }
      guard index - start <= 6, index < end else { return nil }
      let (next, _) = text.scalar(at: index)
      if next == 0xA0 || next == 0x3000 { return .noBreakSpace }
      // `#123` is the number of an issue, and `#工作 #生活` are tags.
      if text.slice(index..<end).contains(first) { return nil }
      let level = index - start
      while index < end, text[index].isASCIIDigit { index += 1 }
      return index < end && (text[index] >= 0x80 || level > 1 && text[index].isASCIILetter)
        ? .headingWithoutSpace : nil
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
      guard start + 1 < end else { return nil }
      let (next, _) = text.scalar(at: start + 1)
      if next == 0xA0 || next == 0x3000 { return .noBreakSpace }
      return first == UInt8(ascii: "-") && next >= 0x80 ? .bulletWithoutSpace : nil
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      var index = start
      while index < end, text[index].isASCIIDigit { index += 1 }
      guard index - start <= 3, index + 1 < end,
        text[index] == UInt8(ascii: ".") || text[index] == UInt8(ascii: ")")
      else { return nil }
      let (next, _) = text.scalar(at: index + 1)
      if next == 0xA0 || next == 0x3000 { return .noBreakSpace }
      return next >= 0x80 || text[index + 1].isASCIILetter ? .numberWithoutSpace : nil
    case UInt8(ascii: "["):
      if text.starts(with: "[TOC]", at: start), BlockSyntax.isBlank(text, start + 5, end) {
        return .tableOfContents
      }
      return task(text, start, end, isItem: isItem)
    case UInt8(ascii: ":"): return text.starts(with: ":::", at: start) ? .container : nil
    case UInt8(ascii: "!"):
      return text.starts(with: "!!! ", at: start) ? .admonition : nil
    case 0xEF:
      let (scalar, length) = text.scalar(at: start)
      switch scalar {
      case 0xFF5C: return .fullWidthTable
      case 0xFF03, 0xFF0A, 0xFF0D:
        let (next, _) = start + length < end ? text.scalar(at: start + length) : (0, 0)
        return next == 0x20 || next == 0x3000 || next == scalar || next >= 0x80 ? .fullWidthMarker : nil
      default: return nil
      }
    case 0xC2 where text.starts(with: "\u{A0}", at: start):
      // A marker after no-break spaces.
      var index = start
      while text.starts(with: "\u{A0}", at: index) { index += 2 }
      return BlockSyntax.listMarker(text, index, end) != nil
        || BlockSyntax.atxHeading(text, index, end) != nil
        ? .noBreakSpace : nil
    default: return nil
    }
  }

  /// What is in brackets like a task's state.
  private static func task(_ text: Bytes, _ start: Int, _ end: Int, isItem: Bool) -> LookalikeMarkup? {
    guard start + 2 < end else { return nil }
    let (state, length) = text.scalar(at: start + 1)
    let close = start + 1 + length
    guard close < end, text[close] == UInt8(ascii: "]") else { return nil }
    let isTask = state == 0x20 || state | 0x20 == 0x78
    let hasSpace = close + 1 == end || text[close + 1].isSpaceOrTab
    if isTask {
      if !hasSpace {
        // `[x](…)` and `[x][…]` are links.
        let next = text[close + 1]
        return next == UInt8(ascii: "(") || next == UInt8(ascii: "[") || next == UInt8(ascii: ":")
          ? nil : .taskWithoutSpace
      }
      // A line that ends there has lost its space.
      if isItem, close + 1 == end { return .taskWithoutSpace }
      return isItem ? nil : .taskOutsideList
    }
    let isState =
      state < 0x80 ? "/-><?!*oO~+".utf8.contains(UInt8(state)) : state == 0x2713 || state == 0x2714
    return isItem && hasSpace && isState ? .taskState : nil
  }
}
