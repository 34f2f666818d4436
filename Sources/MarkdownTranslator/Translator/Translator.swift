import ContentBlocks

/// Turns a parsed note into lines: one walk over the tree without recursion.
///
/// The extensions hold the rules by topic. What is shared stands here: the sink, the line under
/// construction, where in the note's structure the walk is, and the diagnostics.
struct Translator<Sink: LineSink> {
  let options: ConversionOptions
  /// What ``InlinePreparation`` put into the text and must not reach the output.
  let sentinel: Sentinel?
  var sink: Sink
  var diagnostics: DiagnosticCollector

  var line = LineAssembler()
  var links = LinkTable()
  /// The text of the first heading that has one.
  var title: [UInt8] = []
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

  init(sink: Sink, options: ConversionOptions, sentinel: Sentinel?, diagnostics: DiagnosticCollector) {
    self.sink = sink
    self.options = options
    self.sentinel = sentinel
    self.diagnostics = diagnostics
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

  /// Translates a whole document into the sink.
  mutating func translate(_ document: CommonMarkDocument) {
    var node = document.root
    while true {
      if enter(node), let child = node.firstChild {
        node = child
        continue
      }
      exit(node)
      while node.next == nil {
        guard let parent = node.parent, node != document.root else { return finish(document) }
        node = parent
        exit(node)
      }
      guard node != document.root, let next = node.next else { return finish(document) }
      node = next
    }
  }

  private mutating func finish(_ document: CommonMarkDocument) {
    endLine()
    for footnote in document.unusedFootnotes {
      diagnostics.report(
        .footnoteDropped, at: .block(footnote), "no text refers to this footnote; it is left out")
    }
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
    case .tableHeader: beginRow(node, isHeader: true)
    case .tableRow: beginRow(node, isHeader: false)
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
