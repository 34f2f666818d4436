import ContentBlocks

/// Turns a parsed note into lines: one walk over the tree, without recursion.
///
/// The extensions hold the rules by topic. What is shared is here: the sink, the line under
/// construction, where in the note's structure the walk is, and the diagnostics.
struct Translator<Sink: LineSink> {
  let options: ConversionOptions
  /// What ``InlinePreparation`` put into the text and must not reach the output.
  var sentinel: Sentinel?
  var sink: Sink
  var diagnostics: DiagnosticCollector

  var line = LineAssembler()
  var links = LinkTable()
  /// The text of the first heading that has one.
  var title: [UInt8] = []
  /// How many bytes of text and addresses may still be written; negative when they were too many.
  var textLeft: Int
  /// Where limits of the service were passed first.
  var limitPositions: [ServiceLimits.Kinds: SourcePosition] = [:]
  var passedLimits: ServiceLimits.Kinds = []
  /// The node that is being entered or exited.
  var currentNode: CommonMarkNode?
  /// Counts finished lines, to tell whether two moments belong to the same line.
  var lineNumber = 0

  /// The lists and quotes around the walk, outermost first. Their number is the level (rule R5).
  var containers: [Container] = []
  /// The list items around the walk, outermost first.
  var items: [Item] = []
  /// How many items have begun on the line of the last one.
  var itemsOnLine = (line: 0, count: 0)
  var footnote: Footnote?
  var footnoteCount = 0
  var table: Table?
  /// What the raw text of some blocks says about them.
  var blockMarkup: [CommonMarkNode: BlockMarkup] = [:]
  /// What holds for the text of the current block.
  var inline = InlineState()
  /// The HTML tags that were reported already: one report for each name.
  var droppedTags: Set<String> = []
  /// The tags of the note, once there is one.
  var outline: HTMLOutline?
  /// The lists, quotes and tables that HTML tags have opened, outermost first, and how many of them were open when
  /// the block of text began.
  var htmlContainers: [HTMLContainer] = []
  var htmlBase = 0
  var openHTMLNames: [HTMLName: Int] = [:]
  var larkColors: [LarkColors] = []
  /// What leads the next line: the emoji of a callout.
  var linePrefix: [UInt8]?

  init(sink: Sink, options: ConversionOptions, diagnostics: DiagnosticCollector) {
    self.sink = sink
    self.options = options
    self.diagnostics = diagnostics
    textLeft = options.limits.text
  }

  /// A list or a block quote.
  struct Container {
    let node: CommonMarkNode?
    /// The number of the next item, in an ordered list.
    var nextNumber: Int?
    /// The numbers of the items to come, last first, when each says another one.
    var writtenNumbers: [Int] = []
    var isClampReported = false
  }

  /// A list item and its marker (rule R6).
  struct Item {
    let level: Int
    var type: ContentList.ListType
    var number: Int32?
    var isMarked = false
    var hasGallery = false
  }

  /// A footnote definition at the end of the note (rule R19).
  struct Footnote {
    /// What its first line starts with, until there is one.
    var label: [UInt8]?
  }

  // MARK: The walk

  /// Translates a document.
  ///
  /// - Parameter unusedFootnotes: where the footnote definitions start that nothing refers to; they are left out.
  mutating func translate(_ document: CommonMarkNode, unusedFootnotes: [BlockStart]) {
    for footnote in unusedFootnotes { reportUnused(footnote) }
    var node = document
    while textLeft >= 0 {
      currentNode = node
      if enter(node), let child = node.firstChild {
        node = child
        continue
      }
      exit(node)
      while node != document, node.next == nil, let parent = node.parent {
        node = parent
        currentNode = node
        exit(node)
      }
      guard node != document, let next = node.next else { return }
      node = next
    }
  }

  /// Enters a node. Returns whether its children are to be visited.
  private mutating func enter(_ node: CommonMarkNode) -> Bool {
    switch node.kind {
    case .text: text(node.literal)
    case .softBreak: if !endCalloutTitle() { softBreak() }
    case .lineBreak: if !endCalloutTitle() { lineBreak() }
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

  /// Exits a node, after its children.
  private mutating func exit(_ node: CommonMarkNode) {
    switch node.kind {
    case .strong: changeStrong(by: -1)
    case .strikethrough: changeStrikethrough(by: -1)
    case .link: closeMarkdownLink()
    case .paragraph, .heading: endBlock()
    case .blockQuote:
      endHTMLContainers(in: node)
      containers.removeLast()
    case .list: containers.removeLast()
    case .item:
      endHTMLContainers(in: node)
      endItem()
    case .document: endHTMLContainers(in: node)
    case .footnoteDefinition:
      endHTMLContainers(in: node)
      endFootnote()
    case .table: endTable()
    case .tableHeader, .tableRow: endRow()
    case .tableCell: endCell()
    default: break
    }
  }
}

/// What holds for the text of one block, or of one table cell.
struct InlineState {
  /// The block that holds the text, nil between blocks.
  var block: CommonMarkNode?
  /// How many lines of the note lie between the start of the block and the walk.
  var lineOffset = 0
  /// The same for the start of the line under construction.
  var lineStart = 0

  /// Whether all text is bold: a heading, a table's header.
  var isBold = false
  /// Whether the text is the title of a callout, which ends at the first line end (rule R14).
  var isCalloutTitle = false
  /// The colour of all text, unless HTML gives another (rule R12).
  var blockColor = PackedColor.none
  var strongDepth = 0
  var strikethroughDepth = 0
  var html = HTMLStyles()
  var openLinks: [OpenLink] = []
  /// The style that results from all of these.
  private(set) var style = RunStyle()

  /// A soft break that waits for the text after it, with its style.
  var pendingSoftBreak: RunStyle?
  /// Whether that break ends the line (rule R10).
  var keepsSoftBreak = false
  /// Whether an image has ended the line and no text has come since.
  var isAfterImage = false
  /// The element whose content is not shown, and the tag that ends it.
  var suppressing: String?
  var suppressedUntil: Int?
  /// Whether a line end directly after `<pre>` is still to be dropped.
  var dropsLineEnd = false

  mutating func updateStyle() {
    style.link = openLinks.last?.link ?? RunStyle.noLink
    if html.isPreformatted {
      // Code keeps no other style (rule R15).
      style = RunStyle(backColor: .codeShade, link: style.link)
      return
    }
    style.bold = isBold || strongDepth > 0 || html.isBold
    style.strikeThrough = strikethroughDepth > 0 || html.isStruck
    style.backColor = html.isCode ? .codeShade : html.backColor
    style.textColor = html.textColor == .none ? blockColor : html.textColor
  }

  /// The style of a code span: the shade wins over any other back colour.
  var codeStyle: RunStyle {
    var result = style
    result.backColor = .codeShade
    return result
  }
}
