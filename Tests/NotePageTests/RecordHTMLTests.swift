import ContentBlocks
import Testing

@testable import NotePage

@Suite struct RecordHTMLTests {
  private func html(
    _ blocks: [ContentBlockElement], rate: ProgressRate? = nil, address: String? = nil,
    images: RecordHTML.Images = RecordHTML.Images(), language: Language = .english
  ) -> String {
    let panel = RecordHTML.Panel(
      title: "note <1>.md", address: address, content: ContentBlock(blocks: blocks), rate: rate,
      updateTime: 1_640_677_887_000, isHeading: address == nil)
    return RecordHTML.article(panel, images: images, language: language).string
  }

  /// What is between the tags of the content.
  private func content(_ blocks: [ContentBlockElement], images: RecordHTML.Images = RecordHTML.Images())
    -> String
  {
    let html = html(blocks, images: images)
    guard let start = html.firstRange(of: "<div class=\"content\">") else { return html }
    return String(html[start.upperBound...].dropLast("</div></article>".count))
  }

  private func line(
    _ elements: ContentParagraphElement..., list: ContentList? = nil
  ) -> ContentBlockElement {
    .paragraph(ContentParagraph(list: list, elements: elements))
  }

  private func run(_ text: String, _ style: ContentTextStyle = ContentTextStyle()) -> ContentParagraphElement
  {
    .textRun(ContentTextRun(text: text, style: style))
  }

  private func inline(_ elements: ContentParagraphElement...) -> String {
    let html = content([.paragraph(ContentParagraph(elements: elements))])
    return String(html.dropFirst("<p class=\"line\" dir=\"auto\">".count).dropLast("</p>".count))
  }

  @Test func theSummaryShowsRateAndTime() throws {
    let percent = try #require(ProgressPercent("62.5"))
    #expect(
      html([], rate: ProgressRate(percent: percent, status: .risk))
        == "<article class=\"record\"><header class=\"summary\"><h1>note &lt;1&gt;.md</h1><div class=\"facts\">"
        + "<span class=\"percent\"><progress max=\"100\" value=\"62.5\" aria-hidden=\"true\"></progress>62.5%</span>"
        + "<span class=\"status risk\">At risk</span>"
        + "<span class=\"time\">Updated <time datetime=\"2021-12-28T07:51:27Z\">2021-12-28 07:51 UTC</time></span>"
        + "</div></header><div class=\"content\"></div></article>")
    #expect(html([], address: "/records/1").contains("<h2><a href=\"/records/1\">note &lt;1&gt;.md</a></h2>"))
  }

  @Test(arguments: [
    (ProgressStatus.none, "none", "No status", "暂无"), (.normal, "normal", "Normal", "正常"),
    (.risk, "risk", "At risk", "风险"), (.delayed, "delayed", "Delayed", "延期"),
  ])
  func statusesAreInThePagesLanguage(
    status: ProgressStatus, name: String, english: String, chinese: String
  ) {
    for (language, text) in [(Language.english, english), (.chinese, chinese)] {
      let html = html([], rate: ProgressRate(status: status), language: language)
      #expect(html.contains("<span class=\"status \(name)\">\(text)</span>"))
      #expect(!html.contains("<progress"))
    }
  }

  @Test func whatARecordBelongsToIsAboveItsTitle() {
    let panel = RecordHTML.Panel(
      title: "KR <1>", above: "O & co", details: [LocalizedText(en: "Record 1", zh: "进展记录 1")],
      notShown: ["$.content.blocks[0].<x>"])
    #expect(
      RecordHTML.article(panel, images: RecordHTML.Images(), language: .chinese).string
        == "<article class=\"record\"><header class=\"summary\"><p class=\"above\">O &amp; co</p>"
        + "<h2>KR &lt;1&gt;</h2><div class=\"facts\"><span class=\"detail\">进展记录 1</span></div></header>"
        + "<div class=\"content\"></div><footer class=\"unknown\"><p>该记录中还有此页面无法显示的内容：</p>"
        + "<ul><li><code>$.content.blocks[0].&lt;x&gt;</code></li></ul></footer></article>")
  }

  @Test(arguments: [("-5", "0.0"), ("99999999999", "100.0"), ("0.01", "0.01")])
  func percentagesFillTheBarWithinItsEnds(text: String, bar: String) throws {
    let percent: ProgressPercent = try #require(ProgressPercent(text))
    let html = html([], rate: ProgressRate(percent: percent))
    #expect(html.contains("value=\"\(bar)\""))
    #expect(html.contains("</progress>\(text)%</span>"))
  }

  @Test func neighboursAreOneList() throws {
    let bullet = try ContentList(type: .bullet, indentLevel: 1)
    let deeper = try ContentList(type: .number, indentLevel: 2, number: 3)
    #expect(
      content([line(run("a")), line(run("b"), list: bullet), line(run("c"), list: deeper), line()])
        == "<p class=\"line\" dir=\"auto\">a</p><div class=\"list\" role=\"list\">"
        + "<div class=\"line level-1 bullet\" role=\"listitem\" aria-level=\"1\">"
        + "<span class=\"marker disc\" aria-hidden=\"true\">•</span><p class=\"text\" dir=\"auto\">b</p></div>"
        + "<div class=\"line level-2 number\" role=\"listitem\" aria-level=\"2\">"
        + "<span class=\"marker\">c.</span><p class=\"text\" dir=\"auto\">c</p></div></div>"
        + "<p class=\"line\" dir=\"auto\"></p>")
  }

  @Test(arguments: [
    (
      ContentList.ListType.checkBox, "check",
      "<span class=\"marker box\" role=\"img\" aria-label=\"not done\">"
    ),
    (.checkedBox, "check checked", "<span class=\"marker box done\" role=\"img\" aria-label=\"done\">"),
    (.indent, "indent", "<span class=\"marker\" aria-hidden=\"true\">"),
    (.number, "number", "<span class=\"marker\">1."),
  ])
  func markersDependOnTheList(type: ContentList.ListType, name: String, marker: String) throws {
    let html = content([line(run("a"), list: try ContentList(type: type, indentLevel: 16))])
    #expect(
      html.contains("class=\"line level-16 \(name)\" role=\"listitem\" aria-level=\"16\">\(marker)</span>"))
  }

  @Test func stylesAreTagsAndData() throws {
    #expect(
      inline(run("a", ContentTextStyle(bold: true, strikeThrough: true))) == "<strong><s>a</s></strong>")
    let shade = try ContentColor(red: 242, green: 243, blue: 245)
    #expect(inline(run("x", ContentTextStyle(backColor: shade))) == "<span class=\"shade\">x</span>")
    let red = try ContentColor(red: 216, green: 57, blue: 49)
    let tinted = inline(run("x", ContentTextStyle(backColor: shade, textColor: red)))
    #expect(tinted.contains(" data-paper=\"rgb(242 243 245)\" data-paper-dark=\"rgb("))
    #expect(tinted.contains(" data-ink=\"rgb(216 57 49)\" data-ink-dark=\"rgb("))
    // The policy would refuse them.
    #expect(!tinted.contains("style="))
  }

  @Test(arguments: ["https://a.example/?a=1&b=\"2\"", "HTTP://a.example", "mailto:a@a.example"])
  func linksToTheWebAndToMailLead(url: String) {
    var escaped = HTMLText()
    escaped.append(url: url)
    #expect(
      inline(run("x", ContentTextStyle(bold: true, link: ContentLink(url: url))))
        == "<a href=\"\(escaped.string)\" target=\"_blank\" rel=\"noopener noreferrer\"><strong>x</strong></a>"
    )
  }

  @Test(arguments: [
    "javascript:alert(1)", " https://a.example", "java\nscript:alert(1)", "data:text/html,x", "tel:+86",
    "//a.example",
    "/records/1", "vbscript:x", "https:a.example", "http:/a", "file:///etc/passwd", "", "\u{1}javascript:x",
  ])
  func otherLinksDoNotLead(url: String) {
    var escaped = HTMLText()
    escaped.append(attribute: url)
    let html = inline(run("x", ContentTextStyle(link: ContentLink(url: url))))
    #expect(html == "<span class=\"dead\" title=\"\(escaped.string)\">x</span>")
    #expect(
      inline(.docsLink(ContentDocsLink(url: url, title: "<t>")))
        == "<span class=\"document\" title=\"\(escaped.string)\">&lt;t&gt;</span>")
  }

  @Test func mentionsAndDocumentsAreChips() {
    #expect(
      inline(.mention(ContentMention(userID: "ou_<1>"))) == "<span class=\"mention\">@ou_&lt;1&gt;</span>")
    #expect(
      inline(.docsLink(ContentDocsLink(url: "https://a.feishu.cn/docx/1", title: "")))
        == "<a class=\"document\" href=\"https://a.feishu.cn/docx/1\" target=\"_blank\" "
        + "rel=\"noopener noreferrer\">https://a.feishu.cn/docx/1</a>")
  }

  @Test func onlyImagesThatAreHereAreLoaded() throws {
    func gallery(_ token: String?, _ src: String?, _ size: (Double, Double)? = nil) throws
      -> ContentBlockElement
    {
      .gallery(
        ContentGallery(
          image: try ContentImageItem(fileToken: token, src: src, width: size?.0, height: size?.1)))
    }
    let images = RecordHTML.Images(fileTokens: ["boxcn1"], pathsBySource: ["a.png": "/images/1?v=\"2\""])
    #expect(
      content([try gallery("boxcn1", "https://else.example/x", (480, 200.4))], images: images)
        == "<figure class=\"image\"><img src=\"/images/boxcn1\" alt=\"Image\" width=\"480\" height=\"200\"></figure>"
    )
    #expect(
      content([try gallery(nil, "a.png")], images: images)
        == "<figure class=\"image\"><img src=\"/images/1?v=&quot;2&quot;\" alt=\"Image\"></figure>")
    let elsewhere = content([try gallery(nil, "https://else.example/x.png", (1e300, 0.2))], images: images)
    #expect(!elsewhere.contains("<img"))
    #expect(elsewhere.contains(">https://else.example/x.png</a> <span class=\"size\">100000 × 1</span>"))
    #expect(content([try gallery("boxcn2", nil)], images: images).contains("not loaded here: boxcn2<"))
    #expect(content([try gallery(nil, nil)], images: images).contains("not loaded here: no address<"))
    #expect(content([try gallery(nil, "b.png")], images: images).contains("title=\"b.png\">b.png</span>"))
  }

  /// Twice the lines, twice the HTML, and no depth.
  @Test func manyLinesGrowLinearly() throws {
    let lines = try (0..<20_000).map { index in
      line(run("<\(index)>"), list: try ContentList(type: .bullet, indentLevel: index % 16 + 1))
    }
    let html = content(lines)
    #expect(html.utf8.count < 20_000 * 200)
    #expect(html.contains("&lt;19999&gt;"))
  }
}
