/// What holds for the text of one block, or of one table cell.
struct InlineState {
  /// The block that holds the text, nil between blocks.
  var block: CommonMarkNode?
  /// How many lines of the note lie between the start of the block and the walk.
  var lineOffset = 0

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

  /// A soft break that waits for the text behind it, with its style.
  var pendingSoftBreak: RunStyle?
  /// Whether that break ends the line (rule R10).
  var keepsSoftBreak = false
  /// Whether an image has ended the line and no text has come since.
  var isAfterImage = false
  /// The element whose content is not shown, and the tag that ends it.
  var suppressing: String?
  var suppressedUntil: Int?
  /// Whether a line end directly behind `<pre>` is still to be dropped.
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
