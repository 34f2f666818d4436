import Testing

@testable import ContentBlocks

@Suite struct PercentEncodingTests {
  @Test(arguments: [
    ("", ""), ("a+b", "a+b"), ("%61%2B%2f", "a+/"), ("%e5%91%A8报", "周报"), ("%25%32%35", "%25"),
    ("%7F", "\u{7F}"),
  ])
  func decoding(text: String, decoded: String) { #expect(text.percentDecoded == decoded) }

  @Test(arguments: [
    "%", "%4", "a%", "%zz", "%+f", "%-1", "% 1", "%00", "a\u{0}", "%FF", "%E5%91", "%e5%91周", "%４１",
  ])
  func rejectsWhatIsNotPercentEncodedText(text: String) { #expect(text.percentDecoded == nil) }

  @Test func encoding() {
    #expect("aZ09-._~".percentEncoded == "aZ09-._~")
    #expect("a b+c&d=/é\u{0}".percentEncoded == "a%20b%2Bc%26d%3D%2F%C3%A9%00")
    let all = String(decoding: UInt8.min...0x7E, as: UTF8.self).dropFirst() + "周报"
    #expect(all.percentEncoded.percentDecoded == String(all))
  }
}
