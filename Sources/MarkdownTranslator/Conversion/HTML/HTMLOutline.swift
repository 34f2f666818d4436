/// All tags of a note, each with its partner: what a tag means depends on whether, and where, its element ends
/// (rules R18 and R37). Read once for a note, before its first tag is translated, in one walk over the tree.
final class HTMLOutline {
  /// A part of the HTML of a node.
  struct Token {
    enum Kind {
      case text
      /// The inside of a CDATA section.
      case characterData
      /// A comment, a declaration or a processing instruction.
      case invisible
      /// A tag, by its index in ``HTMLOutline/tags``.
      case tag(Int)
    }

    let kind: Kind
    /// The bytes of the node's literal.
    let range: Range<Int>
  }

  /// Where the other tag of an element is.
  enum PartnerPlace {
    /// It has none.
    case none
    /// In the same block of text.
    case block
    /// In another block of text, in the same container.
    case container
    /// Elsewhere in the note.
    case note
  }

  struct Tag {
    let tag: HTMLTag
    /// nil when the name is neither HTML's nor Lark's.
    let element: HTMLElement?
    /// Whether it is in a line of text, not in an HTML block.
    let isInText: Bool
    /// Whether it is all that its line of text holds.
    let isAlone: Bool
    fileprivate(set) var partner: Int?
    fileprivate(set) var partnerPlace = PartnerPlace.none
    /// Whether it is text, shown as written.
    fileprivate(set) var isText = false
    /// For `sup` and `sub`: what is between the tags.
    fileprivate(set) var script = Script.other
  }

  /// The content of `sup` or `sub`.
  enum Script {
    case empty
    /// Only characters that have a superscript and a subscript form in Unicode.
    case convertible
    case other
  }

  private(set) var tags: [Tag] = []
  private var tokens: [Token] = []
  /// The tokens of each node with HTML. The node's mark is the place here, from 1.
  private var ranges: [Range<Int>] = []

  /// Reads the tags of the tree that holds a node.
  init(treeOf node: CommonMarkNode) {
    var root = node
    while let parent = root.parent { root = parent }
    var reader = Reader()
    walk(root, reader: &reader)
    for index in tags.indices { decide(index) }
  }

  /// Whether the tokens of a node were read.
  func holds(_ node: CommonMarkNode) -> Bool { ranges.indices.contains(node.mark - 1) }

  /// The tokens of an HTML block, or of HTML within text.
  func tokens(of node: CommonMarkNode) -> ArraySlice<Token> {
    holds(node) ? tokens[ranges[node.mark - 1]] : []
  }

  // MARK: Reading

  /// The elements that are open while the tree is read.
  private struct Reader {
    /// The block of text that is read, and what holds it.
    var container: CommonMarkNode?
    var isHTMLBlock = false
    /// Start tags without a partner so far, by name: of this block of text, of its container, of the note.
    var inBlock: [String: [Int]] = [:]
    var inContainer: [Scope: [Int]] = [:]
    var inNote: [String: [Int]] = [:]
    /// How many `sup` and `sub` are open, and how many texts in them have and have not a form in Unicode.
    var openScripts = 0
    var convertible = 0
    var other = 0
    /// The two counts when a `sup` or `sub` was opened.
    var scriptStarts: [Int: (convertible: Int, other: Int)] = [:]
  }

  private struct Scope: Hashable {
    let container: CommonMarkNode
    let name: String
  }

  private func walk(_ root: CommonMarkNode, reader: inout Reader) {
    var node = root
    while true {
      if enter(node, reader: &reader), let child = node.firstChild {
        node = child
        continue
      }
      leave(node, reader: &reader)
      while true {
        guard node != root else { return }
        if let next = node.next {
          node = next
          break
        }
        guard let parent = node.parent else { return }
        node = parent
        leave(node, reader: &reader)
      }
    }
  }

  /// Reads a node. Whether its children are to be read, too.
  private func enter(_ node: CommonMarkNode, reader: inout Reader) -> Bool {
    let kind = node.kind
    switch kind {
    case .paragraph, .heading, .tableCell:
      reader.container = kind == .tableCell ? node : node.parent
      reader.isHTMLBlock = false
      // Most text has no tags, and need not be walked through.
      return node.content.firstIndex(of: UInt8(ascii: "<"), from: 0) != nil
    case .htmlBlock:
      reader.container = node.parent
      reader.isHTMLBlock = true
      read(node, reader: &reader)
      endBlock(reader: &reader)
    case .htmlInline: read(node, reader: &reader)
    case .text, .code:
      if reader.openScripts > 0 { noteScriptText(node.literal, reader: &reader) }
    case .softBreak, .lineBreak, .image, .footnoteReference: reader.other += 1
    default: break
    }
    return kind != .image
  }

  private func leave(_ node: CommonMarkNode, reader: inout Reader) {
    switch node.kind {
    case .paragraph, .heading, .tableCell: endBlock(reader: &reader)
    default: break
    }
  }

  private func read(_ node: CommonMarkNode, reader: inout Reader) {
    let html = node.literal
    let first = tokens.count
    var scanner = HTMLScanner(html, runsToEnd: reader.isHTMLBlock)
    while true {
      let start = scanner.index
      guard let token = scanner.next() else { break }
      switch token {
      case .text(let range):
        tokens.append(Token(kind: .text, range: range))
        if reader.openScripts > 0 { noteScriptText(html.slice(range).trimmed, reader: &reader) }
      case .characterData(let range):
        tokens.append(Token(kind: .characterData, range: range))
        reader.other += 1
      case .invisible:
        tokens.append(Token(kind: .invisible, range: start..<scanner.index))
      case .tag(let tag):
        let element = HTMLElement.named(tag.name)
        tokens.append(Token(kind: .tag(tags.count), range: start..<scanner.index))
        tags.append(
          Tag(
            tag: tag, element: element, isInText: !reader.isHTMLBlock,
            isAlone: !reader.isHTMLBlock && node.isAloneOnItsLine))
        pair(tags.count - 1, reader: &reader)
        if element?.meaning == .raw, reader.isHTMLBlock, !tag.isEnd, !tag.closesItself {
          scanner.skipRawText(until: tag.name)
        }
      }
    }
    ranges.append(first..<tokens.count)
    node.mark = ranges.count
  }

  private func noteScriptText(_ text: Bytes, reader: inout Reader) {
    guard !text.isEmpty else { return }
    if text.allSatisfy({ ScriptText.isConvertible($0) }) {
      reader.convertible += 1
    } else {
      reader.other += 1
    }
  }

  // MARK: Partners

  private func pair(_ index: Int, reader: inout Reader) {
    let tag = tags[index].tag
    guard let element = tags[index].element, !element.isVoid else {
      reader.other += 1
      return
    }
    let isScript = element.meaning == .superscript || element.meaning == .subscript
    if !tag.isEnd {
      if tag.closesItself { return }
      if isScript {
        reader.openScripts += 1
        reader.scriptStarts[index] = (reader.convertible, reader.other)
      }
      reader.inBlock[tag.name, default: []].append(index)
      return
    }
    guard let (partner, place) = openTag(tag.name, reader: &reader) else { return }
    tags[partner].partner = index
    tags[partner].partnerPlace = place
    tags[index].partner = partner
    tags[index].partnerPlace = place
    if isScript, let start = reader.scriptStarts[partner], place == .block {
      reader.openScripts -= 1
      tags[partner].script =
        reader.other > start.other ? .other : reader.convertible > start.convertible ? .convertible : .empty
    }
  }

  /// The innermost element with a name that is open, and where it was opened.
  private func openTag(_ name: String, reader: inout Reader) -> (Int, PartnerPlace)? {
    if let index = reader.inBlock[name]?.popLast() { return (index, .block) }
    if let container = reader.container,
      let index = reader.inContainer[Scope(container: container, name: name)]?.popLast()
    {
      return (index, .container)
    }
    while let index = reader.inNote[name]?.popLast() {
      if tags[index].partner == nil { return (index, .note) }
    }
    return nil
  }

  private func endBlock(reader: inout Reader) {
    reader.openScripts = 0
    guard !reader.inBlock.isEmpty else { return }
    for index in reader.inBlock.values.joined().sorted() {
      let name = tags[index].tag.name
      if let container = reader.container {
        reader.inContainer[Scope(container: container, name: name), default: []].append(index)
      }
      reader.inNote[name, default: []].append(index)
    }
    reader.inBlock = [:]
  }

  // MARK: What is text

  /// Decides whether a tag is text, shown as written.
  private func decide(_ index: Int) {
    let tag = tags[index]
    guard let element = tag.element else {
      tags[index].isText = true
      return
    }
    guard tag.isInText else { return }
    if tag.tag.isEnd {
      // It is what its start tag is, which comes before it.
      if let partner = tag.partner {
        tags[index].isText = tag.partnerPlace == .block && tags[partner].isText
      } else {
        tags[index].isText = element.isLark || Self.isMeaningless(tag)
      }
      return
    }
    if tag.isAlone, tag.partner != nil { return }
    if tag.partner == nil, Self.isComparison(tag.tag, element) {
      tags[index].isText = true
      return
    }
    if element.isLark {
      tags[index].isText =
        element.attributes.isEmpty && element.meaning != .embedded
        ? tag.partner == nil && !tag.tag.closesItself : Self.lacksAttributes(tag.tag, of: element)
    } else if element.meaning == .preformatted {
      // R40: it never ends in its block.
      tags[index].isText = tag.partnerPlace != .block
    } else if !element.isVoid, Self.isMeaningless(tag) {
      tags[index].isText = tag.partnerPlace != .block
    }
  }

  /// Whether a start tag without an end is more likely a comparison: `a<b and c>d`. Its attributes have no values.
  private static func isComparison(_ tag: HTMLTag, _ element: HTMLElement) -> Bool {
    !element.isVoid && !element.isLark && !tag.closesItself && !tag.attributes.isEmpty
      && tag.attributes.allSatisfy(\.value.isEmpty)
  }

  private static func lacksAttributes(_ tag: HTMLTag, of element: HTMLElement) -> Bool {
    if element.meaning == .embedded { return tag.attributes.isEmpty }
    return !element.attributes.isEmpty && !element.attributes.contains { tag[$0] != nil }
  }

  private static func isMeaningless(_ tag: Tag) -> Bool {
    switch tag.element?.meaning {
    case .nothing, .raw, nil: true
    case .media: tag.tag.isEnd || tag.tag.text("src") == nil
    default: false
    }
  }
}

extension CommonMarkNode {
  /// Whether nothing else is on the line of text of an inline.
  fileprivate var isAloneOnItsLine: Bool {
    func isEdge(_ node: CommonMarkNode?) -> Bool {
      guard let node else { return true }
      return node.kind == .softBreak || node.kind == .lineBreak
    }
    return isEdge(previous) && isEdge(next)
  }
}

/// Superscripts and subscripts of Unicode.
enum ScriptText {
  /// Whether a byte has both forms.
  static func isConvertible(_ byte: UInt8) -> Bool {
    byte.isASCIIDigit || "+-()ni".utf8.contains(byte)
  }

  /// The text as a superscript or subscript; its bytes are convertible.
  static func converted(_ text: Bytes, isSuperscript: Bool) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text { result += Array(form(of: byte, isSuperscript: isSuperscript).utf8) }
    return result
  }

  private static func form(of byte: UInt8, isSuperscript: Bool) -> String {
    if byte.isASCIIDigit {
      let digits = isSuperscript ? "⁰¹²³⁴⁵⁶⁷⁸⁹" : "₀₁₂₃₄₅₆₇₈₉"
      return String(digits[digits.index(digits.startIndex, offsetBy: Int(byte - UInt8(ascii: "0")))])
    }
    switch byte {
    case UInt8(ascii: "+"): return isSuperscript ? "⁺" : "₊"
    case UInt8(ascii: "-"): return isSuperscript ? "⁻" : "₋"
    case UInt8(ascii: "("): return isSuperscript ? "⁽" : "₍"
    case UInt8(ascii: ")"): return isSuperscript ? "⁾" : "₎"
    case UInt8(ascii: "n"): return isSuperscript ? "ⁿ" : "ₙ"
    case UInt8(ascii: "i"): return isSuperscript ? "ⁱ" : "ᵢ"
    default: return String(Unicode.Scalar(byte))
    }
  }
}
