import ContentBlocks

/// Paragraphs, headings, containers, code and rules (rules R6, R11 to R16, R19).
extension Translator {
  /// Begins a block of text.
  mutating func beginBlock(_ node: CommonMarkNode, isBold: Bool = false) {
    if table == nil, line.isEmpty { links.removeAll() }
    resetInline()
    inline.block = node
    diagnostics.reportRemarks(on: node)
    inline.isBold = isBold
    if !blockMarkup.isEmpty, let markup = blockMarkup[node] {
      inline.isCalloutTitle = markup.isCallout
      inline.isBold = isBold || markup.isCallout
      inline.blockColor = markup.textColor.map(PackedColor.init) ?? .none
      if let color = markup.unknownColor { diagnostics.report(.colourIgnored(color), at: .block(node)) }
    }
    inline.updateStyle()
  }

  /// Ends a block of text and all that was opened in it.
  mutating func endBlock() {
    closeAllLinks()
    endLine()
    endHTMLContainersOfBlock()
    resetInline()
  }

  /// Forgets all that held for a block of text, except a break that waits in the cell around it.
  private mutating func resetInline() {
    let pendingBreak = isInCell ? inline.pendingSoftBreak : nil
    inline = InlineState()
    inline.pendingSoftBreak = pendingBreak
    guard let colors = larkColors.last else { return }
    inline.html.setBase(backColor: colors.back, textColor: colors.text)
    inline.updateStyle()
  }

  /// A heading is a bold line (rule R12).
  mutating func beginHeading(_ node: CommonMarkNode) {
    diagnostics.report(.headingFlattened, at: .block(node))
    if title.isEmpty { title = plainText(of: node) }
    beginBlock(node, isBold: true)
  }

  /// The lines of a quote are indented (rule R14).
  mutating func beginBlockQuote(_ node: CommonMarkNode) {
    diagnostics.report(.quoteAsIndent, at: .block(node))
    containers.append(Container(node: node))
  }

  /// The first line of a callout is its title, bold and a line of its own (rule R14).
  ///
  /// - Returns: whether a line end ends a title.
  mutating func endCalloutTitle() -> Bool {
    guard inline.isCalloutTitle else { return false }
    inline.isCalloutTitle = false
    inline.lineOffset += 1
    endLine()
    inline.isBold = false
    inline.updateStyle()
    return true
  }

  mutating func beginList(_ node: CommonMarkNode) {
    writeUnusedMarker()
    containers.append(
      Container(
        node: node, nextNumber: node.isOrderedList ? node.listStart : nil,
        writtenNumbers: node.isOrderedList ? writtenNumbers(ofItemsIn: node) : []))
  }

  /// What the items of an ordered list say, last first; empty when two say the same (rule R6).
  private func writtenNumbers(ofItemsIn list: CommonMarkNode) -> [Int] {
    var numbers: [Int] = []
    var seen: Set<Int> = []
    var next = list.firstChild
    while let item = next {
      guard let number = diagnostics.source.number(ofItem: item), seen.insert(number).inserted else {
        return []
      }
      numbers.append(number)
      next = item.next
    }
    return numbers.reversed()
  }

  mutating func beginItem(_ node: CommonMarkNode) {
    let repair = repair(ofItemOnLine: node.startLine)
    let written = containers[containers.count - 1].writtenNumbers.popLast()
    let number = repair.number ?? written ?? containers[containers.count - 1].nextNumber
    containers[containers.count - 1].nextNumber = number.map { $0 + 1 }
    let type: ContentList.ListType =
      switch TaskMarker(of: node) {
      case .open: .checkBox
      case .done: .checkedBox
      case nil: number == nil ? .bullet : .number
      }
    if isInCell { beginItemInCell(type: type, number: number) }
    items.append(
      Item(
        level: containers.count, type: type, number: number.map { Int32(truncatingIfNeeded: $0) },
        isMarked: repair.isContinued))
  }

  mutating func endItem() {
    table?.itemMarker = nil
    writeUnusedMarker()
    items.removeLast()
  }

  /// Each line of code is a line, kept to the letter (rule R15).
  mutating func codeBlock(_ node: CommonMarkNode) {
    diagnostics.report(.codeBlockFlattened(info: node.codeInfo.string), at: .block(node))
    let code = node.literal
    var style = RunStyle()
    style.backColor = .codeShade
    var start = 0
    // The line of the block on which a limit of the service is passed.
    inline.lineStart = node.isFenced ? 1 : 0
    defer { inline.lineStart = 0 }
    while start < code.count {
      let end = code.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? code.count
      if isInCell { resolvePendingBreak(before: code.slice(start..<end)) }
      line.append(code.slice(start..<end), style: style)
      endCodeLine()
      inline.lineStart += 1
      start = end + 1
    }
  }

  /// A thematic break is a line of text (rule R16).
  mutating func thematicBreak(_ place: DiagnosticCollector.Place) {
    diagnostics.report(.ruleAsText, at: place)
    if inline.block != nil { endLine() }
    let rule = Array("──────────".utf8)
    if isInCell { rule.withUnsafeBufferPointer { resolvePendingBreak(before: $0) } }
    line.append(rule, style: RunStyle())
    endLine()
  }

  // MARK: Footnotes

  mutating func footnoteReference(_ node: CommonMarkNode) {
    guard inline.suppressing == nil else { return }
    report(.footnoteFlattened(label: node.literal.string), at: node)
    literalText(Array("[\(node.literal.string)]".utf8))
  }

  /// The definitions are at the end of the tree, in the order of their numbers.
  mutating func beginFootnote(_ node: CommonMarkNode) {
    footnoteCount += 1
    diagnostics.report(.footnoteAtEnd(number: footnoteCount), at: .block(node))
    footnote = Footnote(label: Array("[\(footnoteCount)] ".utf8))
  }

  mutating func reportUnused(_ footnote: BlockStart) {
    diagnostics.report(.footnoteDropped, at: .footnote(footnote))
  }

  mutating func endFootnote() {
    writeWaitingLabel()
    footnote = nil
  }

  /// Writes the label of a footnote on a line of its own, when what follows cannot be after it.
  mutating func writeWaitingLabel() {
    if footnote?.label != nil { endLine(isForced: true) }
  }
}

/// The marker of a task item: `[ ]`, `[x]` or `[X]` and white space, at the start of the item's first paragraph in the
/// source (rule R6).
///
/// The parser's own task lists are not used, since its versions differ. The marker is cut off the raw text before
/// inlines are parsed, and noted at the item.
package enum TaskMarker: Int, Sendable {
  case open = 1
  case done

  /// The marker that was noted at an item.
  init?(of item: CommonMarkNode) {
    self.init(rawValue: item.mark)
  }

  /// What is left of a block's raw text after its marker; nil when it has none.
  static func cut(from text: Bytes, of block: CommonMarkNode, source: SourceText) -> Bytes? {
    guard let marker = TaskMarker(at: 0, in: text), let item = block.parent, item.kind == .item,
      block.previous == nil, isAtStart(of: block, in: source)
    else { return nil }
    item.mark = marker.rawValue
    return text.slice(from: length + 1)
  }

  private init?(at index: Int, in text: Bytes) {
    guard text.count >= index + Self.length + 1, text[index] == UInt8(ascii: "["),
      text[index + 2] == UInt8(ascii: "]"), text[index + Self.length].isSpaceOrTab
    else { return nil }
    switch text[index + 1] {
    case UInt8(ascii: " "): self = .open
    case UInt8(ascii: "x"), UInt8(ascii: "X"): self = .done
    default: return nil
    }
  }

  /// Whether the source starts with the marker, and not with link reference definitions, which the raw text lacks.
  private static func isAtStart(of block: CommonMarkNode, in source: SourceText) -> Bool {
    // The parser does not tell where text before a table in the same paragraph starts.
    guard block.startLine > 0, let line = source.line(block.startLine) else { return true }
    return TaskMarker(at: source.column(block.startColumn, onLine: block.startLine) - 1, in: line) != nil
  }

  /// The length of a marker in bytes, without the white space.
  private static let length = 3
}
