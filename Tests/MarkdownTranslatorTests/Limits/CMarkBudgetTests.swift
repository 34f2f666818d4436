import CMarkBudget
import MarkdownTranslator
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The parser's budget, with limits that the public options do not reach.
@Suite(.serialized) struct CMarkBudgetTests {
  private typealias Outcome = BudgetParse.Outcome

  private func parse(
    _ note: String, memory: UInt64 = 256 << 20, nanoseconds: UInt64 = 10_000_000_000
  ) -> Outcome {
    BudgetParse.outcome(of: note, memory: memory, nanoseconds: nanoseconds)
  }

  /// `make test-parsers` runs the tests with another parser than the system's.
  @Test(.enabled(if: getenv("OKRMD_EXPECTED_PARSER") != nil)) func theExpectedParser() {
    #expect(getenv("OKRMD_EXPECTED_PARSER").map { String(cString: $0) } == MarkdownConverter.parserVersion)
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

  /// A loop that never allocates is left by the watchdog.
  @Test(.timeLimit(.minutes(10))) func aLoopWithoutAllocations() {
    #expect(BudgetParse.endlessLoop(nanoseconds: 1_000_000) == CMARK_BUDGET_OUT_OF_TIME)
  }

  /// Nothing of the watchdog is left in the program: its signal is handled and blocked as before.
  @Test(.timeLimit(.minutes(10))) func theWatchdogLeavesNoHandler() {
    let before = SignalState()
    #expect(BudgetParse.endlessLoop(nanoseconds: 1_000_000) == CMARK_BUDGET_OUT_OF_TIME)
    #expect(SignalState() == before)
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
}

/// How all signals are handled, and which this thread blocks.
private struct SignalState: Equatable {
  private var handlers: [UInt] = []
  private var blocked: [Bool] = []

  init() {
    var mask = sigset_t()
    pthread_sigmask(SIG_BLOCK, nil, &mask)
    for signal in CInt(1)...64 {
      var action = sigaction()
      sigaction(signal, nil, &action)
      handlers.append(withUnsafeBytes(of: &action) { $0.load(as: UInt.self) })
      blocked.append(sigismember(&mask, signal) == 1)
    }
  }
}
