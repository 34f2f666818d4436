/// Makes notes out of nasty pieces, the same ones for the same seed.
package struct RandomNote {
  private var random: SplitMix

  package init(seed: Int) {
    random = SplitMix(seed: seed)
  }

  package mutating func note() -> String {
    let note = (0...random.below(6)).map { _ in block(depth: 0) }.joined(
      separator: random.pick(["\n", "\n\n"]))
    // Some notes are damaged.
    return random.once(in: 4) ? damaged(note) : note
  }

  // MARK: Blocks

  private mutating func block(depth: Int) -> String {
    switch random.below(depth < 5 ? 16 : 9) {
    case 0: return String(repeating: "#", count: 1 + random.below(7)) + " " + text()
    case 1: return text() + "\n" + random.pick(["===", "---", "- - -", "***"])
    case 2: return fence()
    case 3: return table()
    case 4: return htmlBlock()
    case 5:
      return random.pick(["[^1]: ", "[^a]: ", "[a]: ", "[**：**]: ", "[r]: /u '", "[^1]:\n    "]) + text()
    case 6...8: return text()
    case 9...11: return prefixed(random.pick(["> ", ">", "> > "]), rest: nil, depth: depth)
    default:
      let marker = random.pick([
        "- ", "* ", "1. ", "9) ", "- [ ] ", "- [x] ", "+\t", "-   ", "- - ", "3. ", "2024. ",
      ])
      return prefixed(marker, rest: "  ", depth: depth)
    }
  }

  /// Blocks after a marker; the lines after the first have the marker too, or an indent.
  private mutating func prefixed(_ marker: String, rest: String?, depth: Int) -> String {
    let inside = (0...random.below(2)).map { _ in block(depth: depth + 1) }.joined(separator: "\n\n")
    let lines = inside.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { index, line in
      let isLazy = random.once(in: 12)
      return (index == 0 ? marker : isLazy ? "" : rest ?? marker) + line
    }.joined(separator: "\n")
  }

  private mutating func fence() -> String {
    let mark = random.pick(["```", "~~~", "    "])
    let code = (0..<random.below(4)).map { _ in random.pick(["", "\t", " a ", "*b*", "@{c}", "```", "注：\t"]) }
    if mark == "    " { return code.map { mark + $0 }.joined(separator: "\n") }
    let end = random.once(in: 5) ? "" : "\n" + mark
    return mark + random.pick(["", "swift", " a b"]) + "\n" + code.joined(separator: "\n") + end
  }

  private mutating func table() -> String {
    let columns = 1 + random.below(3)
    let before = random.once(in: 3) ? text() + "\n" : ""
    let rows = (0..<random.below(4)).map { _ in row(columns + random.below(2)) }
    let ruler = "|" + (0..<columns).map { _ in random.pick(["-|", ":-:|", " --- |"]) }.joined()
    return before + ([row(columns), ruler] + rows).joined(separator: "\n")
  }

  private mutating func row(_ columns: Int) -> String {
    "|" + (0..<columns).map { _ in (random.once(in: 4) ? "" : inlines(3)) + "|" }.joined()
  }

  private mutating func htmlBlock() -> String {
    let start = random.pick([
      "<div>", "<p>", "<pre>", "<table><tr><td>", "<!-- ", "<script>", "<h2>", "</div>", "<?a ",
    ])
    return start + random.pick(["", "\n"]) + inlines(4) + random.pick(["", "\n</pre>", "</div>", "\n</td>"])
  }

  // MARK: Text

  /// Lines of a paragraph.
  private mutating func text() -> String {
    (0...random.below(3)).map { _ in inlines(5) + random.pick(["", "", "  ", "\\", "<br>"]) }.joined(
      separator: "\n")
  }

  private mutating func inlines(_ most: Int) -> String {
    (0...random.below(most)).map { _ in inline() }.joined()
  }

  private mutating func inline() -> String {
    switch random.below(10) {
    case 0: return random.pick(Self.delimiters)
    case 1: return pair()
    case 2: return random.pick(Self.links)
    case 3: return random.pick(Self.html)
    case 4: return random.pick(Self.entities)
    case 5: return random.pick(Self.spaces)
    default: return random.pick(Self.words)
    }
  }

  private mutating func pair() -> String {
    let mark = random.pick(["*", "**", "***", "~~", "~", "_", "`", "``"])
    return mark + inlines(3) + mark
  }

  private mutating func damaged(_ note: String) -> String {
    var scalars = Array(note.unicodeScalars)
    for _ in 0...random.below(4) where !scalars.isEmpty {
      let place = random.below(scalars.count)
      switch random.below(4) {
      case 0: scalars.remove(at: place)
      case 1: scalars.insert(random.pick(Self.characters), at: place)
      case 2: scalars[place] = random.pick(Self.characters)
      default: scalars.removeSubrange(place..<min(place + random.below(8), scalars.count))
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }
}

extension RandomNote {
  fileprivate static let words = [
    "a", "b c", "注意", "注：", "「重点」", "，", "。", "（注）", "“引”", "…", "—", "한글", "é", "🙂", "1.", "x_y_z", "|",
    "\\|", "=",
    "\\", "\\*", "@{ou_1}", "@{", "}", "[", "]", "(", ")", "!", "[x] ", "#", "0", "ﬀ", "e\u{301}",
    "3~5", "2*3*4", "*.log", "__init__.py", "==a==", "==", "[!NOTE]", "{color=red}", "{#a .b}",
    "List<String>", "：",
    "1、", "•",
  ]
  fileprivate static let delimiters = [
    "*", "**", "***", "****", "~", "~~", "~~~", "_", "__", "`", "``", "**~~", "~~**",
  ]
  fileprivate static let spaces = [
    " ", "  ", "\t", "\u{A0}", "\u{3000}", "\u{0C}", "\u{2006}", "\u{2001}", "\u{0B}", "\u{0}", "\u{FEFF}",
    "\u{200B}",
    "\u{2028}", "\n",
  ]
  fileprivate static let entities = [
    "&amp;", "&lt;b&gt;", "&#10;", "&#13;", "&#9;", "&#32;", "&#12;", "&#x2006;", "&nbsp;", "&#0;", "&copy",
    "&#64;{a}",
    "&ast;", "&#xFFFFFF;",
  ]
  fileprivate static let links = [
    "[a](http://x.y)", "[](http://x.y)", "[a]()", "[a](b.md \"t\")", "[**注：**看](http://x.y)", "[a]", "[a][]",
    "[**：**]", "[r][a]", "[^1]", "[^a]", "[@注](ou_1)", "[@a *b*](on_2)", "[文](https://a.feishu.cn/docx/b)",
    "https://a.feishu.cn/wiki/c", "http://x.y/z。", "www.x.y，", "a@b.cd", "<http://x.y>", "<a@b.cd>",
    "http://x.y**",
    "![a](b.png)", "![](http://x.y/p.png \"题\")", "![a](data:x)", "[![a](b.png)](http://x.y)", "![*a\nb*](c)",
    "[a ![b](c) d](http://x.y)", "[a\nb](http://x.y)", "[a  \nb](http://x.y)", "[`a`](http://x.y)",
    "[a<br>b](https://a.feishu.cn/docx/b)", "[@{c}](http://x.y)", "ftp://x.y", "[a](javascript:b)", "[a](#b)",
    "[[a]]", "[[a|b]]", "![[a.png]]", "![[a.png|300]]", "![a](b c.png)", "[a](http://x.y/b c)",
    "![a](b.png =300x200)", "![a](b.png){width=3}", "[张三]: 李四",
  ]
  fileprivate static let html = [
    "<b>", "</b>", "<s>", "</s>", "<code>", "</code>", "<pre>", "</pre>", "<mark>", "</mark>", "<br>", "<hr>",
    "<h1>",
    "</h1>", "<a href=\"http://x.y\">", "<a href=''>", "</a>", "<img src=p.png alt=a title=t width=3>",
    "<img>",
    "<img data-file-token=t>", "<span style=\"color:red\">", "</span>", "<font color=#12345678>", "</font>",
    "<p>", "</p>",
    "<div>", "</div>", "<li>", "<td>", "<script>", "</script>", "<style>", "</style>", "<!-- a -->", "<!-- ",
    "<![CDATA[ a ]]>",
    "<?a?>", "<!A>", "<blink>", "<", "<a", "<b x='", "<a href='http://x.y'><img src=q.png></a>",
  ]
  fileprivate static let characters: [Unicode.Scalar] = [
    "*", "~", "`", "[", "]", "(", ")", "<", ">", "|", "\n", "\r", " ", "\t", "\\", "#", "-", "@", "{", "}",
    "：", "注", "\u{0}",
    "\u{0C}", "&", ";", "!", "\"", "'", "=", ":", "/",
  ]
}
