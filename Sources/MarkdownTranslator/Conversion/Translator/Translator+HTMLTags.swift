import ContentBlocks

/// What each tag does (rules R18 and R37).
extension Translator {
  mutating func handle(_ index: Int, in outline: HTMLOutline, at place: DiagnosticCollector.Place) {
    let entry = outline.tags[index]
    guard let element = entry.element else { return }
    if inline.suppressing != nil {
      if inline.suppressedUntil == index {
        inline.suppressing = nil
        inline.suppressedUntil = nil
      }
      return
    }
    let tag = entry.tag
    if element.isBlock, !element.isStructural { endLineForTag() }
    switch element.meaning {
    case .bold, .strike, .code, .highlight, .colored: change(element, tag, at: place)
    case .larkText: larkText(entry, element, at: place)
    case .heading:
      if !tag.isEnd { diagnostics.report(.headingFlattened, at: place) }
      change(element, tag, at: place)
    case .preformatted:
      if !tag.isEnd {
        diagnostics.report(.codeBlockFlattened(info: ""), at: place)
        inline.dropsLineEnd = true
      }
      change(element, tag, at: place)
    case .superscript, .subscript: script(entry, isSuperscript: element.meaning == .superscript)
    case .lineBreak: hardBreak()
    case .rule:
      thematicBreak(place)
      endLineForTag()
    case .lines: break
    case .link:
      if tag["href"] != nil, tag.text("title") != nil { diagnostics.report(.linkTitleDropped, at: place) }
      link(entry, to: tag["href"]?.trimmingASCIISpace, at: place)
    case .media: media(entry, outline, at: place)
    case .documentLink: documentLink(entry, at: place)
    case .embedded: embedded(entry, outline, at: place)
    case .image:
      if !tag.isEnd { show(Self.image(from: tag), at: place) }
    case .larkImage:
      if !tag.isEnd { show(Self.larkImage(from: tag), at: place) }
    case .mention:
      if !tag.isEnd { mention(entry, at: place) }
    case .equation: break
    case .file:
      if !tag.isEnd { insertedText(tag["name"] ?? "") }
    case .list, .item, .quote, .callout: containerTag(entry, element, at: place)
    case .table, .rowGroup, .row, .cell, .caption: tableTag(entry, element, at: place)
    case .checkbox: checkbox(tag, at: place)
    case .raw: reportRaw(entry, at: place)
    case .nothing: reportDropped(tag, at: place)
    }
  }

  private mutating func reportRaw(_ entry: HTMLOutline.Tag, at place: DiagnosticCollector.Place) {
    guard !entry.isInText else { return reportDropped(entry.tag, at: place) }
    guard droppedTags.insert(entry.tag.name).inserted else { return }
    diagnostics.report(.htmlContentDropped(tag: entry.tag.name), at: place)
  }

  // MARK: Styles

  private mutating func change(_ element: HTMLElement, _ tag: HTMLTag, at place: DiagnosticCollector.Place) {
    if tag.isEnd {
      inline.html.close(element)
    } else if !tag.closesItself {
      let (back, text) = colors(of: tag, element, at: place)
      inline.html.open(element, backColor: back, textColor: text)
    }
    inline.updateStyle()
  }

  /// Colours that hold to the end tag, in a later block of text too.
  private mutating func larkText(
    _ entry: HTMLOutline.Tag, _ element: HTMLElement, at place: DiagnosticCollector.Place
  ) {
    change(element, entry.tag, at: place)
    guard entry.partnerPlace == .container else { return }
    if entry.tag.isEnd {
      _ = larkColors.popLast()
      inline.html.setBase(
        backColor: larkColors.last?.back ?? .none, textColor: larkColors.last?.text ?? .none)
      inline.updateStyle()
    } else {
      larkColors.append(
        LarkColors(parent: htmlParent, back: inline.html.backColor, text: inline.html.textColor))
    }
  }

  /// A superscript or subscript in Unicode, else `^(…)`, `_(…)`. Without an end it is text as any other.
  private mutating func script(_ entry: HTMLOutline.Tag, isSuperscript: Bool) {
    guard entry.partnerPlace == .block, let partner = entry.partner else { return }
    let script = entry.tag.isEnd ? outline?.tags[partner].script : entry.script
    switch script {
    case .convertible:
      if entry.tag.isEnd {
        inline.html.closeScript()
      } else {
        inline.html.openScript(isSuperscript: isSuperscript)
      }
    case .other: insertedText(entry.tag.isEnd ? ")" : isSuperscript ? "^(" : "_(")
    case .empty, nil: break
    }
  }

  private mutating func colors(
    of tag: HTMLTag, _ element: HTMLElement, at place: DiagnosticCollector.Place
  ) -> (back: PackedColor, text: PackedColor) {
    if element.meaning == .highlight { return (.highlight, .none) }
    guard element.hasColors else { return (.none, .none) }
    let isLark = element.meaning == .larkText
    var back = PackedColor.none
    var text = PackedColor.none
    if let value = tag["color"] {
      text = color(value, isLark ? ContentColor.larkText(named: value) : nil, at: place)
    }
    if isLark, let value = tag["background-color"] {
      back = color(value, ContentColor.larkBackground(named: value), at: place)
    }
    for declaration in (tag["style"] ?? "").split(separator: ";") {
      guard let colon = declaration.firstIndex(of: ":") else { continue }
      let property = String(declaration[..<colon]).trimmingASCIISpace.lowercased()
      let value = String(declaration[declaration.index(after: colon)...])
      switch property {
      case "color": text = color(value, nil, at: place)
      case "background-color", "background": back = color(value, nil, at: place)
      default: break
      }
    }
    return (back, text)
  }

  /// A colour by one of Feishu's names, if there is one, else as in CSS.
  private mutating func color(
    _ value: String, _ named: ContentColor?, at place: DiagnosticCollector.Place
  ) -> PackedColor {
    if let color = named ?? CSSColor.parse(value) { return PackedColor(color) }
    diagnostics.report(.colourIgnored(value.trimmingASCIISpace), at: place)
    return .none
  }

  // MARK: Links

  /// Opens or closes a link. One without an end in its block of text links what its tag stands for.
  private mutating func link(_ entry: HTMLOutline.Tag, to url: String?, at place: DiagnosticCollector.Place) {
    closeHTMLLink()
    guard !entry.tag.isEnd, let url else { return }
    openLink(to: Array(url.utf8), place: place, isHTML: true)
  }

  /// A link around the content of an element that is not a link in HTML; of one without content, a link that shows
  /// its address.
  private mutating func linkAround(
    _ entry: HTMLOutline.Tag, to url: String, at place: DiagnosticCollector.Place
  ) {
    link(entry, to: url, at: place)
    if entry.partnerPlace != .block { closeHTMLLink() }
  }

  private mutating func media(
    _ entry: HTMLOutline.Tag, _ outline: HTMLOutline, at place: DiagnosticCollector.Place
  ) {
    if entry.tag.isEnd {
      if let partner = entry.partner, outline.tags[partner].tag.text("src") != nil { closeHTMLLink() }
    } else if let url = entry.tag.text("src") {
      diagnostics.report(.htmlAsLink(tag: entry.tag.name), at: place)
      linkAround(entry, to: url, at: place)
    } else {
      reportDropped(entry.tag, at: place)
    }
  }

  /// What Lark embeds and a line cannot show.
  private mutating func embedded(
    _ entry: HTMLOutline.Tag, _ outline: HTMLOutline, at place: DiagnosticCollector.Place
  ) {
    if entry.tag.isEnd {
      if let partner = entry.partner, outline.tags[partner].tag.text("url") != nil { closeHTMLLink() }
    } else if let url = entry.tag.text("url") {
      diagnostics.report(.htmlAsLink(tag: entry.tag.name), at: place)
      linkAround(entry, to: url, at: place)
    } else {
      diagnostics.report(.htmlReferenceDropped(tag: entry.tag.name), at: place)
    }
  }

  /// A link to a document of Feishu, by its address or by type and token.
  private mutating func documentLink(_ entry: HTMLOutline.Tag, at place: DiagnosticCollector.Place) {
    guard !entry.tag.isEnd else { return closeHTMLLink() }
    guard let url = Self.documentURL(of: entry.tag) else { return reportDropped(entry.tag, at: place) }
    linkAround(entry, to: url, at: place)
  }

  private static func documentURL(of tag: HTMLTag) -> String? {
    if let url = tag.text("href") { return url }
    guard let token = tag.text("token"), token.utf8.allSatisfy({ MentionID.isIDByte($0) }) else { return nil }
    let type = tag.text("type")?.lowercased() ?? "docx"
    guard type.utf8.allSatisfy({ MentionID.isIDByte($0) }) else { return nil }
    return "https://feishu.cn/\(documentPaths[type] ?? type)/\(token)"
  }

  /// The paths of document types whose name is another.
  private static var documentPaths: [String: String] {
    ["doc": "docs", "sheet": "sheets", "bitable": "base", "mindnote": "mindnotes"]
  }

  // MARK: Mentions

  /// A person. What the element holds, the name, is not shown.
  private mutating func mention(_ entry: HTMLOutline.Tag, at place: DiagnosticCollector.Place) {
    guard let id = entry.tag.text("user_id") ?? entry.tag.text("id") else { return }
    if id.lowercased() == "all", entry.tag.name == "at" {
      insertedText("@所有人")
    } else {
      let bytes = Array(id.utf8)
      guard bytes.count <= MentionID.longest, bytes.allSatisfy({ MentionID.isIDByte($0) }),
        !inline.html.isCode
      else { return reportDropped(entry.tag, at: place) }
      bytes.withUnsafeBufferPointer { id in
        resolvePendingBreak(before: id)
        line.appendMention(id)
      }
    }
    if entry.partnerPlace == .block {
      inline.suppressing = entry.tag.name
      inline.suppressedUntil = entry.partner
    }
  }

  // MARK: Images

  private static func image(from tag: HTMLTag) -> Image {
    Image(
      source: Array((tag["src"] ?? "").trimmingASCIISpace.utf8), alt: Array((tag["alt"] ?? "").utf8),
      title: Array((tag["title"] ?? "").utf8), width: tag["width"].flatMap { pixels($0) },
      height: tag["height"].flatMap { pixels($0) },
      fileToken: tag["data-file-token"].flatMap { $0.isEmpty ? nil : $0 })
  }

  private static func larkImage(from tag: HTMLTag) -> Image {
    Image(
      source: Array((tag.text("url") ?? "").utf8), alt: Array((tag["alt"] ?? "").utf8),
      title: Array((tag["caption"] ?? "").utf8), width: tag["width"].flatMap { pixels($0) },
      height: tag["height"].flatMap { pixels($0) }, fileToken: tag.text("token"))
  }

  /// A size in pixels; nil for a percentage or anything else.
  private static func pixels(_ text: String) -> Double? {
    var number = text.trimmingASCIISpace
    if number.lowercased().hasSuffix("px") { number = String(number.dropLast(2)).trimmingASCIISpace }
    guard number.utf8.first?.isASCIIDigit == true,
      number.utf8.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") })
    else { return nil }
    return Double(number).flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
  }
}

extension HTMLElement {
  /// Whether its tags open and close lists, quotes or parts of tables, and end lines by themselves.
  fileprivate var isStructural: Bool {
    switch meaning {
    case .list, .item, .quote, .callout, .table, .rowGroup, .row, .cell, .caption: true
    default: false
    }
  }
}
