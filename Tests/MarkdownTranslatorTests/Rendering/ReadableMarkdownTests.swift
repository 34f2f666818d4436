import ContentBlocks
import ConversionOracles
import Testing

@testable import MarkdownTranslator

/// What the Markdown of each element looks like, to the letter.
@Suite struct ReadableMarkdownTests {
  private func expect(
    _ content: ContentBlock, _ lines: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let expected = lines.map { $0 + "\n" }.joined()
    #expect(MarkdownRenderer().render(content) == expected, sourceLocation: sourceLocation)
    #expect(RenderingLaw.fault(of: content) == nil, sourceLocation: sourceLocation)
  }

  @Test func nothing() {
    #expect(MarkdownRenderer().render(ContentBlock()) == "")
  }

  // MARK: Lines

  @Test func plainLinesAreParagraphs() {
    expect(.of(.line("本周正常"), .line("下周上线")), "本周正常", "", "下周上线")
  }

  @Test func emptyLines() {
    expect(.of(.line("甲"), .line(), .line("乙")), "甲", "", "<br>", "", "乙")
    expect(.of(.item(.bullet, 1)), "-")
    expect(
      .of(.item(.bullet, 1), .item(.bullet, 2, "甲"), .item(.number, 1, number: 1)), "-", "  - 甲", "", "1.")
    expect(.of(.item(.bullet, 1), .item(.indent, 1, "甲")), "- <br>", "", "  甲")
    expect(.of(.item(.checkBox, 1), .item(.checkBox, 1, "甲")), "- [ ] <br>", "", "- [ ] 甲")
    expect(.of(.item(.indent, 1)), "> <br>")
  }

  @Test func listsAreTight() {
    expect(
      .of(
        .line("进展"), .item(.bullet, 1, "登录"), .item(.bullet, 2, "短信"), .item(.number, 3, number: 1, "联调"),
        .item(.bullet, 1, "支付"), .line("结论")),
      "进展", "", "- 登录", "  - 短信", "    1. 联调", "- 支付", "", "结论")
  }

  @Test func tasks() {
    expect(
      .of(.item(.checkBox, 1, "提测"), .item(.checkedBox, 2, "开发"), .item(.bullet, 1, "上线")),
      "- [ ] 提测", "  - [x] 开发", "- 上线")
  }

  @Test func numbersAreTheRecordsOwn() {
    expect(
      .of(
        .item(.number, 1, number: 3, "a"), .item(.number, 1, number: 4, "b"),
        .item(.number, 1, number: 10, "c")),
      "3. a", "4. b", "", "10) c")
    expect(
      .of(
        .item(.number, 1, number: 1, "a"), .item(.number, 1, number: 1, "b"),
        .item(.number, 1, number: 1, "c")),
      "1. a", "", "1) b", "", "1. c")
    expect(.of(.item(.number, 1, number: 0, "a"), .item(.bullet, 2, "b")), "0. a", "   - b")
    // Below text a list begins only with the number 1.
    expect(.of(.item(.bullet, 1, "a"), .item(.number, 2, number: 2, "b")), "- a", "", "  2. b")
    expect(.of(.item(.bullet, 1, "a"), .item(.number, 2, number: 1, "b")), "- a", "  1. b")
  }

  @Test func parserCountsAfterTheLargestNumber() {
    expect(
      .of(.item(.number, 1, number: 999, "a"), .item(.number, 1, number: 1000, "b")),
      "999. a", "999. b")
  }

  @Test func indentedLines() {
    expect(
      .of(.item(.bullet, 1, "a"), .item(.indent, 1, "b"), .item(.bullet, 1, "c")), "- a", "", "  b", "", "- c"
    )
    expect(.of(.item(.indent, 1, "a"), .item(.indent, 1, "b"), .line("c")), "> a", ">", "> b", "", "c")
    expect(.of(.item(.bullet, 1, "a"), .item(.indent, 2, "b")), "- a", "", "  > b")
    expect(.of(.item(.number, 3, number: 1, "a"), .item(.indent, 3, "b")), "> > 1. a", "> >", "> >    b")
    expect(.of(.item(.checkBox, 2, "a")), "> - [ ] a")
  }

  @Test func levelSixteen() {
    let quotes = String(repeating: "> ", count: 15)
    expect(.of(.item(.bullet, 16, "a"), .item(.bullet, 16, "b")), quotes + "- a", quotes + "- b")
  }

  // MARK: Code

  @Test func codeLines() {
    expect(.of(.line(.code("make test"))), "`make test`")
    expect(.of(.line(.code("a")), .line(), .line(.code("\tb "))), "```", "a", "", "\tb ", "```")
    expect(.of(.line(.code(" a"))), "```", " a", "```")
    expect(.of(.line(.code("a")), .line(.code("````"))), "`````", "a", "````", "`````")
    expect(
      .of(.item(.bullet, 1, .code("a")), .item(.indent, 1, .code("b")), .item(.bullet, 1, "c")),
      "- ```", "  a", "  b", "  ```", "", "- c")
    expect(.of(.item(.checkBox, 1, .code(" a"))), "- [ ] <pre> a</pre>")
    expect(
      .of(
        .line(
          .code(" a"), .run("b", ContentTextStyle(backColor: .codeShade, link: ContentLink(url: "tel:1"))))),
      "<pre> a<a href=\"tel:1\">b</a></pre>")
  }

  @Test func codeSpans() {
    expect(.of(.line("运行 ", .code("make"), "。")), "运行 `make`。")
    expect(.of(.line(.code("a`b"), "x", .code("`"), "y", .code(" c "), "z")), "``a`b``x`` ` ``y`  c  `z")
    expect(.of(.line(.code("**a** &amp; @{ou_1}"))), "`**a** &amp; @{ou_1}`")
  }

  // MARK: Text

  @Test func styles() {
    expect(.of(.line(.bold("完成"), " 登录")), "**完成** 登录")
    expect(.of(.line(.strike("旧"))), "~~旧~~")
    expect(
      .of(.line(.bold("a "), .run("b", ContentTextStyle(bold: true, strikeThrough: true)))), "**a ~~b~~**")
    expect(.of(.line(.bold("注意："), "请看")), "**注意：**请看")
    expect(.of(.line("请看", .bold("「重点」"), "再说")), "请看**「重点」**再说")
    expect(.of(.line(.bold("负责人 "), .person("ou_1"))), "**负责人 @{ou_1}**")
    // Where `**` could not open or close.
    expect(.of(.line(.bold("a "), "b")), "<b>a </b>b")
    expect(.of(.line("x", .bold("(a)"), "y", .strike("-"), "z")), "x<b>(a)</b>y<s>-</s>z")
  }

  @Test func boldLinesStayBold() {
    expect(.of(.line(.bold("本周")), .line(.bold("下周"))), "**本周**", "", "**下周**")
  }

  @Test func colors() {
    expect(
      .of(.line(.run("a", ContentTextStyle(backColor: .pureRed, textColor: .pureRed)))),
      "<span style=\"color: #ff0000; background-color: #ff0000\">a</span>")
    let faint = ContentColor(red: 1, green: 2, blue: 3, hundredths: 7)
    expect(
      .of(.line(.run("a", ContentTextStyle(textColor: faint)))),
      "<span style=\"color: rgba(1, 2, 3, 0.07)\">a</span>")
    for (hundredths, alpha) in [(0, "0"), (50, "0.5"), (99, "0.99"), (10, "0.1"), (1, "0.01")] {
      let color = ContentColor(red: 1, green: 2, blue: 3, hundredths: hundredths)
      let markdown = "<span style=\"color: rgba(1, 2, 3, \(alpha))\">a</span>"
      expect(.of(.line(.run("a", ContentTextStyle(textColor: color)))), markdown)
    }
    expect(.of(.line(.run("需要", ContentTextStyle(backColor: .highlight)), "支持")), "<mark>需要</mark>支持")
    expect(
      .of(
        .line(
          .run("a", ContentTextStyle(bold: true, textColor: .pureRed)),
          .run("b", ContentTextStyle(textColor: .pureRed)))),
      "<span style=\"color: #ff0000\">**a**b</span>")
  }

  @Test func links() {
    expect(.of(.line("见", .link("监控", "https://a.example/b"), "。")), "见[监控](https://a.example/b)。")
    expect(
      .of(.line(.link("a ", "tel:1"), .link("b", "tel:1", bold: true))), "[a **b**](tel:1)")
    expect(.of(.line(.bold("见 "), .link("a", "tel:1", bold: true))), "**见 [a](tel:1)**")
    expect(.of(.line(.link("a", "https://a.example/a_(b)"))), "[a](https://a.example/a_(b))")
    expect(
      .of(.line(.link("a", "https://a.example/(b <c>`"))), "[a](https://a.example/\\(b&#32;\\<c\\>&#96;)")
    expect(.of(.line(.link("a]", "tel:1"))), "[a\\]](tel:1)")
  }

  @Test func autolinks() {
    expect(.of(.line("见 ", .link("https://a.example/b", "https://a.example/b"))), "见 https://a.example/b")
    expect(.of(.line("见", .link("https://a.example/b", "https://a.example/b"), "。")), "见https://a.example/b。")
    expect(.of(.line(.link("https://a.example/b", "https://a.example/b"), "谢谢")), "<https://a.example/b>谢谢")
    expect(.of(.line(.link("www.a.example", "http://www.a.example"))), "www.a.example")
    expect(.of(.line(.link("z@a.example", "mailto:z@a.example"))), "<z@a.example>")
    expect(.of(.line(.link("tel:1", "tel:1"))), "<tel:1>")
    expect(.of(.line("[ ", .link("https://a.b", "https://a.b"))), "[ <https://a.b>")
  }

  @Test func documentsAndMentions() {
    expect(
      .of(.line(.doc("周报", "https://a.feishu.cn/docx/1"), " ", .person("ou_1"))),
      "[周报](https://a.feishu.cn/docx/1) @{ou_1}")
    expect(.of(.line(.person("_a_"))), "@{\\_a\\_}")
  }

  /// A link to a document that is not a chip needs help to stay none.
  @Test func linksToDocuments() {
    let url = "https://a.feishu.cn/docx/1"
    expect(.of(.line(.link("周报 ", url), .person("ou_1"))), "[<p></p>周报 ](https://a.feishu.cn/docx/1)@{ou_1}")
    expect(.of(.line("见", .link("a", url))), "见[a<br>](https://a.feishu.cn/docx/1)")
    expect(.of(.line(.link("a", url), "见")), "[<p></p>a](https://a.feishu.cn/docx/1)见")
    expect(.of(.line("见", .link("ab", url), "。")), "见[a<a href=\"\"></a>b](https://a.feishu.cn/docx/1)。")
    expect(.of(.line("见", .link("a", url), "。")), "[<a href=\"\">见</a>a](https://a.feishu.cn/docx/1)。")
  }

  @Test func linksOnWhiteSpace() {
    expect(.of(.line("a", .link(" ", "tel:1"), "b")), "[<a href=\"\">a</a> ](tel:1)b")
    expect(.of(.line(.person("a"), .link(" ", "tel:1"), "b")), "@{a}[ <a href=\"\">b</a>](tel:1)")
  }

  // MARK: Images

  @Test func images() {
    expect(.of(.image("https://a.example/1.png")), "![](https://a.example/1.png)")
    expect(
      .of(.image("https://a.example/1.png", token: "boxcn1", width: 640, height: 33.5)),
      "<img src=\"https://a.example/1.png\" width=\"640\" height=\"33.5\" data-file-token=\"boxcn1\">")
    expect(.of(.image("a b.png")), "![](a&#32;b.png)")
    expect(
      .of(.item(.bullet, 1, "a"), .image("b.png"), .item(.bullet, 1, "c"), .image("d.png"), .line("e")),
      "- a", "", "  ![](b.png)", "", "- c", "", "![](d.png)", "", "e")
    expect(.of(.image(nil, token: "t", width: 1e-7)), "<img width=\"0.0000001\" data-file-token=\"t\">")
  }

  @Test(arguments: [
    (1.0, "1"), (0.1, "0.1"), (33.25, "33.25"), (1e-7, "0.0000001"), (1.5e21, "1500000000000000000000"),
    (123456789.125, "123456789.125"), (1e16, "10000000000000000"),
  ])
  func sizesHaveNoExponent(size: Double, text: String) {
    #expect(ImageMarkup.decimal(size) == text)
    #expect(Double(text) == size)
  }
}
