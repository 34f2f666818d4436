import ContentBlocks
import Testing

@Suite struct UTF8ValidationTests {
  @Test(arguments: ["", "a", "é注🙂", "\u{0}\u{10FFFF}\u{D7FF}\u{E000}"])
  func validTextHasNoFault(text: String) {
    #expect(UTF8Check.firstInvalidOffset(in: Array(text.utf8)) == nil)
  }

  @Test(
    arguments: [
      ([0xFF], 0), ([0x61, 0x80], 1), ([0xC3], 0), ([0xC3, 0xA9, 0xC3], 2), ([0xE6, 0xB3], 0),
      ([0x61, 0xC0, 0x80], 1), ([0xED, 0xA0, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0),
      ([0xE6, 0xB3, 0xA8, 0xE6, 0x61], 3),
    ] as [([UInt8], Int)])
  func theFirstFaultIsWhereItsCharacterBegins(bytes: [UInt8], offset: Int) {
    #expect(UTF8Check.firstInvalidOffset(in: bytes) == offset)
  }
}
