import ContentBlocks
import Testing

@Suite struct OKRIdentifierTests {
  @Test(arguments: ["1", "7041857032248410131", "9223372036854775807"])
  func positiveNumbersOf64BitsAreIDs(text: String) {
    #expect(OKRIdentifier(text)?.text == text)
    #expect(OKRIdentifier(text)?.description == text)
  }

  @Test(
    arguments: [
      "", "0", "-1", "+1", "007", "abc", "1a", " 1", "1 ", "1.0", "../x", "9223372036854775808",
      "1234567890123456789012345", "１２", "1\u{301}", "1\n",
    ])
  func rejectsAnythingElse(text: String) {
    #expect(OKRIdentifier(text) == nil)
  }
}
