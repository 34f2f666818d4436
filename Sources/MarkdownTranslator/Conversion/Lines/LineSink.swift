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
  /// The limits of the service that were passed so far.
  var passedLimits: ServiceLimits.Kinds { get }
}

extension LineSink {
  var passedLimits: ServiceLimits.Kinds { [] }
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

/// The style of a run while a line is put together: the parts of a ``ContentTextStyle`` in 16 bytes.
struct RunStyle: Equatable {
  var bold = false
  var strikeThrough = false
  var backColor = PackedColor.none
  var textColor = PackedColor.none
  /// The number of a link in the block's ``LinkTable``; negative for none.
  var link: Int32 = Self.noLink

  static let noLink: Int32 = -1

  var isPlainButForLink: Bool {
    !bold && !strikeThrough && backColor == .none && textColor == .none
  }
}

/// The targets of the links in a block, by number.
struct LinkTable {
  private let text = ByteBuffer()
  private var ranges: [Range<Int>] = []

  /// The number of a target; the one before it when both are the same.
  mutating func add(_ url: Bytes) -> Int32 {
    if let last = ranges.last, text.bytes.slice(last).elementsEqual(url) { return Int32(ranges.count - 1) }
    ranges.append(text.count..<text.count + url.count)
    text.append(url)
    return Int32(ranges.count - 1)
  }

  /// Forgets all links: no line under construction has one.
  mutating func removeAll() {
    ranges.removeAll(keepingCapacity: true)
    text.removeAll()
  }

  func areSame(_ left: Int32, _ right: Int32) -> Bool {
    if left == right { return true }
    guard let left = url(left), let right = url(right) else { return false }
    return left.elementsEqual(right)
  }

  /// The target with a number, until the table changes; nil for ``RunStyle/noLink``.
  func url(_ link: Int32) -> Bytes? {
    link >= 0 ? text.bytes.slice(ranges[Int(link)]) : nil
  }

  func equals(_ link: Int32, _ url: Bytes) -> Bool {
    self.url(link)?.elementsEqual(url) ?? false
  }
}
