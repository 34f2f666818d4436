import CCMarkGFM
import CMarkBudget

/// Takes a note part by part while it is parsed.
///
/// Nodes, and the bytes that they lend, are valid during the call; blocks without their text until the parse
/// ends.
///
/// (Closures, not a protocol: so the compiler specializes the translator that stands behind them.)
struct CommonMarkVisitor {
  /// Is lent the raw text of a paragraph, heading or table cell before its inlines are parsed. A text that is
  /// returned is parsed in its stead.
  let prepare: (Bytes) -> [UInt8]?

  /// Called with the document and a block of it when all blocks before that one are complete. Footnote
  /// definitions are not among them.
  let visitPart: (CommonMarkNode, CommonMarkNode) -> Void

  /// Called with each footnote definition, and whether something refers to it, behind all parts: those that are
  /// used, by number, then the others.
  let visitFootnote: (CommonMarkNode, Bool) -> Void
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
        cmark_budget_parse(text.baseAddress, text.count, budget, context.callbacks)
      }
    }
    switch status {
    case CMARK_BUDGET_OK: return
    case CMARK_BUDGET_OUT_OF_TIME: throw .timeLimit(limits.duration)
    default: throw .memoryLimit(limits.parserMemory)
    }
  }

  /// What stands behind the context pointer of the callbacks.
  private final class Context {
    let visitor: CommonMarkVisitor

    init(visitor: CommonMarkVisitor) {
      self.visitor = visitor
    }

    var callbacks: cmark_budget_callbacks {
      cmark_budget_callbacks(
        context: Unmanaged.passUnretained(self).toOpaque(),
        prepare_text: { context, arena, block in
          guard let context, let arena, let block else { return }
          CommonMarkParser.visitor(behind: context).prepareText(of: block, arena: arena)
        },
        part_ready: { context, root, end in
          guard let context, let root, let end else { return }
          CommonMarkParser.visitor(behind: context)
            .visitPart(CommonMarkNode(pointer: root), CommonMarkNode(pointer: end))
        },
        footnote_ready: { context, definition, isUsed in
          guard let context, let definition else { return }
          CommonMarkParser.visitor(behind: context).visitFootnote(CommonMarkNode(pointer: definition), isUsed)
        })
    }
  }

  private static func visitor(behind context: UnsafeMutableRawPointer) -> CommonMarkVisitor {
    Unmanaged<Context>.fromOpaque(context).takeUnretainedValue().visitor
  }
}

extension CommonMarkVisitor {
  fileprivate func prepareText(of node: UnsafeMutablePointer<cmark_node>, arena: OpaquePointer) {
    let content = node.pointee.content
    guard let text = content.ptr,
      let prepared = prepare(Bytes(start: text, count: Int(content.size))),
      let memory = cmark_budget_allocate(arena, prepared.count + 1)
    else { return }
    memory.copyMemory(from: prepared, byteCount: prepared.count)
    node.pointee.content.ptr = memory.assumingMemoryBound(to: UInt8.self)
    node.pointee.content.size = bufsize_t(prepared.count)
    node.pointee.content.asize = bufsize_t(prepared.count + 1)
  }
}

/// A node of the parser's tree.
struct CommonMarkNode: Equatable {
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
