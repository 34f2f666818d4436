import ContentBlocks

extension ContentBlock {
  /// The content as Markdown can carry it, with as few changes as possible.
  ///
  /// What ``MarkdownConverter`` makes of a note with default options is in this form already, but for three
  /// oddities that `Documentation/rendering.md` names. For any other content:
  ///
  /// - **Text**: U+0000 becomes U+FFFD and a line end a space, here and in titles. Neighbouring runs of equal
  ///   style become one, empty runs are removed. So are spaces and tabs at the edges of a line, except in code.
  /// - **Colours**: the opacity is rounded to two decimals.
  /// - **Links** are removed where the mapping keeps none: an empty URL, a relative one, another scheme than those of
  ///   rule R25. So does a link on nothing but white space with nothing else beside it to show.
  /// - **Document links** that rule R26 would not make become links with their title as text, or with their
  ///   URL if they have none.
  /// - **Mentions** of what cannot be an id (rule R27) become the text `@{…}`.
  /// - **Numbers** that are missing, negative or above 999 become those that Markdown counts: one
  ///   more than the item before, or 1. The one after 999 is counted to and stays.
  /// - **Images** that have neither a file token nor a source that rule R30 shows are removed, and such a source
  ///   is removed from an image with a token. So are sizes that are not positive and, where a token or a size calls
  ///   for a tag, white space around the source.
  ///
  /// The normal form of a normal form is itself.
  public var markdownNormalForm: ContentBlock {
    var containers = OpenContainers()
    var result = ContentBlock()
    result.blocks.reserveCapacity(blocks.count)
    for block in blocks {
      switch block {
      case .gallery(let gallery):
        if let image = gallery.image.markdownNormalForm {
          result.blocks.append(.gallery(ContentGallery(image: image)))
        }
      case .paragraph(let line):
        let list = line.list?.counted(in: containers)
        _ = containers.change(for: list)
        result.blocks.append(.paragraph(ContentParagraph(list: list, elements: line.normalElements)))
      }
    }
    return result
  }
}

extension ContentBlock {
  /// What a note cannot say of the content, so that it is lost when the note is converted back: links that rule R25 does
  /// not keep, and numbers that Markdown does not count to. What nobody can see, such as the third decimal of an
  /// opacity, is not among it.
  ///
  /// - Parameter path: the JSON path of the content, such as `$.data.content`.
  public func lostInMarkdown(at path: String) -> [NotShown] {
    var containers = OpenContainers()
    var lost: [NotShown] = []
    for (index, block) in blocks.enumerated() {
      guard case .paragraph(let line) = block else { continue }
      let list = line.list?.counted(in: containers)
      _ = containers.change(for: list)
      let path = "\(path).blocks[\(index)].paragraph"
      if let number = line.list?.number, number != list?.number {
        lost.append(
          NotShown(
            path: "\(path).style.list.number",
            problem: LocalizedText(
              en: "\(number) cannot be the number of a list item in Markdown here",
              zh: "\(number) 不能用作此处的 Markdown 列表编号"), value: "\(number)"))
      }
      for (index, element) in line.elements.enumerated() {
        guard let (url, key) = element.address, !url.isEmpty, !url.isKeptAsLink else { continue }
        lost.append(
          NotShown(
            path: "\(path).elements[\(index)].\(key)",
            problem: LocalizedText(
              en: "the address '\(url.prefix(80))' is not one that Markdown files can keep",
              zh: "网址“\(url.prefix(80))”在 Markdown 文件中无法保留"), value: JSONValue.string(url).text))
      }
    }
    return lost
  }
}

extension ContentParagraphElement {
  /// The address that the element leads to, and the key of it.
  fileprivate var address: (url: String, key: String)? {
    switch self {
    case .textRun(let run):
      let isBlank = run.text.allSatisfy(\.isWhitespace)
      return isBlank ? nil : run.style.link.map { ($0.url, "textRun.style.link") }
    case .docsLink(let link): return (link.url, "docsLink.url")
    case .mention: return nil
    }
  }
}

extension String {
  /// Whether rule R25 keeps a link to this address.
  fileprivate var isKeptAsLink: Bool {
    var url = self
    return url.withUTF8 { URLReference.scheme(of: $0).map(URLReference.isLinkScheme) } == true
  }
}

extension ContentList {
  /// The list style with a number that can be written, or that Markdown counts to.
  fileprivate func counted(in containers: OpenContainers) -> ContentList {
    guard type == .number else { return self }
    let next = containers.nextNumber(at: indentLevel)
    if let number, OpenContainers.canWrite(number) || Int(number) == next { return self }
    return ContentList(type: .number, clampedLevel: indentLevel, number: Int32(clamping: next))
  }
}

extension ContentImageItem {
  /// The image as Markdown or a tag can carry it; nil when it cannot be shown (rule R30).
  fileprivate var markdownNormalForm: ContentImageItem? {
    func positive(_ size: Double?) -> Double? { size.flatMap { $0 > 0 ? $0 : nil } }
    let token = fileToken.flatMap { $0.isEmpty ? nil : $0.replacingNull }
    let width = positive(width)
    let height = positive(height)
    var source = src?.replacingNull
    if token != nil || width != nil || height != nil { source = source?.trimmingASCIISpace }
    source = source.flatMap { Self.isShown($0) ? $0 : nil }
    guard token != nil || source != nil else { return nil }
    return ContentImageItem(fileToken: token, src: source, checkedWidth: width, checkedHeight: height)
  }

  private static func isShown(_ source: String) -> Bool {
    var source = source
    guard let scheme = source.withUTF8({ URLReference.scheme(of: $0) }) else { return !source.isEmpty }
    return ["http", "https", "file"].contains(scheme)
  }
}

extension String {
  /// The parser takes U+0000 for U+FFFD.
  var replacingNull: String {
    guard utf8.contains(0) else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\u{0}" ? "\u{FFFD}" : $0 }))
  }

  /// The text as a line can hold it.
  var onOneLine: String {
    guard utf8.contains(where: { $0 == 0 || $0 == 0x0A || $0 == 0x0D }) else { return self }
    return String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar {
          case "\u{0}": "\u{FFFD}"
          case "\n", "\r": " "
          default: scalar
          }
        }))
  }
}

/// A line as Markdown can carry it.
extension ContentParagraph {
  /// The elements of the line as Markdown can carry them.
  var normalElements: [ContentParagraphElement] {
    var elements = self.elements.map { $0.markdownNormalForm }.merged.trimmed
    let line = ContentParagraph(elements: elements)
    // Its links are HTML, where the edges of an address do not count.
    if line.isCodeLine, line.hasSpaceAtEdge { elements = elements.map { $0.withTrimmedURL }.merged }
    while true {
      let lost = Self.lostLinks(in: elements)
      guard !lost.isEmpty else { return elements }
      for range in lost {
        for index in range { elements[index] = elements[index].withoutLink }
      }
      elements = elements.merged.trimmed
    }
  }

  /// The links on white space that nothing can help to be written.
  private static func lostLinks(in elements: [ContentParagraphElement]) -> [Range<Int>] {
    guard elements.contains(where: { $0.linkURL != nil }) else { return [] }
    let plan = LinkPlan(elements)
    let line = ContentParagraph(elements: elements)
    // In a preformatted line there are no Markdown links to hold other elements.
    return line.isCodeLine && line.hasSpaceAtEdge ? plan.invisibleLinks : plan.lostLinks
  }
}

extension ContentParagraphElement {
  fileprivate var markdownNormalForm: ContentParagraphElement {
    switch self {
    case .textRun(let run):
      return .textRun(ContentTextRun(text: run.text.onOneLine, style: run.style.markdownNormalForm))
    case .docsLink(let link):
      let url = link.url.replacingNull
      let chip = ContentDocsLink(url: url, title: link.title.onOneLine)
      if chip.isChip { return .docsLink(chip) }
      let title = chip.title.trimmingASCIISpace.isEmpty ? url.onOneLine : chip.title
      let style = ContentTextStyle(link: ContentLink(url: url))
      return .textRun(ContentTextRun(text: title, style: style.markdownNormalForm))
    case .mention(let mention):
      let id = Array(mention.userID.utf8)
      let isID = (1...MentionID.longest).contains(id.count) && id.allSatisfy(MentionID.isIDByte)
      return isID ? self : .textRun(ContentTextRun(text: "@{\(mention.userID)}".onOneLine))
    }
  }

  fileprivate var withTrimmedURL: ContentParagraphElement {
    guard case .textRun(var run) = self, let link = run.style.link else { return self }
    run.style.link = ContentLink(url: link.url.trimmingASCIISpace)
    return .textRun(run)
  }

  fileprivate var withoutLink: ContentParagraphElement {
    guard case .textRun(var run) = self else { return self }
    run.style.link = nil
    return .textRun(run)
  }
}

extension ContentTextStyle {
  fileprivate var markdownNormalForm: ContentTextStyle {
    var style = self
    style.backColor = backColor?.inHundredths
    style.textColor = textColor?.inHundredths
    style.link = link.flatMap { link in
      let url = link.url.replacingNull
      return url.isKeptAsLink ? ContentLink(url: url) : nil
    }
    return style
  }
}

extension ContentColor {
  /// The colour with two decimals of opacity.
  fileprivate var inHundredths: ContentColor {
    ContentColor(red: red, green: green, blue: blue, hundredths: Int((alpha * 100).rounded()))
  }
}

extension [ContentParagraphElement] {
  /// Neighbours in equal style as one run, without empty runs (rules R2 and R3).
  fileprivate var merged: [ContentParagraphElement] {
    var result: [ContentParagraphElement] = []
    for element in self {
      guard case .textRun(let run) = element else {
        result.append(element)
        continue
      }
      if run.text.isEmpty { continue }
      if case .textRun(var last) = result.last, last.style == run.style {
        result.removeLast()
        last.text += run.text
        result.append(.textRun(last))
      } else {
        result.append(element)
      }
    }
    return result
  }

  /// The line without spaces and tabs at its edges, except in code lines (rule R10).
  fileprivate var trimmed: [ContentParagraphElement] {
    if ContentParagraph(elements: self).isCodeLine { return self }
    var result = self
    while case .textRun(var run) = result.last, run.text.utf8.last?.isSpaceOrTab == true {
      result.removeLast()
      while run.text.utf8.last?.isSpaceOrTab == true { run.text.unicodeScalars.removeLast() }
      if !run.text.isEmpty { result.append(.textRun(run)) }
    }
    let blank = result.prefix { element in
      if case .textRun(let run) = element { run.text.utf8.allSatisfy(\.isSpaceOrTab) } else { false }
    }
    result.removeFirst(blank.count)
    if case .textRun(var run) = result.first, run.text.utf8.first?.isSpaceOrTab == true {
      run.text = String(String.UnicodeScalarView(run.text.unicodeScalars.drop { $0.isSpaceOrTab }))
      result[0] = .textRun(run)
    }
    return result
  }
}
