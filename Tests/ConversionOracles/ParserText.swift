import CCMarkGFM

/// The letters and digits that a reader of a note must see, gathered from the parser's tree without any code of
/// the translator.
struct ParserText {
  private(set) var text = ""
  /// How they can be compared with those of a content.
  private(set) var comparison = TextComparison.exact

  init(of note: String) {
    let start = note.unicodeScalars.drop { $0.properties.isWhitespace }
    if start.starts(with: "---".unicodeScalars) || start.first == "\u{FEFF}" {
      // The parser knows no front matter, which may come after blank lines (R20).
      comparison = .none
      return
    }
    PlainParse.visit(note) { read($0) }
    text = Self.letters(of: text)
    if note.mayEndBareURL { comparison.loosen(to: .none) }
    if note.mayHoldLenientMarkup { comparison.loosen(to: note.contains("[](") ? .none : .fewer) }
  }

  // MARK: The tree

  private typealias Node = PlainParse.Node

  private mutating func read(_ root: Node) {
    var node = root
    while true {
      if visit(node), let child = cmark_node_first_child(node) {
        node = child
        continue
      }
      while node != root, cmark_node_next(node) == nil, let parent = cmark_node_parent(node) { node = parent }
      guard node != root, let next = cmark_node_next(node) else { return }
      node = next
    }
  }

  /// Gathers what a node itself shows. Returns whether its children are to be read too.
  private mutating func visit(_ node: Node) -> Bool {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT:
      text += textWithoutTaskMarker(of: node)
    case CMARK_NODE_CODE:
      text += literal(of: node)
    case CMARK_NODE_CODE_BLOCK:
      text += literal(of: node)
    case CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE:
      comparison.loosen(to: .ordered)
      let html = literal(of: node).lowercased()
      // Some vanish with their content; a mention shows the person (R27); letters are raised or lowered.
      let unlike = ["<script", "<style", "ou_", "on_", "<sup", "<sub"]
      if unlike.contains(where: html.contains) { comparison.loosen(to: .none) }
      // A header is in each row, and in none when its column is empty (R17).
      if html.contains("<table") || html.contains("<lark-table") { comparison.loosen(to: .unordered) }
      if html.contains("<th") || html.contains("header-row") { comparison.loosen(to: .none) }
    case CMARK_NODE_IMAGE:
      // Its alternative text is not shown, its title is.
      comparison.loosen(to: .ordered)
      return false
    case CMARK_NODE_LINK:
      let url = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
      if cmark_node_first_child(node) == nil { comparison.loosen(to: .ordered) }
      // What is no address stays as written, target and all (R25).
      if !url.contains(where: "./#?:".contains) { comparison.loosen(to: .ordered) }
      // A mention shows the person (R27), a link on nothing visible its address (R24).
      if url.hasPrefix("ou_") || url.hasPrefix("on_") {
        comparison.loosen(to: .ordered)
        return false
      }
    case CMARK_NODE_FOOTNOTE_REFERENCE, CMARK_NODE_FOOTNOTE_DEFINITION:
      comparison.loosen(to: .ordered)
    default:
      // The kinds of the extensions are C globals, which Swift refuses; their names are not.
      switch String(cString: cmark_node_get_type_string(node)) {
      case "table": comparison.loosen(to: .unordered)
      case "table_cell": return !isHeaderOfNothing(node)
      default: break
      }
    }
    return true
  }

  /// The parser misses task markers inside block quotes (R6).
  private mutating func textWithoutTaskMarker(of node: Node) -> Substring {
    let literal = literal(of: node)[...]
    guard let paragraph = cmark_node_parent(node), cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH,
      cmark_node_first_child(paragraph) == node, let item = cmark_node_parent(paragraph),
      cmark_node_get_type(item) == CMARK_NODE_ITEM, literal.lowercased().hasPrefix("[x]")
    else { return literal }
    comparison.loosen(to: .ordered)
    return literal.dropFirst(3)
  }

  /// A header is shown beside the cells under it that are not empty (R17).
  private func isHeaderOfNothing(_ cell: Node) -> Bool {
    guard let header = cmark_node_parent(cell), cmark_node_previous(header) == nil,
      cmark_node_next(header) != nil
    else { return false }
    var column = 0
    var previous = cmark_node_previous(cell)
    while previous != nil {
      column += 1
      previous = cmark_node_previous(previous)
    }
    var row = cmark_node_next(header)
    while row != nil {
      var below = cmark_node_first_child(row)
      for _ in 0..<column { below = cmark_node_next(below) }
      if showsAnything(below) { return false }
      row = cmark_node_next(row)
    }
    return true
  }

  /// Tags and white space alone leave a cell empty.
  private func showsAnything(_ cell: Node?) -> Bool {
    var child = cmark_node_first_child(cell)
    while let node = child {
      switch cmark_node_get_type(node) {
      case CMARK_NODE_HTML_INLINE, CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: break
      case CMARK_NODE_TEXT where literal(of: node).allSatisfy(\.isWhitespace): break
      default: return true
      }
      child = cmark_node_next(node)
    }
    return false
  }

  private func literal(of node: Node) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }

  // MARK: Comparing

  func isShown(in output: String) -> Bool {
    comparison.accepts(Self.letters(of: output), for: text)
  }

  static func letters(of text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { scalar in
          switch scalar.value {
          case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
          case ..<0x80: false
          default: scalar.properties.isAlphabetic
          }
        }))
  }
}

extension String {
  /// What CommonMark takes for text, and of which some is not shown: wikilinks with a label and embedded files, targets
  /// with spaces, sizes of images, attribute lists, callouts (rules R12, R14, R24, R29).
  fileprivate var mayHoldLenientMarkup: Bool {
    let spaced = utf8.split(separator: UInt8(ascii: ")")).contains { part in
      guard let open = part.lastIndex(of: UInt8(ascii: "(")), open > part.startIndex else { return false }
      return part[part.index(before: open)] == UInt8(ascii: "]") && part[open...].contains(UInt8(ascii: " "))
    }
    if spaced || contains("![[") || contains("[[") && contains("|") || contains("){") { return true }
    guard contains("[!") || contains("}") else { return false }
    return split(whereSeparator: \.isNewline).contains { line in
      // Where a list is a block's last text, and a callout its first.
      line.contains("{") && line.last { !" \t#".contains($0) } == "}"
        || line.drop { " \t>-+*.)0123456789".contains($0) }.hasPrefix("[!")
    }
  }

  /// After a bare URL that ends early (R33), markup counts that the parser took for a part of it.
  fileprivate var mayEndBareURL: Bool {
    let text = lowercased()
    guard text.contains("://") || text.contains("www.") else { return false }
    return text.contains("**") || text.contains("~~")
      || text.unicodeScalars.contains { scalar in
        (0x2014...0x2026).contains(scalar.value) || scalar.value >= 0x3000
      }
  }
}
