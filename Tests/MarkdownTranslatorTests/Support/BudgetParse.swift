import CCMarkGFM
import CMarkBudget

/// A parse with limits that the public options do not reach.
enum BudgetParse {
  struct Outcome: Equatable {
    let status: cmark_budget_status
    /// Whether the whole document was handed over.
    let isComplete: Bool
  }

  /// What stands behind the context pointer.
  private final class Context {
    let prepare: (OpaquePointer?) -> Void
    var isComplete = false

    init(prepare: @escaping (OpaquePointer?) -> Void) {
      self.prepare = prepare
    }

    static func behind(_ pointer: UnsafeMutableRawPointer?) -> Context? {
      pointer.map { Unmanaged.fromOpaque($0).takeUnretainedValue() }
    }
  }

  static func outcome(
    of note: String, memory: UInt64 = 256 << 20, nanoseconds: UInt64 = 10_000_000_000,
    prepare: @escaping (OpaquePointer?) -> Void = { _ in }
  ) -> Outcome {
    let context = Context(prepare: prepare)
    let limits = cmark_budget_limits(memory: memory, nanoseconds: nanoseconds)
    let callbacks = cmark_budget_callbacks(
      context: Unmanaged.passUnretained(context).toOpaque(),
      prepare_text: { context, arena, _ in Context.behind(context)?.prepare(arena) },
      part_ready: { context, root, end in
        // The last part ends behind the last block.
        if root?.pointee.last_child == end { Context.behind(context)?.isComplete = true }
      },
      footnote_ready: { _, _, _ in })
    let status = withExtendedLifetime(context) {
      Array(note.utf8).withUnsafeBytes { bytes in
        cmark_budget_parse(bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, limits, callbacks)
      }
    }
    return Outcome(status: status, isComplete: context.isComplete)
  }
}
