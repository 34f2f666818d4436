import ContentBlocks

/// What the documents of the service give as the most. The service may take more; nothing is cut.
enum ServiceLimits {
  /// Lines and images of a content.
  static let blocks = 100
  /// Elements of a line.
  static let elements = 100
  /// The number of a list item.
  static let number: Int32 = 100
  /// The width and height of an image.
  static let pixels = 10_000
}

/// Counts what goes through to another sink, to warn of what the service may refuse.
struct ServiceLimitSink<Base: LineSink>: LineSink {
  private(set) var base: Base
  private var blocks = 0
  private var elements = 0
  /// The most elements of a line above the limit, and which line it is, from 1.
  private var longest: (elements: Int, line: Int)?
  private var largestNumber: Int32 = 0
  private var hasLargeImage = false

  init(_ base: Base) {
    self.base = base
  }

  /// What is beyond a limit, each kind once.
  var excesses: [DiagnosticMessage] {
    var result: [DiagnosticMessage] = []
    if blocks > ServiceLimits.blocks { result.append(.tooManyBlocks(blocks)) }
    if let longest { result.append(.tooManyElements(longest.elements, line: longest.line)) }
    if largestNumber > ServiceLimits.number { result.append(.numberOutOfRange(largestNumber)) }
    if hasLargeImage { result.append(.imageTooLarge) }
    return result
  }

  mutating func beginLine(_ list: ContentList?, isEmpty: Bool) {
    blocks += 1
    elements = 0
    if let number = list?.number { largestNumber = max(largestNumber, number) }
    base.beginLine(list, isEmpty: isEmpty)
  }

  mutating func textRun(_ text: Bytes, style: RunStyle, link: Bytes?) {
    elements += 1
    base.textRun(text, style: style, link: link)
  }

  mutating func docsLink(url: Bytes, title: Bytes) {
    elements += 1
    base.docsLink(url: url, title: title)
  }

  mutating func mention(_ id: Bytes) {
    elements += 1
    base.mention(id)
  }

  mutating func endLine() {
    if elements > max(ServiceLimits.elements, longest?.elements ?? 0) { longest = (elements, blocks) }
    base.endLine()
  }

  mutating func gallery(_ image: ContentImageItem) {
    blocks += 1
    let limit = Double(ServiceLimits.pixels)
    if image.width ?? 0 > limit || image.height ?? 0 > limit { hasLargeImage = true }
    base.gallery(image)
  }
}
