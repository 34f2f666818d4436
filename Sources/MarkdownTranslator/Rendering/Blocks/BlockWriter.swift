import ContentBlocks

/// Writes the blocks of a content in normal form, one after the other.
struct BlockWriter {
  private let blocks: [ContentBlockElement]
  private let hasSentinel: Bool
  /// For each block, the list style of the first line after it; nil when no line follows.
  private let followers: [ContentList??]
  private var containers = OpenContainers()
  private var output: [UInt8] = []
  /// What was written last, if it was an item of one line: whether it was empty.
  private var lastItemIsEmpty: Bool?

  init(_ content: ContentBlock) {
    blocks = content.blocks
    hasSentinel = SentinelCheck.leavesSentinel(content)
    var followers: [ContentList??] = []
    var follower: ContentList??
    for block in content.blocks.reversed() {
      followers.append(follower)
      if case .paragraph(let line) = block { follower = .some(line.list) }
    }
    self.followers = followers.reversed()
  }

  mutating func write() -> [UInt8] {
    var index = 0
    while index < blocks.count {
      switch blocks[index] {
      case .gallery(let gallery):
        write(gallery.image, at: index)
        index += 1
      case .paragraph(let line):
        index = write(line, at: index)
      }
    }
    return output
  }

  // MARK: Blocks

  /// An image is where the next line will be, so that it parts no list.
  private mutating func write(_ image: ContentImageItem, at index: Int) {
    let kept = followers[index].map { containers.kept(for: $0) } ?? 0
    let change = containers.close(downTo: kept)
    separate(change, isTight: false)
    append(line: containers.prefix(kept) + ImageMarkup.bytes(for: image))
    lastItemIsEmpty = nil
  }

  /// Writes a line, or several lines of code as a fenced block; returns the index after them.
  private mutating func write(_ line: ContentParagraph, at index: Int) -> Int {
    let isItem = line.list?.isItem == true
    let hasEmptyMarker = line.elements.isEmpty && staysEmpty(line, at: index)
    let change = containers.change(for: line.list)
    separate(change, isTight: isItem && mayFollowTightly(change, line))
    let depth = containers.stack.count
    let rest = containers.prefix(depth)
    var first = rest
    if isItem {
      first = containers.prefix(depth - 1) + containers.marker
      if line.list?.type == .checkBox { first += Array("[ ] ".utf8) }
      if line.list?.type == .checkedBox { first += Array("[x] ".utf8) }
    }
    lastItemIsEmpty = nil
    if let code = FencedCodeBlock(at: index, in: blocks) {
      write(code, first: first, rest: rest)
      return index + code.lines.count
    }
    if line.elements.isEmpty {
      if hasEmptyMarker { lastItemIsEmpty = true }
      append(line: hasEmptyMarker ? first : first + Array("<br>".utf8))
    } else {
      if isItem { lastItemIsEmpty = false }
      append(line: first + inlines(line))
    }
    return index + 1
  }

  private func inlines(_ line: ContentParagraph) -> [UInt8] {
    let isItem = line.list?.isItem == true
    let isTask = line.list?.isTask == true
    if line.isCodeLine, line.hasSpaceAtEdge { return PreformattedLine.bytes(for: line, isTask: isTask) }
    let context = LineContext(hasSentinel: hasSentinel, isItemStart: isItem && !isTask)
    return InlineWriter.bytes(for: line.elements, context: context)
  }

  /// Writes a code block; `first` and `rest` are what its first line and the others start with.
  private mutating func write(_ code: FencedCodeBlock, first: [UInt8], rest: [UInt8]) {
    append(line: first + code.fence)
    for text in code.lines { append(line: rest + Array(text.utf8), keepsSpace: !text.isEmpty) }
    append(line: rest + code.fence)
  }

  /// Whether nothing that would take the marker of an empty item is in the item (rule R7): then the
  /// marker is enough. A task needs something after its marker.
  private func staysEmpty(_ line: ContentParagraph, at index: Int) -> Bool {
    guard let list = line.list, list.isItem, !list.isTask else { return false }
    guard index + 1 < blocks.count else { return true }
    guard case .paragraph(let next) = blocks[index + 1] else { return false }
    guard let nextList = next.list else { return true }
    if !nextList.isItem { return nextList.indentLevel < list.indentLevel }
    return nextList.indentLevel <= list.indentLevel + 1
  }

  // MARK: Lines

  /// Whether an item may be directly below the item before it.
  private func mayFollowTightly(_ change: OpenContainers.Change, _ line: ContentParagraph) -> Bool {
    guard let lastItemIsEmpty, !change.closesQuote, !change.opensQuote, !change.replacesList else {
      return false
    }
    // Below text, a list begins only with a number 1 and not with an empty item.
    guard change.opensList, !lastItemIsEmpty else { return true }
    return !line.elements.isEmpty && (line.list?.number ?? 1) == 1
  }

  /// Separates what follows from what was written: by nothing or by an empty line, in the containers that
  /// go on.
  private mutating func separate(_ change: OpenContainers.Change, isTight: Bool) {
    guard !output.isEmpty, !isTight else { return }
    append(line: containers.prefix(change.kept))
  }

  private mutating func append(line: [UInt8], keepsSpace: Bool = false) {
    var end = line.count
    if !keepsSpace {
      while end > 0, line[end - 1] == UInt8(ascii: " ") { end -= 1 }
    }
    output += line[..<end]
    output.append(UInt8(ascii: "\n"))
  }
}

/// What is known of the place of a line when its text is written.
struct LineContext {
  /// Whether rules R32 and R33 will work.
  var hasSentinel = true
  /// Whether the line is after the marker of a list item, where `[ ]` would make it a task.
  var isItemStart = false
}

extension ContentList {
  /// Whether a line with the list style is a list item: it has a marker.
  var isItem: Bool { type != .indent }

  /// Whether the item is a task.
  var isTask: Bool { type == .checkBox || type == .checkedBox }
}

/// Images: in Markdown if the address says it all, else as an HTML tag (rules R18, R29, R30).
enum ImageMarkup {
  static func bytes(for image: ContentImageItem) -> [UInt8] {
    var text: [Unicode.Scalar] = []
    if let source = image.src, image.fileToken == nil, image.width == nil, image.height == nil {
      text = Array("![](".unicodeScalars) + MarkupText.target(source) + [")"]
    } else {
      text = Array("<img".unicodeScalars)
      let attributes = [
        ("src", image.src), ("width", image.width.map { decimal($0) }),
        ("height", image.height.map { decimal($0) }), ("data-file-token", image.fileToken),
      ]
      for case (let name, let value?) in attributes {
        text += " \(name)=\"".unicodeScalars
        text += MarkupText.attribute(value)
        text.append("\"")
      }
      text.append(">")
    }
    return text.utf8Bytes
  }

  /// A size without an exponent, which the mapping would not read.
  static func decimal(_ size: Double) -> String {
    let parts = size.description.split(separator: "e", maxSplits: 1)
    var digits = String(parts[0])
    var point = digits.prefix { $0 != "." }.count
    digits.removeAll { $0 == "." }
    point += parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    if point <= 0 {
      digits = String(repeating: "0", count: 1 - point) + digits
      point = 1
    }
    if point > digits.count { digits += String(repeating: "0", count: point - digits.count) }
    let whole = digits.prefix(point)
    var fraction = digits.dropFirst(point)
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
  }
}
