import CCMarkGFM

/// The blocks of a note as the parser sees them: kind and first line of each, in document order.
package enum BlockOutline {
  package static func blocks(of note: String) -> [String] {
    var blocks: [String] = []
    PlainParse.visit(note) { blocks = read($0) }
    return blocks
  }

  private static func read(_ root: PlainParse.Node) -> [String] {
    var blocks: [String] = []
    var node = root
    while true {
      if let kind = kind(of: node) { blocks.append("\(cmark_node_get_start_line(node)) \(kind)") }
      if let child = cmark_node_first_child(node) {
        node = child
        continue
      }
      while node != root, cmark_node_next(node) == nil, let parent = cmark_node_parent(node) { node = parent }
      guard node != root, let next = cmark_node_next(node) else { return blocks }
      node = next
    }
  }

  private static func kind(of node: PlainParse.Node) -> String? {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_BLOCK_QUOTE: "quote"
    case CMARK_NODE_ITEM: "item"
    case CMARK_NODE_PARAGRAPH: "paragraph"
    case CMARK_NODE_HEADING: "heading"
    case CMARK_NODE_CODE_BLOCK: "code"
    case CMARK_NODE_HTML_BLOCK: "html"
    case CMARK_NODE_THEMATIC_BREAK: "rule"
    default: String(cString: cmark_node_get_type_string(node)) == "table" ? "table" : nil
    }
  }
}
