import CCMarkGFM
import CMarkBudget

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Takes a note while it is parsed. Nodes, and the bytes that they lend, are valid until `visit` returns.
///
/// (Closures, not a protocol: so the compiler specializes the translator after them.)
struct CommonMarkVisitor {
  /// Is lent the raw text of a paragraph, heading or table cell before its inlines are parsed. A text that is
  /// returned is parsed in its place. It holds no U+0000.
  let prepare: (CommonMarkNode, Bytes) -> [UInt8]?

  /// Called with the finished tree. The footnote definitions that the text refers to are its last blocks, in the
  /// order of their numbers; the others are not in the tree, only the places where they start.
  let visit: (CommonMarkNode, _ unusedFootnotes: [BlockStart]) -> Void
}

/// Where a block starts, as the parser counts: line and column, from 1.
struct BlockStart {
  let line: Int
  let column: Int
}

/// Parses notes. All C pointers of the translator stay in this file.
enum CommonMarkParser {
  /// Parses Markdown within the limits. One parse runs at a time; a visitor must not parse.
  static func parse(
    _ markdown: Bytes, limits: ConversionLimits, visitor: CommonMarkVisitor
  ) throws(ConversionError) {
    let budget = cmark_budget_limits(
      memory: UInt64(limits.parserMemory), nanoseconds: limits.parserNanoseconds)
    let context = Context(visitor: visitor)
    let status = withExtendedLifetime(context) {
      markdown.withMemoryRebound(to: CChar.self) { text in
        var document = cmark_budget_document(
          bytes: text.baseAddress, length: text.count, has_footnotes: markdown.mayHoldFootnotes,
          has_autolinks: markdown.mayHoldAutolinks, context: Unmanaged.passUnretained(context).toOpaque(),
          blocks_parsed: { context, root in
            guard let context, let root else { return }
            Context.at(context).prepare(CommonMarkNode(pointer: root))
          },
          parsed: { context, root in
            guard let context, let root else { return }
            Context.at(context).visit(CommonMarkNode(pointer: root))
          })
        return cmark_budget_parse(&document, budget)
      }
    }
    switch status {
    case CMARK_BUDGET_OK: return
    case CMARK_BUDGET_OUT_OF_TIME: throw .timeLimit(limits.duration)
    default: throw .memoryLimit(limits.parserMemory)
    }
  }

  /// What the context pointer of the callbacks points to.
  private final class Context {
    private let visitor: CommonMarkVisitor
    private var footnotes: [(node: CommonMarkNode, start: BlockStart)] = []

    init(visitor: CommonMarkVisitor) {
      self.visitor = visitor
    }

    static func at(_ pointer: UnsafeMutableRawPointer) -> Context {
      Unmanaged<Context>.fromOpaque(pointer).takeUnretainedValue()
    }

    func prepare(_ root: CommonMarkNode) {
      var next: CommonMarkNode? = root
      while let block = next {
        switch block.kind {
        case .paragraph, .heading, .tableCell:
          if let text = visitor.prepare(block, block.content) { block.setContent(text) }
        case .footnoteDefinition:
          footnotes.append((block, BlockStart(line: block.startLine, column: block.startColumn)))
        default:
          break
        }
        next = block.following
      }
    }

    func visit(_ root: CommonMarkNode) {
      visitor.visit(root, footnotes.isEmpty ? [] : unusedFootnotes(in: root))
    }

    /// The definitions that are not in the tree any more. Only the others may be looked at.
    private func unusedFootnotes(in root: CommonMarkNode) -> [BlockStart] {
      var used: Set<CommonMarkNode> = []
      var last = root.lastChild
      while let node = last, node.kind == .footnoteDefinition {
        used.insert(node)
        last = node.previous
      }
      return footnotes.compactMap { used.contains($0.node) ? nil : $0.start }
    }
  }
}

/// A node of the parser's tree.
struct CommonMarkNode: Hashable {
  fileprivate let pointer: OpaquePointer

  enum Kind {
    case document, blockQuote, list, item, codeBlock, htmlBlock, paragraph, heading, thematicBreak
    case footnoteDefinition, table, tableHeader, tableRow, tableCell
    case text, softBreak, lineBreak, code, htmlInline, emphasis, strong, link, image
    case footnoteReference, strikethrough
    /// A kind that no rule names. Its text is kept.
    case unknown
  }

  var kind: Kind {
    switch cmark_node_get_type(pointer) {
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
    if strcmp(name, "table_cell") == 0 { return .tableCell }
    if strcmp(name, "table_row") == 0 { return .tableRow }
    if strcmp(name, "strikethrough") == 0 { return .strikethrough }
    if strcmp(name, "table_header") == 0 { return .tableHeader }
    if strcmp(name, "table") == 0 { return .table }
    return .unknown
  }

  var parent: CommonMarkNode? { cmark_node_parent(pointer).map(CommonMarkNode.init) }
  var firstChild: CommonMarkNode? { cmark_node_first_child(pointer).map(CommonMarkNode.init) }
  var lastChild: CommonMarkNode? { cmark_node_last_child(pointer).map(CommonMarkNode.init) }
  var next: CommonMarkNode? { cmark_node_next(pointer).map(CommonMarkNode.init) }
  var previous: CommonMarkNode? { cmark_node_previous(pointer).map(CommonMarkNode.init) }

  /// The text of a text, code or HTML node, the number of a footnote reference. A code block's text has a line end
  /// after each line.
  var literal: Bytes { Self.bytes(cmark_node_get_literal(pointer)) }
  /// Whether a block of code is between fences.
  var isFenced: Bool {
    var (length, offset, character): (Int32, Int32, CChar) = (0, 0, 0)
    return cmark_node_get_fenced(pointer, &length, &offset, &character) != 0
  }

  var codeInfo: Bytes { Self.bytes(cmark_node_get_fence_info(pointer)) }
  var url: Bytes { Self.bytes(cmark_node_get_url(pointer)) }
  var title: Bytes { Self.bytes(cmark_node_get_title(pointer)) }
  /// The raw text of a paragraph, heading or table cell, as its inlines are parsed.
  var content: Bytes { Self.bytes(cmark_node_get_string_content(pointer)) }

  var isOrderedList: Bool { cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST }
  var listStart: Int { Int(cmark_node_get_list_start(pointer)) }

  fileprivate func setContent(_ text: [UInt8]) {
    var terminated = text
    terminated.append(0)
    terminated.withUnsafeBytes {
      _ = cmark_node_set_string_content(pointer, $0.bindMemory(to: CChar.self).baseAddress)
    }
  }

  /// The next node in the order of the document, children first; nil at the end.
  fileprivate var following: CommonMarkNode? {
    if let child = firstChild { return child }
    var node = self
    while true {
      if let next = node.next { return next }
      guard let parent = node.parent else { return nil }
      node = parent
    }
  }

  /// The mark of a block whose raw text is not in the note as it is.
  static let isRewritten = -1
  /// The mark of a block whose raw text was changed, or that there is something to say about.
  static let isPrepared = 1

  /// A number that the translator notes at a node; 0 at first.
  var mark: Int {
    get { Int(bitPattern: cmark_node_get_user_data(pointer)) }
    nonmutating set { cmark_node_set_user_data(pointer, UnsafeMutableRawPointer(bitPattern: newValue)) }
  }

  /// Where a block starts: line and column, from 1. The line is 0 where the parser does not tell.
  var startLine: Int { Self.line(cmark_node_get_start_line(pointer)) }
  var startColumn: Int { Int(cmark_node_get_start_column(pointer)) }
  /// The line on which a block ends, blank lines after it perhaps included.
  var endLine: Int { Self.line(cmark_node_get_end_line(pointer)) }
  /// How many line ends a code span spans, whatever line the parser lets it start on.
  var lineEndCount: Int { Int(cmark_node_get_end_line(pointer)) - Int(cmark_node_get_start_line(pointer)) }

  /// The parser has seen an empty line before the note.
  private static func line(_ number: CInt) -> Int { number > 0 ? Int(number) - 1 : 0 }

  private static func bytes(_ text: UnsafePointer<CChar>?) -> Bytes {
    guard let text else { return Bytes(start: nil, count: 0) }
    let length = strlen(text)
    return text.withMemoryRebound(to: UInt8.self, capacity: length) { Bytes(start: $0, count: length) }
  }
}

// Footnotes and autolinks cost more passes over all inlines. Text that can hold none goes without.
extension Bytes {
  fileprivate var mayHoldFootnotes: Bool {
    var index = 0
    while let bracket = firstIndex(of: UInt8(ascii: "["), from: index), bracket + 1 < count {
      // The caret may be written as an escape or an entity.
      if [UInt8(ascii: "^"), UInt8(ascii: "\\"), UInt8(ascii: "&")].contains(self[bracket + 1]) {
        return true
      }
      index = bracket + 1
    }
    return false
  }

  fileprivate var mayHoldAutolinks: Bool {
    firstIndex(of: UInt8(ascii: "@"), from: 0) != nil || firstIndex(of: "://") != nil
      || firstIndex(of: "www.") != nil || firstIndex(of: "&commat;") != nil || firstIndex(of: "&#") != nil
  }
}

/// Character classes and entities, as the parser defines them.
enum CommonMarkText {
  static func isPunctuation(_ scalar: UInt32) -> Bool {
    cmark_utf8proc_is_punctuation(Int32(bitPattern: scalar)) != 0
  }

  static func isSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x0C, 0x0D, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// The text with its entities resolved.
  static func resolvingEntities(in text: Bytes) -> [UInt8] {
    guard text.contains(UInt8(ascii: "&")), let memory = cmark_get_default_mem_allocator() else {
      return Array(text)
    }
    var buffer = okrmd_cmark_buffer()
    cmark_strbuf_init(memory, &buffer, 0)
    houdini_unescape_html_f(&buffer, text.baseAddress, Int32(text.count))
    let length = cmark_strbuf_len(&buffer)
    guard let resolved = cmark_strbuf_detach(&buffer) else { return [] }
    defer { memory.pointee.free(resolved) }
    return Array(Bytes(start: resolved, count: Int(length)))
  }

  /// The version of the parser, such as `0.29.0.gfm.6`.
  static var version: String { String(cString: cmark_version_string()) }
}
