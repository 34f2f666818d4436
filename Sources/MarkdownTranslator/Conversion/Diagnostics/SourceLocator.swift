/// Works out where in a note something is.
///
/// The parser's positions of blocks are right but for a few cases; those of inlines are not to be relied
/// upon. So an inline's line comes from its block and the breaks before it, and its column from the
/// parser only when the character there is one that such an inline can start with.
///
/// What was found out about a block or a line is kept for the next question, which is mostly about the
/// same one.
final class SourceLocator {
  private let source: SourceText
  var preparation: InlinePreparation?
  private var block: Block?
  private var line: Line?
  private var html: HTML?
  private var header: Header?
  private var cell: Cell?

  init(source: SourceText) {
    self.source = source
  }

  func position(of place: DiagnosticCollector.Place) -> SourcePosition {
    switch place {
    case .block(let node):
      if node.kind == .footnoteDefinition {
        return position(ofFootnote: BlockStart(line: node.startLine, column: node.startColumn))
      }
      let line = textLine(of: node)
      // The line of a table's header may be shorter than where the text before it begins.
      if line != node.startLine, node.startColumn > source.line(line)?.count ?? 0 {
        return position(ofLine: 0, in: node)
      }
      return inNote(line: line, column: max(node.startColumn, 1))
    case .footnote(let start):
      return position(ofFootnote: start)
    case .html(let node, let offset):
      return position(inHTML: node, offset: offset)
    case .inline(let node, let block, let lineOffset):
      return position(of: node, in: block, lineOffset: lineOffset)
    case .text(let block, let offset):
      return position(ofText: offset, in: block)
    }
  }

  /// The parser lets a footnote definition start after its label, `[^n]: `.
  private func position(ofFootnote start: BlockStart) -> SourcePosition {
    let end = inNote(line: start.line, column: start.column)
    guard let line = source.line(start.line) else { return end }
    var index = min(end.column - 1, line.count)
    while index > 0, line[index - 1].isSpaceOrTab { index -= 1 }
    let label = line[..<index].lastIndex { $0.isSpaceOrTab || $0 == UInt8(ascii: ">") }.map { $0 + 1 } ?? 0
    let bracket = line.firstIndex(of: "[^", from: label) ?? label
    return SourcePosition(line: end.line, column: bracket + 1)
  }

  /// How far the text of a heading such as `## a` lies after its start; 0 for any other block.
  private func contentOffset(of block: CommonMarkNode) -> Int {
    guard block.kind == .heading, let line = source.line(block.startLine) else { return 0 }
    let start = max(source.column(block.startColumn, onLine: block.startLine) - 1, 0)
    var index = start
    while index < line.count, line[index] == UInt8(ascii: "#") { index += 1 }
    guard (1...6).contains(index - start), index == line.count || line[index].isSpaceOrTab else { return 0 }
    while index < line.count, line[index].isSpaceOrTab { index += 1 }
    return index - start
  }

  private func inNote(line: Int, column: Int) -> SourcePosition {
    source.positionInNote(line: line, column: column)
  }

  /// The line of the parsed text on which a line of a block's text is.
  func line(_ lineOffset: Int, ofTextIn block: CommonMarkNode) -> Int {
    look(up: block).firstLine + lineOffset
  }

  /// Where a line of a block begins, white space aside.
  ///
  /// - Parameter word: where this is on the line, if it is there.
  func position(ofLine offset: Int, in block: CommonMarkNode, at word: [UInt8] = []) -> SourcePosition {
    let line = max(textLine(of: block) + offset, 1)
    let text = source.line(line)
    if !word.isEmpty, let found = text?.firstRange(of: word) {
      return inNote(line: line, column: found.lowerBound + 1)
    }
    let start = inNote(line: line, column: 1).line
    let column = text?.firstIndex { !$0.isSpaceOrTab } ?? 0
    return SourcePosition(line: start, column: column + 1)
  }

  // MARK: Blocks

  /// The line on which the text of a block starts. The parser leaves link reference definitions out of a
  /// paragraph but not out of its position, and gives a paragraph before a table's header none.
  private func textLine(of block: CommonMarkNode) -> Int {
    switch block.kind {
    case .tableCell, .tableHeader:
      if let header = headerLine(of: block) { return header }
      return block.startLine > 0 ? block.startLine : block.parent?.startLine ?? 1
    case .table:
      return headerLine(of: block) ?? block.startLine
    case .paragraph, .heading:
      let start = block.startLine > 0 ? block.startLine : block.next?.startLine ?? 1
      if block.mark == CommonMarkNode.isRewritten { return start }
      return firstLine(from: start, endingWith: originalLine(from: 0, of: block)) ?? start
    default:
      return block.startLine
    }
  }

  /// The line of a table's header, when text of the same paragraph is before it.
  private func headerLine(of node: CommonMarkNode) -> Int? {
    guard let before = paragraphBefore(header: node) else { return nil }
    if let header, header.before == before { return header.line }
    let line = textLine(of: before) + before.content.count { $0 == UInt8(ascii: "\n") } + 1
    header = Header(before: before, line: line)
    return line
  }

  /// The line of a table's header, and the text before it.
  private struct Header {
    let before: CommonMarkNode
    let line: Int
  }

  /// The text that is before a table in the same paragraph, for the table or a part of its header.
  private func paragraphBefore(header node: CommonMarkNode) -> CommonMarkNode? {
    var table = node
    while table.kind != .table {
      if table.kind == .tableRow { return nil }
      guard let parent = table.parent else { return nil }
      table = parent
    }
    guard let before = table.previous, before.startLine == 0, before.kind == .paragraph else { return nil }
    return before
  }

  private func firstLine(from start: Int, endingWith text: [UInt8]) -> Int? {
    // Only link reference definitions can be in between.
    for number in start...(start + 1000) {
      guard let line = source.line(number) else { return nil }
      let isLine = text.withUnsafeBufferPointer { line.trimmed.hasSuffix($0.trimmed) }
      if isLine { return number }
    }
    return nil
  }

  /// A line of a block's text, as it was before it was prepared.
  private func originalLine(from start: Int, of block: CommonMarkNode) -> [UInt8] {
    func line(_ text: Bytes) -> [UInt8] {
      let end = text.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? text.count
      return Array(text.slice(min(start, end)..<end))
    }
    if let original = preparation?.blocks[block]?.original { return original.withUnsafeBufferPointer(line) }
    return line(self.block?.node == block ? self.block?.content ?? block.content : block.content)
  }

  // MARK: Inlines

  /// A block of text: the line it starts on, and where the lines of its raw text start.
  private struct Block {
    let node: CommonMarkNode
    /// The parser finds its end each time that it is asked for it.
    let content: Bytes
    let contentOffset: Int
    let firstLine: Int
    let lineStarts: [Int]
    /// Where they start in the text as it was before it was prepared.
    let originalLineStarts: [Int]
  }

  /// A line of a block's raw text.
  private struct Line {
    let offset: Int
    let content: Bytes
    /// Where the line starts in the text as it was before it was prepared.
    let originalStart: Int
    /// How far the text lies from the start of the note's line: after markers and indentation.
    let indentation: Int
  }

  private func position(
    of node: CommonMarkNode, in owner: CommonMarkNode, lineOffset: Int
  ) -> SourcePosition {
    let block = look(up: owner)
    let number = block.firstLine + lineOffset
    let line = look(up: owner.kind == .tableCell ? 0 : lineOffset, of: block)
    let offset =
      owner.kind == .tableCell
      ? self.offset(of: node, inCell: owner, line, on: number) : self.offset(of: node, in: block, line)
    let place = block.lineStarts[line.offset] + (offset ?? 0)
    let original = preparation?.blocks[owner]?.text.originalOffset(of: place) ?? place
    if owner.kind == .tableCell {
      return position(inCell: owner, offset: offset == nil ? 0 : original, on: number)
    }
    guard offset != nil else { return inNote(line: number, column: line.indentation + 1) }
    return inNote(line: number, column: line.indentation + original - line.originalStart + 1)
  }

  /// The place of a byte of a block's text, as it was before it was prepared.
  private func position(ofText offset: Int, in owner: CommonMarkNode) -> SourcePosition {
    let block = look(up: owner)
    let number = max(block.originalLineStarts.count(below: offset + 1) - 1, 0)
    let line = look(up: number, of: block)
    if owner.kind == .tableCell { return position(inCell: owner, offset: offset, on: block.firstLine) }
    return inNote(
      line: block.firstLine + number, column: line.indentation + offset - line.originalStart + 1)
  }

  /// Where an inline starts in a line of the raw text; nil when the parser does not tell. After a backslash
  /// at a line's end the parser continues counting from an earlier line.
  private func offset(of node: CommonMarkNode, in block: Block, _ line: Line) -> Int? {
    let counted = node.startColumn - block.node.startColumn - block.contentOffset
    guard line.offset < block.lineStarts.count else { return nil }
    for earlier in (0...line.offset).reversed().prefix(8) {
      let offset = counted - (block.lineStarts[line.offset] - block.lineStarts[earlier])
      guard offset >= 0 else { return nil }
      if offset < line.content.count, Self.canStart(node.kind, with: line.content[offset]) { return offset }
    }
    return nil
  }

  /// Where the text of a table's cell is in its line.
  private struct Cell {
    let node: CommonMarkNode
    /// The first byte of the text, and how many blanks are between it and where the parser has the cell.
    let start: Int
    let blanks: Int
    /// Bars in the text, which have lost their backslashes.
    let bars: [Int]
  }

  /// The place of a byte of a cell's text.
  private func position(inCell cell: CommonMarkNode, offset: Int, on number: Int) -> SourcePosition {
    guard let cell = look(up: cell, on: number) else {
      return inNote(line: number, column: column(ofCell: cell, on: number))
    }
    return inNote(line: number, column: cell.start + offset + cell.bars.count(below: offset) + 1)
  }

  /// Where an inline starts in the text of a cell; nil when the parser does not tell. It counts the blanks before the
  /// text.
  private func offset(of node: CommonMarkNode, inCell cell: CommonMarkNode, _ line: Line, on number: Int)
    -> Int?
  {
    guard let found = look(up: cell, on: number) else { return nil }
    let offset = node.startColumn - cell.startColumn - found.blanks
    guard line.content.indices.contains(offset), Self.canStart(node.kind, with: line.content[offset]) else {
      return nil
    }
    return offset
  }

  private func look(up node: CommonMarkNode, on number: Int) -> Cell? {
    if let cell, cell.node == node { return cell }
    guard let line = source.line(number) else { return nil }
    let column = source.column(column(ofCell: node, on: number), onLine: number)
    let first = min(max(column - 1, 0), line.count)
    var start = first
    while start < line.count, line[start].isSpaceOrTab { start += 1 }
    var bars: [Int] = []
    var index = start
    while index < line.count, line[index] != UInt8(ascii: "|") {
      let isBar = line.starts(with: "\\|", at: index)
      if isBar { bars.append(index - start - bars.count) }
      index += isBar ? 2 : 1
    }
    let found = Cell(node: node, start: start, blanks: start - first, bars: bars)
    cell = found
    return found
  }

  /// The cells of a row are cut out of its line; those of a header out of the whole paragraph.
  private func column(ofCell cell: CommonMarkNode, on number: Int) -> Int {
    var column = max(cell.startColumn, 1)
    if let before = paragraphBefore(header: cell) { column -= before.content.count + 1 }
    return (1...source.parsedLength(ofLine: number) + 1).contains(column) ? column : 1
  }

  private func look(up node: CommonMarkNode) -> Block {
    if let block, block.node == node { return block }
    let content = node.content
    let lineStarts = content.lineStarts
    let found = Block(
      node: node, content: content, contentOffset: contentOffset(of: node), firstLine: textLine(of: node),
      lineStarts: lineStarts,
      originalLineStarts: preparation?.blocks[node]?.original.withUnsafeBufferPointer { $0.lineStarts }
        ?? lineStarts)
    block = found
    line = nil
    return found
  }

  private func look(up offset: Int, of block: Block) -> Line {
    if let line, line.offset == offset { return line }
    let text = block.content
    let starts = block.lineStarts
    let end = offset + 1 < starts.count ? starts[offset + 1] - 1 : text.count
    let start = offset < starts.count ? starts[offset] : text.count
    let content = text.slice(start..<max(start, end))
    let originalStart = offset < starts.count ? block.originalLineStarts[offset] : start
    let found = Line(
      offset: offset, content: content, originalStart: originalStart,
      indentation: block.contentOffset > 0
        // A heading's text may be followed by its closing marks.
        ? block.node.startColumn - 1 + block.contentOffset
        : indentation(
          of: originalLine(from: originalStart, of: block.node), on: block.firstLine + offset))
    line = found
    return found
  }

  private func indentation(of content: [UInt8], on number: Int) -> Int {
    guard let line = source.line(number) else { return 0 }
    var end = line.count
    while end > 0, line[end - 1].isASCIISpace { end -= 1 }
    let length = content.withUnsafeBufferPointer { $0.trimmed.count }
    let leading = content.prefix { $0.isASCIISpace }.count
    return max(source.parsedLength(ofLine: number) - (line.count - end) - length - leading, 0)
  }

  /// Whether an inline of a kind can start with a character.
  private static func canStart(_ kind: CommonMarkNode.Kind, with byte: UInt8) -> Bool {
    switch kind {
    case .emphasis: byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_")
    case .image: byte == UInt8(ascii: "!")
    case .link: byte == UInt8(ascii: "[") || byte == UInt8(ascii: "<") || byte.isASCIILetter
    case .htmlInline: byte == UInt8(ascii: "<")
    case .footnoteReference: byte == UInt8(ascii: "[")
    default: false
    }
  }

  // MARK: HTML blocks

  private struct HTML {
    let node: CommonMarkNode
    let text: Bytes
    let lineStarts: [Int]
  }

  private func position(inHTML node: CommonMarkNode, offset: Int) -> SourcePosition {
    let html = look(upHTML: node)
    let (text, starts) = (html.text, html.lineStarts)
    let index = max(starts.count(below: offset + 1) - 1, 0)
    let end = index + 1 < starts.count ? starts[index + 1] - 1 : text.count
    let number = node.startLine + index
    let indentation = max(source.parsedLength(ofLine: number) - (end - starts[index]), 0)
    return inNote(line: number, column: indentation + offset - starts[index] + 1)
  }

  private func look(upHTML node: CommonMarkNode) -> HTML {
    if let html, html.node == node { return html }
    let text = node.literal
    let found = HTML(node: node, text: text, lineStarts: text.lineStarts)
    html = found
    return found
  }
}
