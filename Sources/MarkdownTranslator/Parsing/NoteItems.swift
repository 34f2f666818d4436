import ContentBlocks

/// The list items of a note by its lines, for whoever takes some of them out. They are the items that the converter
/// sees: a line that it takes for text is not an item here.
package struct NoteItems: Sendable {
  package struct Item: Sendable {
    /// The state of a task (rule R6); nil when the item is not a task.
    package let task: TaskMarker?
    /// The lines from its marker to the last one that is not blank, those of items in it included; from 1.
    package fileprivate(set) var lines: ClosedRange<Int>
    /// Where its marker and its text begin on the first line: columns in bytes, from 1.
    package let markerColumn: Int
    package let textColumn: Int
    /// The item around it, as an index.
    package let parent: Int?
  }

  /// In the order of the note, an item before those in it.
  package private(set) var items: [Item] = []
  /// For each line of the note, the innermost item that it belongs to, as an index.
  package private(set) var itemOfLine: [Int?] = []
  /// The comments that hold the keys of records, by their lines, from 1.
  package private(set) var recordComments: [ClosedRange<Int>] = []
  /// How many lines the front matter has; 0 when there is none.
  package private(set) var frontMatterLineCount = 0

  /// Reads a note. Faults in its front matter do not matter.
  ///
  /// - Parameter note: UTF-8, with or without a byte order mark.
  /// - Throws: ``ConversionError`` when it is not UTF-8 or beyond the limits for a note of its size.
  package init(of note: [UInt8]) throws(ConversionError) {
    if let offset = UTF8Check.firstInvalidOffset(in: note) { throw .notUTF8(offset: offset) }
    let limits = ConversionLimits(inputBytes: max(note.count, ConversionLimits.defaultInputBytes))
    let result: Result<Void, ConversionError> = note.withUnsafeBufferPointer { bytes in
      Result { () throws(ConversionError) in try read(bytes.withoutByteOrderMark, limits: limits) }
    }
    try result.get()
  }

  private mutating func read(_ note: Bytes, limits: ConversionLimits) throws(ConversionError) {
    let reading = FrontMatterReading(of: note)
    frontMatterLineCount = reading.block?.lineCount ?? 0
    let body = note.slice(from: reading.block?.length ?? 0)
    let repaired = Repairs.repaired(body, softBreaks: reading.frontMatter?.softBreaks ?? .auto)
    let text = repaired.text ?? Array(body)
    let result: Result<Void, ConversionError> = text.withUnsafeBufferPointer { text in
      Result { () throws(ConversionError) in
        let source = SourceText(text, firstLine: frontMatterLineCount + 1, repairs: repaired)
        try readItems(text, source, limits: limits)
      }
    }
    try result.get()
    assignLines(count: note.lineStarts.count)
  }

  private mutating func readItems(
    _ text: Bytes, _ source: SourceText, limits: ConversionLimits
  ) throws(ConversionError) {
    var reader = TreeReader(source: source)
    try CommonMarkParser.parse(
      text, limits: limits,
      visitor: CommonMarkVisitor(
        // Inlines do not matter here.
        prepare: { block, text in
          _ = TaskMarker.cut(from: text, of: block, source: source)
          return []
        },
        visit: { document, _ in reader.read(document) }))
    items = reader.items
    recordComments = reader.recordComments
  }

  /// Finds the innermost item of each line: from the last item on, each takes the lines that are left of its own.
  private mutating func assignLines(count: Int) {
    itemOfLine = Array(repeating: nil, count: count)
    // For each line the next one that no item has taken yet, as far as known.
    var next = Array(0...count)
    for index in items.indices.reversed() {
      var line = items[index].lines.lowerBound - 1
      let end = min(items[index].lines.upperBound, count)
      while line < end {
        if next[line] == line {
          itemOfLine[line] = index
          next[line] = line + 1
        }
        let following = next[line]
        next[line] = next[following]
        line = following
      }
    }
  }

  /// Goes through the blocks of the parser's tree.
  private struct TreeReader {
    let source: SourceText
    var items: [Item] = []
    var recordComments: [ClosedRange<Int>] = []
    /// The items around the current block, outermost first.
    private var open: [Int] = []
    /// The last item of each depth, which an item goes on with after a line outside of the list (rule R10).
    private var latest: [Int] = []
    private var itemsOnLine = (line: 0, count: 0)

    init(source: SourceText) {
      self.source = source
    }

    mutating func read(_ document: CommonMarkNode) {
      var next = document.firstChild
      while let node = next {
        switch node.kind {
        case .item: begin(node)
        case .htmlBlock: readComment(node)
        default: break
        }
        let child: CommonMarkNode? =
          switch node.kind {
          case .item, .list, .blockQuote, .footnoteDefinition: node.firstChild
          default: nil
          }
        if let child {
          next = child
          continue
        }
        if node.kind == .item { open.removeLast() }
        var last = node
        while last.next == nil, let parent = last.parent, parent.kind != .document {
          if parent.kind == .item { open.removeLast() }
          last = parent
        }
        next = last.next
      }
    }

    private mutating func begin(_ node: CommonMarkNode) {
      let line = node.startLine
      itemsOnLine = (line, itemsOnLine.line == line ? itemsOnLine.count + 1 : 1)
      let isContinued = itemsOnLine.count <= source.repairs.continuedItems[line] ?? 0
      let depth = open.count
      let continued = isContinued && latest.indices.contains(depth) ? items[latest[depth]] : nil
      let start = source.positionInNote(line: line, column: node.startColumn)
      var textColumn = start.column + 2
      if let child = node.firstChild, child.startLine == line {
        textColumn = source.positionInNote(line: line, column: child.startColumn).column
      }
      let task = continued.map(\.task) ?? TaskMarker(of: node)
      items.append(
        Item(
          task: task, lines: start.line...max(lastLine(of: node), start.line), markerColumn: start.column,
          textColumn: textColumn, parent: open.last))
      open.append(items.count - 1)
      latest.removeSubrange(min(depth, latest.count)...)
      latest.append(items.count - 1)
    }

    private mutating func readComment(_ node: CommonMarkNode) {
      let text = node.literal
      guard text.hasPrefix("<!--"), text.slice(from: 4).trimmed.hasPrefix("okr") else { return }
      // The parser lets a comment end on the line before its last one.
      let lineEnds = text.trimmed.count { $0 == 0x0A }
      let first = source.positionInNote(line: node.startLine, column: 1).line
      let last = source.positionInNote(line: node.startLine + lineEnds, column: 1).line
      recordComments.append(first...max(last, first))
    }

    /// The last line of a block that is not blank, in the note.
    private func lastLine(of node: CommonMarkNode) -> Int {
      var line = node.endLine
      while line > node.startLine, source.line(line)?.isBlankInQuote ?? true { line -= 1 }
      return source.positionInNote(line: line, column: 1).line
    }
  }
}

extension Bytes {
  /// Whether a line is blank but for the markers of quotes.
  fileprivate var isBlankInQuote: Bool { allSatisfy { $0.isSpaceOrTab || $0 == UInt8(ascii: ">") } }
}
