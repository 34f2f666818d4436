import ContentBlocks

/// What takes the lines of a document, top to bottom: a value under construction, or JSON as it is
/// written.
protocol LineSink {
  mutating func beginLine(_ list: ContentList?, isEmpty: Bool)
  mutating func textRun(_ text: Bytes, style: RunStyle, link: Bytes?)
  mutating func docsLink(url: Bytes, title: Bytes)
  mutating func mention(_ id: Bytes)
  /// Ends a line that is not empty.
  mutating func endLine()
  mutating func gallery(_ image: ContentImageItem)
}

/// Builds a ``ContentBlock``.
struct ContentBlockBuilder: LineSink {
  private(set) var content = ContentBlock()
  private var line = ContentParagraph()

  mutating func beginLine(_ list: ContentList?, isEmpty: Bool) {
    line = ContentParagraph(list: list)
    if isEmpty { endLine() }
  }

  mutating func textRun(_ text: Bytes, style: RunStyle, link: Bytes?) {
    let textStyle = ContentTextStyle(
      bold: style.bold, strikeThrough: style.strikeThrough, backColor: style.backColor.color,
      textColor: style.textColor.color, link: link.map { ContentLink(url: $0.string) })
    line.elements.append(.textRun(ContentTextRun(text: text.string, style: textStyle)))
  }

  mutating func docsLink(url: Bytes, title: Bytes) {
    line.elements.append(.docsLink(ContentDocsLink(url: url.string, title: title.string)))
  }

  mutating func mention(_ id: Bytes) {
    line.elements.append(.mention(ContentMention(userID: id.string)))
  }

  mutating func endLine() {
    content.blocks.append(.paragraph(line))
    line = ContentParagraph()
  }

  mutating func gallery(_ image: ContentImageItem) {
    content.blocks.append(.gallery(ContentGallery(image: image)))
  }
}

/// Writes JSON.
struct JSONLineSink: LineSink {
  private(set) var writer: ContentBlockWriter
  private(set) var isEmpty = true

  init(writer: ContentBlockWriter) {
    self.writer = writer
  }

  mutating func end() {
    writer.endDocument()
  }

  mutating func beginLine(_ list: ContentList?, isEmpty: Bool) {
    self.isEmpty = false
    writer.beginLine(list, isEmpty: isEmpty)
  }

  mutating func textRun(_ text: Bytes, style: RunStyle, link: Bytes?) {
    writer.textRun(
      text, bold: style.bold, strikeThrough: style.strikeThrough, backColor: style.backColor.color,
      textColor: style.textColor.color, link: link)
  }

  mutating func docsLink(url: Bytes, title: Bytes) {
    writer.docsLink(url: url, title: title)
  }

  mutating func mention(_ id: Bytes) {
    writer.mention(id)
  }

  mutating func endLine() {
    writer.endLine()
  }

  mutating func gallery(_ image: ContentImageItem) {
    isEmpty = false
    writer.gallery(image)
  }
}
