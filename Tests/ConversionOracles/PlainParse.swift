import CCMarkGFM
import CMarkBudget

/// The parser as it is, with next to nothing of this package between. It is run within the parse of nothing, since one
/// parse runs at a time.
enum PlainParse {
  typealias Node = OpaquePointer

  /// Lends the root of a note's tree.
  static func visit(_ note: String, _ visit: (Node) -> Void) {
    withoutActuallyEscaping(visit) { visit in
      let turn = Turn(note: note, visit: visit)
      withExtendedLifetime(turn) {
        var nothing = cmark_budget_document()
        nothing.context = Unmanaged.passUnretained(turn).toOpaque()
        nothing.blocks_parsed = { _, _ in }
        nothing.parsed = { context, _ in
          context.map { Unmanaged<Turn>.fromOpaque($0).takeUnretainedValue().run() }
        }
        _ = cmark_budget_parse(&nothing, cmark_budget_limits(memory: 1 << 20, nanoseconds: .max / 2))
      }
    }
  }

  private final class Turn {
    let note: String
    let visit: (Node) -> Void

    init(note: String, visit: @escaping (Node) -> Void) {
      self.note = note
      self.visit = visit
    }

    func run() {
      guard let parser = cmark_parser_new(CMARK_OPT_FOOTNOTES) else { return }
      defer { cmark_parser_free(parser) }
      for name in ["table", "strikethrough", "autolink", "tasklist"] {
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
      }
      var note = Self.withoutFalseFootnotes(note)
      note.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
      }
      guard let root = cmark_parser_finish(parser) else { return }
      visit(root)
      cmark_node_free(root)
    }

    /// The parser loses text, or reads memory that it has freed, where it takes a bracket for a footnote that cannot
    /// be one. A space keeps it from that.
    private static func withoutFalseFootnotes(_ note: String) -> String {
      var result: [UInt8] = []
      let bytes = Array(note.utf8)
      for (index, byte) in bytes.enumerated() {
        result.append(byte)
        guard byte == UInt8(ascii: "["), index + 1 < bytes.count else { continue }
        let label = bytes[(index + 1)...].prefix { $0 != UInt8(ascii: "]") }
        let isFalse =
          switch bytes[index + 1] {
          case UInt8(ascii: "&"), UInt8(ascii: "\\"): true
          case UInt8(ascii: "^"): label.contains(UInt8(ascii: "\n")) || label.contains(UInt8(ascii: "["))
          default: false
          }
        if isFalse { result.append(UInt8(ascii: " ")) }
      }
      return String(decoding: result, as: UTF8.self)
    }
  }
}
