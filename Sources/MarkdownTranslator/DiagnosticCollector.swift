/// Gathers diagnostics and works out where they belong.
///
/// The parser's positions of blocks are right but for a few cases; those of inlines are not to be
/// relied upon. So an inline's line comes from its block and the breaks before it, and its column from
/// the parser only when the character there is one that such an inline can start with.
struct DiagnosticCollector {
  /// What a diagnostic is about.
  enum Place {
    case block(CommonMarkNode)
    /// An inline, so many lines below the start of its block's text.
    case inline(CommonMarkNode, in: CommonMarkNode, lineOffset: Int)
    /// A byte of an HTML block.
    case html(CommonMarkNode, offset: Int)
  }

  let source: SourceText
  private var diagnostics: [Diagnostic]
  private let sentinel: Sentinel?

  init(source: SourceText, sentinel: Sentinel?, diagnostics: [Diagnostic] = []) {
    self.source = source
    self.sentinel = sentinel
    self.diagnostics = diagnostics
  }

  mutating func report(_ code: Diagnostic.Code, at place: Place, _ message: String) {
    diagnostics.append(Diagnostic(code, at: position(of: place), message))
  }

  /// All diagnostics in the order of the note.
  var sorted: [Diagnostic] {
    diagnostics.enumerated()
      .sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
      .map(\.element)
  }

  private func position(of place: Place) -> SourcePosition {
    switch place {
    case .block(let node):
      // The parser lets a footnote definition start behind its label.
      let label = node.kind == .footnoteDefinition ? node.contentOffset : 0
      return inNote(line: textLine(of: node), column: max(node.startColumn - label, 1))
    case .html(let node, let offset):
      return position(inHTML: node, offset: offset)
    case .inline(let node, let block, let lineOffset):
      return position(of: node, in: block, lineOffset: lineOffset)
    }
  }

  private func inNote(line: Int, column: Int) -> SourcePosition {
    SourcePosition(line: line + source.firstLine - 1, column: column)
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
      return firstLine(from: start, endingWith: contentLine(0, of: block)) ?? start
    default:
      return block.startLine
    }
  }

  /// The line of a table's header, when text of the same paragraph stands before it.
  private func headerLine(of node: CommonMarkNode) -> Int? {
    var table = node
    while table.kind != .table {
      if table.kind == .tableRow { return nil }
      guard let parent = table.parent else { return nil }
      table = parent
    }
    guard let before = table.previous, before.startLine == 0, before.kind == .paragraph else { return nil }
    return textLine(of: before) + before.content.count { $0 == UInt8(ascii: "\n") } + 1
  }

  private func firstLine(from start: Int, endingWith text: [UInt8]) -> Int? {
    var number = start
    while let line = source.line(number) {
      let isLine = text.withUnsafeBufferPointer { line.trimmed.hasSuffix($0.trimmed) }
      if isLine { return number }
      // Only link reference definitions can stand in between.
      if number - start > 1000 { return nil }
      number += 1
    }
    return nil
  }

  /// A line of a block's raw text, without sentinels.
  private func contentLine(_ number: Int, of block: CommonMarkNode) -> [UInt8] {
    let lines = block.content.split(
      separator: UInt8(ascii: "\n"), maxSplits: number + 1, omittingEmptySubsequences: false)
    return number < lines.count ? Array(lines[number]) : []
  }

  // MARK: Inlines

  private func position(
    of node: CommonMarkNode, in block: CommonMarkNode, lineOffset: Int
  ) -> SourcePosition {
    let number = textLine(of: block) + lineOffset
    var column = 1
    if let line = source.line(number) {
      let content = contentLine(lineOffset, of: block)
      let offset = node.startColumn - block.startColumn - block.contentOffset
      let isWritten = content.indices.contains(offset) && Self.canStart(node.kind, with: content[offset])
      let before = removingSentinels(isWritten ? Array(content[..<offset]) : [])
      column = indentation(of: removingSentinels(content), in: line) + before.count + 1
      if block.kind == .tableCell { column = cellColumn(of: node, in: block, line: line) }
    }
    return inNote(line: number, column: column)
  }

  /// How far the text of a block lies from the start of a line: behind markers and indentation.
  private func indentation(of content: [UInt8], in line: Bytes) -> Int {
    var end = line.count
    while end > 0, line[end - 1].isASCIISpace { end -= 1 }
    let length = content.withUnsafeBufferPointer { $0.trimmed.count }
    let leading = content.prefix { $0.isASCIISpace }.count
    return max(end - length - leading, 0)
  }

  /// The cells of a row are cut out of its line.
  private func cellColumn(of node: CommonMarkNode, in cell: CommonMarkNode, line: Bytes) -> Int {
    let column = max(cell.startColumn, 1)
    return column <= line.count + 1 ? column : 1
  }

  private func removingSentinels(_ text: [UInt8]) -> [UInt8] {
    sentinel?.removed(from: text) ?? text
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

  private func position(inHTML node: CommonMarkNode, offset: Int) -> SourcePosition {
    let before = node.literal.slice(0..<min(offset, node.literal.count))
    let lineOffset = before.count { $0 == UInt8(ascii: "\n") }
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let number = node.startLine + lineOffset
    var indentation = 0
    if let line = source.line(number) {
      let lineEnd = node.literal.firstIndex(of: UInt8(ascii: "\n"), from: lineStart) ?? node.literal.count
      indentation = max(line.count - (lineEnd - lineStart), 0)
    }
    return inNote(line: number, column: indentation + offset - lineStart + 1)
  }
}
