import Testing

@testable import NotePage

@Suite struct HTMLTextTests {
  private func text(_ text: String) -> String {
    var html = HTMLText()
    html.append(text: text)
    return html.string
  }

  @Test(arguments: [
    ("plain 文字 🙂 é", "plain 文字 🙂 é"),
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("&lt; & \"'", "&amp;lt; &amp; &quot;&#39;"),
    ("a\tb\nc", "a\tb\nc"),
    ("", ""), ("<", "&lt;"), ("x<", "x&lt;"),
  ])
  func textIsEscaped(source: String, expected: String) {
    #expect(text(source) == expected)
  }

  /// What turns text around or cannot be seen is shown by its number.
  @Test(arguments: [
    ("\u{202E}", "U+202E"), ("\u{202A}", "U+202A"), ("\u{2066}", "U+2066"), ("\u{2069}", "U+2069"),
    ("\u{061C}", "U+061C"), ("\0", "U+0000"), ("\u{1B}", "U+001B"), ("\u{7F}", "U+007F"), ("\r", "U+000D"),
    ("\u{85}", "U+0085"), ("\u{9F}", "U+009F"),
  ])
  func hiddenCharactersAreShownByNumber(character: String, name: String) {
    #expect(text("a\(character)b") == "a<span class=\"control\">\(name)</span>b")
    var attribute = HTMLText()
    attribute.append(attribute: "a\(character)b")
    #expect(attribute.string == "a\(name)b")
    var url = HTMLText()
    url.append(url: "a\(character)b")
    #expect(url.string.dropFirst().dropLast().allSatisfy { "%0123456789ABCDEF".contains($0) })
  }

  /// Neighbours of these characters in Unicode, and others that begin with the same bytes.
  @Test(arguments: [
    "\u{A0}", "\u{2029}", "\u{202F}", "\u{2065}", "\u{206A}", "“", "…", "·", "\u{200E}", "\u{620}",
  ])
  func otherCharactersStay(character: String) {
    #expect(text("a\(character)b") == "a\(character)b")
  }

  @Test func urlsKeepWhatTheySay() {
    var html = HTMLText()
    html.append(url: "https://a.example/?q=\"><script>&x='%20\u{202E}")
    #expect(html.string == "https://a.example/?q=&quot;&gt;&lt;script&gt;&amp;x=&#39;%20%E2%80%AE")
  }
}
