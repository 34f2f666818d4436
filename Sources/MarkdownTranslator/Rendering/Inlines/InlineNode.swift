import ContentBlocks

/// An inline of a line, as CommonMark has them: an element, or a link with the inlines in its text.
struct InlineNode {
  indirect enum Content {
    case text(String)
    case code(String)
    case mention(String)
    case docsLink(ContentDocsLink)
    /// A Markdown link around other inlines.
    case link(url: String, [InlineNode])
    /// An HTML link in the text of a Markdown link; an empty URL for text that is not linked.
    case htmlLink(url: String, [InlineNode])
    /// A tag in the text of a link that changes how the link is read, and nothing else.
    case tag(String)
  }

  var content: Content
  /// The style; nil for what shows none, such as a mention.
  var style: SpanStyle?

  init(_ content: Content, style: SpanStyle?) {
    self.content = content
    self.style = style
  }

  /// The inline of an element, its link aside.
  init(_ element: ContentParagraphElement) {
    switch element {
    case .mention(let mention): self.init(.mention(mention.userID), style: nil)
    case .docsLink(let link): self.init(.docsLink(link), style: SpanStyle())
    case .textRun(let run):
      let isCode = run.style.backColor == .codeShade
      let colors = SpanColors(text: run.style.textColor, back: isCode ? nil : run.style.backColor)
      self.init(
        isCode ? .code(run.text) : .text(run.text),
        style: SpanStyle(bold: run.style.bold, strikeThrough: run.style.strikeThrough, colors: colors))
    }
  }

  /// A link around inlines. Its style is what they have in common.
  init(linkTo url: String, around nodes: [InlineNode]) {
    var common: SpanStyle?
    for case let style? in nodes.map(\.style) {
      guard let known = common else {
        common = style
        continue
      }
      common?.bold = known.bold && style.bold
      common?.strikeThrough = known.strikeThrough && style.strikeThrough
      if known.colors != style.colors { common?.colors = SpanColors() }
    }
    self.init(.link(url: url, nodes), style: common)
  }

  var isLink: Bool {
    if case .link = content { true } else { false }
  }

  /// Whether a reader sees more of the inline than white space.
  var isVisible: Bool {
    switch content {
    case .text(let text), .code(let text): text.utf8.contains { !$0.isASCIISpace }
    case .mention, .docsLink: true
    case .link(_, let nodes), .htmlLink(_, let nodes): nodes.contains { $0.isVisible }
    case .tag: false
    }
  }

  /// The text at the edges, to see whether it is white space.
  var firstScalar: Unicode.Scalar? {
    switch content {
    case .text(let text): text.unicodeScalars.first
    default: nil
    }
  }

  var lastScalar: Unicode.Scalar? {
    switch content {
    case .text(let text): text.unicodeScalars.last
    default: nil
    }
  }
}

/// A piece of a line on its way to Markdown: text that is still to be escaped, and markup.
struct InlineToken {
  enum Kind: Equatable {
    case text
    /// `@{ID}`: text, but its `@` is meant.
    case mention
    /// Markup that is written as it is.
    case markup
    /// A code span, markup as well.
    case code
    /// A URL that is its own text, to be written as an autolink.
    case autolink
    /// Where strong or struck text starts and ends; `pair` is common to both.
    case start(Delimiter, pair: Int)
    case end(Delimiter, pair: Int)
  }

  enum Delimiter {
    case strong, strikethrough

    var markdown: String { self == .strong ? "**" : "~~" }
    /// What carries the same style where Markdown's delimiters cannot be (rule R18).
    var tag: String { self == .strong ? "b" : "s" }
  }

  let kind: Kind
  var scalars: [Unicode.Scalar]
  /// Whether the token is in the text of a Markdown link.
  let isInLink: Bool

  init(_ kind: Kind, _ scalars: [Unicode.Scalar] = [], isInLink: Bool = false) {
    self.kind = kind
    self.scalars = scalars
    self.isInLink = isInLink
  }

  init(_ kind: Kind, _ text: String, isInLink: Bool = false) {
    self.init(kind, Array(text.unicodeScalars), isInLink: isInLink)
  }

  var isText: Bool { kind == .text || kind == .mention }

  var delimiter: Delimiter? {
    switch kind {
    case .start(let delimiter, _), .end(let delimiter, _): delimiter
    default: nil
    }
  }
}
