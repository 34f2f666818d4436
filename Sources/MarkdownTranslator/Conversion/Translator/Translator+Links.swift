/// A link whose end has not come yet.
struct OpenLink {
  /// Its number in the ``LinkTable``; negative when the text is not linked.
  let link: Int32
  /// The target as written.
  let url: [UInt8]
  let isHTML: Bool
  /// Where the link's text starts, and on which line.
  var mark: LineAssembler.Mark
  var lineNumber: Int
  /// How much a reader saw before the link.
  let visibleCount: Int
  /// Whether the link's text is its address, in which nothing is looked for.
  let isAutolink: Bool
  let place: DiagnosticCollector.Place
  /// Why the link is removed; nil when it is kept.
  let dropped: DiagnosticMessage?
  /// The images in the link, by their alternative texts.
  var images: [(alt: [UInt8], place: DiagnosticCollector.Place)] = []
}

/// Links, document links and mentions by link (rules R24 to R28).
extension Translator {
  mutating func openLink(_ node: CommonMarkNode) {
    let place = place(of: node)
    guard inline.suppressing == nil else {
      // It shows nothing, but its end must not be taken for that of another link.
      return openLink(to: [], place: place, isHTML: false)
    }
    openLink(to: withoutSentinels(node.url), place: place, isHTML: false, isAutolink: Self.isAutolink(node))
    if !node.title.isEmpty {
      diagnostics.report(.linkTitleDropped, at: place)
    }
  }

  /// Whether a link shows its target, as autolinks do; the parser completes some of those.
  private static func isAutolink(_ node: CommonMarkNode) -> Bool {
    guard let text = node.firstChild, text.kind == .text, text.next == nil else { return false }
    let url = node.url
    guard url.hasSuffix(text.literal) else { return false }
    let completion = url.slice(0..<url.count - text.literal.count)
    return completion.isEmpty || completion.elementsEqual("http://".utf8)
      || completion.elementsEqual("mailto:".utf8)
  }

  mutating func openLink(
    to url: [UInt8], place: DiagnosticCollector.Place, isHTML: Bool, isAutolink: Bool = false
  ) {
    let base = options.linkBase
    let isKept = url.withUnsafeBufferPointer(URLReference.hasLinkScheme)
    let (target, problem) =
      isKept ? (url, nil) : url.withUnsafeBufferPointer { Self.resolve($0, against: base) }
    let link = target.map { target in target.withUnsafeBufferPointer { links.add($0) } }
    inline.openLinks.append(
      OpenLink(
        link: link ?? RunStyle.noLink, url: url, isHTML: isHTML, mark: line.mark(), lineNumber: lineNumber,
        visibleCount: line.visibleCount, isAutolink: isAutolink, place: place, dropped: problem))
    inline.updateStyle()
  }

  /// The target that is written for a URL, or why there is none (rule R25).
  private static func resolve(
    _ url: Bytes, against base: String?
  ) -> (target: [UInt8]?, problem: DiagnosticMessage?) {
    if url.isEmpty { return (nil, nil) }
    if let scheme = URLReference.scheme(of: url) {
      return URLReference.isLinkScheme(scheme)
        ? (Array(url), nil) : (nil, .linkDropped(scheme: scheme))
    }
    guard let base else {
      return (nil, url.first == UInt8(ascii: "#") ? .anchorDropped : .relativeLinkDropped)
    }
    return (Array(URLReference.resolve(url.string, against: base).utf8), nil)
  }

  mutating func closeMarkdownLink() {
    if let index = inline.openLinks.lastIndex(where: { !$0.isHTML }) { closeLink(at: index) }
  }

  mutating func closeHTMLLink() {
    if let index = inline.openLinks.lastIndex(where: { $0.isHTML }) { closeLink(at: index) }
  }

  mutating func closeAllLinks() {
    while !inline.openLinks.isEmpty { closeLink(at: inline.openLinks.count - 1) }
  }

  private mutating func closeLink(at index: Int) {
    let link = inline.openLinks[index]
    if becomesMention(link) {
      line.goBack(to: link.mark)
      link.url.withUnsafeBufferPointer { line.appendMention($0) }
      inline.openLinks.remove(at: index)
      return inline.updateStyle()
    }
    if let problem = link.dropped { diagnostics.report(problem, at: link.place) }
    makeDocsLink(of: showingTarget(of: link))
    inline.openLinks.remove(at: index)
    inline.updateStyle()
    // A soft break before the end of a link is not part of it.
    if inline.pendingSoftBreak?.link == link.link { inline.pendingSoftBreak?.link = inline.style.link }
  }

  /// A link without visible text shows the alternative text of its image, else its URL (rules R24, R29).
  private mutating func showingTarget(of link: OpenLink) -> OpenLink {
    var link = link
    var images = link.images
    // Without its link an image needs no text beside it.
    let isBare = link.dropped != nil && !images.isEmpty
    if line.visibleCount == link.visibleCount, !link.url.isEmpty, !isBare {
      let shown = images.firstIndex { !$0.alt.isEmpty }
      let text = shown.map { images.remove(at: $0).alt } ?? link.url
      var style = inline.style
      style.link = link.link
      link.mark = line.mark()
      link.lineNumber = lineNumber
      literalText(text, style: style)
    }
    for image in images { reportDroppedAlt(image.alt, at: image.place) }
    return link
  }

  /// Whether a link is a mention: `[@Name](ou_…)` (rule R27).
  private func becomesMention(_ link: OpenLink) -> Bool {
    guard !inline.html.isCode, link.lineNumber == lineNumber,
      link.url.withUnsafeBufferPointer(MentionID.isLinkTarget)
    else { return false }
    return line.withText(since: link.mark) { $0.trimmed.hasPrefix("@") && $0.trimmed.count > 1 }
  }

  /// Makes a plain link to a Feishu document a chip (rule R26).
  private mutating func makeDocsLink(of link: OpenLink) {
    guard options.docsLinks, link.link >= 0, link.lineNumber == lineNumber else { return }
    guard let piece = line.onlyPiece(since: link.mark), piece.kind == .text, piece.style.link == link.link,
      piece.style.isPlainButForLink
    else { return }
    let isDocument = links.url(link.link).map(URLReference.isFeishuDocument) ?? false
    guard isDocument else { return }
    let isTitled = line.withText(since: link.mark) { text in
      let title = text.trimmed
      // What a bare `www.` URL shows is its target without the scheme.
      let bare = Array("http://".utf8) + Array(title)
      return !title.isEmpty && !title.elementsEqual(link.url) && !links.equals(link.link, title)
        && !bare.elementsEqual(link.url)
    }
    if isTitled { line.makeDocsLink(since: link.mark) }
  }
}
