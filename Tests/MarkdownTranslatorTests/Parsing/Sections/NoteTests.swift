import ContentBlocks
import ConversionOracles
import Testing

@testable import MarkdownTranslator

@Suite struct NoteTests {
  private func note(_ text: String) throws -> Note { try Note(Array(text.utf8)) }

  private func faults(_ text: String) throws -> [String] {
    try note(text).faults.map { "\($0.line): \($0.problem[.english])" }
  }

  /// The lines that each section is converted to.
  private func lines(_ text: String) throws -> [[String]] {
    try note(text).sections.map { try LineNotation.render(MarkdownConverter().convert($0).content) }
  }

  private let weekly = """
    ---
    okr:
      soft_breaks: join
    ---
    # 第 48 周

    ## KR1 **登录**转化率
    <!-- okr
    key_result: "7041430377642082323"
    percent: 62.5
    -->
    登录改版已全量。

    ### 细节
    - 灰度

    ## KR2 支付

    <!-- okr
    progress_id: "42"
    percent: 5%
    status: 有风险
    -->
    支付延期。
    """

  @Test func sectionsReachToTheNextHeadingOfTheirLevel() throws {
    let note = try note(weekly)
    #expect(note.faults == [])
    #expect(note.sections.map(\.heading) == ["KR1 登录转化率", "KR2 支付"])
    #expect(note.sections.map(\.rawHeading) == ["KR1 **登录**转化率", "KR2 支付"])
    #expect(note.sections.map(\.level) == [2, 2])
    #expect(note.sections.map(\.line) == [7, 17])
    #expect(note.sections.map(\.commentLine) == [8, 19])
    #expect(note.sections.map(\.lines) == [7...16, 17...24])
    let first = note.sections[0].keys
    #expect(first.keyResult?.text == "7041430377642082323")
    #expect(first.progressRate == ProgressRate(percent: ProgressPercent("62.5")))
    let second = note.sections[1].keys
    #expect(second.progressID?.text == "42")
    #expect(second.progressRate == ProgressRate(percent: ProgressPercent("5"), status: .risk))
    #expect(
      try lines(weekly) == [["plain: 登录改版已全量。", "plain: {bold|细节}", "bullet 1: 灰度"], ["plain: 支付延期。"]])
  }

  @Test func keysComeFromTheFrontMatterButForIDsAndRates() throws {
    let text = """
      ---
      okr: {soft_breaks: join, percent: 5, objective: 7}
      ---
      # 甲
      <!-- okr
      key_result: 1
      -->
      # 乙
      <!-- okr
      key_result: 2
      soft_breaks: line
      -->
      """
    let keys = try note(text).sections.map(\.keys)
    #expect(keys.map(\.softBreaks) == [.join, .line])
    #expect(keys.map(\.progressRate) == [nil, nil])
    #expect(keys.map(\.objective) == [nil, nil])
  }

  /// A heading is one whichever way it is written; what is a rule for the parser (R35) is not one.
  @Test func underlinedHeadingsCount() throws {
    let text =
      "A\n===\n<!-- okr\nkey_result: 1\n-->\n甲\n\n- 乙\n---\n丙\n\n```\nx\n---\n```\n\n> y\n---\n\nB\nC\n----\n\n"
      + "<!-- okr\nkey_result: 2\n-->\n丁\n---\n\n别的\n----\n不发\n"
    let note = try note(text)
    #expect(note.sections.map(\.heading) == ["A"])
    #expect(note.faults.count == 1)
    let flat = try self.note(text.replacing("A\n===", with: "A\n----"))
    #expect(flat.faults == [])
    #expect(flat.sections.map(\.heading) == ["A", "B C"])
    #expect(flat.sections.map(\.lines) == [1...19, 20...29])
    #expect(flat.diagnostics.map(\.position.line) == [30])
  }

  @Test func diagnosticsHaveTheLinesOfTheNote() throws {
    let text =
      "# 周\n\n## A\n<!-- okr\nkey_result: 1\n-->\n甲\n\n[乙](x.md)\n\n## B\n<!-- okr\nkey_result: 2\n-->\n### 丙\n"
    let sections = try note(text).sections
    let positions = try sections.map { try MarkdownConverter().convert($0).diagnostics.map(\.position) }
    #expect(positions == [[SourcePosition(line: 9, column: 1)], [SourcePosition(line: 15, column: 1)]])
  }

  @Test func theTitleIsTheHeadingAndKeysAreTheFrontMatter() throws {
    let section = try note(weekly).sections[0]
    let conversion = try MarkdownConverter().convert(section)
    #expect(conversion.title == "KR1 登录转化率")
    #expect(conversion.frontMatter == section.keys)
    let json = try MarkdownConverter().convertToJSON(section, asRequestBody: true)
    #expect(json.json == conversion.content.requestBody(progressRate: section.keys.progressRate))
  }

  @Test func aSectionMayBeginLikeFrontMatter() throws {
    #expect(
      try lines("# A\n<!-- okr\nkey_result: 1\n-->\n---\n- a\n---\n") == [
        ["plain: ──────────", "bullet 1: a", "plain: ──────────"]
      ])
  }

  // MARK: Definitions

  @Test func definitionsAreTheNotes() throws {
    let text = """
      [url]: https://a.example/

      # A
      <!-- okr
      key_result: 1
      -->
      见 [甲][url]、[二][2]。[^n]

      # B
      <!-- okr
      key_result: 2
      -->
      注[^m]，又[^n]。

      [2]: https://b.example/
      [^n]: 监控

      # C

      [^m]: 日志，见 [url]
      """
    #expect(
      try lines(text) == [
        ["plain: 见 {link=https://a.example/|甲}、{link=https://b.example/|二}。[1]", "plain: [1] 监控"],
        ["plain: 注[1]，又[2]。", "plain: [1] 日志，见 {link=https://a.example/|url}", "plain: [2] 监控"],
      ])
    #expect(try note(text).diagnostics.map(\.position.line) == [18])
  }

  @Test func theFirstOfTwoDefinitionsCounts() throws {
    let text =
      "[a]: https://1.example/\n\n# A\n<!-- okr\nkey_result: 1\n-->\n[a]\n\n[a]: https://2.example/\n"
    #expect(try lines(text) == [["plain: {link=https://1.example/|a}"]])
  }

  // MARK: What is not a section

  @Test(arguments: [
    "# A\n\n甲\n", "# A\n<!-- okr -->\n甲\n", "# A\n<!-- 说明\nkey_result: 1\n-->\n",
    "```\n# A\n<!-- okr\nkey_result: 1\n-->\n```\n", "<!--\n# A\n<!-- okr\nkey_result: 1\n-->\n",
    "<pre>\n# A\n<!-- okr\n-->\n</pre>\n", "    # A\n    <!-- okr\n    -->\n",
  ])
  func otherNotesHaveNone(text: String) throws {
    let note = try note(text)
    #expect(note.sections.isEmpty)
    #expect(note.faults == [])
  }

  // MARK: Faults

  /// Without a word the text below would not be sent.
  @Test(arguments: [
    "<!-- okr key_result: \"7\" -->", "<!--OKR\nkey_result: \"7\"\n-->", "<!-- okr:\n  progress_id: 7\n-->",
    "<!-- Okr objective：7 -->",
  ])
  func commentsThatAreAlmostASectionsAreFaults(comment: String) throws {
    let fault =
      "4: this comment makes no record; write <!-- okr on a line of its own, the keys below it, then -->"
    #expect(try faults("甲\n\n# A\n\(comment)\n乙\n") == [fault])
    #expect(try faults("# A\n<!-- okr\nkey_result: 1\n-->\n" + "# B\n\(comment)\n乙\n").count == 1)
    #expect(try faults("```\n# A\n\(comment)\n```\n") == [])
  }

  @Test(arguments: [
    "<!-- okr -->", "<!-- OKR 见 key_result 表 -->", "<!-- okrmd key_result: 7 -->",
    "<!-- todo okr key_result: 7 -->",
    "<!-- okr", "<!-- okr \(String(repeating: "x", count: 1000)) key_result: 7 -->",
  ])
  func otherCommentsAreComments(comment: String) throws { #expect(try faults("# A\n\(comment)\n乙\n") == []) }

  @Test func faultsHaveTheirLine() throws {
    let head = "# A\n<!-- okr\n"
    #expect(
      try faults("\(head)percent: 5\n-->\n") == [
        "2: the section has no target; write key_result, objective or progress_id into its comment"
      ])
    #expect(
      try faults("\(head)-->\n") == [
        "2: the section has no target; write key_result, objective or progress_id into its comment"
      ])
    #expect(
      try faults("\(head)key_result: x\n-->\n") == [
        "3: key_result must be a positive whole number, as Feishu shows it"
      ])
    #expect(
      try faults("\(head)key_result： 1\n-->\n") == [
        "3: a full-width colon after key_result; write : and a space"
      ])
    #expect(try faults("\(head)key_result: 1\n\tpercent: 2\n-->\n") == ["4: indented with a tab; use spaces"])
    #expect(
      try faults("\(head)进展\n-->\n") == [
        "3: the comment must hold keys such as key_result: \"…\", one on each line"
      ])
    #expect(
      try faults("\(head)progress_id: 1\n-->\n# B\n<!-- okr\nprogress_id: 1\n-->\n") == [
        "6: progress_id 1 is the id of the section on line 1, too; remove one of the two"
      ])
    #expect(
      try faults("\(head)progress_id: 1\n-->\n## B\n<!-- okr\nprogress_id: 2\n-->\n") == [
        "6: a record inside the record of line 1; give its heading the same level, or remove the comment"
      ])
    #expect(
      try faults("甲\n<!-- okr\nkey_result: 1\n-->\n") == [
        "2: this okr comment is not directly below a heading, so it makes no record; move it below one"
      ])
    #expect(
      try faults("---\nokr:\n  progress_id: 9\n---\n\(head)key_result: 1\n-->\n") == [
        "3: progress_id 9 in the front matter of a note with sections; move it into the comment of its section"
      ])
  }

  @Test func allFaultsAreFoundAtOnce() throws {
    #expect(
      try faults("---\nokr:\n  percent: x\n  status: y\n---\n# A\n<!-- okr\nkey_result: z\npercent: a\n-->\n")
        .map {
          $0.prefix { $0 != ":" }
        } == ["3", "4", "8", "9"])
  }

  @Test func unknownKeysOfACommentAreWarnedOf() throws {
    let note = try note("# A\n<!-- okr\nkey_result: 1\nprogress: 5\n-->\n")
    #expect(note.diagnostics.map(\.code) == [.frontMatterKey])
    #expect(note.diagnostics.map(\.position.line) == [4])
  }

  // MARK: Lines outside

  @Test(
    arguments: [
      ("# O1\n\n## A\n<!-- okr\nkey_result: 1\n-->\n甲\n", 1),
      ("# A\n<!-- okr\nkey_result: 1\n-->\n甲\n", nil),
      ("前言\n\n# A\n<!-- okr\nkey_result: 1\n-->\n甲\n", 1),
      ("# A\n<!-- okr\nkey_result: 1\n-->\n甲\n\n# 其他\n\n乙\n", 7),
      ("<!-- 注 -->\n# A\n<!-- okr\nkey_result: 1\n-->\n", nil),
      ("# O1\n说明\n## A\n<!-- okr\nkey_result: 1\n-->\n", 1),
      ("<!-- 注 -->\n\n甲\n# A\n<!-- okr\nkey_result: 1\n-->\n", 3),
    ] as [(String, Int?)])
  func whatIsOutsideIsNotedOnce(text: String, line: Int?) throws {
    let found = try note(text).diagnostics.filter { $0.code == .outsideSections }
    #expect(found.map(\.position.line) == (line.map { [$0] } ?? []))
  }

  // MARK: Choosing one

  @Test func aSectionIsFoundByNumberOrHeading() throws {
    let note = try note(
      ["2026", "KR **一**", "甲", "甲"].map { "# \($0)\n<!-- okr\nkey_result: 1\n-->\n" }.joined())
    #expect(try note.index(ofSection: "2") == 1)
    #expect(try note.index(ofSection: "=2026") == 0)
    #expect(try note.index(ofSection: "kr 一") == 1)
    #expect(try note.index(ofSection: "KR **一**") == 1)
    #expect(throws: Note.SelectionError.notFound) { try note.index(ofSection: "2026") }
    #expect(throws: Note.SelectionError.notFound) { try note.index(ofSection: "0") }
    #expect(throws: Note.SelectionError.ambiguous([3, 4])) { try note.index(ofSection: "甲") }
    #expect(throws: Note.SelectionError.noSections) { try self.note("# A").index(ofSection: "1") }
  }

  // MARK: Writing an id

  private func edited(_ text: String, _ index: Int) throws -> String? {
    let id = try #require(OKRIdentifier("99"))
    return Note.setting(progressID: id, ofSection: index, in: Array(text.utf8)).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  @Test(arguments: [
    (
      "# A\n<!-- okr\nkey_result: 1 # 一\n-->\n甲\n",
      "# A\n<!-- okr\nprogress_id: \"99\"\nkey_result: 1 # 一\n-->\n甲\n"
    ),
    ("# A\n<!-- okr\n  key_result: 1\n-->", "# A\n<!-- okr\n  progress_id: \"99\"\n  key_result: 1\n-->"),
    ("# A\n<!-- okr\n-->\n", "# A\n<!-- okr\nprogress_id: \"99\"\n-->\n"),
    (
      "# A\r\n<!-- okr\r\nkey_result: 1\r\n-->\r\n",
      "# A\r\n<!-- okr\r\nprogress_id: \"99\"\r\nkey_result: 1\r\n-->\r\n"
    ),
    ("# A\n<!-- okr\n{key_result: 1}\n-->\n", "# A\n<!-- okr\n{progress_id: \"99\", key_result: 1}\n-->\n"),
    (
      "\u{FEFF}# A\n<!-- okr\nkey_result: 1-->\n",
      "\u{FEFF}# A\n<!-- okr\nprogress_id: \"99\"\nkey_result: 1-->\n"
    ),
  ])
  func anIDIsWrittenAndNothingElseChanges(text: String, expected: String) throws {
    #expect(try edited(text, 0) == expected)
    #expect(try edited(expected, 0) == nil)
  }

  @Test func theRightSectionGetsTheID() throws {
    let result = try #require(try edited(weekly, 0))
    #expect(try note(result).sections.map { $0.keys.progressID?.text } == ["99", "42"])
    #expect(try edited(weekly, 1) == nil)
    #expect(try edited(weekly, 2) == nil)
  }

  // MARK: Hostile notes

  @Test(arguments: [
    String(repeating: "# A\n<!-- okr\nkey_result: 1\n-->\n", count: 500),
    "# A\n<!-- okr\nkey_result: 1\n-->\n" + String(repeating: "<!-- a\n", count: 20_000),
    "# A\n<!-- okr\nkey_result: 1\n-->\n" + String(repeating: "<script>\n", count: 20_000),
    String(repeating: "# A\n<!-- okr\nkey_result: 1\n-->\n[^a]\n", count: 300)
      + "[^a]: " + String(repeating: "长脚注", count: 30_000),
  ])
  func hostileNotesEnd(text: String) throws {
    let note = try note(text)
    #expect(note.sections.count >= 1)
    #expect(note.sections.reduce(0) { $0 + $1.text.bytes.count } < 8 * text.utf8.count)
  }

  /// Up to three spaces before a heading are none, but in a list item they are its content.
  @Test(
    arguments: [
      (" ## A\n <!-- okr\n progress_id: \"1\"\n -->\n甲\n\n   ## B\n乙\n", ["A"], [1...6]),
      ("## A\n<!-- okr\nprogress_id: \"1\"\n-->\n- a\n\n  ## B\n  b\n\n ## C\nc\n", ["A"], [1...9]),
      ("## A\n<!-- okr\nprogress_id: \"1\"\n-->\n- a\nlazy\n  ## B\n", ["A"], [1...8]),
      ("## A\n<!-- okr\nprogress_id: \"1\"\n-->\n- a\n\ntext\n\n  ## B\n", ["A"], [1...8]),
      ("## A\n<!-- okr\nprogress_id: \"1\"\n-->\n10. a\n\n   ## B\nc\n", ["A"], [1...9]),
      ("## A\n<!-- okr\nprogress_id: \"1\"\n-->\n1. a\n\n   ## B\n\n", ["A"], [1...9]),
      ("## A\n<!-- okr\nprogress_id: \"1\"\n-->\n* * *\n  ## B\n", ["A"], [1...5]),
      ("## A\n<!-- okr\nprogress_id: \"1\"\n-->\n    ## B\n", ["A"], [1...6]),
      ("  A\n  ===\n<!-- okr\nprogress_id: \"1\"\n-->\n甲\n\n B\n ==\n乙\n", ["A"], [1...7]),
    ] as [(String, [String], [ClosedRange<Int>])])
  func headingsMayBeIndented(text: String, headings: [String], lines: [ClosedRange<Int>]) throws {
    let note = try note(text)
    #expect(note.faults == [])
    #expect(note.sections.map(\.heading) == headings)
    #expect(note.sections.map(\.lines) == lines)
  }

  /// What is between tags is part of the section, headings included, and so is what comes after it.
  @Test(arguments: [
    "<callout emoji=\"💡\">\n## 重点\n风险\n</callout>\n\n结尾\n", "<callout>\n\n## 重点\n\n</callout>\n结尾\n",
    "<grid>\n<column>\n## 甲\n</column>\n<column>\n\n## 乙\n</column>\n</grid>\n", "<div>\n## 甲\n</div>\n",
    "<details>\n\n## 甲\n\n</details>\n乙\n", "<div>\n<div>\n\n## 甲\n</div>\n\n## 乙\n</div>\n",
    "<p>\n## 甲\n\n乙\n",
    "甲\n- \n- 乙\n", "甲\n-\n",
  ])
  func tagsDoNotEndASection(body: String) throws {
    let text =
      "## KR1\n<!-- okr\nprogress_id: \"1\"\n-->\n\(body)\n## KR2\n<!-- okr\nprogress_id: \"2\"\n-->\n丙\n"
    let note = try note(text)
    #expect(note.faults == [])
    #expect(note.diagnostics == [])
    #expect(note.sections.map(\.heading) == ["KR1", "KR2"])
    #expect(note.sections[0].lines == 1...(4 + body.count { $0 == "\n" } + 1))
  }

  /// A tag without an end hides no section, nor does one around it.
  @Test(arguments: ["<callout>\n甲\n", "<div>\n\n", "<details>\n甲\n</details>\n"])
  func tagsHideNoSection(body: String) throws {
    let text =
      "## KR1\n<!-- okr\nprogress_id: \"1\"\n-->\n\(body)## KR2\n<!-- okr\nprogress_id: \"2\"\n-->\n丙\n</callout>\n"
    let note = try note(text)
    #expect(note.sections.map(\.heading) == ["KR1", "KR2"])
    #expect(note.faults == [])
  }
}
