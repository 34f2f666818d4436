import Testing

@testable import MarkdownTranslator

/// What each rule makes of the raw text of a block, before the parser reads it.
@Suite struct InlineRuleTests {
  /// The text that is parsed, a sentinel shown as `¦`.
  private func prepared(_ text: String, note: String? = nil, hasLinkBase: Bool = false) -> String {
    withBytes(note ?? text) { note in
      let preparation = InlinePreparation(note: note, hasLinkBase: hasLinkBase)
      return withBytes(text) { bytes in
        let result = preparation.prepare(bytes).map { String(decoding: $0.text.bytes, as: UTF8.self) } ?? text
        return result.replacing("\t\u{C}\t", with: "¦")
      }
    }
  }

  /// What is said about a text: the offset and the kind of each remark.
  private func remarks(_ text: String) -> [String] {
    withBytes(text) { bytes in
      (InlinePreparation(note: bytes).prepare(bytes)?.remarks ?? []).map { remark in
        switch remark.message {
        case .message(let message): "\(remark.offset) \(message.code.rawValue)"
        case .lookalike(let lookalike): "\(remark.offset) \(lookalike)"
        }
      }
    }
  }

  // MARK: R22

  @Test(arguments: [
    ("2*3*4", "2\\*3\\*4"), ("清理 *.log", "清理 \\*.log"), ("src/**/x", "src/\\*\\*/x"),
    ("__init__.py", "\\_\\_init\\_\\_.py"), ("obj.__dict__ x", "obj.\\_\\_dict\\_\\_ x"),
  ])
  func charactersThatAreNoMarkupAreEscaped(text: String, expected: String) {
    #expect(prepared(text) == expected)
  }

  @Test(arguments: [
    "*重点*", "__重点__", "a * b", "__Note.__", "`2*3*4`", "\\*.log", "2**3", "<a title=\"2*3*4\">",
  ])
  func markupIsNotEscaped(text: String) {
    #expect(prepared(text) == text)
  }

  /// A label is compared as it is written.
  @Test func labelsStayAsWritten() {
    let note = "[a*b*c]\n\n[a*b*c]: https://a.example/"
    #expect(prepared("[a*b*c] a*b*c", note: note) == "[a*b*c] a\\*b\\*c")
  }

  @Test(arguments: [
    ("==甲== 乙", "<mark>甲</mark> 乙"), ("a ==b c== d", "a <mark>b c</mark> d"),
    ("==**甲**==", "<mark>**甲**</mark>"), ("x==1 且 y==2", "x==1 且 y==2"),
    ("== 甲 ==", "== 甲 =="), ("==甲\n乙==", "==甲\n乙=="), ("`==甲==`", "`==甲==`"), ("\\==甲==", "\\==甲=="),
    ("==甲==b", "==甲==b"),
  ])
  func highlights(text: String, expected: String) {
    #expect(prepared(text) == expected)
  }

  // MARK: R24, R25

  @Test(arguments: [
    ("[a](https://a.example/x y)", "[a](<https://a.example/x%20y>)"),
    ("[a](tel:1 2 \"t\")", "[a](<tel:1%202> \"t\")"), ("![](my shot.png)", "![](<my shot.png>)"),
    ("![](./图 一)", "![](<./图 一>)"), ("![](file:a b.png)", "![](<file:a b.png>)"),
  ])
  func targetsMayHaveSpaces(text: String, expected: String) {
    #expect(prepared(text) == expected)
  }

  @Test(arguments: [
    "[a](b c.md)", "![见](附录 二)", "[a](https://a.example/x (y) z)", "[a](https://a.example/\nx y)",
    "`[a](https://a.example/x y)`", "[a](<https://a.example/x y>)", "[a](https://a.example/x \"y z\")",
  ])
  func otherTargetsStay(text: String) {
    #expect(prepared(text) == text)
  }

  @Test func relativeTargetsWithSpacesNeedABase() {
    #expect(prepared("[a](b c.md)", hasLinkBase: true) == "[a](<b%20c.md>)")
  }

  @Test(arguments: [
    ("见 [[周报]]", "见 周报"), ("[[周报|**上周**]]", "**上周**"), ("![[笔记]]", "笔记"),
    ("![[a b.png]]", "![](<a b.png>)"), ("![[a.png|题]]", "![题](<a.png>)"), ("[[ -f x ]]", "[[ -f x ]]"),
    ("[[^1]]", "[[^1]]"), ("[[a]](b.md)", "[[a]](b.md)"), ("`[[a]]`", "`[[a]]`"), ("[[a\nb]]", "[[a\nb]]"),
  ])
  func wikilinks(text: String, expected: String) {
    #expect(prepared(text) == expected)
  }

  @Test(arguments: [
    ("[登录](已上线)", "\\[登录\\](已上线)"), ("[a](b.md)", "[a](b.md)"), ("[a](#b)", "[a](#b)"),
    ("[@张三](ou_1)", "[@张三](ou_1)"), ("[张三](ou_1)", "\\[张三\\](ou_1)"), ("![a](b)", "![a](b)"),
  ])
  func invalidTargets(text: String, expected: String) {
    #expect(prepared(text) == expected)
  }

  // MARK: R29

  @Test(arguments: [
    ("![](a.png =300x200)", "![](<a.png¦300x200>)"), ("![](a.png =300x \"题\")", "![](<a.png¦300x> \"题\")"),
    ("![](a.png \"题\" =x20)", "![](<a.png¦x20> \"题\")"),
    ("![](a.png){width=30 height=20}", "![](<a.png¦30x20>)"),
    ("![](a.png =50%x)", "![](<a.png>)"), ("![[a.png|300]]", "![](<a.png¦300x>)"),
    ("![](a.png){x}", "![](a.png){x}"),
  ])
  func sizesOfImagesFollowASentinel(text: String, expected: String) {
    #expect(prepared(text) == expected)
  }

  // MARK: R32, R33

  @Test(arguments: [
    ("**注意： **接", "**注意：** 接"), ("，** 进展**正常", "， **进展**正常"), ("**甲，*乙*，丙**", "**甲，*乙*，丙**"),
    ("*甲（**乙**）*丙", "*甲（**乙**）*¦丙"), ("见 https://a.example/b。谢谢", "见 https://a.example/b¦。谢谢"),
    ("**见 https://a.example/b**，好", "**见 https://a.example/b**¦，好"),
  ])
  func runsAndAddressesGetSentinels(text: String, expected: String) {
    #expect(prepared(text) == expected)
  }

  // MARK: R40, R41

  @Test(arguments: [
    ("甲 <!-- 乙", ["4 html-unclosed"]), ("a <?b <![CDATA[c", ["2 html-unclosed"]), ("a <!-- b -->", []),
    ("$$x$$ 与 $$y$$", ["0 displayMath"]), ("$5 和 $$", []), (":smile: :tada:", ["0 emojiName"]),
    ("10:30:20 a:b:c", []),
    ("std::vector::x", []), ("%%x%%", ["0 percentComment"]), ("100%% x", []), ("甲^[注]", ["3 inlineNote"]),
    ("甲[^注]", ["3 inlineNote"]), ("`$$x$$` `:a:`", []), ("a\\$$x$$", []),
  ])
  func whatOnlyLooksLikeMarkupIsRemarkedOnce(text: String, expected: [String]) {
    #expect(remarks(text) == expected)
    #expect(prepared(text) == text)
  }

  @Test func aLabelOfANoteIsNoInlineNote() {
    let note = "甲[^注]\n\n[^注]: 乙"
    #expect(prepared("甲[^注]", note: note) == "甲[^注]")
    withBytes(note) { bytes in
      let preparation = InlinePreparation(note: bytes)
      withBytes("甲[^注]") {
        #expect(preparation.prepare($0) == nil || preparation.prepare($0)?.remarks.isEmpty == true)
      }
    }
  }
}
