import ContentBlocks
import ConversionOracles
import Testing

@testable import MarkdownTranslator

/// What the normal form changes, and that it changes nothing else.
@Suite struct NormalFormTests {
  private func expect(
    _ block: ContentBlockElement, becomes lines: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let content = ContentBlock.of(block)
    #expect(LineNotation.render(content.markdownNormalForm) == lines, sourceLocation: sourceLocation)
    #expect(RenderingLaw.fault(of: content) == nil, sourceLocation: sourceLocation)
  }

  @Test func text() {
    expect(.line("a\u{0}b\nc\rd"), becomes: "plain: a⟨U+FFFD⟩b c d".replacingStandIn)
    expect(.line("a", "b", .bold(""), .bold("c")), becomes: "plain: ab{bold|c}")
    expect(.line(" \ta "), becomes: "plain: a")
    expect(.line(" ", .bold("\t"), .person("a")), becomes: "plain: {@a}")
    expect(.line(.code(" a ")), becomes: "plain: {code|␣a␣}")
    expect(.line("\u{A0}a\u{3000}"), becomes: "plain: ⟨U+00A0⟩a⟨U+3000⟩")
  }

  @Test func colors() throws {
    let color = try ContentColor(red: 1, green: 2, blue: 3, alpha: 0.126)
    expect(.line(.run("a", ContentTextStyle(textColor: color))), becomes: "plain: {color=#010203/0.13|a}")
  }

  @Test func links() {
    expect(.line(.link("a", "")), becomes: "plain: a")
    expect(.line(.link("a", "docs/a.md")), becomes: "plain: a")
    expect(.line(.link("a", "javascript:x"), "b"), becomes: "plain: ab")
    expect(.line(.link("a", "TEL:1")), becomes: "plain: {link=TEL:1|a}")
    expect(.line(.link("\u{C}", "tel:1")), becomes: "plain: ⟨U+000C⟩")
    expect(.line("a", .link(" ", "tel:1"), .bold("b")), becomes: "plain: a{link=tel:1| }{bold|b}")
  }

  @Test func documentLinks() {
    let url = "https://a.feishu.cn/docx/1"
    expect(.line(.doc("周报", url)), becomes: "plain: {doc=\(url)|周报}")
    expect(.line(.doc(" ", url)), becomes: "plain: {link=\(url)|\(url)}")
    expect(.line(.doc(url, url)), becomes: "plain: {link=\(url)|\(url)}")
    expect(.line(.doc("周报", "https://a.example/")), becomes: "plain: {link=https://a.example/|周报}")
    expect(.line(.doc("周报", "x")), becomes: "plain: 周报")
  }

  @Test func mentions() {
    expect(.line(.person("张三"), " ", .person("")), becomes: "plain: @\\{张三\\} @\\{\\}")
    let id = String(repeating: "a", count: 64)
    expect(.line(.person(id)), becomes: "plain: {@\(id)}")
    expect(.line(.person(id + "a")), becomes: "plain: @\\{\(id)a\\}")
  }

  @Test func numbers() {
    let content = ContentBlock.of(
      .item(.number, 1, "a"), .item(.number, 1, number: -1, "b"), .item(.number, 1, number: 5, "c"),
      .item(.indent, 1, "d"), .item(.number, 2, number: .max, "e"), .item(.number, 1, "f"),
      .item(.bullet, 1, "g"), .item(.number, 1, number: 1_000_000_000, "h"))
    #expect(
      LineNotation.render(content.markdownNormalForm) == [
        "number 1 #1: a", "number 1 #2: b", "number 1 #5: c", "indent 1: d", "number 2 #1: e",
        "number 1 #6: f", "bullet 1: g", "number 1 #1: h",
      ])
    #expect(RenderingLaw.fault(of: content) == nil)
  }

  @Test func images() {
    expect(.image(nil))
    expect(.image(""))
    expect(.image("data:x"))
    expect(.image("ftp://a.example/1.png", token: "t"), becomes: "gallery: token=t")
    expect(.image("a", token: "", width: 0, height: 1), becomes: "gallery: src=a height=1")
    expect(.image(" a "), becomes: "gallery: src=␣a␣")
    expect(.image(" a ", width: 1), becomes: "gallery: src=a width=1")
  }

  /// What Markdown can say is left alone.
  @Test func allElseIsKept() {
    let content = ContentBlock.of(
      .line("a  b\tc", .bold("d"), .strike("e"), .code("f")), .line(), .item(.indent, 16, "a"),
      .item(.number, 3, number: 7), .item(.checkedBox, 2, .person("ou_1")), .image("a b.png", width: 0.125),
      .line(.doc(" 周报 ", "https://a.feishu.cn/docx/1")), .line(.link("a", "https://a.feishu.cn/docx/1")))
    #expect(content.markdownNormalForm == content)
    #expect(RenderingLaw.fault(of: content) == nil)
  }
}

extension String {
  /// The notation shows U+FFFD as it is.
  fileprivate var replacingStandIn: String {
    split(separator: "⟨U+FFFD⟩", omittingEmptySubsequences: false).joined(separator: "\u{FFFD}")
  }
}
