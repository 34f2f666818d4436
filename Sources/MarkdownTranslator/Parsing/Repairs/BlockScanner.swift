/// Follows the block structure of a note line by line, as CommonMark and GitHub's tables have it, except for the
/// ``Repairs`` it is asked for. What it reads otherwise, it writes into a repaired text, whose strict reading is then
/// the same.
///
/// Without repairs it is CommonMark: tests compare it with the parser.
struct BlockScanner {
  let note: Bytes
  let repairs: Repairs
  private let recordsBreaks: Bool

  /// Lines, from 0, that stay in their list item or quote though they are not indented so: something is open across
  /// the line end before them (rule R10).
  var linesInside: Set<Int> = []
  /// Whether there are lines that only CommonMark takes into a list item, quote or table.
  private(set) var hasOutsideLines = false
  /// The line ends within paragraphs and headings.
  private(set) var breaks: [LineBreak] = []

  /// The lists, quotes and so on around the current line, outermost first.
  var containers: [Container] = []
  private var leaf = Leaf.none
  var lists: [List] = []
  private var paragraph = Paragraph()
  private var tags = HTMLBlockEnd()
  private var markup = MarkupAsText()
  private var unclosed = UnclosedHTML()
  private lazy var definitions = FalseDefinitions(in: note)
  private lazy var tagNames = TagNames(in: note)
  private lazy var lark = LarkIndentation(in: note)
  /// Whether another blank line changes nothing.
  private var isStableBlank = false
  /// Whether the line goes on where an HTML block has ended before its time (rule R42).
  private var isBehindTags = false
  private var containerCount = 0

  private var writer: RepairWriter
  private var result = RepairedNote()

  /// The blocks in the order in which they begin; for tests.
  private(set) var blocks: [Block] = []
  private let recordsBlocks: Bool

  init(_ note: Bytes, repairs: Repairs, recordsBreaks: Bool = false, recordsBlocks: Bool = false) {
    self.note = note
    self.repairs = repairs
    self.recordsBreaks = recordsBreaks
    self.recordsBlocks = recordsBlocks
    writer = RepairWriter(note)
  }

  // MARK: What it keeps in mind

  struct Container {
    enum Kind: Equatable {
      case quote, item, footnote
      /// Code that is read as text: so many columns of each line do not count (rule R36).
      case unindented
      /// Between the tags of one of Lark's blocks: so many columns of each line do not count (rule R37).
      case lark
    }

    let kind: Kind
    /// Tells containers apart.
    var serial = 0
    /// Of an item: its list, and where its marker and its text start, in columns behind the container around it.
    var list = 0
    var markerColumn = 0
    var textColumn = 0
    /// The marker in the note, or the label of a footnote.
    var marker: Range<Int> = 0..<0
    var number: Int?
    /// The columns that its lines get more (rule R38), or less (rule R36).
    var shift = 0
    var hasContent = false
    /// The line it begins on, or is begun again on.
    var line = 0
    /// Whether it goes on behind a line outside, so that its marker is written already (rule R10).
    var isContinued = false
  }

  /// The items of one list, also of one that lines outside interrupt.
  struct List {
    let mark: UInt8
    let isOrdered: Bool
    var isReported = false
    /// Of an ordered list: the items and what their markers say.
    var items: [(line: Int, ordinal: Int, number: Int)] = []
    var numbers: Set<Int> = []
    var isContinued = false

    /// What the last item shows (rule R6).
    var lastNumber: Int? {
      guard let first = items.first, let last = items.last else { return nil }
      return hasDuplicates ? first.number + items.count - 1 : last.number
    }
    var hasDuplicates: Bool { numbers.count < items.count }
  }

  private enum Leaf: Equatable {
    case none, paragraph, table, indentedCode
    case fence(mark: UInt8, length: Int)
    case html(BlockSyntax.HTMLBlock)
  }

  private struct Paragraph {
    var lines: [OpenInlines.Line] = []
    var hasLazyLine = false
    /// Whether it begins with a line outside, and of what.
    var standsOutside = false
    var interrupted: [Container] = []
    var block = 0
  }

  /// A line end within a paragraph: the lines on both sides.
  struct LineBreak {
    let before: OpenInlines.Line
    let after: OpenInlines.Line
  }

  struct Block: Equatable {
    enum Kind: String { case quote, item, footnote, paragraph, heading, code, html, rule, table }
    var kind: Kind
    /// From 1.
    let line: Int
  }

  // MARK: The lines

  mutating func scan() {
    var reader = LineReader(note)
    while let line = reader.next() { read(line) }
    endLeaf()
  }

  mutating func finish() -> RepairedNote {
    result.text = writer.finish()
    result.map = writer.map
    for list in lists {
      guard let first = list.items.first else { continue }
      let counts = list.items.indices.allSatisfy { list.items[$0].number == first.number + $0 }
      if counts || (list.hasDuplicates && !list.isContinued) { continue }
      for (index, item) in list.items.enumerated() {
        let line = result.map.repairedLine(of: item.line + 1)
        result.itemNumbers[line, default: [:]][item.ordinal] =
          list.hasDuplicates ? first.number + index : item.number
      }
    }
    result.findings += markup.findings
    return result
  }

  private mutating func read(_ line: NoteLine) {
    var cursor = LineCursor(line, in: note)
    if cursor.isBlank, isStableBlank { return }
    isStableBlank = false
    let isBehindTags = isBehindTags
    self.isBehindTags = false

    // What of the containers goes on.
    var matched = 0
    var tooShort: [Int] = []
    while matched < containers.count {
      let before = cursor
      let shift = containers[matched].shift
      guard Self.enter(&containers[matched], &cursor, in: note, isLenient: repairs.contains(.twoColumns))
      else {
        cursor = before
        break
      }
      if containers[matched].kind == .item, containers[matched].shift != shift { tooShort.append(matched) }
      matched += 1
    }
    let allMatched = matched == containers.count

    // What of the leaf goes on.
    if allMatched {
      switch leaf {
      case .fence(let mark, let length):
        if !cursor.isIndented,
          BlockSyntax.closesFence(note, cursor.position, line.end, mark: mark, length: length)
        {
          leaf = .none
        }
        return writeCode(line, cursor, tooShort)
      case .html(.until(let terminator)):
        if unclosed.next(terminator, in: note, from: cursor.position).map({ $0 < line.end }) ?? false {
          leaf = .none
        }
        return writeCode(line, cursor, tooShort)
      case .html(.tags) where !cursor.isBlank:
        readTags(line, cursor)
        return writeCode(line, cursor, tooShort)
      case .indentedCode where cursor.isIndented && !cursor.isBlank:
        return writeCode(line, cursor, tooShort)
      case .indentedCode where cursor.isBlank:
        return writeCode(line, cursor, tooShort)
      default: break
      }
    }
    if cursor.isBlank {
      close(to: matched)
      endLeaf()
      writeCode(line, cursor, tooShort)
      isStableBlank = containers.allSatisfy { $0.kind == .item && $0.hasContent }
      return
    }

    var start = LineStart(
      line: line, cursor: cursor, first: cursor, matched: matched, allMatched: allMatched, tooShort: tooShort)
    start.insertsBlank = isBehindTags && allMatched
    if !allMatched, containers[matched].kind == .lark, leaf == .paragraph { start.insertsBlank = true }
    if !allMatched, containers[matched].kind == .unindented {
      let isInnermost = containers.count == matched + 1
      start.separator = isInnermost && isBehindTags ? [] : separator(behind: isInnermost, cursor)
      endLeaf()
    }
    start.isOnParagraph = allMatched && leaf == .paragraph
    start.mayBeLazy = leaf == .paragraph
    if !allMatched, containers[matched].kind == .item { start.openList = containers[matched].list }
    var depth = 0
    while beginBlock(&start, depth: depth) {
      depth += 1
      if start.cursor.isBlank { break }
    }
    if !start.isFinished { readText(&start) }
  }

  /// Enters a container on its next line; false when the line does not belong to it.
  static func enter(
    _ container: inout Container, _ cursor: inout LineCursor, in note: Bytes, isLenient: Bool
  ) -> Bool {
    switch container.kind {
    case .quote:
      guard !cursor.isIndented, !cursor.isBlank, note[cursor.position] == UInt8(ascii: ">") else {
        return false
      }
      cursor.take(1, in: note)
      if cursor.indent > 0 { cursor.indent -= 1 }
      return true
    case .item:
      if cursor.indent >= container.textColumn, container.shift == 0 {
        cursor.indent -= container.textColumn
        return true
      }
      if cursor.isBlank { return container.hasContent }
      guard isLenient, TwoColumns.belongs(cursor, to: container, in: note) else { return false }
      let indent = cursor.indent
      if indent < container.textColumn, container.shift == 0 {
        container.shift = container.textColumn - indent
      }
      cursor.indent = max(indent + container.shift, container.textColumn) - container.textColumn
      cursor.isShifted = true
      return true
    case .footnote:
      if cursor.indent >= 4 {
        cursor.indent -= 4
        return true
      }
      return cursor.line.start == cursor.line.end
    case .lark:
      if cursor.isBlank { return true }
      guard cursor.indent >= container.shift else { return false }
      cursor.indent -= container.shift
      cursor.isShifted = true
      return true
    case .unindented:
      if cursor.isBlank { return true }
      let shift = min(container.shift, cursor.indent / 4 * 4)
      guard shift > 0 else { return false }
      container.shift = shift
      cursor.indent -= shift
      cursor.isShifted = true
      return true
    }
  }

  // MARK: The beginnings of blocks

  /// A line whose containers have been entered.
  struct LineStart {
    let line: NoteLine
    var cursor: LineCursor
    /// Where its text begins, behind the containers that go on.
    let first: LineCursor
    /// How many containers go on; those behind are closed when a block begins.
    var matched: Int
    let allMatched: Bool
    /// The items whose first too shallow line this is (rule R38).
    let tooShort: [Int]
    /// The list that goes on when the line begins with a marker like its own.
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
    /// Where a backslash is needed.
    var escape: Int?
    var isFinished = false
    /// How many items begin on the line.
    var itemCount = 0
  }

  /// Begins the block that starts here. Returns whether it is a container, so that another block may follow.
  private mutating func beginBlock(_ start: inout LineStart, depth: Int) -> Bool {
    let line = start.line
    let position = start.cursor.position
    if repairs.contains(.outsideLines), start.isOnParagraph, paragraph.standsOutside,
      let marker = BlockSyntax.listMarker(note, position, line.end),
      !BlockSyntax.isThematicBreak(note, position, line.end), !LongNumbers.isTooLong(marker)
    {
      goOn(&start, with: marker)
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
        open(Container(kind: .unindented, shift: start.cursor.indent / 4 * 4, hasContent: true), &start)
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
      beginLeaf(.fence(mark: fence.mark, length: fence.length), .code, &start)
      return false
    case UInt8(ascii: "<"):
      beginHTML(&start)
      return false
    case UInt8(ascii: "[") where depth < 100:
      guard let length = BlockSyntax.footnoteLabel(note, position, line.end) else {
        // A definition cannot interrupt text, but it can follow others.
        let mayDefine =
          !start.isOnParagraph || paragraph.lines.last.map { note[$0.text] == UInt8(ascii: "[") } ?? true
        if repairs.contains(.falseDefinitions), mayDefine,
          definitions.contains(lineAt: position, end: line.end)
        {
          start.escape = position
          return false
        }
        break
      }
      open(Container(kind: .footnote, marker: position..<position + length, line: line.number), &start)
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
        start.escape = position + marker.length - 1
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

  private mutating func beginTable(_ start: inout LineStart) {
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
    let missing = missingColumns(behind: start.line, from: position)
    // The header and the delimiter row get as many cells as the widest row has. The header's come before the next
    // line is written: what follows a place must be written as it is in the note for something to be put in there.
    if missing > 0, let header {
      let text = note.slice(header.text..<header.end)
      writer.append(WideRows.cells(missing, behind: text, isDelimiterRow: false), behind: header.end)
    }
    write(&start)
    if missing > 0, header != nil {
      let text = note.slice(position..<start.line.end)
      writer.append(WideRows.cells(missing, behind: text, isDelimiterRow: true), behind: start.line.end)
    }
  }

  /// How many cells the widest row of a table has more than its header.
  private func missingColumns(behind delimiterRow: NoteLine, from start: Int) -> Int {
    guard repairs.contains(.wideRows), let columns = BlockSyntax.delimiterRow(note, start, delimiterRow.end)
    else { return 0 }
    return WideRows.missingColumns(
      behind: delimiterRow, columns: columns, in: containers[...], of: note,
      isLenient: repairs.contains(.twoColumns))
  }

  /// Closes the containers that do not go on, and opens one more.
  private mutating func open(_ container: Container, _ start: inout LineStart) {
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

  private mutating func openItem(_ marker: BlockSyntax.ListMarker, _ start: inout LineStart) {
    let position = start.cursor.position
    var item = Container(kind: .item)
    item.markerColumn = start.cursor.indent
    item.marker = position..<position + marker.length
    item.number = marker.number
    if let list = start.openList, lists[list].mark == marker.mark, lists[list].isOrdered == marker.isOrdered {
      item.list = list
    } else {
      item.list = lists.count
      lists.append(List(mark: marker.mark, isOrdered: marker.isOrdered))
    }
    start.cursor.take(marker.length, in: note)
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
  private mutating func beginLeaf(_ leaf: Leaf, _ kind: Block.Kind, _ start: inout LineStart) {
    if !start.hasOpened {
      endLeaf()
      close(to: start.matched)
    }
    if let last = containers.indices.last { containers[last].hasContent = true }
    self.leaf = leaf
    recordBlock(kind, start.line)
    write(&start)
  }

  private mutating func beginHTML(_ start: inout LineStart) {
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
      if repairs.contains(.unclosedHTML), !isClosed(terminator, at: end, start) {
        let (opener, closer) = UnclosedHTML.names(of: terminator, note, position, line.end)
        report(.htmlUnclosed(opener: opener, closer: closer), start)
        start.escape = position
        return
      }
      let isOneLine = end.map { $0 < line.end } ?? false
      beginLeaf(isOneLine ? .none : .html(block), .html, &start)
    case .tags:
      if repairs.contains(.tagAsText), let tag = HTMLTagSyntax(note, position, line.end),
        TagAsText.isText(tag, at: position, names: &tagNames)
      {
        start.escape = position
        return
      }
      if isLarkTag, leaf == .paragraph { start.insertsBlank = true }
      let column = start.cursor.column
      beginLeaf(.html(.tags), .html, &start)
      tags = HTMLBlockEnd()
      readTags(line, start.cursor)
      if isLarkTag { enterLark(behind: line, column: column) }
    }
  }

  /// Reads the lines behind a start tag of Lark without the columns that they share.
  private mutating func enterLark(behind line: NoteLine, column: Int) {
    guard leaf == .none, let least = lark.leastColumn(behind: line), least > column else { return }
    containerCount += 1
    containers.append(
      Container(
        kind: .lark, serial: containerCount, shift: least - column, hasContent: true, line: line.number))
  }

  private mutating func readTags(_ line: NoteLine, _ cursor: LineCursor) {
    guard repairs.contains(.htmlBlockEnd) else { return }
    if tags.isEnded(behind: note, from: cursor.position, to: line.end) {
      leaf = .none
      isBehindTags = true
    }
  }

  /// Whether what ends a comment and its like stands in the block that it begins.
  private mutating func isClosed(
    _ terminator: BlockSyntax.HTMLTerminator, at end: Int?, _ start: LineStart
  ) -> Bool {
    guard let end else { return false }
    if end < start.line.end { return true }
    return unclosed.hold(
      around(start), behind: start.line, until: end, in: note, isLenient: repairs.contains(.twoColumns))
  }

  /// The containers around what begins here.
  func around(_ start: LineStart) -> ArraySlice<Container> {
    start.hasOpened ? containers[...] : containers[..<start.matched]
  }

  // MARK: Text

  private mutating func readText(_ start: inout LineStart) {
    let line = start.line
    if start.cursor.isBlank {
      // An empty item or quote.
      return write(&start)
    }
    if leaf == .paragraph, !start.hasOpened {
      if start.allMatched {
        addLine(start)
        // The parser takes it for a lazy line, and that is the same; unless it sees a marker there.
        if start.cursor.isShifted, !note[start.cursor.position].isPlainText { return write(&start) }
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
        return write(&start)
      }
      start.insertsBlank = true
    }
    beginParagraph(&start)
  }

  /// Whether a line that does not belong to all containers of a paragraph stands outside of them.
  private func isOutside(_ start: LineStart) -> Bool {
    !start.allMatched && leaf == .paragraph && !start.hasOpened && repairs.contains(.outsideLines)
      && OutsideLines.interrupts(containers[start.matched...]) && !linesInside.contains(start.line.number)
  }

  private mutating func beginParagraph(_ start: inout LineStart) {
    beginLeaf(.paragraph, .paragraph, &start)
    paragraph.block = blocks.count - 1
    addLine(start)
  }

  private mutating func addLine(_ start: LineStart, isLazy: Bool = false) {
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
    paragraph.lines.append(line)
    if isLazy { paragraph.hasLazyLine = true }
  }

  private mutating func endLeaf() {
    if leaf == .paragraph {
      if paragraph.hasLazyLine, !repairs.contains(.outsideLines) {
        for line in OpenInlines.linesInside(paragraph.lines, of: note) { linesInside.insert(line) }
      }
      if repairs.contains(.markupAsText) { markup.endRows(areTable: false) }
      paragraph.lines.removeAll(keepingCapacity: true)
      paragraph.hasLazyLine = false
      paragraph.standsOutside = false
      paragraph.interrupted = []
    }
    leaf = .none
  }

  private mutating func close(to count: Int) {
    if containers.count > count { containers.removeLast(containers.count - count) }
  }

  // MARK: Lists behind a line outside (rule R10)

  /// Reads a list marker behind a line outside as if that line were not there.
  private mutating func goOn(_ start: inout LineStart, with marker: BlockSyntax.ListMarker) {
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
    if depth > 0 || cursor.isIndented {
      start.cursor.isShifted = true
      if cursor.isIndented { start.cursor.indent = 0 }
    }
    for var item in interrupted.prefix(depth) {
      item.isContinued = true
      open(item, &start)
      recordBlock(.item, start.line)
      start.itemCount += 1
    }
    if depth > 0 { countToMarker(containers.count - 1, &start) }
    if let list {
      lists[list].isContinued = true
      start.openList = list
    }
  }

  /// Directly behind an item's marker, the parser counts the columns that are left to the marker, up to four.
  private mutating func countToMarker(_ index: Int, _ start: inout LineStart) {
    let item = containers[index]
    let columns = item.textColumn - item.markerColumn - item.marker.count
    let more = max(min(start.cursor.indent, 4 - columns), 0)
    containers[index].textColumn += more
    start.cursor.indent = 0
  }

  // MARK: Writing

  private mutating func writeCode(_ line: NoteLine, _ cursor: LineCursor, _ tooShort: [Int]) {
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
  private mutating func write(_ start: inout LineStart) {
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
        rest: kept.0, escaping: start.escape.map { [$0] } ?? [])
    } else {
      writeEscape(start)
    }
  }

  private mutating func writeEscape(_ start: LineStart) {
    guard let escape = start.escape else { return }
    writer.rewrite(start.line, prefix: nil, rest: start.line.start, escaping: [escape])
  }

  /// What stands before the text of a line in some containers, as the parser reads it.
  private func prefix(of containers: ArraySlice<Container>, on line: NoteLine) -> [UInt8] {
    var prefix: [UInt8] = []
    for container in containers {
      let isBegun = container.line == line.number
      switch container.kind {
      case .quote: prefix += Array("> ".utf8)
      case .unindented, .lark: break
      case .footnote: prefix += isBegun ? Array(note.slice(container.marker)) : spaces(4)
      case .item where isBegun:
        prefix += spaces(container.markerColumn)
        if container.isContinued, container.number == nil {
          // So that several bullets are never a rule.
          prefix.append(UInt8(ascii: "+"))
        } else {
          prefix += Array(note.slice(container.marker))
        }
        prefix += spaces(container.textColumn - container.markerColumn - container.marker.count)
      case .item: prefix += spaces(container.textColumn)
      }
    }
    return prefix
  }

  private func blankPrefix(of containers: ArraySlice<Container>) -> [UInt8] {
    guard let last = containers.lastIndex(where: { $0.kind == .quote }) else { return [] }
    return prefix(of: containers[...last], on: Self.noLine)
  }

  /// What ends a block that was read without some columns.
  ///
  /// - Parameter isInnermost: whether the leaf is not in a list or quote of that block.
  private func separator(behind isInnermost: Bool, _ cursor: LineCursor) -> [UInt8] {
    switch leaf {
    case .fence(let mark, let length) where isInnermost: Array(repeating: mark, count: length)
    case .html where isInnermost: []
    // A comment on its own ends all lists at its level.
    default:
      cursor.indent > 0 || note[cursor.position] == UInt8(ascii: ">") ? Array("<!-- -->".utf8) : []
    }
  }

  private static let noLine = NoteLine(number: -1, start: 0, end: 0, next: 0)

  private func spaces(_ count: Int) -> [UInt8] {
    Array(repeating: UInt8(ascii: " "), count: max(count, 0))
  }

  // MARK: Reports

  private mutating func report(_ kind: RepairFinding.Kind, _ start: LineStart) {
    report(kind, start.line, start.cursor)
  }

  private mutating func report(_ kind: RepairFinding.Kind, _ line: NoteLine, _ cursor: LineCursor) {
    result.findings.append(
      RepairFinding(kind: kind, line: line.number + 1, column: cursor.position - line.start + 1))
  }

  private mutating func reportTwoColumns(_ tooShort: [Int], _ line: NoteLine, _ cursor: LineCursor) {
    for index in tooShort where index < containers.count {
      let list = containers[index].list
      guard !lists[list].isReported else { continue }
      lists[list].isReported = true
      report(.indentLenient, line, cursor)
    }
  }

  private mutating func recordBlock(_ kind: Block.Kind, _ line: NoteLine) {
    if recordsBlocks { blocks.append(Block(kind: kind, line: line.number + 1)) }
  }
}
