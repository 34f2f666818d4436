/// Blocks, and what a paragraph says of its list.
extension ContentBlockReader {
  /// Reads a ContentBlock from the object that holds `blocks`.
  ///
  /// - Returns: nil when it is something else.
  mutating func content(_ node: JSONNode) -> ContentBlock? {
    guard node.members != nil else {
      fail("must be an object with `blocks`, not \(node.value.typeName)", at: node.path)
      return nil
    }
    guard let fields = fields(of: node, [WireKey.blocks]) else { return nil }
    guard let blocks = require(.blocks, of: fields) else { return ContentBlock() }
    guard let elements = blocks.elements else {
      fail("must be an array, not \(blocks.value.typeName)", at: blocks.path)
      return nil
    }
    var content = ContentBlock()
    for element in elements { content.blocks += self.blocks(element) }
    return content
  }

  /// The blocks that one block of the document is read as: one, or one for each image of a gallery.
  private mutating func blocks(_ node: JSONNode) -> [ContentBlockElement] {
    guard let (kind, payload) = payload(of: node, as: BlockKind.self) else { return [] }
    switch kind {
    case .paragraph:
      return [.paragraph(payload.map { paragraph($0) } ?? ContentParagraph())]
    case .gallery:
      return (payload.map { images($0) } ?? []).map { .gallery(ContentGallery(image: $0)) }
    }
  }

  private mutating func paragraph(_ node: JSONNode) -> ContentParagraph {
    guard let fields = fields(of: node, [WireKey.style, .elements]) else { return ContentParagraph() }
    var paragraph = ContentParagraph()
    if let style = fields[.style] { paragraph.list = paragraphStyle(style) }
    paragraph.elements = (elements(of: fields[.elements]) ?? []).compactMap { element($0) }
    return paragraph
  }

  private mutating func paragraphStyle(_ node: JSONNode) -> ContentList? {
    fields(of: node, [WireKey.list])?[.list].flatMap { list($0) }
  }

  /// - Returns: nil when the type of the list cannot be read: the line then is a plain one.
  private mutating func list(_ node: JSONNode) -> ContentList? {
    guard let fields = fields(of: node, [WireKey.listType, .indentLevel, .number]) else { return nil }
    let type = listType(in: fields)
    let base = fields.wire(of: .indentLevel).firstIndentLevel
    let written = base...(base + ContentList.levels.count - 1)
    let level = wholeNumber(fields[.indentLevel], in: written).map { $0 - base + 1 }
    let number = wholeNumber(fields[.number], in: Int(Int32.min)...Int(Int32.max))
    guard let type else { return nil }
    if number != nil, type != .number {
      // The overview of the format document itself writes a number on a bullet.
      warn(
        "does not belong on a list of type `\(type.rawValue)`", at: fields.path(of: .number))
    }
    return ContentList(
      type: type, clampedLevel: level ?? ContentList.levels.lowerBound,
      number: number.map { Int32(clamping: $0) })
  }

  private mutating func listType(in fields: Fields<WireKey>) -> ContentList.ListType? {
    guard let node = require(.listType, of: fields), let name = string(node) else { return nil }
    if let type = ContentList.ListType(rawValue: name) { return type }
    let types = ContentList.ListType.allCases.map(\.rawValue).choices(with: "or")
    refuse("must be \(types), not `\(name.excerpt())`", at: node.path)
    return nil
  }
}
