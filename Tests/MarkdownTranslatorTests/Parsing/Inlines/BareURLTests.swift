import Testing

@testable import MarkdownTranslator

/// Where a bare URL ends (R33), and where the parser would run on.
@Suite struct BareURLTests {
  /// The URL, and after `¦` what the parser would take too.
  private func url(_ text: String) -> String? {
    withBytes(text) { bytes in
      var found: BareURL?
      if let colon = bytes.firstIndex(of: "://", from: 0) {
        found = BareURL(schemeAt: colon, in: bytes)
      } else if let start = bytes.firstIndex(of: "www.", from: 0) {
        found = BareURL(wwwAt: start, in: bytes)
      }
      return found.map { bytes.slice(0..<$0.end).string + ($0.cut == nil ? "" : "¦") }
    }
  }

  @Test(arguments: [
    ("https://a.example/b c", "https://a.example/b"), ("https://a.example/b。谢", "https://a.example/b¦"),
    ("https://a.example/b（x", "https://a.example/b¦"), ("https://a.example/b”", "https://a.example/b¦"),
    ("https://a.example/周报，", "https://a.example/周报¦"), ("https://a.example/佐々木〇", "https://a.example/佐々木〇"),
    ("https://a.example/b**，", "https://a.example/b¦"), ("https://a.example/b~~", "https://a.example/b¦"),
    ("https://a.example/a*b", "https://a.example/a*b"), ("https://a.example/b.。", "https://a.example/b¦"),
    ("https://a.example/b?!.", "https://a.example/b"), ("https://a.example/(b))", "https://a.example/(b)"),
    ("https://a.example/b&amp; x", "https://a.example/b"), ("https://a.example/b<c", "https://a.example/b"),
    ("HTTPS://A.example/B", "HTTPS://A.example/B"), ("ftp://a.example", "ftp://a.example"),
    ("www.a.example，", "www.a.example¦"),
  ])
  func endsBeforeChinesePunctuation(text: String, expected: String) {
    #expect(url(text) == expected)
  }

  @Test(arguments: ["abc://a.example", "https://", "https:// a", "https://。a", "www.", "见www.a.example"])
  func otherTextIsNoURL(text: String) {
    #expect(url(text) == nil)
  }
}
