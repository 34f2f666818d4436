import CMarkBudget
import CTestWork

/// A parse with limits that the public options do not reach.
enum BudgetParse {
  struct Outcome: Equatable {
    let status: cmark_budget_status
    /// Whether the tree was handed over.
    let isComplete: Bool
  }

  /// What the context pointer points to.
  private final class Context {
    var isComplete = false
  }

  static func outcome(
    of note: String, memory: UInt64 = 256 << 20, nanoseconds: UInt64 = 10_000_000_000
  ) -> Outcome {
    let context = Context()
    let limits = cmark_budget_limits(memory: memory, nanoseconds: nanoseconds)
    let status = withExtendedLifetime(context) {
      Array(note.utf8).withUnsafeBytes { bytes in
        var document = cmark_budget_document(
          bytes: bytes.bindMemory(to: CChar.self).baseAddress, length: bytes.count, has_footnotes: true,
          has_autolinks: true, context: Unmanaged.passUnretained(context).toOpaque(),
          blocks_parsed: { _, _ in },
          parsed: { context, _ in
            context.map { Unmanaged<Context>.fromOpaque($0).takeUnretainedValue().isComplete = true }
          })
        return cmark_budget_parse(&document, limits)
      }
    }
    return Outcome(status: status, isComplete: context.isComplete)
  }

  /// A parser that loops for ever without allocating, as some versions do.
  static func endlessLoop(nanoseconds: UInt64) -> cmark_budget_status {
    cmark_budget_run(
      cmark_budget_limits(memory: 1 << 20, nanoseconds: nanoseconds), true, test_work_endless_loop, nil)
  }
}
