import ContentBlocks

/// Turns a parsed note into lines: one walk over the tree, part by part, without recursion.
///
/// The extensions hold the rules by topic. What is shared stands here: the sink, the line under
/// construction, where in the note's structure the walk is, and the diagnostics.
struct Translator<Sink: LineSink> {
  let options: ConversionOptions
  /// What ``InlinePreparation`` put into the text and must not reach the output.
  var sentinel: Sentinel? {
    didSet { diagnostics.sentinel = sentinel }
  }
  var sink: Sink
  var diagnostics: DiagnosticCollector

  var line = LineAssembler()
  var links = LinkTable()
  /// The text of the first heading that has one.
  var title: [UInt8] = []
  /// How many bytes of text and addresses may still be written; negative when they were too many.
  var textLeft: Int
  /// Counts finished lines, to tell whether two moments belong to the same line.
  var lineNumber = 0

  /// The lists and quotes around the walk, outermost first. Their number is the level (rule R5).
  var containers: [Container] = []
  /// The list items around the walk, outermost first.
  var items: [Item] = []
  /// Whether the next text starts with a task marker that the parser has left there.
  var skipsTaskMarker = false
  var footnote: Footnote?
  var footnoteCount = 0
  var table: Table?
  /// What holds for the text of the current block.
  var inline = InlineState()
  /// The HTML tags that were reported already: one report for each name.
  var droppedTags: Set<String> = []

  init(sink: Sink, options: ConversionOptions, diagnostics: DiagnosticCollector) {
    self.sink = sink
    self.options = options
    self.diagnostics = diagnostics
    textLeft = options.limits.text
  }

  /// A list or a block quote.
  struct Container {
    let node: CommonMarkNode
    /// Whether this is a quote or lies in one.
    let isInQuote: Bool
    /// The number of the next item, in an ordered list.
    var nextNumber: Int?
    var isClampReported = false
  }

  /// A list item and its marker (rule R6).
  struct Item {
    let level: Int
    let type: ContentList.ListType
    let number: Int32?
    var isMarked = false
    var hasGallery = false
  }

  /// A footnote definition at the end of the note (rule R19).
  struct Footnote {
    /// What its first line starts with, until there is one.
    var label: [UInt8]?
  }

  // MARK: The walk

  /// Where the walk stands: at a node that was come to, or left again.
  private struct Position {
    var node: CommonMarkNode
    var isLeft: Bool
  }

  private var position: Position?

  /// Translates what stands between the last part and `end`.
  mutating func translatePart(of document: CommonMarkNode, until end: CommonMarkNode) {
    walk(from: position ?? begin(document), in: document, until: end)
  }

  /// Translates a footnote definition, behind all parts. One that nothing refers to is left out.
  mutating func translateFootnote(_ definition: CommonMarkNode, isUsed: Bool) {
    guard isUsed else {
      return diagnostics.report(.footnoteDropped, at: .block(definition))
    }
    walk(from: begin(definition), in: definition, until: nil)
  }

  private mutating func begin(_ root: CommonMarkNode) -> Position {
    Position(node: root, isLeft: !visit(root))
  }

  /// Comes to a node, and leaves it unless its children are to be visited.
  private mutating func visit(_ node: CommonMarkNode) -> Bool {
    if enter(node) { return true }
    exit(node)
    return false
  }

  /// Walks on until `end` is next, or `root` has been left.
  private mutating func walk(
    from start: Position, in root: CommonMarkNode, until end: CommonMarkNode?
  ) {
    var node = start.node
    var isLeft = start.isLeft
    while textLeft >= 0 {
      if !isLeft {
        if let child = node.firstChild {
          if child == end { break }
          node = child
          isLeft = !visit(child)
          continue
        }
        exit(node)
        isLeft = true
      }
      if node == root { break }
      if let next = node.next {
        if next == end { break }
        node = next
        isLeft = !visit(next)
      } else if let parent = node.parent {
        node = parent
        exit(parent)
      } else {
        break
      }
    }
    position = Position(node: node, isLeft: isLeft)
  }

  /// Comes to a node. Returns whether its children are to be visited.
  private mutating func enter(_ node: CommonMarkNode) -> Bool {
    switch node.kind {
    case .text:
      if skipsTaskMarker {
        skipsTaskMarker = false
        text(node.literal.slice(from: TaskMarker.length))
      } else {
        text(node.literal)
      }
    case .softBreak: softBreak()
    case .lineBreak: lineBreak()
    case .code: code(node)
    case .htmlInline: htmlInline(node)
    case .emphasis: emphasis(node)
    case .strong: changeStrong(by: 1)
    case .strikethrough: changeStrikethrough(by: 1)
    case .link: openLink(node)
    case .image:
      image(node)
      return false
    case .footnoteReference: footnoteReference(node)
    case .document: break
    case .paragraph: beginBlock(node)
    case .heading: beginHeading(node)
    case .blockQuote: beginBlockQuote(node)
    case .list: beginList(node)
    case .item: beginItem(node)
    case .codeBlock: codeBlock(node)
    case .htmlBlock: htmlBlock(node)
    case .thematicBreak: thematicBreak(.block(node))
    case .footnoteDefinition: beginFootnote(node)
    case .table: beginTable(node)
    case .tableHeader: beginRow(isHeader: true)
    case .tableRow: beginRow(isHeader: false)
    case .tableCell: beginCell(node)
    case .unknown: text(node.literal)
    }
    return true
  }

  /// Leaves a node, after its children.
  private mutating func exit(_ node: CommonMarkNode) {
    switch node.kind {
    case .strong: changeStrong(by: -1)
    case .strikethrough: changeStrikethrough(by: -1)
    case .link: closeMarkdownLink()
    case .paragraph, .heading: endBlock()
    case .blockQuote, .list: containers.removeLast()
    case .item: endItem()
    case .footnoteDefinition: endFootnote()
    case .table: table = nil
    case .tableHeader, .tableRow: endRow()
    case .tableCell: endCell()
    default: break
    }
  }
}
