import CCMarkGFM
import CMarkBudget

/// A parsed note: the owner of the parser's tree. All C pointers of the translator stay in this file.
///
/// Nodes and the bytes that they lend are valid as long as the document.
final class CommonMarkDocument {
  private let arena: OpaquePointer
  let root: CommonMarkNode
  /// Definitions that no reference leads to. The parser has taken them out of the tree.
  let unusedFootnotes: [CommonMarkNode]

  /// Parses Markdown within the limits.
  ///
  /// - Parameter prepare: is lent the raw text of each paragraph, heading and table cell before its
  ///   inlines are parsed, and may return a text to parse in its stead.
  init(
    parsing markdown: Bytes, limits: ConversionLimits, prepare: @escaping (Bytes) -> [UInt8]?
  ) throws(ConversionError) {
    guard let arena = cmark_budget_arena_new() else {
      throw .memoryLimit(limits.parserMemory)
    }
    let preparation = Preparation(prepare: prepare)
    var root: UnsafeMutablePointer<cmark_node>?
    let budget = cmark_budget_limits(
      memory: UInt64(limits.parserMemory), nanoseconds: limits.parserNanoseconds)
    let status = withExtendedLifetime(preparation) {
      markdown.withMemoryRebound(to: CChar.self) { text in
        cmark_budget_parse(
          arena, text.baseAddress, text.count, budget,
          { context, arena, root in
            guard let context, let arena, let root else { return }
            Unmanaged<Preparation>.fromOpaque(context).takeUnretainedValue()
              .run(on: root, arena: arena)
          },
          Unmanaged.passUnretained(preparation).toOpaque(), &root)
      }
    }
    guard status == CMARK_BUDGET_OK, let root else {
      cmark_budget_arena_free(arena)
      throw status == CMARK_BUDGET_OUT_OF_TIME
        ? .timeLimit(limits.duration) : .memoryLimit(limits.parserMemory)
    }
    self.arena = arena
    self.root = CommonMarkNode(pointer: root)
    unusedFootnotes = preparation.footnotes
      .filter { $0.pointee.parent == nil }
      .map { CommonMarkNode(pointer: $0) }
  }

  deinit {
    cmark_budget_arena_free(arena)
  }

  /// What happens between the block phase and the inline phase.
  private final class Preparation {
    let prepare: (Bytes) -> [UInt8]?
    var footnotes: [UnsafeMutablePointer<cmark_node>] = []

    init(prepare: @escaping (Bytes) -> [UInt8]?) {
      self.prepare = prepare
    }

    func run(on root: UnsafeMutablePointer<cmark_node>, arena: OpaquePointer) {
      var node = root
      while true {
        visit(node, arena: arena)
        if let child = node.pointee.first_child {
          node = child
          continue
        }
        while node != root, node.pointee.next == nil, let parent = node.pointee.parent { node = parent }
        guard node != root, let next = node.pointee.next else { return }
        node = next
      }
    }

    private func visit(_ node: UnsafeMutablePointer<cmark_node>, arena: OpaquePointer) {
      if node.pointee.type == CMARK_NODE_FOOTNOTE_DEFINITION.rawValue { footnotes.append(node) }
      let content = node.pointee.content
      guard content.size > 0, let text = content.ptr, node.pointee.first_child == nil else { return }
      guard let prepared = prepare(Bytes(start: text, count: Int(content.size))) else { return }
      guard let memory = cmark_budget_allocate(arena, prepared.count + 1) else { return }
      memory.copyMemory(from: prepared, byteCount: prepared.count)
      node.pointee.content.ptr = memory.assumingMemoryBound(to: UInt8.self)
      node.pointee.content.size = bufsize_t(prepared.count)
      node.pointee.content.asize = bufsize_t(prepared.count + 1)
    }
  }
}

/// A node of the parser's tree.
struct CommonMarkNode {
  fileprivate let pointer: UnsafeMutablePointer<cmark_node>

  enum Kind {
    case document, blockQuote, list, item, codeBlock, htmlBlock, paragraph, heading, thematicBreak
    case footnoteDefinition, table, tableHeader, tableRow, tableCell
    case text, softBreak, lineBreak, code, htmlInline, emphasis, strong, link, image
    case footnoteReference, strikethrough
    /// A kind that no rule names. Its text is kept.
    case unknown
  }

  var kind: Kind {
    switch cmark_node_type(rawValue: UInt32(pointer.pointee.type)) {
    case CMARK_NODE_TEXT: .text
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_LIST: .list
    case CMARK_NODE_DOCUMENT: .document
    case CMARK_NODE_BLOCK_QUOTE: .blockQuote
    case CMARK_NODE_CODE_BLOCK: .codeBlock
    case CMARK_NODE_HTML_BLOCK: .htmlBlock
    case CMARK_NODE_HEADING: .heading
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    case CMARK_NODE_FOOTNOTE_DEFINITION: .footnoteDefinition
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .code
    case CMARK_NODE_HTML_INLINE: .htmlInline
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK: .link
    case CMARK_NODE_IMAGE: .image
    case CMARK_NODE_FOOTNOTE_REFERENCE: .footnoteReference
    default: extensionKind
    }
  }

  /// Extensions get their type numbers at run time; their names are fixed.
  private var extensionKind: Kind {
    guard let name = cmark_node_get_type_string(pointer) else { return .unknown }
    switch String(cString: name) {
    case "table": return .table
    case "table_header": return .tableHeader
    case "table_row": return .tableRow
    case "table_cell": return .tableCell
    case "strikethrough": return .strikethrough
    default: return .unknown
    }
  }

  var parent: CommonMarkNode? { pointer.pointee.parent.map(CommonMarkNode.init) }
  var firstChild: CommonMarkNode? { pointer.pointee.first_child.map(CommonMarkNode.init) }
  var next: CommonMarkNode? { pointer.pointee.next.map(CommonMarkNode.init) }
  var previous: CommonMarkNode? { pointer.pointee.prev.map(CommonMarkNode.init) }

  static func == (left: CommonMarkNode, right: CommonMarkNode) -> Bool { left.pointer == right.pointer }
  static func != (left: CommonMarkNode, right: CommonMarkNode) -> Bool { left.pointer != right.pointer }

  /// The text of a text, code, HTML or footnote node.
  var literal: Bytes { bytes(pointer.pointee.as.literal) }
  /// The text of a code block, each line with its line end.
  var code: Bytes { bytes(pointer.pointee.as.code.literal) }
  var codeInfo: Bytes { bytes(pointer.pointee.as.code.info) }
  var url: Bytes { bytes(pointer.pointee.as.link.url) }
  var title: Bytes { bytes(pointer.pointee.as.link.title) }
  /// The raw text of a paragraph, heading or table cell.
  var content: Bytes { Bytes(start: pointer.pointee.content.ptr, count: Int(pointer.pointee.content.size)) }

  var isOrderedList: Bool { pointer.pointee.as.list.list_type == CMARK_ORDERED_LIST }
  var listStart: Int { Int(pointer.pointee.as.list.start) }
  /// Whether the parser found a task marker. It misses those inside block quotes.
  var isTaskItem: Bool { pointer.pointee.extension != nil }
  /// Whether the parser saw the task as done: it looks for `[x]` anywhere in the line.
  var seemsChecked: Bool { pointer.pointee.as.list.checked }

  /// Where a block starts: line and column, from 1.
  var startLine: Int { Int(pointer.pointee.start_line) }
  var startColumn: Int { Int(pointer.pointee.start_column) }
  var endLine: Int { Int(pointer.pointee.end_line) }
  /// How far the text of a block lies behind its start.
  var contentOffset: Int { Int(pointer.pointee.internal_offset) }

  private func bytes(_ chunk: cmark_chunk) -> Bytes {
    Bytes(start: chunk.data, count: Int(chunk.len))
  }
}

/// Character classes and entities, as the parser defines them.
enum CommonMarkText {
  static func isPunctuation(_ scalar: UInt32) -> Bool {
    cmark_utf8proc_is_punctuation(Int32(bitPattern: scalar)) != 0
  }

  static func isSpace(_ scalar: UInt32) -> Bool {
    cmark_utf8proc_is_space(Int32(bitPattern: scalar)) != 0
  }

  /// The text with its entities resolved.
  static func resolvingEntities(in text: Bytes) -> [UInt8] {
    guard text.contains(UInt8(ascii: "&")) else { return Array(text) }
    var buffer = cmark_strbuf()
    cmark_strbuf_init(cmark_get_default_mem_allocator(), &buffer, 0)
    defer { cmark_strbuf_free(&buffer) }
    houdini_unescape_html_f(&buffer, text.baseAddress, bufsize_t(text.count))
    return Array(Bytes(start: buffer.ptr, count: Int(buffer.size)))
  }

  /// The version of the parser, such as `0.29.0.gfm.6`.
  static var version: String { String(cString: cmark_version_string()) }
}
