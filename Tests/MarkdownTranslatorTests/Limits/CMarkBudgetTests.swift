import CCMarkGFM
import CMarkBudget
import Testing

/// The parser's budget, with limits that the public options do not reach.
@Suite(.serialized) struct CMarkBudgetTests {
  private struct Outcome: Equatable {
    let status: cmark_budget_status
    let hasTree: Bool
  }

  private func parse(
    _ note: String, memory: UInt64 = 256 << 20, nanoseconds: UInt64 = 10_000_000_000,
    blocksReady: cmark_budget_blocks_ready = { _, _, _ in }
  ) throws -> Outcome {
    let arena = try #require(cmark_budget_arena_new())
    defer { cmark_budget_arena_free(arena) }
    var root: UnsafeMutablePointer<cmark_node>?
    let limits = cmark_budget_limits(memory: memory, nanoseconds: nanoseconds)
    let status = Array(note.utf8).withUnsafeBytes { bytes in
      cmark_budget_parse(
        arena, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count, limits, blocksReady, nil, &root)
    }
    return Outcome(status: status, hasTree: root != nil)
  }

  @Test func withinTheBudget() throws {
    #expect(try parse("# a\n\n*b*") == Outcome(status: CMARK_BUDGET_OK, hasTree: true))
    #expect(try parse("") == Outcome(status: CMARK_BUDGET_OK, hasTree: true))
  }

  @Test(arguments: [0, 1, 4096, 16_384] as [UInt64])
  func noMemory(bytes: UInt64) throws {
    let note = String(repeating: "> *a* [b](c)\n\n", count: 2000)
    #expect(try parse(note, memory: bytes) == Outcome(status: CMARK_BUDGET_OUT_OF_MEMORY, hasTree: false))
  }

  @Test func littleMemoryIsEnoughForALittle() throws {
    #expect(try parse("a", memory: 1 << 20) == Outcome(status: CMARK_BUDGET_OK, hasTree: true))
  }

  @Test(.timeLimit(.minutes(10))) func noTime() throws {
    let note = String(repeating: "> *a* [b](c)\n\n", count: 20_000)
    #expect(try parse(note, nanoseconds: 1) == Outcome(status: CMARK_BUDGET_OUT_OF_TIME, hasTree: false))
  }

  /// A loop of the parser's own, which never allocates, is left by the watchdog.
  @Test(.timeLimit(.minutes(10))) func aLoopWithoutAllocations() throws {
    let note = "http://a.b/" + String(repeating: ")", count: 1 << 18)
    #expect(
      try parse(note, nanoseconds: 200_000_000) == Outcome(status: CMARK_BUDGET_OUT_OF_TIME, hasTree: false))
  }

  /// After each way to end, the next parse works.
  @Test func theParserRecovers() throws {
    let note = String(repeating: "|*a*|\n|-|\n", count: 2000)
    for _ in 0..<20 {
      #expect(try parse(note, memory: 300_000).status == CMARK_BUDGET_OUT_OF_MEMORY)
      #expect(try parse(note, nanoseconds: 1).status == CMARK_BUDGET_OUT_OF_TIME)
      #expect(try parse("~~a~~ www.b.c").status == CMARK_BUDGET_OK)
    }
  }

  @Test func memoryOfTheCallbackCounts() throws {
    let outcome = try parse("a", memory: 1 << 20) { _, arena, _ in
      #expect(cmark_budget_allocate(arena, 100) != nil)
      #expect(cmark_budget_allocate(arena, 1 << 30) == nil)
    }
    #expect(outcome == Outcome(status: CMARK_BUDGET_OUT_OF_MEMORY, hasTree: false))
  }

  @Test func memoryIsZero() throws {
    let outcome = try parse("a") { _, arena, _ in
      for size in [1, 16, 1000, 300_000, 40 << 20] {
        let block = cmark_budget_allocate(arena, size)
        let bytes = UnsafeRawBufferPointer(start: block, count: size)
        #expect(bytes.first == 0 && bytes.last == 0)
        #expect(Int(bitPattern: block) % 8 == 0)
      }
    }
    #expect(outcome.status == CMARK_BUDGET_OK)
  }

  @Test func freeingNothing() {
    cmark_budget_arena_free(nil)
  }
}
