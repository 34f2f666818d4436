import MarkdownTranslator
import Testing

/// What is said of a note that cannot be converted.
@Suite struct ConversionErrorTests {
  @Test func theOffsetCountsAllBytesOfTheNote() {
    #expect(throws: ConversionError.notUTF8(offset: 5)) {
      try MarkdownConverter().convert(Array("\u{FEFF}ab".utf8) + [0xFF])
    }
    #expect("\(ConversionError.notUTF8(offset: 5))" == "not UTF-8 at byte 5; save the file as UTF-8")
  }
}
