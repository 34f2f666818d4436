import ContentBlocks

/// Writes the elements of a line as Markdown.
///
/// The way of a line:
///
/// 1. ``LinkPlan`` makes inlines of the elements: neighbours with one URL are one link.
/// 2. ``StyleExtents`` says how far each style reaches, and this writer makes tokens of the inlines: text,
///    and markup around it.
/// 3. What markup can be where, and what text must be escaped, depends on the neighbours and is decided
///    over the finished tokens: by ``DelimiterChoice`` and ``TextEscaper``.
struct InlineWriter {
  private var tokens: [InlineToken] = []
  private var pairCount = 0

  static func bytes(for elements: [ContentParagraphElement], context: LineContext) -> [UInt8] {
    var writer = InlineWriter()
    writer.emit(LinkPlan(elements).nodes, inside: SpanStyle(), isInLink: false)
    var tokens = writer.tokens
    DelimiterChoice.resolve(&tokens, pairCount: writer.pairCount, hasSentinel: context.hasSentinel)
    var escaper = TextEscaper(tokens, context: context)
    return escaper.escape().utf8Bytes
  }

  /// Text without style, escaped for the middle of a line.
  static func escaped(_ text: String) -> [Unicode.Scalar] {
    let fence = InlineToken(.markup, ">")
    var escaper = TextEscaper([fence, InlineToken(.text, text), fence], context: LineContext())
    return Array(escaper.escape().dropFirst().dropLast())
  }

  // MARK: Styles

  /// A style that is open around the inlines. `pair` is common to its start and its end.
  private struct OpenSpan {
    let span: Span
    let pair: Int
  }

  private enum Span: Equatable {
    case colors(SpanColors)
    case delimiter(InlineToken.Delimiter)

    func holds(for style: SpanStyle) -> Bool {
      switch self {
      case .colors(let colors): style.colors == colors
      case .delimiter(.strong): style.bold
      case .delimiter(.strikethrough): style.strikeThrough
      }
    }
  }

  /// Writes inlines, the longest styles outermost.
  private mutating func emit(_ nodes: [InlineNode], inside outer: SpanStyle, isInLink: Bool) {
    let styles = StyleExtents.resolved(nodes, inside: outer)
    var open: [OpenSpan] = []
    for (index, node) in nodes.enumerated() {
      let style = styles[index]
      if let ending = open.firstIndex(where: { !$0.span.holds(for: style) }) {
        while open.count > ending, let span = open.popLast() { close(span) }
      }
      var needed: [Span] = []
      if !style.colors.isNone { needed.append(.colors(style.colors)) }
      if style.bold { needed.append(.delimiter(.strong)) }
      if style.strikeThrough { needed.append(.delimiter(.strikethrough)) }
      let missing = needed.filter { span in !open.contains { $0.span == span } }
      let ends = missing.map { span in styles[index...].firstIndex { !span.holds(for: $0) } ?? styles.count }
      for (span, _) in zip(missing, ends).sorted(by: { $0.1 > $1.1 }) {
        let opened = OpenSpan(span: span, pair: pairCount)
        pairCount += 1
        start(opened)
        open.append(opened)
      }
      var inner = outer
      inner.bold = inner.bold || style.bold
      inner.strikeThrough = inner.strikeThrough || style.strikeThrough
      if !style.colors.isNone { inner.colors = style.colors }
      emit(node, inside: inner, isInLink: isInLink)
    }
    while let span = open.popLast() { close(span) }
  }

  private mutating func start(_ open: OpenSpan) {
    switch open.span {
    case .colors(let colors): markup(ColorMarkup.startTag(for: colors))
    case .delimiter(let delimiter): tokens.append(InlineToken(.start(delimiter, pair: open.pair)))
    }
  }

  private mutating func close(_ open: OpenSpan) {
    switch open.span {
    case .colors(let colors): markup(ColorMarkup.endTag(for: colors))
    case .delimiter(let delimiter): tokens.append(InlineToken(.end(delimiter, pair: open.pair)))
    }
  }

  // MARK: Inlines

  private mutating func emit(_ node: InlineNode, inside style: SpanStyle, isInLink: Bool) {
    switch node.content {
    case .text(let text): tokens.append(InlineToken(.text, text, isInLink: isInLink))
    case .code(let text): code(text, isInLink: isInLink)
    case .mention(let id): tokens.append(InlineToken(.mention, "@{\(id)}", isInLink: isInLink))
    case .docsLink(let link):
      markup("[")
      tokens.append(InlineToken(.text, link.title, isInLink: true))
      endLink(to: link.url)
    case .link(let url, let nodes):
      if nodes.count == 1, case .text(let text) = nodes[0].content, AutolinkForm.shows(text, url) {
        tokens.append(InlineToken(.autolink, text, isInLink: isInLink))
      } else {
        markup("[")
        emit(nodes, inside: style, isInLink: true)
        endLink(to: url)
      }
    case .htmlLink(let url, let nodes):
      tokens.append(InlineToken(.markup, MarkupText.linkStartTag(to: url)))
      emit(nodes, inside: style, isInLink: true)
      markup("</a>")
    case .tag(let tag): markup(tag)
    }
  }

  private mutating func endLink(to url: String) {
    tokens.append(InlineToken(.markup, Array("](".unicodeScalars) + MarkupText.target(url) + [")"]))
  }

  private mutating func code(_ text: String, isInLink: Bool) {
    // At the start of a line `[…]:` begins a link definition, whether code is around it or not.
    let mayDefineLink = isInLink && LineStart.endsLabel(Array(text.unicodeScalars))
    if !mayDefineLink, let span = CodeSpan.scalars(for: text) {
      tokens.append(InlineToken(.code, span))
    } else {
      markup("<code>")
      tokens.append(InlineToken(.text, text, isInLink: isInLink))
      markup("</code>")
    }
  }

  private mutating func markup(_ text: String) {
    tokens.append(InlineToken(.markup, text))
  }
}
