import MarkdownTranslator
import Testing

/// What is said of a note that cannot be converted.
@Suite struct ConversionErrorTests {
  @Test func theOffsetCountsAllBytesOfTheNote() {
    #expect(throws: ConversionError.notUTF8(offset: 5)) {
      try MarkdownConverter().convert(Array("\u{FEFF}ab".utf8) + [0xFF])
    }
  }

  @Test func theWordingSaysWhatToDo() {
    #expect("\(ConversionError.notUTF8(offset: 5))" == "not UTF-8 at byte 5; save the file as UTF-8")
    #expect(
      "\(ConversionError.inputLimit(1024))" == "larger than 1024 bytes; split the note")
    #expect(
      "\(ConversionError.memoryLimit(256 << 20))"
        == "parsing needs more than 256 MiB of memory; simplify the note")
    #expect(
      "\(ConversionError.textLimit(32 << 20))"
        == "the content would have more than 32 MiB of text; shorten table headers and addresses that are "
        + "repeated")
    #expect(
      "\(ConversionError.timeLimit(.seconds(10)))"
        == "parsing takes more than 10 seconds; simplify the note")
  }
}
