/// HTML, in blocks and within text (rule R18).
extension Translator {
  /// An HTML block is a block of text.
  mutating func htmlBlock(_ node: CommonMarkNode) {
    beginBlock(node)
    let html = node.literal
    var scanner = HTMLScanner(html, runsToEnd: true)
    while true {
      let start = scanner.index
      guard let token = scanner.next() else { break }
      switch token {
      case .text(let range): htmlText(html.slice(range))
      case .characterData(let range): htmlText(html.slice(range), resolvesEntities: false)
      case .invisible: break
      case .tag(let tag):
        if let raw = inline.suppressing, !(tag.isEnd && tag.name == raw) { break }
        handle(tag, at: .html(node, offset: start))
        if let raw = inline.suppressing {
          scanner.skipRawText(until: raw)
          inline.suppressing = nil
        }
      }
    }
    endBlock()
  }

  /// A tag, a comment or the like within text.
  mutating func htmlInline(_ node: CommonMarkNode) {
    let html = node.literal
    var scanner = HTMLScanner(html)
    while let token = scanner.next() {
      switch token {
      case .text(let range): text(html.slice(range))
      case .characterData(let range): literalText(Array(html.slice(range)))
      case .invisible: break
      case .tag(let tag):
        if let raw = inline.suppressing {
          if tag.isEnd, tag.name == raw { inline.suppressing = nil }
        } else {
          handle(tag, at: place(of: node))
        }
      }
    }
    inline.lineOffset += html.count { $0 == UInt8(ascii: "\n") }
  }

  // MARK: Text

  /// Text of an HTML block: white space collapses, entities are resolved.
  private mutating func htmlText(_ text: Bytes, resolvesEntities: Bool = true) {
    if inline.html.isPreformatted { return preformatted(text, resolvesEntities: resolvesEntities) }
    var index = 0
    while index < text.count {
      let start = index
      if text[index].isASCIISpace {
        while index < text.count, text[index].isASCIISpace { index += 1 }
        collapsedSpace(hasLineEnd: text[start..<index].contains { $0 == 0x0A })
      } else {
        while index < text.count, !text[index].isASCIISpace { index += 1 }
        let word = text.slice(start..<index)
        if resolvesEntities, word.contains(UInt8(ascii: "&")) {
          CommonMarkText.resolvingEntities(in: word).withUnsafeBufferPointer { self.text($0) }
        } else {
          self.text(word)
        }
      }
    }
  }

  private mutating func collapsedSpace(hasLineEnd: Bool) {
    guard let last = line.lastScalar, last != 0x20, inline.pendingSoftBreak == nil else { return }
    if hasLineEnd {
      inline.pendingSoftBreak = inline.style
    } else {
      line.append([UInt8(ascii: " ")], style: inline.style)
    }
  }

  /// Text inside `<pre>`: each line is a line of code (rule R15).
  private mutating func preformatted(_ text: Bytes, resolvesEntities: Bool) {
    var start = 0
    if inline.dropsLineEnd, text.first == UInt8(ascii: "\n") { start = 1 }
    inline.dropsLineEnd = false
    while true {
      let end = text.firstIndex(of: UInt8(ascii: "\n"), from: start)
      let part = text.slice(start..<(end ?? text.count))
      let resolved = resolvesEntities ? CommonMarkText.resolvingEntities(in: part) : Array(part)
      resolved.withUnsafeBufferPointer { line.append(cleaned($0), style: inline.style) }
      guard let end else { return }
      endCodeLine()
      start = end + 1
    }
  }

  // MARK: Tags

  private mutating func handle(_ tag: HTMLTag, at place: DiagnosticCollector.Place) {
    if HTMLElement.blockLevel.contains(tag.name), tag.name != "hr" { endLineForTag() }
    guard let element = HTMLElement(rawValue: tag.name) else { return reportDropped(tag, at: place) }
    switch element {
    case .script, .style:
      reportDropped(tag, at: place)
      if !tag.isEnd { inline.suppressing = tag.name }
    case .br:
      hardBreak()
    case .hr:
      endLineForTag()
      thematicBreak(place)
      endLineForTag()
    case .img:
      if !tag.isEnd { show(Self.image(from: tag), at: place) }
    case .a:
      closeHTMLLink()
      if !tag.isEnd, let url = tag["href"] {
        openLink(to: Array(url.utf8), place: place, isHTML: true)
      }
    case .h1, .h2, .h3, .h4, .h5, .h6:
      if !tag.isEnd {
        diagnostics.report(.headingFlattened, at: place)
      }
      change(element, tag, at: place)
    case .pre:
      if !tag.isEnd {
        diagnostics.report(.codeBlockFlattened(info: ""), at: place)
        inline.dropsLineEnd = true
      }
      change(element, tag, at: place)
    case .b, .strong, .s, .del, .strike, .code, .kbd, .samp, .tt, .mark, .span, .font, .p, .div:
      change(element, tag, at: place)
    }
  }

  private mutating func change(_ element: HTMLElement, _ tag: HTMLTag, at place: DiagnosticCollector.Place) {
    if tag.isEnd {
      inline.html.close(element)
    } else {
      let (back, text) = colors(of: tag, element, at: place)
      inline.html.open(element, backColor: back, textColor: text)
    }
    inline.updateStyle()
  }

  private mutating func reportDropped(_ tag: HTMLTag, at place: DiagnosticCollector.Place) {
    guard droppedTags.insert(tag.name).inserted else { return }
    let takesContent = tag.name == "script" || tag.name == "style"
    diagnostics.report(
      takesContent ? .htmlContentDropped(tag: tag.name) : .htmlDropped(tag: tag.name), at: place)
  }

  private static func image(from tag: HTMLTag) -> Image {
    Image(
      source: Array((tag["src"] ?? "").trimmingASCIISpace.utf8), alt: Array((tag["alt"] ?? "").utf8),
      title: Array((tag["title"] ?? "").utf8), width: tag["width"].flatMap { pixels($0) },
      height: tag["height"].flatMap { pixels($0) },
      fileToken: tag["data-file-token"].flatMap { $0.isEmpty ? nil : $0 })
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

  // MARK: Colours

  private mutating func colors(
    of tag: HTMLTag, _ element: HTMLElement, at place: DiagnosticCollector.Place
  ) -> (back: PackedColor, text: PackedColor) {
    if element == .mark { return (.highlight, .none) }
    guard element.carriesColors else { return (.none, .none) }
    var back = PackedColor.none
    var text = PackedColor.none
    if let value = tag["color"] { text = color(value, at: place) }
    for declaration in (tag["style"] ?? "").split(separator: ";") {
      guard let colon = declaration.firstIndex(of: ":") else { continue }
      let property = String(declaration[..<colon]).trimmingASCIISpace.lowercased()
      let value = String(declaration[declaration.index(after: colon)...])
      switch property {
      case "color": text = color(value, at: place)
      case "background-color", "background": back = color(value, at: place)
      default: break
      }
    }
    return (back, text)
  }

  private mutating func color(_ value: String, at place: DiagnosticCollector.Place) -> PackedColor {
    if let color = CSSColor.parse(value) { return PackedColor(color) }
    diagnostics.report(.colourIgnored(value.trimmingASCIISpace), at: place)
    return .none
  }
}
