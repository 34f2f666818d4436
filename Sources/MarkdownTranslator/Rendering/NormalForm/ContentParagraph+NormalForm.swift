import ContentBlocks

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
      var url = link.url.replacingNull
      guard let scheme = url.withUTF8({ URLReference.scheme(of: $0) }), URLReference.isLinkScheme(scheme)
      else { return nil }
      return ContentLink(url: url)
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
