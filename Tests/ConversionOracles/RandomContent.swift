import ContentBlocks

/// Makes contents that are hard to write as Markdown, the same ones for the same seed.
package struct RandomContent {
  private var random: SplitMix

  package init(seed: Int) {
    random = SplitMix(seed: seed)
  }

  package mutating func content() -> ContentBlock {
    ContentBlock(blocks: (0..<random.below(7)).map { _ in block() })
  }

  private mutating func block() -> ContentBlockElement {
    if random.once(in: 9) { return .gallery(ContentGallery(image: image())) }
    let list = random.once(in: 3) ? nil : list()
    if random.once(in: 6) { return .paragraph(ContentParagraph(list: list, elements: codeLine())) }
    let elements = (0..<random.below(5)).map { _ in element() }
    return .paragraph(ContentParagraph(list: list, elements: elements))
  }

  private mutating func list() -> ContentList {
    let type = random.pick(ContentList.ListType.allCases)
    let level = random.once(in: 12) ? 1 + random.below(16) : 1 + random.below(3)
    let number = random.pick([nil, 1, 2, 3, 0, 1, 2, -1, 999, 1000, .max] as [Int32?])
    return ContentList(type: type, clampedLevel: level, number: number)
  }

  private mutating func image() -> ContentImageItem {
    let sizes: [Double?] = [nil, nil, 0, 1, 640, 0.1, 33.25, 1e-7, 1e21, 1.5e300]
    return ContentImageItem(
      fileToken: random.pick([nil, nil, "boxcn1", "", "a\"&amp;<>`\n", "\u{0}"]),
      src: random.pick([
        nil, "https://a.example/1.png", "a b.png", "", "data:x", " a", "a(b", "a&copy;b\\*`", "file:///a",
        "<x>", "ftp://a.example/1.png", "\t", "HTTP://a.example/)",
      ]),
      checkedWidth: random.pick(sizes), checkedHeight: random.pick(sizes))
  }

  private mutating func codeLine() -> [ContentParagraphElement] {
    var style = ContentTextStyle(backColor: .codeShade)
    var elements = [ContentParagraphElement.textRun(ContentTextRun(text: text(), style: style))]
    if random.once(in: 4) {
      style.link = ContentLink(url: url())
      elements.append(.textRun(ContentTextRun(text: text(), style: style)))
    }
    return elements
  }

  private mutating func element() -> ContentParagraphElement {
    switch random.below(12) {
    case 0:
      return .mention(ContentMention(userID: random.pick(["ou_1", "_a_", "张", "", "a--", "x y", "-_-"])))
    case 1: return .docsLink(ContentDocsLink(url: url(), title: text()))
    case 2...6: return .textRun(ContentTextRun(text: text()))
    default:
      let hasLink = random.once(in: 3)
      let style = ContentTextStyle(
        bold: random.once(in: 2), strikeThrough: random.once(in: 4),
        backColor: random.once(in: 4) ? color() : nil, textColor: random.once(in: 5) ? color() : nil,
        link: hasLink ? ContentLink(url: url()) : nil)
      let text = hasLink && random.once(in: 4) ? style.link?.url ?? text() : text()
      return .textRun(ContentTextRun(text: text, style: style))
    }
  }

  private mutating func color() -> ContentColor {
    random.pick([
      .codeShade, .highlight, ContentColor(red: 255, green: 0, blue: 0, hundredths: 100),
      ContentColor(red: 1, green: 2, blue: 3, hundredths: 7),
      (try? ContentColor(red: 9, green: 8, blue: 7, alpha: 0.12345)) ?? .codeShade,
    ])
  }

  private mutating func url() -> String { random.pick(Self.urls) }

  private mutating func text() -> String {
    (0...random.below(4)).map { _ in random.pick(Self.pieces) }.joined()
  }
}

extension RandomContent {
  fileprivate static let urls = [
    "https://a.example/b", "https://a.example/b", "https://a.feishu.cn/docx/x", "http://www.a.example",
    "mailto:z@a.example", "tel:10086", "", "docs/a.md", "javascript:x", "https://a.example/(b", "lark://x*y_",
    "https://a.example/a b`\\*&copy;<>", "https://a.example/中文", "https://a.example/@{x}", "HTTP://A.example",
    "https://a.example/b?x=1&y=2#z", "https://a.example/a_(b)", "http://x.y\n\t", "ou_123",
  ]

  fileprivate static let pieces = [
    "a", "b c", "注意", "注：", "「重点」", "，", "。", "（注）", "“引”", "…", "한글", "é", "🙂", " ", "  ", "\t", "x",
    "*", "**", "***", "_", "__", "snake_case", "~", "~~", "~~~", "`", "``", "```", "\\", "\\\\", "[", "]",
    "](",
    "(", ")", "!", "![", "[x] ", "[ ] ", "[^1]", "[a]: b", "[a](b)", "]: ", "<", ">", "<b>", "</b>", "<br>",
    "<!--",
    "-->", "<http://x.y>", "&", "&amp;", "&#42;", "&copy", ";", "#", "# ", "## a", "1.", "1. ", "12) ", "- ",
    "-", "---",
    "+ ", "* ", "> ", "===", "|", "|-|", "@{ou_1}", "@", "{", "}", "@{", "a@b.cd", "x@y", "http://x.y",
    "https://", "www.", "www.a.b", "ftp://x.y", "://", ":", "1a [x] b", "2 [ ] ", "\u{0}", "\u{1}", "\u{7F}",
    "\u{B}", "\u{C}",
    "\n", "\r", "\u{A0}", "\u{3000}", "\u{2006}", "\u{2001}", "\u{FEFF}", "\u{200B}", "\u{2028}", "=", "\"",
    "'", "    ", "mailto:",
    "xmpp:a@b.cd", "e\u{301}", "script>", "div>", "?", "/", "0", "-\u{A0}", ".", "$", "%", "^",
    " {color=red}", "{align=left}", "[!NOTE]", "[!a] b", "==", "==a==", "[[", "[[a|b]]", "]]", "3~5",
    "2*3", "2024. ", "1、", "•", "：", "{width=3}", "b c.md", "List<String>", "&#", "$$", ":a:",
  ]
}
