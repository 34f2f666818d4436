import ContentBlocks
import ConversionOracles
import Testing

@testable import MarkdownTranslator

/// Text that looks like Markdown comes back as text, and other text is left alone.
@Suite struct EscapingTests {
  private func render(_ text: String, in list: ContentList? = nil) -> String {
    let line = ContentParagraph(list: list, elements: [.run(text)])
    let content = ContentBlock(blocks: [.paragraph(line)])
    #expect(RenderingLaw.fault(of: content) == nil)
    return String(MarkdownRenderer().render(content).dropLast())
  }

  @Test(arguments: [
    "a * b", "2_3", "snake_case", "C#", "3.5", "a|b", "2*3", "~5", "10~20", "a < b", "x<y", "<3", "1 > 0",
    "AT&T",
    "R&D;", "a & b", "[1]", "[a] (b)", "见[附录]", "!", "a!b", "C:\\path", "50%", "$1", "f(x)", "{a}", "@张三",
    "@",
    "a@b", "user@", "https:", "http//x", "www", "www x", "1.5 倍", "v1.2", "2026-01-02", "-1", "+1", "#1",
    "#tag", "本周*重要", "it's", "\"a\"", "…", "——", "（注）", "a = b", "===", "--", "a - -x", "a---b", "1、甲", "(1)",
    "a `b", "~", "_", "a * a", "|---|", "a: b", ": b", "e.g. x", "见www.a.b", "100_000", "a_b_c", "]",
    "[", "![a]", "&lt", "100 °C", "^1", "x^2",
  ])
  func ordinaryTextIsLeftAlone(text: String) {
    #expect(render(text) == text)
  }

  @Test(arguments: [
    ("*a*", #"\*a\*"#), ("**a**", #"\*\*a\*\*"#), ("_x_", #"\_x\_"#), ("__init__", #"\_\_init\_\_"#),
    ("~a~", #"\~a\~"#), ("1~2，3~4", #"1\~2，3\~4"#), ("`a`", #"\`a\`"#), ("1. a", #"1\. a"#), ("1)", #"1\)"#),
    ("# a", "\\# a"), ("###### ", "\\######"), ("- a", #"\- a"#), ("+ a", #"\+ a"#), ("* a", #"\* a"#),
    ("-", #"\-"#), ("> a", #"\> a"#), (">a", #"\>a"#), ("---", #"\---"#), ("***", #"\***"#),
    ("_ _ _", #"\_ _ _"#),
    ("```", #"\`\`\`"#), ("~~~ a", #"\~\~\~ a"#), ("<b>", #"\<b>"#), ("a<b>c", #"a\<b>c"#),
    ("<div", #"\<div"#),
    ("<!-- a -->", #"\<!-- a -->"#), ("<http://x.y>", #"\<http\://x.y>"#), ("&amp;", #"\&amp;"#),
    ("&#42;", #"\&#42;"#), ("[a](b)", #"[a\](b)"#), ("![a](b)", #"![a\](b)"#), ("[a]: b", #"\[a]: b"#),
    ("[^1]", #"\[^1]"#), ("[^1]: a", #"\[^1]: a"#), ("@{x}", "@<!-- -->{x}"), ("a@b.cd", "a<!-- -->@b.cd"),
    ("见 https://a.b", #"见 https\://a.b"#), ("www.a.b", #"www\.a.b"#), ("a\\", #"a\\"#), ("\\*", #"\\*"#),
    ("\\\\", #"\\\\"#), ("\u{FEFF}a", "&#65279;a"), ("\u{1}", "&#1;"), ("\u{C}a\u{B}", "&#12;a&#11;"),
    ("**注意：**请看", #"\*\*注意：\*\*请看"#), ("FTP://x.y", #"FTP\://x.y"#), ("xmpp:a@b.cd", "xmpp:a<!-- -->@b.cd"),
    ("mailto:@b.cd", "mailto:<!-- -->@b.cd"),
  ])
  func textThatLooksLikeMarkdown(text: String, markdown: String) {
    #expect(render(text) == markdown)
  }

  @Test(arguments: [
    ("[ ] a", #"- \[ ] a"#), ("[x] a", #"- \[x] a"#), ("[y] a", "- [y] a"), ("- a", #"- \- a"#),
    ("[ ]a", "- [ ]a"),
    ("1. a", #"- 1\. a"#),
  ])
  func textThatLooksLikeATask(text: String, markdown: String) {
    #expect(render(text, in: ContentList(type: .bullet, clampedLevel: 1)) == markdown)
  }

  /// The markers of items and dashes would together be a rule.
  @Test func dashesInNestedItems() {
    let content = ContentBlock.of(.item(.bullet, 2, "--"))
    #expect(MarkdownRenderer().render(content) == "> - \\--\n")
    #expect(RenderingLaw.fault(of: content) == nil)
  }

  /// What would make a quote a callout, or a text coloured (rules R12, R14).
  @Test(arguments: ["[!NOTE]", "[!a] b", "a {color=red}", "a {align=left}", "{color=red}"])
  func blockMarkup(text: String) {
    let run = ContentParagraphElement.textRun(ContentTextRun(text: text))
    let content = ContentBlock.of(.item(.indent, 1, run), .item(.indent, 2, run))
    #expect(RenderingLaw.fault(of: content) == nil)
  }

  /// What could not do harm alone is escaped where it finds a partner.
  @Test func companyMatters() {
    expect(["2*3", .bold("a")], #"2\*3**a**"#)
    expect(["2*3 ", .strike("a")], "2*3 ~~a~~")
    expect(["a ` b ", .code("c")], #"a \` b `c`"#)
    expect(["*", .bold("a"), "*"], #"\***a**\*"#)
    expect(["~", .strike("a")], #"\~~~a~~"#)
    expect(["!", .link("a", "tel:1")], #"\![a](tel:1)"#)
    expect(["\\", .bold("a")], #"\\**a**"#)
    expect([.link("^a]: b", "tel:1")], #"[\^a\]: b](tel:1)"#)
    expect(["_a ", .code("_")], "_a `_`")
    expect(["` ", .link("https://a.b/`", "https://a.b/`")], #"\` <https://a.b/`>"#)
    expect(["!", .link("www.a.b", "http://www.a.b")], #"\![www.a.b](http://www.a.b)"#)
    // Nothing may look like the label of a link definition.
    let code = ContentTextStyle(backColor: .codeShade, link: ContentLink(url: "tel:1"))
    expect([.run("a]: b", code)], #"[<code>a\]: b</code>](tel:1)"#)
    expect(["[", .code("]: b")], #"\[`]: b`"#)
  }

  private func expect(_ elements: [ContentParagraphElement], _ markdown: String) {
    let content = ContentBlock(blocks: [.paragraph(ContentParagraph(elements: elements))])
    #expect(MarkdownRenderer().render(content) == markdown + "\n")
    #expect(RenderingLaw.fault(of: content) == nil)
  }

  /// At the start of the note nothing looks like front matter.
  @Test func frontMatterLookAlikes() throws {
    let content = ContentBlock.of(.line("---"), .line("okr: {percent: 1}"), .line("---"))
    let markdown = MarkdownRenderer().render(content)
    #expect(try MarkdownConverter().convert(markdown).frontMatter == nil)
    #expect(RenderingLaw.fault(of: content) == nil)
  }

  /// Rules R32 and R33 need white space that the note does not use. Without it they are not relied on.
  @Test func withoutSentinel() {
    let all = "a" + String(String.UnicodeScalarView(Sentinel.candidates)) + "b"
    let url = "https://a.example/b"
    let content = ContentBlock.of(
      .line(.run(all)), .line(.bold("注意："), "请看"), .line(.link(url, url), "。"))
    let markdown = MarkdownRenderer().render(content)
    #expect(markdown.hasSuffix("<b>注意：</b>请看\n\n<https://a.example/b>。\n"))
    #expect(RenderingLaw.fault(of: content) == nil)
  }
}
