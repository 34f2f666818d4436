import Testing

@testable import MarkdownTranslator

/// The limits themselves. What hostile notes make of them is in `HostileNoteTests`.
@Suite struct ConversionLimitsTests {
  @Test func aNoteOverItsSizeIsRefused() throws {
    var options = ConversionOptions()
    #expect(options.limits.inputBytes == 1 << 20)
    options.limits.inputBytes = 4
    #expect(throws: ConversionError.inputLimit(4)) {
      try MarkdownConverter(options: options).convert("abcde")
    }
    #expect(throws: ConversionError.inputLimit(4)) { try MarkdownConverter(options: options).convert("注意") }
    #expect(throws: ConversionError.inputLimit(4)) {
      try MarkdownConverter(options: options).convertToJSON(Array("abcde".utf8))
    }
    #expect(try lines("abcd", options: options) == ["plain: abcd"])
    options.limits.inputBytes = 0
    #expect(try lines("", options: options) == [])
  }

  @Test func limitsGrowWithTheInput() {
    let standard = ConversionLimits()
    #expect(standard.parserMemory == 256 << 20)
    #expect(standard.duration == .seconds(10))
    let larger = ConversionLimits(inputBytes: 8 << 20)
    #expect(larger.parserMemory == 2048 << 20)
    #expect(larger.duration == .microseconds(10 * (8 << 20)))
    #expect(larger.parserNanoseconds == UInt64(10_000 * (8 << 20)))
    let smaller = ConversionLimits(inputBytes: 1)
    #expect(smaller.parserMemory == 256 << 20)
    #expect(smaller.duration == .seconds(10))
    #expect(smaller.parserNanoseconds == 10_000_000_000)
  }

  @Test func limitsAreKeptInRange() {
    #expect(ConversionLimits(inputBytes: -1).inputBytes == 0)
    #expect(ConversionLimits(inputBytes: .max).inputBytes == 512 << 20)
    var limits = ConversionLimits()
    limits.inputBytes = .max
    #expect(limits.inputBytes == 512 << 20)
    limits.inputBytes = .min
    #expect(limits.inputBytes == 0)
  }
}
