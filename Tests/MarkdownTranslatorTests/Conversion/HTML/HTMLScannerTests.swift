import ConversionOracles
import Testing

@testable import MarkdownTranslator

@Suite struct HTMLScannerTests {
  /// The tokens of a text: `text a`, `<p id=1>`, `</p>`, `cdata a`, `invisible`.
  private func tokens(_ html: String, runsToEnd: Bool = false) -> [String] {
    withBytes(html) { bytes in
      var scanner = HTMLScanner(bytes, runsToEnd: runsToEnd)
      var tokens: [String] = []
      while let token = scanner.next() { tokens.append(shown(token, in: bytes)) }
      return tokens
    }
  }

  private func shown(_ token: HTMLToken, in bytes: Bytes) -> String {
    switch token {
    case .text(let range): "text \(bytes.slice(range).string)"
    case .characterData(let range): "cdata \(bytes.slice(range).string)"
    case .invisible: "invisible"
    case .tag(let tag):
      "<\(tag.isEnd ? "/" : "")\(tag.name)\(tag.attributes.map { " \($0.name)=\($0.value)" }.joined())>"
    }
  }

  @Test(arguments: [
    ("", []), ("a b", ["text a b"]), ("<b>x</b>", ["<b>", "text x", "</b>"]),
    ("<BR/>", ["<br>"]), ("<br />", ["<br>"]), ("<h1  >", ["<h1>"]), ("</P >", ["</p>"]),
    ("<a-b>", ["<a-b>"]),
    ("a<b>c", ["text a", "<b>", "text c"]), ("<b\n>", ["<b>"]),
  ])
  func tags(html: String, expected: [String]) {
    #expect(tokens(html) == expected)
  }

  @Test(arguments: [
    ("<a href=x>", ["<a href=x>"]), ("<a href = 'x y'>", ["<a href=x y>"]),
    ("<a HREF=\"X\">", ["<a href=X>"]),
    ("<a b c='' d>", ["<a b= c= d=>"]), ("<a href=\"a>b\">", ["<a href=a>b>"]),
    ("<a href=a/b/>", ["<a href=a/b/>"]),
    ("<a x='&amp;&#65;&nope;'>", ["<a x=&A&nope;>"]), ("<a _x:y.z-1=1>", ["<a _x:y.z-1=1>"]),
    ("<a x='1' x='2'>", ["<a x=1 x=2>"]), ("<a x='a\nb'>", ["<a x=a\nb>"]), ("<a x=注意>", ["<a x=注意>"]),
  ])
  func attributes(html: String, expected: [String]) {
    #expect(tokens(html) == expected)
  }

  @Test func theFirstOfEqualAttributesCounts() {
    let tag = HTMLTag(name: "a", isEnd: false, attributes: [("href", "1"), ("href", "2")])
    #expect(tag["href"] == "1")
    #expect(tag["x"] == nil)
  }

  @Test(arguments: [
    ("<!-- a -->b", ["invisible", "text b"]), ("<!---->", ["invisible"]), ("<!-- <b> -->", ["invisible"]),
    ("<!DOCTYPE html>", ["invisible"]), ("<?php echo '>' ?>x", ["invisible", "text x"]),
    ("<![CDATA[a<b>&amp;]]>c", ["cdata a<b>&amp;", "text c"]), ("<![CDATA[]]>", ["cdata "]),
  ])
  func otherMarkup(html: String, expected: [String]) {
    #expect(tokens(html) == expected)
  }

  /// What only looks like markup is text, as in CommonMark.
  @Test(arguments: [
    "<", "<>", "< b>", "<b", "<b ", "</", "</>", "</b", "</b x>", "<1>", "<b =x>", "<b x=>", "<b x='>",
    "<b x=\">",
    "<b x='1'y>", "<b x=a\"b>", "<!", "<!->", "<!-->", "<!--->",
    "<!--> a -->", "<!---> a -->", "<!-- a", "<![CDATA[a", "<![cdata[a]]>",
    "<?a",
    "<!1>", "a < b > c", "<注>", "<a.b>", "<b/ >", "<a x=`y`>",
  ])
  func textThatLooksLikeMarkup(html: String) {
    #expect(tokens(html) == ["text \(html)"])
  }

  @Test func textResumesAfterInvalidTags() {
    #expect(tokens("a<<b>c") == ["text a<", "<b>", "text c"])
    #expect(tokens("1<2<i>3") == ["text 1<2", "<i>", "text 3"])
  }

  /// In an HTML block what is not terminated runs to the end; tags do not.
  @Test(arguments: [
    ("<!-- a", ["invisible"]), ("<?a", ["invisible"]), ("<!A", ["invisible"]), ("<![CDATA[a", ["cdata a"]),
    ("<b x='", ["text <b x='"]), ("<!-- a --> <!-- b", ["invisible", "text  ", "invisible"]),
  ])
  func inBlocks(html: String, expected: [String]) {
    #expect(tokens(html, runsToEnd: true) == expected)
  }

  @Test(arguments: [
    ("<script>if (a<b) '</b>'</script>x", ["<script>", "text x"]),
    ("<script>a</SCRIPT >x", ["<script>", "text x"]),
    ("<script>never ends", ["<script>"]), ("<script></style></script>y", ["<script>", "text y"]),
  ])
  func rawTextIsSkipped(html: String, expected: [String]) {
    withBytes(html) { bytes in
      var scanner = HTMLScanner(bytes)
      var tokens: [String] = []
      while let token = scanner.next() {
        tokens.append(shown(token, in: bytes))
        if tokens.count == 1 { scanner.skipRawText(until: "script") }
      }
      #expect(tokens == expected)
    }
  }

  /// All bytes of a text are in some token, in order, however broken the text is.
  @Test(arguments: 0..<300)
  func nothingIsSkipped(seed: Int) {
    var random = SplitMix(seed: seed)
    let pieces = [
      "<", ">", "</", "/>", "b", "a x=", "'", "\"", " ", "\n", "!--", "-->", "![CDATA[", "]]>", "?", "注",
    ]
    let html = (0..<random.below(30)).map { _ in random.pick(pieces) }.joined()
    withBytes(html) { bytes in
      var scanner = HTMLScanner(bytes)
      var end = 0
      while true {
        let start = scanner.index
        guard let token = scanner.next() else { break }
        #expect(start == end && scanner.index > start, "\(html.debugDescription)")
        if case .text(let range) = token { #expect(range == start..<scanner.index) }
        end = scanner.index
      }
      #expect(end == bytes.count, "\(html.debugDescription)")
    }
  }
}
