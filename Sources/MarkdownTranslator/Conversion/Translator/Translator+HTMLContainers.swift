import ContentBlocks

/// A list, an item or a quote that an HTML tag has opened. Lines in it are those of the Markdown structure of the
/// same kind (rules R5, R6, R14).
struct HTMLContainer {
  enum Kind {
    case list, item, quote, table
  }

  let name: String
  let kind: Kind
  /// The Markdown block that holds the block of text in which it was opened, and with which it ends at the latest.
  let parent: CommonMarkNode?
  /// Whether it continues after the block of text in which it was opened: its end tag comes in a later one.
  let isKept: Bool
  /// Whether it is a list that no tag has opened, for an item without one.
  var isImplied = false
}

/// The colours of text in a `text` element of Lark that continues after its block of text.
struct LarkColors {
  let parent: CommonMarkNode?
  let back: PackedColor
  let text: PackedColor
}

/// Lists, quotes and callouts in HTML. The open ones are on a stack, so that nothing recurses.
extension Translator {
  mutating func containerTag(
    _ entry: HTMLOutline.Tag, _ element: HTMLElement, at place: DiagnosticCollector.Place
  ) {
    endLineForTag()
    if table != nil {
      // In a cell the lines are breaks (rule R17).
      guard isInCell else { return }
      if element.meaning == .callout, !entry.tag.isEnd { beginCalloutInCell(entry.tag) }
      return listTagInCell(entry, element)
    }
    if entry.tag.isEnd { return closeHTMLContainer(named: element.name) }
    switch element.meaning {
    case .list(let isOrdered):
      beginHTMLList(entry, number: isOrdered ? Self.listNumber(entry.tag["start"]) ?? 1 : nil)
    case .item: beginHTMLItem(entry)
    default:
      diagnostics.report(.quoteAsIndent, at: place)
      push(.quote, entry)
      containers.append(container(nextNumber: nil))
      if element.meaning == .callout { beginCallout(entry.tag) }
    }
    // One without content ends here.
    if entry.tag.closesItself { closeHTMLContainer(named: element.name) }
  }

  /// A number of a list's start or an item's value.
  static func listNumber(_ text: String?) -> Int? {
    guard let text, let number = Int32(text.trimmingASCIISpace), number >= 0 else { return nil }
    return Int(number)
  }

  private mutating func push(_ kind: HTMLContainer.Kind, _ entry: HTMLOutline.Tag, isImplied: Bool = false) {
    let parent = htmlParent
    htmlContainers.append(
      HTMLContainer(
        name: isImplied ? "" : entry.tag.name, kind: kind, parent: parent,
        isKept: entry.partnerPlace == .container, isImplied: isImplied))
    openHTMLNames[HTMLName(parent: parent, name: isImplied ? "" : entry.tag.name), default: 0] += 1
  }

  /// A table, among the containers so that it ends with them.
  mutating func pushHTMLTable(_ entry: HTMLOutline.Tag) { push(.table, entry) }

  private func container(nextNumber: Int?) -> Container {
    Container(node: inline.block, nextNumber: nextNumber)
  }

  /// The Markdown block around the block of text.
  var htmlParent: CommonMarkNode? {
    guard let block = inline.block else { return nil }
    return block.kind == .tableCell ? block : block.parent
  }

  // MARK: Lists

  private mutating func beginHTMLList(_ entry: HTMLOutline.Tag, number: Int?, isImplied: Bool = false) {
    writeUnusedMarker()
    push(.list, entry, isImplied: isImplied)
    containers.append(container(nextNumber: number))
  }

  private mutating func beginHTMLItem(_ entry: HTMLOutline.Tag) {
    let parent = htmlParent
    if let last = htmlContainers.last, last.kind == .item, last.parent == parent { popHTMLContainer() }
    if htmlContainers.last?.kind != .list || htmlContainers.last?.parent != parent {
      beginHTMLList(entry, number: nil, isImplied: true)
    }
    push(.item, entry)
    let list = containers.count - 1
    if let value = Self.listNumber(entry.tag["value"]), containers[list].nextNumber != nil {
      containers[list].nextNumber = value
    }
    let number = containers[list].nextNumber
    containers[list].nextNumber = number.map { $0 + 1 }
    items.append(
      Item(
        level: containers.count, type: number == nil ? .bullet : .number,
        number: number.map { Int32(clamping: $0) }))
  }

  // MARK: Callouts

  /// The first line of a callout is led by its emoji; without one, its type is a line before it.
  private mutating func beginCallout(_ tag: HTMLTag) {
    if let emoji = tag.text("emoji") {
      linePrefix = (linePrefix ?? []) + cleanedPrefix(emoji)
    } else if let type = tag.text("type") {
      line.append(Array(Self.calloutTitle(type).utf8), style: RunStyle(bold: true))
      endLine()
    }
  }

  private mutating func beginCalloutInCell(_ tag: HTMLTag) {
    if let emoji = tag.text("emoji") {
      insertedText(emoji + " ")
    } else if let type = tag.text("type") {
      Array(Self.calloutTitle(type).utf8).withUnsafeBufferPointer { text($0, in: RunStyle(bold: true)) }
      endLineForTag()
    }
  }

  private func cleanedPrefix(_ text: String) -> [UInt8] {
    Array(text.utf8).withUnsafeBufferPointer { cleaned($0) } + [UInt8(ascii: " ")]
  }

  private static func calloutTitle(_ type: String) -> String {
    type.prefix(1).uppercased() + type.dropFirst().lowercased()
  }

  // MARK: Ends

  /// Closes the innermost container with a name, and what is open in it. Without one nothing happens.
  private mutating func closeHTMLContainer(named name: String) {
    let key = HTMLName(parent: htmlParent, name: name)
    guard openHTMLNames[key, default: 0] > 0 else { return }
    while let last = htmlContainers.last {
      popHTMLContainer()
      if last.name == name { break }
    }
  }

  /// Closes a table that a tag has opened.
  mutating func closeHTMLTable() {
    if isInBlockOfHTMLTable { popHTMLContainer() }
  }

  /// Whether the innermost container is a table that was opened in the same Markdown block.
  var isInBlockOfHTMLTable: Bool {
    htmlContainers.last.map { $0.kind == .table && $0.parent == htmlParent } ?? false
  }

  private mutating func popHTMLContainer() {
    guard let last = htmlContainers.popLast() else { return }
    htmlBase = min(htmlBase, htmlContainers.count)
    openHTMLNames[HTMLName(parent: last.parent, name: last.name), default: 1] -= 1
    switch last.kind {
    case .list:
      endLine()
      containers.removeLast()
    case .item:
      writeUnusedMarker()
      items.removeLast()
      if let list = htmlContainers.last, list.isImplied { popHTMLContainer() }
    case .quote:
      endLine()
      // The emoji of a callout without any line.
      if linePrefix != nil { endLine(isForced: true) }
      containers.removeLast()
    case .table: endHTMLTable()
    }
  }

  /// Ends what was opened in a block of text and has no end tag in a later one.
  mutating func endHTMLContainersOfBlock() {
    if let first = htmlContainers[htmlBase...].firstIndex(where: { !$0.isKept && !$0.isImplied }) {
      while htmlContainers.count > first { popHTMLContainer() }
    }
    htmlBase = htmlContainers.count
  }

  /// Ends what was opened in a Markdown block that ends.
  mutating func endHTMLContainers(in parent: CommonMarkNode) {
    while let last = larkColors.last, last.parent == parent { larkColors.removeLast() }
    while let last = htmlContainers.last, last.parent == parent { popHTMLContainer() }
  }

  /// The open containers of a name in a Markdown block, to find out at once that there are none.
  struct HTMLName: Hashable {
    let parent: CommonMarkNode?
    let name: String
  }
}
