import ConversionOracles
import Testing

@testable import MarkdownTranslator

/// Where sentinels go, each shown as `¦`.
@Suite struct DelimiterScannerTests {
  private func marked(_ text: String, note: String? = nil) -> String {
    withBytes(note ?? text) { note in
      let labels = ReferenceLabels(note)
      return withBytes(text) { bytes in
        var scanner = DelimiterScanner(bytes)
        scanner.scan(labels: labels)
        var result = ""
        var copied = 0
        for place in scanner.insertions {
          result += bytes.slice(copied..<place).string + "¦"
          copied = place
        }
        return result + bytes.slice(from: copied).string
      }
    }
  }

  @Test(arguments: [
    "", "a", "**a**", "**注意**", "**重要**（注）", "（**注**）", "a **注：** b", "**注：**", "**注：** 请", "*注：*\n请", "2*3",
    "一*二*三", "~~旧~~", "~~~旧：~~~新", "**“a” b**c",
  ])
  func marksThatCommonMarkPairsGetNoSentinel(text: String) {
    #expect(marked(text) == text)
  }

  @Test(arguments: [
    ("**注意：**请看", "**注意：**¦请看"), ("*注意：*请看", "*注意：*¦请看"), ("***注意：***请看", "***注意：***¦请看"),
    ("****注意：****请看", "****注意：****¦请看"), ("请看**「重点」**再说", "请看¦**「重点」**¦再说"),
    ("**注意：**API", "**注意：**¦API"), ("~~旧方案。~~新", "~~旧方案。~~¦新"), ("新~~「旧」~~新", "新¦~~「旧」~~¦新"),
    ("**甲：**登录，**乙：**支付", "**甲：**¦登录，**乙：**¦支付"), ("**a (注)**请", "**a (注)**¦请"),
  ])
  func marksThatCommonMarkDoesNotPairGetASentinel(text: String, expected: String) {
    #expect(marked(text) == expected)
  }

  /// The quick look lets a text pass only when a full reading changes nothing.
  @Test func quickLookMissesNothing() {
    let pieces = [
      "**", "*", "~~", "***", "`", "``", "[", "]", "](", ")", "<b>", "\\", "https://a.b/c", "www.a.b", "：",
      "「", "」",
      "a", "字", "한", " ", " ", "\n", ".", ",", "))))))))))))))))))))))))))))))))))))))))))))", "&amp;",
    ]
    var random = SplitMix(seed: 14)
    var passed = 0
    for _ in 0..<100_000 {
      let text = (0...Int.random(in: 1...11, using: &random))
        .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
      let (isQuick, isUnchanged) = withBytes(text) { bytes in
        var scanner = DelimiterScanner(bytes)
        scanner.scan(labels: ReferenceLabels(bytes))
        return (!DelimiterScanner.mayNeed(bytes), scanner.insertions.isEmpty && scanner.moves.isEmpty)
      }
      guard isQuick else { continue }
      passed += 1
      #expect(isUnchanged, "\(text)")
    }
    #expect(passed > 10_000)
  }

  /// A sentinel is outside a cluster of runs, or it would part them (R32).
  @Test(arguments: [
    ("**~~注：~~**请", "**~~注：~~**¦请"), ("~~**注：**~~请", "~~**注：**~~¦请"), ("请**~~「注」~~**看", "请¦**~~「注」~~**¦看"),
    ("请~~**「注」**~~看", "请¦~~**「注」**~~¦看"),
  ])
  func sentinelsStandOutsideClusters(text: String, expected: String) {
    #expect(marked(text) == expected)
  }

  @Test(arguments: [
    ("**注意：**~~旧~~", ["plain: {bold|注意：}{strike|旧}"]),
    ("~~**注：**~~请", ["plain: {bold strike|注：}请"]), ("**~~注：~~**请", ["plain: {bold strike|注：}请"]),
    ("请~~**「注」**~~看", ["plain: 请{bold strike|「注」}看"]), ("请***「注」***看", ["plain: 请{bold|「注」}看"]),
    ("~~旧：~~**新：**看", ["plain: {strike|旧：}{bold|新：}看"]),
  ])
  func clustersAreShown(text: String, expected: [String]) throws {
    let result = try lines(text)
    #expect(result == expected)
  }

  /// Code, escapes, HTML, autolinks and link targets hold no delimiters.
  @Test(arguments: [
    "`**注：**看`", "``**注：** ` **看``", "\\*\\*注：\\*\\*请", "<a title='**注：**看'>", "<!-- **注：**看 -->",
    "<http://a.b/**注：**看>", "[a](**注：**看)", "[a](<**注：**看>)", "[a](b \"**注：**看\")", "[a](b '**注：**看')",
    "[a](b (**注：**看))", "![a](**注：**看)", "![a](b \"**注：**看\")",
  ])
  func whatHoldsNoDelimitersGetsNoSentinel(text: String) {
    #expect(marked(text) == text)
  }

  /// What only looks like one of these is text.
  @Test(arguments: [
    ("`**注：**看", "`**注：**¦看"), ("``**注：**看`", "``**注：**¦看`"), ("\\\\**注：**看", "\\\\**注：**¦看"),
    ("\\注**：**看", "\\注¦**：**¦看"),
    ("<a **注：**看", "<a **注：**¦看"), ("[a](b **注：**看", "[a](b **注：**¦看"), ("[**注：**看](b)", "[**注：**¦看](b)"),
    ("![**注：**看](b)", "![**注：**¦看](b)"), ("a](**注：**看)", "a](**注：**¦看)"), ("[a] (**注：**看)", "[a] (**注：**¦看)"),
  ])
  func whatOnlyLooksLikeItGetsASentinel(text: String, expected: String) {
    #expect(marked(text) == expected)
  }

  /// A run does not reach out of the link in which it opens.
  @Test func linksKeepTheirRuns() throws {
    #expect(try lines("[**「甲](http://a.b)」**乙") == ["plain: {link=http://a.b|**「甲}」**乙"])
    #expect(try lines("**[甲：](http://a.b)**乙") == ["plain: {bold link=http://a.b|甲：}乙"])
  }

  /// A sentinel in a reference's label would keep it from its definition.
  @Test func referenceLabelsAreKept() throws {
    let note = "[**注：**看]\n\n[**注：**看]: http://a.b"
    #expect(marked("[**注：**看]", note: note) == "[**注：**看]")
    #expect(marked("[**注：**看]", note: "[x]: y") == "[**注：**¦看]")
    #expect(try lines(note).count == 1)
    #expect(try lines(note)[0].contains("link=http://a.b"))
    #expect(
      try lines("[**注：**看][a]\n\n[a]: http://a.b") == ["plain: {bold link=http://a.b|注：}{link=http://a.b|看}"])
    #expect(try lines("[x][**注：**看]\n\n[**注：**看]: http://a.b") == ["plain: {link=http://a.b|x}"])
  }

  /// R33: where a bare URL ends.
  @Test(arguments: [
    ("https://a.b/c。谢谢", "https://a.b/c¦。谢谢"), ("（https://a.b/c）好", "（https://a.b/c¦）好"),
    ("www.a.b/c，好", "www.a.b/c¦，好"), ("https://a.b/中文/页。", "https://a.b/中文/页¦。"),
    ("**见 https://a.b/c**，好", "**见 https://a.b/c**¦，好"), ("~~http://a.b~~。", "~~http://a.b~~¦。"),
    ("“http://a.b/c”", "“http://a.b/c¦”"), ("http://a.b/c…", "http://a.b/c¦…"),
    ("http://a.b/c——x", "http://a.b/c¦——x"),
    ("ftp://a.b/c。", "ftp://a.b/c¦。"), ("http://a.b。http://c.d。", "http://a.b¦。http://c.d¦。"),
  ])
  func bareURLsEndAtChinesePunctuation(text: String, expected: String) {
    #expect(marked(text) == expected)
  }

  @Test(arguments: [
    "https://a.b/c", "https://a.b/c.", "https://a.b/中文", "https://a.b/人々〆〇", "https://a.b/c 。",
    "<https://a.b/c>。",
    "`https://a.b/c。`", "[x](https://a.b/c。)", "[https://a.b/c。](http://x)", "xhttp://a.b。", "mailto:a@b。",
    "https://。",
    "xwww.a.b。",
  ])
  func otherURLsAreNotCut(text: String) {
    #expect(marked(text) == text)
  }

  @Test(arguments: [
    ("见https://a.b/c。谢谢", "见{link=https://a.b/c|https://a.b/c}。谢谢"),
    ("https://a.b/c（注）", "{link=https://a.b/c|https://a.b/c}（注）"),
    ("https://a.b/c.。", "{link=https://a.b/c|https://a.b/c}.。"),
    ("https://a.b/(c)）", "{link=https://a.b/(c)|https://a.b/(c)}）"),
    ("https://a.b/(c))。", "{link=https://a.b/(c)|https://a.b/(c)})。"),
    ("**见 https://a.b/c**，好", "{bold|见 }{bold link=https://a.b/c|https://a.b/c}，好"),
    ("~~https://a.b/c~~。", "{strike link=https://a.b/c|https://a.b/c}。"),
    ("www.a.b/c，好", "{link=http://www.a.b/c|www.a.b/c}，好"),
    ("https://a.b/c。@{ou_1}", "{link=https://a.b/c|https://a.b/c}。{@ou_1}"),
    ("https://a.b/c，**注：**看", "{link=https://a.b/c|https://a.b/c}，{bold|注：}看"),
  ])
  func urlsAreShown(text: String, expected: String) throws {
    let result = try lines(text)
    #expect(result == ["plain: " + expected])
  }
}
