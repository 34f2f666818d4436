/// Blocks: paragraphs with their list style, and galleries.
extension ContentBlockReader {
  /// Reads a ContentBlock from the object that holds `blocks`.
  ///
  /// - Returns: nil when it is something else.
  mutating func content(_ node: JSONNode) -> ContentBlock? {
    guard node.members != nil else {
      fail(
        Self.problem(
          expected: LocalizedText(en: "an object with `blocks`", zh: "含有 `blocks` 的对象"),
          found: node.value.typeName),
        at: node.path)
      return nil
    }
    guard let fields = fields(of: node, [WireKey.blocks]) else { return nil }
    guard let blocks = require(.blocks, of: fields) else { return ContentBlock() }
    guard let elements = blocks.elements else {
      fail(
        Self.problem(expected: LocalizedText(en: "an array", zh: "数组"), found: blocks.value.typeName),
        at: blocks.path)
      return nil
    }
    firstLevel = [.v1: 1, .v2: elements.contains(where: { $0.value.countsFromZero }) ? 0 : 1]
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
    guard let fields = fields(of: node, [WireKey.listType, .indentLevel, .number]), !node.isAbsent else {
      return nil
    }
    let type = listType(in: fields)
    let base = firstLevel[fields.wire(of: .indentLevel)] ?? 1
    let written = base...(base + ContentList.levels.count - 1)
    let level = wholeNumber(fields[.indentLevel], in: written).map { $0 - base + 1 }
    let number = wholeNumber(fields[.number], in: Int(Int32.min)...Int(Int32.max))
    guard let type else { return nil }
    if number != nil, type != .number {
      // The overview of the format document itself writes a number on a bullet.
      warn(ContentList.strayNumberProblem(on: type), at: fields.path(of: .number))
    }
    return ContentList(
      type: type, clampedLevel: level ?? ContentList.levels.lowerBound,
      number: number.map { Int32(clamping: $0) })
  }

  private mutating func listType(in fields: Fields<WireKey>) -> ContentList.ListType? {
    guard let node = fields[.listType] else {
      // What it says besides is not shown without its type.
      let problem = LocalizedText(en: "is missing", zh: "缺失")
      lose(JSONNode(value: fields.node.value, path: fields.path(of: .listType)), problem)
      return nil
    }
    guard let name = string(node) else { return nil }
    if let type = ContentList.ListType(rawValue: name) { return type }
    let types = ContentList.ListType.allCases.map(\.rawValue).alternatives
    lose(node, Self.problem(expected: types, found: name))
    return nil
  }

  /// `must be …, not …` of a name.
  private static func problem(expected: LocalizedText, found name: String) -> LocalizedText {
    problem(
      expected: LocalizedText(en: expected[.english], zh: " \(expected[.chinese])"),
      found: LocalizedText(en: "`\(name.excerpt())`", zh: " `\(name.excerpt())`"))
  }

  // MARK: Galleries

  /// The images of a gallery.
  private mutating func images(_ node: JSONNode) -> [ContentImageItem] {
    guard let fields = fields(of: node, [WireKey.images]),
      let array = require(.images, of: fields), let images = elements(of: array)
    else { return [] }
    if images.isEmpty { refuse(LocalizedText(en: "holds no image", zh: "不含图片"), at: array.path) }
    if images.count > 1 {
      warn(
        LocalizedText(
          en: "holds \(images.count) images, which Feishu squeezes into one row; "
            + "give each image a gallery of its own",
          zh: "含有 \(images.count) 张图片，飞书会把它们挤在一行；请为每张图片单独使用一个图库"),
        at: array.path)
    }
    return images.compactMap { image($0) }
  }

  private mutating func image(_ node: JSONNode) -> ContentImageItem? {
    let keys: [WireKey] = [.fileToken, .src, .width, .height]
    guard let fields = fields(of: node, keys) else { return nil }
    let fileToken = string(fields[.fileToken])
    let src = string(fields[.src])
    let width = size(fields[.width])
    let height = size(fields[.height])
    guard fileToken?.isEmpty == false || src?.isEmpty == false else {
      // A value of another type is a fault already.
      if [WireKey.fileToken, .src].allSatisfy({ fields[$0].map { $0.value.string == "" } ?? true }) {
        let names = [WireKey.fileToken, .src].map { $0.name(in: wire) }.alternatives
        lose(
          node,
          LocalizedText(
            en: "shows no image; it needs \(names[.english])", zh: "没有图片；需要 \(names[.chinese])"))
      }
      return nil
    }
    return ContentImageItem(
      fileToken: fileToken, src: src, checkedWidth: width, checkedHeight: height)
  }

  private mutating func size(_ node: JSONNode?) -> Double? {
    let isSize = { (size: Double) in size >= 0 && size.isFinite }
    let expected = LocalizedText(en: "a number of pixels from 0", zh: "不小于 0 的像素数")
    let size = number(node, where: isSize, expected: expected)?.double
    return size.flatMap { isSize($0) ? $0 : nil }
  }

  // MARK: Kinds

  /// The kind of a block or an element, and the payload that goes with it.
  ///
  /// Where kind and payload contradict each other, what is there counts: the only payload decides.
  ///
  /// - Returns: nil when there is neither a known kind nor a payload to tell it by.
  mutating func payload<Kind: PayloadKind>(
    of node: JSONNode, as _: Kind.Type
  ) -> (kind: Kind, payload: JSONNode?)? {
    let kinds = Array(Kind.allCases)
    let names = WireFormat.allCases.flatMap { wire in kinds.map { $0.key.name(in: wire) } }
    if mode == .lenient, let members = node.members, !members.contains(where: { names.contains($0.key) }),
      let name = WireFormat.allCases.lazy.compactMap({ node.value[Kind.kindKey.name(in: $0)]?.string }).first,
      !kinds.contains(where: { kind in WireFormat.allCases.contains { kind.name(in: $0) == name } })
    {
      // One fault for the whole, not one for each of its keys.
      lose(
        node,
        LocalizedText(
          en: "is \(Kind.noun[.english]) of type `\(name.excerpt())`, which is not known, so it is not shown",
          zh: "是 `\(name.excerpt())` 类型的\(Kind.noun[.chinese])，无法识别，因此不显示"))
      return nil
    }
    guard let fields = fields(of: node, [Kind.kindKey] + kinds.map(\.key)) else { return nil }
    let present = kinds.filter { fields[$0.key] != nil }
    let named: Kind? = kind(in: fields)
    if let named {
      let name = named.name(in: wire)
      for kind in present where kind != named {
        let problem = LocalizedText(
          en: "does not belong to \(Kind.noun[.english]) of type `\(name)`",
          zh: "不属于 `\(name)` 类型的\(Kind.noun[.chinese])")
        if present.contains(named) || present.count != 1, let stray = fields[kind.key] {
          lose(stray, problem)
        } else {
          refuse(problem, at: fields.path(of: kind.key))
        }
      }
      if present.isEmpty {
        refuse(
          LocalizedText(
            en: "is missing, as this is \(Kind.noun[.english]) of type `\(name)`",
            zh: "缺失（这是 `\(name)` 类型的\(Kind.noun[.chinese])）"), at: fields.path(of: named.key))
      }
    }
    if let named, present.contains(named) || present.count != 1 {
      return (named, fields[named.key])
    }
    guard let only = present.first, present.count == 1 else {
      if named == nil, !present.isEmpty {
        lose(node, LocalizedText(en: "is of more than one kind, so it is not shown", zh: "同时属于多种类型，因此不显示"))
      }
      return nil
    }
    return (only, fields[only.key])
  }

  private mutating func kind<Kind: PayloadKind>(in fields: Fields<WireKey>) -> Kind? {
    guard let node = require(Kind.kindKey, of: fields), let name = string(node) else { return nil }
    if let kind = Kind.allCases.first(where: { $0.name(in: wire) == name }) { return kind }
    if let kind = Kind.allCases.first(where: { $0.name(in: wire.other) == name }) {
      let ownName = kind.name(in: wire)
      refuse(
        LocalizedText(
          en: "is `\(name)`, the \(wire.other) name; \(wire) writes `\(ownName)`",
          zh: "是 \(wire.other) 的名称 `\(name)`；\(wire) 写作 `\(ownName)`"),
        at: node.path)
      return kind
    }
    let known = Kind.allCases.map { $0.name(in: wire) }.alternatives
    lose(node, Self.problem(expected: known, found: name))
    return nil
  }
}

/// The kind of a block or of an element. It names the one member that holds the rest.
protocol PayloadKind: CaseIterable, Hashable {
  /// What has such a kind, with its article, for messages.
  static var noun: LocalizedText { get }
  /// The key of the kind.
  static var kindKey: WireKey { get }
  /// The key of the payload.
  var key: WireKey { get }
  func name(in wire: WireFormat) -> String
}

enum BlockKind: String, PayloadKind {
  case paragraph, gallery

  static let noun = LocalizedText(en: "a block", zh: "块")
  static let kindKey = WireKey.blockKind

  var key: WireKey {
    switch self {
    case .paragraph: .paragraph
    case .gallery: .gallery
    }
  }

  func name(in wire: WireFormat) -> String { rawValue }
}

enum ElementKind: String, PayloadKind {
  case textRun, docsLink, mention

  static let noun = LocalizedText(en: "an element", zh: "元素")
  static let kindKey = WireKey.elementKind

  var key: WireKey {
    switch self {
    case .textRun: .textRun
    case .docsLink: .docsLink
    case .mention: .mention
    }
  }

  func name(in wire: WireFormat) -> String { self == .mention ? wire.mentionKind : rawValue }
}

extension JSONValue {
  /// Whether a block's indent level is 0, as only documents of v2 that count from 0 have it.
  fileprivate var countsFromZero: Bool {
    self["paragraph"]?["style"]?["list"]?[WireFormat.v2.name(of: .indentLevel)]?.wholeNumber == 0
  }
}
