import ContentBlocks
import ConversionOracles
import Testing

@Suite struct UTF8CheckTests {
  private func firstInvalid(_ bytes: [UInt8]) -> Int? { UTF8Check.firstInvalidOffset(in: bytes) }

  /// The edges of the Unicode standard's table 3-7 of well-formed sequences.
  @Test(
    arguments: [
      [], [0x00], [0x7F], [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xE0, 0xBF, 0xBF],
      [0xE1, 0x80, 0x80],
      [0xEC, 0xBF, 0xBF], [0xED, 0x80, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80], [0xEF, 0xBF, 0xBF],
      [0xF0, 0x90, 0x80, 0x80], [0xF0, 0xBF, 0xBF, 0xBF], [0xF1, 0x80, 0x80, 0x80], [0xF3, 0xBF, 0xBF, 0xBF],
      [0xF4, 0x80, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF], Array("\0é注🙂\u{10FFFF}\u{D7FF}\u{E000}".utf8),
    ] as [[UInt8]])
  func wellFormed(bytes: [UInt8]) {
    #expect(firstInvalid(bytes) == nil)
  }

  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x7F], [0xC2, 0xC0], [0xDF, 0xC0],
      [0xE0, 0x9F, 0xBF],
      [0xE0, 0xA0], [0xE0, 0xA0, 0x7F], [0xE0, 0xA0, 0xC0], [0xE1, 0x7F, 0x80], [0xE6, 0xB3], [0xE6, 0x61],
      [0xED, 0xA0, 0x80],
      [0xED, 0xBF, 0xBF],
      [0xEF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x90, 0x80], [0xF0, 0x90, 0x80, 0x7F],
      [0xF0, 0x90, 0xC0, 0x80],
      [0xF1, 0xC0, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0xF8, 0x88, 0x80, 0x80, 0x80],
      [0xFC], [0xFE], [0xFF],
    ] as [[UInt8]])
  func illFormed(bytes: [UInt8]) {
    #expect(firstInvalid(bytes) == 0)
    for length in [1, 14, 15, 16, 17, 31, 32, 33, 100] {
      let before = Array(repeating: UInt8(ascii: "a"), count: length)
      #expect(firstInvalid(before + bytes + before) == length)
    }
    #expect(firstInvalid(Array("注".utf8) + bytes) == 3)
    #expect(firstInvalid(Array("é".utf8) + bytes) == 2)
  }

  /// Random bytes of a kind that often goes wrong late.
  @Test(arguments: 0..<500)
  func agreesWithTheStandardLibrary(seed: Int) {
    var random = SplitMix(seed: seed)
    var bytes: [UInt8] = []
    for _ in 0..<random.below(40) {
      if random.once(in: 12) {
        bytes.append(UInt8(random.below(256)))
      } else {
        let text = random.pick([
          "a", "é", "注", "：", "🙂", "\u{7FF}", "\u{800}", "\u{FFFF}", "\u{10FFFF}", "abcdefghijklmnop",
        ])
        bytes += Array(text.utf8).prefix(random.once(in: 20) ? 2 : 16)
      }
    }
    #expect((firstInvalid(bytes) == nil) == (String(validating: bytes, as: UTF8.self) != nil))
    if let offset = firstInvalid(bytes) {
      #expect(String(validating: bytes[..<offset], as: UTF8.self) != nil)
    }
  }
}
