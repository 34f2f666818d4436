import CCMarkGFM
import CMarkBudget
import ContentBlocks
import ConversionOracles
import Testing

@testable import MarkdownTranslator

/// Many tasks convert at once. The parser keeps global state, so two parses that overlapped would spoil
/// each other.
@Suite struct ConcurrencyTests {
  /// Notes that switch the parser's extensions and special characters on and off in all ways.
  private static let notes: [String] = (0..<60).map { seed in
    var random = RandomNote(seed: 90_000 + seed)
    return random.note()
  }

  @Test func sameResultsAsOneAfterTheOther() async throws {
    let expected = try Self.notes.map { try MarkdownConverter().convert($0) }
    for _ in 0..<3 {
      let results = try await withThrowingTaskGroup(of: (Int, Conversion).self) { group in
        for (index, note) in Self.notes.enumerated() {
          group.addTask { (index, try MarkdownConverter().convert(note)) }
        }
        return try await group.reduce(into: [Int: Conversion]()) { $0[$1.0] = $1.1 }
      }
      for (index, conversion) in expected.enumerated() { #expect(results[index] == conversion) }
    }
  }

  @Test func oneConverterForManyTasks() async throws {
    let converter = MarkdownConverter()
    let note = Array("# a\n\n|b|\n|-|\n|~~c~~|\n\n- [ ] www.d.e[^1]\n\n[^1]: **注：**f\n".utf8)
    let expected = try converter.convertToJSON(note).json
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<200 { group.addTask { try converter.convertToJSON(note).json } }
      for try await json in group { #expect(json == expected) }
    }
  }

  /// Errors of some do not reach the others.
  @Test func failuresInBetween() async throws {
    let hostile = String(repeating: "[", count: 100_000)
    var options = ConversionOptions()
    options.limits.parserMemory = 1 << 20
    let converter = MarkdownConverter(options: options)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<40 {
        group.addTask {
          switch index % 8 {
          case 0: (try? converter.convert(hostile)) == nil
          case 1: (try? MarkdownConverter().convert([0xFF])) == nil
          default: try lines("**a\(index)** ~~b~~") == ["plain: {bold|a\(index)} {strike|b}"]
          }
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }

  // MARK: Limits

  /// The bytes of many notes, converted beside parses that are left by a jump. Each of those says
  /// whether it ended as it should.
  private func sameBytes(beside parses: [@Sendable () -> Bool]) async throws {
    let notes = Self.notes.map { Array($0.utf8) }
    let expected = try notes.map { try MarkdownConverter().convertToJSON($0).json }
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<(notes.count * 4) {
        group.addTask {
          let place = index % notes.count
          return try MarkdownConverter().convertToJSON(notes[place]).json == expected[place]
        }
        if index % 5 == 0 { group.addTask { parses[index / 5 % parses.count]() } }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }

  /// The parser's allocator leaves it.
  @Test(.timeLimit(.minutes(10))) func sameBytesBesideLimits() async throws {
    let note = String(repeating: "|*a*|\n|-|\n\n~~b~~ www.c.d [e](f) <g>\n\n", count: 2000)
    try await sameBytes(beside: [
      { BudgetParse.outcome(of: note, memory: 300_000).status == CMARK_BUDGET_OUT_OF_MEMORY },
      { BudgetParse.outcome(of: note, nanoseconds: 1).status == CMARK_BUDGET_OUT_OF_TIME },
    ])
  }

  /// The watchdog's signal leaves a loop that does not allocate.
  @Test(.timeLimit(.minutes(10))) func sameBytesBesideTheWatchdog() async throws {
    try await sameBytes(beside: [
      { BudgetParse.endlessLoop(nanoseconds: 1_000_000) == CMARK_BUDGET_OUT_OF_TIME }
    ])
  }
}
