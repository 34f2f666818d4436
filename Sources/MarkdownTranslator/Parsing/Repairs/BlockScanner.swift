/// A number in four bytes: a note of a few bytes opens a container for each of them. No place in a note that the parser
/// takes is beyond that.
@propertyWrapper
struct Narrow {
  private var stored: Int32

  init(wrappedValue: Int) {
    stored = Int32(clamping: wrappedValue)
  }

  var wrappedValue: Int {
    get { Int(stored) }
    set { stored = Int32(clamping: newValue) }
  }
}

/// Follows the block structure of a note line by line, as CommonMark and GitHub's tables have it, except for the
/// ``Repairs`` it is asked for. What it reads otherwise, it writes into a repaired text, whose strict reading is then
/// the same.
///
/// Without repairs it is CommonMark: tests compare it with the parser.
struct BlockScanner {
  let note: Bytes
  /// After the line that is read. Who reads ahead takes a copy.
  private(set) var reader: LineReader
  let repairs: Repairs
  let recordsBreaks: Bool

  /// Lines, from 0, that stay in their list item or quote though they are not indented so: something is open across
  /// the line end before them (rule R10).
  var linesInside: Set<Int> = []
  /// Where lines are joined: the lines of paragraphs, from 0, that begin on a line of their own all the same.
  var keptLines: Set<Int>?
  /// Whether there are lines that only CommonMark takes into a list item, quote or table.
  var hasOutsideLines = false
  /// The line ends within paragraphs and headings.
  var breaks: [LineBreak] = []

  /// The lists, quotes and so on around the current line, outermost first.
  var containers: [Container] = []
  var leaf = Leaf.none
  var lists: [List] = []
  var paragraph = Paragraph()
  var tags = HTMLBlockEnd()
  var markup = MarkupAsText()
  var unclosed = UnclosedHTML()
  lazy var definitions = FalseDefinitions(in: note)
  lazy var tagNames = TagNames(in: note)
  lazy var lark = LarkIndentation(in: note)
  /// Whether another blank line changes nothing.
  var isStableBlank = false
  /// Whether the line continues where an HTML block has ended before its time (rule R42).
  var isAfterTags = false
  /// Of a table with rows that have more cells than its columns: how many columns it has (rule R17).
  var columnsOfWiderRows: Int?
  /// The last line that is not blank, from 0.
  var lastLine = -1
  var containerCount = 0

  var writer: RepairWriter
  var result = RepairedNote()

  /// The blocks in the order in which they begin; for tests.
  var blocks: [Block] = []
  let recordsBlocks: Bool

  init(_ note: Bytes, repairs: Repairs, recordsBreaks: Bool = false, recordsBlocks: Bool = false) {
    self.note = note
    self.repairs = repairs
    self.recordsBreaks = recordsBreaks
    self.recordsBlocks = recordsBlocks
    reader = LineReader(note)
    writer = RepairWriter(note)
  }

  // MARK: What it keeps in mind

  struct Container {
    enum Kind: Equatable {
      case quote, item, footnote
      /// Code that is read as text: so many columns of each line do not count (rule R36).
      case unindented
      /// Between the tags of one of Lark's blocks: up to so many columns of each line do not count (rule R37).
      case lark
    }

    let kind: Kind
    var hasContent = false
    /// Whether it continues after a line outside, so that its marker is written already (rule R10).
    var isContinued = false
    /// Tells containers apart.
    @Narrow var serial = 0
    /// The line it begins on, or is begun again on.
    @Narrow var line = 0
    /// The columns that its lines get more (rule R38), or less (rule R36).
    @Narrow var shift = 0
    /// Of what is between tags: the first line after it.
    @Narrow var end = Int.max
    /// Of an item, or the label of a footnote.
    var marker = Marker()
    /// Of an item: its list, and where its marker and its text start, in columns after the container around it.
    @Narrow var list = 0
    @Narrow var markerColumn = 0
    @Narrow var textColumn = 0
    /// Of an item: the last item of a list in it, and the column of its marker (rule R38).
    var inner = Marker()
    @Narrow var innerColumn = 0
  }

  /// Where a marker is in the note, and the number that it says.
  struct Marker {
    @Narrow private var start: Int
    @Narrow private var length: Int
    @Narrow private var numberOrNone: Int

    init(_ range: Range<Int> = 0..<0, number: Int? = nil) {
      start = range.lowerBound
      length = range.count
      numberOrNone = number ?? -1
    }

    var range: Range<Int> { start..<start + length }
    var count: Int { length }
    var number: Int? { numberOrNone < 0 ? nil : numberOrNone }
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

  enum Leaf: Equatable {
    case none, paragraph, table, indentedCode
    case fence(mark: UInt8, length: Int)
    case html(BlockSyntax.HTMLBlock)
  }

  struct Paragraph {
    var lines: [OpenInlines.Line] = []
    var hasLazyLine = false
    /// Whether it begins with a line outside, and of what.
    var standsOutside = false
    var interrupted: [Container] = []
    var block = 0
    /// Whether all its lines look like link definitions, and whether one of them is text.
    var holdsDefinitions = false
    var holdsText = false
    /// Whether a code span may be open at the end of a line.
    var hasBacktick = false
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

  mutating func read(_ line: NoteLine) {
    var cursor = LineCursor(line, in: note)
    if cursor.isBlank, isStableBlank { return }
    isStableBlank = false
    let isAfterTags = isAfterTags
    self.isAfterTags = false

    // What of the containers continues.
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

    defer { if !cursor.isBlank { lastLine = line.number } }

    // What of the leaf continues.
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
    start.insertsBlank = isAfterTags && allMatched
    if !allMatched, containers[matched].kind == .lark, leaf == .paragraph { start.insertsBlank = true }
    if !allMatched, containers[matched].kind == .unindented {
      let isInnermost = containers.count == matched + 1
      start.separator = isInnermost && isAfterTags ? [] : separator(after: isInnermost, cursor)
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
      guard cursor.line.number < container.end else { return false }
      let shift = min(container.shift, cursor.indent)
      guard shift > 0, !cursor.isBlank else { return true }
      cursor.indent -= shift
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
}
