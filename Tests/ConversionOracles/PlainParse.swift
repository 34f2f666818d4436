import CCMarkGFM
import CMarkBudget

/// The parser as it is, without anything of this package between. It is run within the parse of nothing, since one
/// parse runs at a time.
enum PlainParse {
  typealias Node = UnsafeMutablePointer<cmark_node>

  /// Lends the root of a note's tree.
  static func visit(_ note: String, _ visit: (Node) -> Void) {
    withoutActuallyEscaping(visit) { visit in
      let turn = Turn(note: note, visit: visit)
      withExtendedLifetime(turn) {
        var callbacks = cmark_budget_callbacks()
        callbacks.context = Unmanaged.passUnretained(turn).toOpaque()
        callbacks.part_ready = { context, _, _ in
          context.map { Unmanaged<Turn>.fromOpaque($0).takeUnretainedValue().run() }
        }
        _ = cmark_budget_parse("", 0, cmark_budget_limits(memory: 1 << 20, nanoseconds: .max / 2), callbacks)
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
      var note = note
      note.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
      }
      guard let root = cmark_parser_finish(parser) else { return }
      visit(root)
      cmark_node_free(root)
    }
  }
}
