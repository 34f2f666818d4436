import CCMarkGFM
import CMarkBudget
import Testing

/// The parser's budget, with limits that the public options do not reach.
@Suite(.serialized) struct CMarkBudgetTests {
  private typealias Outcome = BudgetParse.Outcome

  private func parse(
    _ note: String, memory: UInt64 = 256 << 20, nanoseconds: UInt64 = 10_000_000_000,
    prepare: @escaping (OpaquePointer?) -> Void = { _ in }
  ) -> Outcome {
    BudgetParse.outcome(of: note, memory: memory, nanoseconds: nanoseconds, prepare: prepare)
  }

  @Test func withinTheBudget() {
    #expect(parse("# a\n\n*b*") == Outcome(status: CMARK_BUDGET_OK, isComplete: true))
    #expect(parse("") == Outcome(status: CMARK_BUDGET_OK, isComplete: true))
  }

  @Test(arguments: [0, 1, 4096, 16_384] as [UInt64])
  func noMemory(bytes: UInt64) {
    let note = String(repeating: "> *a* [b](c)\n\n", count: 2000)
    #expect(parse(note, memory: bytes) == Outcome(status: CMARK_BUDGET_OUT_OF_MEMORY, isComplete: false))
  }

  @Test func littleMemoryIsEnoughForALittle() {
    #expect(parse("a", memory: 1 << 20) == Outcome(status: CMARK_BUDGET_OK, isComplete: true))
  }

  @Test(.timeLimit(.minutes(10))) func noTime() {
    let note = String(repeating: "> *a* [b](c)\n\n", count: 20_000)
    #expect(parse(note, nanoseconds: 1) == Outcome(status: CMARK_BUDGET_OUT_OF_TIME, isComplete: false))
  }

  /// A loop of the parser's own, which never allocates, is left by the watchdog.
  @Test(.timeLimit(.minutes(10))) func aLoopWithoutAllocations() {
    let note = "http://a.b/" + String(repeating: ")", count: 1 << 18)
    #expect(
      parse(note, nanoseconds: 200_000_000) == Outcome(status: CMARK_BUDGET_OUT_OF_TIME, isComplete: false))
  }

  /// After each way to end, the next parse works.
  @Test func theParserRecovers() {
    let note = String(repeating: "|*a*|\n|-|\n", count: 2000)
    for _ in 0..<20 {
      #expect(parse(note, memory: 300_000).status == CMARK_BUDGET_OUT_OF_MEMORY)
      #expect(parse(note, nanoseconds: 1).status == CMARK_BUDGET_OUT_OF_TIME)
      #expect(parse("~~a~~ www.b.c").status == CMARK_BUDGET_OK)
    }
  }

  @Test func memoryOfTheCallbackCounts() {
    let outcome = parse("a", memory: 1 << 20) { arena in
      #expect(cmark_budget_allocate(arena, 100) != nil)
      #expect(cmark_budget_allocate(arena, 1 << 30) == nil)
    }
    #expect(outcome == Outcome(status: CMARK_BUDGET_OUT_OF_MEMORY, isComplete: false))
  }

  @Test func memoryIsZero() {
    let outcome = parse("a") { arena in
      for size in [1, 16, 1000, 300_000, 40 << 20] {
        let block = cmark_budget_allocate(arena, size)
        let bytes = UnsafeRawBufferPointer(start: block, count: size)
        #expect(bytes.first == 0 && bytes.last == 0)
        #expect(Int(bitPattern: block) % 8 == 0)
      }
    }
    #expect(outcome.status == CMARK_BUDGET_OK)
  }
}
