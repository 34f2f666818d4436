import ContentBlocks
import ConversionOracles
import Testing

@testable import MarkdownTranslator

@Suite struct FrontMatterTests {
  /// What is left of a note after its front matter; nil when it has none.
  private func body(_ note: String) throws -> [String]? {
    let conversion = try MarkdownConverter().convert(note)
    return conversion.frontMatter == nil ? nil : LineNotation.render(conversion.content)
  }

  private func frontMatter(_ okr: String) throws -> FrontMatter? {
    let indented = okr.split(separator: "\n").map { "  \($0)\n" }.joined()
    return try MarkdownConverter().convert("---\nokr:\n\(indented)---\n").frontMatter
  }

  /// The line and the wording of the error that front matter ends in.
  private func problem(_ note: String) -> String? {
    do {
      _ = try MarkdownConverter().convert(note)
      return nil
    } catch {
      return error.description
    }
  }

  // MARK: Where it is (R20)

  @Test(arguments: [
    "---\na: 1\n---\nx", "---\na: 1\n...\nx", "\u{FEFF}---\na: 1\n---\nx", "---\r\na: 1\r\n---\r\nx",
    "---\ra: 1\r---\rx", "--- \t\na: 1\n---  \nx", "---\n---\nx", "---\n\n---\nx",
    "---\n# only a comment\n---\nx",
    "---\n...\nx", "\n \t\n---\na: 1\n---\nx", "\u{FEFF}\r\n---\na: 1\n---\nx", "---\n{a: 1, b: [2]}\n---\nx",
    "---\na: |\n  --- no end\n---\nx", "---\n? a\n: b\n---\nx",
  ])
  func findsFrontMatterBetweenItsLines(note: String) throws {
    #expect(try body(note) == ["plain: x"])
  }

  @Test func needsNothingAfterIt() throws {
    #expect(try body("---\na: 1\n---") == [])
    #expect(try body("---\n---") == [])
    #expect(try body("---\n...") == [])
  }

  @Test(arguments: [
    "", "-", "---", "---\n", "---\na: 1", "---\na: 1\n--", "---\na: 1\n----\n", "---\na: 1\n ---\n",
    "--\na: 1\n---\n",
    " ---\na: 1\n---\n", "x\n---\na: 1\n---\n", "----\na: 1\n---\n",
    "---x\na: 1\n---\n",
    "...\na: 1\n...\n", "---\na: 1\n--- x\n", "---\na: 1\n-- -\n",
  ])
  func otherStartsAreNoFrontMatter(note: String) throws {
    #expect(try body(note) == nil)
  }

  /// What does not parse as a mapping is content.
  @Test(arguments: [
    "---\nA paragraph between two rules.\n---\n", "---\n- a\n- b\n---\n", "---\n42\n---\n",
    "---\n[a, b]\n---\n",
    "---\n\ta: 1\n---\n", "---\na: 1\nb\n---\n", "---\n*a*\n---\n", "---\na: [1\nb\n---\n",
    "---\n**注意**\n---\n", "---\n结论： 甲\n---\n", "---\na b: [\n---\n",
  ])
  func whatIsNoMappingIsContent(note: String) throws {
    let conversion = try MarkdownConverter().convert(note)
    #expect(conversion.frontMatter == nil)
    #expect(!conversion.content.blocks.isEmpty)
    #expect(!conversion.diagnostics.contains { $0.code == .frontMatterIgnored })
  }

  @Test(arguments: ["---\nokr:\n  percent: 5\n\nx\n", "\n---\ntitle: x\n# y\nokr: {}", "---\r\nokr: 1\r\nx"])
  func frontMatterOfOursWithoutAnEndIsReported(note: String) throws {
    let conversion = try MarkdownConverter().convert(note)
    #expect(conversion.frontMatter == nil)
    let warning = try #require(conversion.diagnostics.first { $0.code == .frontMatterIgnored })
    #expect(
      warning.message[.english]
        == "read as text, not as front matter: it has no end; add a line --- below it")
    let line = note.hasPrefix("\n") ? 2 : 1
    #expect(warning.position == SourcePosition(line: line, column: 1))
    let error = #expect(throws: ConversionError.self) { try FrontMatter.read(from: Array(note.utf8)) }
    #expect(error?.description == "line \(line): it has no end; add a line --- below it")
    let id = try #require(OKRIdentifier("7"))
    #expect(FrontMatter.setting(progressID: id, in: Array(note.utf8)) == nil)
  }

  @Test(arguments: [
    "---\nx\nokr: 1\n", "---\n\nokr: 1\n", "---\ntitle: x\n", "---\n", "okr:\n  percent: 5\n",
  ])
  func othersWithoutAnEndAreText(note: String) throws {
    let conversion = try MarkdownConverter().convert(note)
    #expect(!conversion.diagnostics.contains { $0.code == .frontMatterIgnored })
  }

  @Test func brokenFrontMatterOfOursIsReported() throws {
    #expect(
      problem("---\ntitle: a\nokr: {percent: 1\n---\nx")
        == "line 3: { has no }; close it, or put the value in quotes")
    let conversion = try MarkdownConverter().convert("---\nokr: 5\n这一段是正文。\nokr: 6\n---\nx")
    #expect(conversion.frontMatter == nil)
    #expect(conversion.diagnostics.filter { $0.code == .frontMatterIgnored }.map(\.position.line) == [4])
    #expect(conversion.content.blocks.count > 1)
  }

  /// It has the shape of front matter, so it is not one of the text.
  @Test(arguments: [
    ("a: [1", 2), ("title: 'b", 2), ("a: 1\n\tb: 2", 3), ("a: 1\na: 2", 3), ("title: 周报: 登录", 2),
    ("# x\nby: @me", 3),
    ("a: 1\n- b", 3),
  ])
  func brokenFrontMatterOfOthersIsIgnoredWithAWarning(yaml: String, line: Int) throws {
    let conversion = try MarkdownConverter().convert("---\n\(yaml)\n---\nx")
    #expect(conversion.frontMatter == nil)
    #expect(LineNotation.render(conversion.content) == ["plain: x"])
    #expect(conversion.diagnostics.map(\.code) == [.frontMatterIgnored])
    #expect(conversion.diagnostics.map(\.position) == [SourcePosition(line: line, column: 1)])
  }

  @Test(arguments: [
    ("okr:\n\tpercent: 5", "line 3: indented with a tab; use spaces"),
    ("okr:\n  percent：5\n  status: risk", "line 3: a full-width colon after percent; write : and a space"),
    ("okr:\n  percent:5\n  status: risk", "line 3: no space after the colon; write percent: 5"),
    ("okr:\n  percent: 5\ntitle: 周报: 登录", "line 4: the value needs quotes; write title: \"周报: 登录\""),
    ("okr:\n  percent: 5\nby: @me", "line 4: the value needs quotes; write by: \"@me\""),
    ("okr:\n  progress_id: \"5\nx: 1", "line 3: the quote \" is not closed; close it"),
    ("okr:\n  percent: 5\n  percent: 6", "line 4: the key percent appears twice; keep one of the two"),
    ("okr:\n  percent: *a", "line 3: *a refers to nothing; put the value in quotes"),
  ])
  func theCauseIsNamedWithItsLine(yaml: String, message: String) {
    #expect(problem("---\n\(yaml)\n---\nx") == message)
  }

  // MARK: Keys that are not known

  @Test(arguments: [
    (
      "okr:\n  progressId: 1", 3,
      "\"progressId\" is not a known key and has no effect; did you mean progress_id?"
    ),
    (
      "okr:\n  progres_id: 1", 3,
      "\"progres_id\" is not a known key and has no effect; did you mean progress_id?"
    ),
    ("okr:\n  进度: 1", 3, "\"进度\" is not a known key and has no effect; did you mean percent?"),
    (
      "okr:\n  key-result: 1", 3,
      "\"key-result\" is not a known key and has no effect; did you mean key_result?"
    ),
    ("okr:\n  owner: 1", 3, "\"owner\" is not a known key and has no effect"),
    ("OKR:\n  percent: 1", 2, "\"OKR\" is not a known key and has no effect; did you mean okr?"),
    (
      "a: 1\nokr.percent: 1", 3,
      "\"okr.percent\" is not a known key and has no effect; did you mean okr: {percent: …}?"
    ),
    (
      "progress_id: 1", 2,
      "\"progress_id\" is not a known key and has no effect; did you mean okr: {progress_id: …}?"
    ),
  ])
  func unknownKeysAreWarnedOf(yaml: String, line: Int, message: String) throws {
    let conversion = try MarkdownConverter().convert("---\n\(yaml)\n---\nx")
    #expect(conversion.diagnostics.map(\.code) == [.frontMatterKey])
    #expect(conversion.diagnostics.map(\.position.line) == [line])
    #expect(conversion.diagnostics.map { $0.message[.english] } == [message])
  }

  @Test func otherKeysAreLeftAlone() throws {
    let conversion = try MarkdownConverter().convert("---\ntitle: a\npercent: x\nstatus: draft\n---\nx")
    #expect(conversion.diagnostics == [])
  }

  @Test func softBreaks() throws {
    #expect(try frontMatter("soft_breaks: line")?.softBreaks == .line)
    #expect(try frontMatter("soft_breaks: join")?.softBreaks == .join)
    #expect(
      problem("---\nokr:\n  soft_breaks: both\n---\n") == "line 3: soft_breaks must be auto, join or line")
  }

  // MARK: What it says (section 8)

  @Test func allFields() throws {
    let read = try frontMatter(
      "progress_id: \"7041857032248410131\"\npercent: 50.21\nstatus: risk\nobjective: 12")
    #expect(read?.progressID?.text == "7041857032248410131")
    #expect(read?.progressRate == ProgressRate(percent: ProgressPercent(hundredths: 5021), status: .risk))
    #expect(read?.objective?.text == "12")
    #expect(read?.keyResult == nil)
    #expect(try frontMatter("key_result: 7")?.keyResult?.text == "7")
  }

  @Test(arguments: [
    "okr:\n", "okr: null\n", "okr: ~\n", "okr: {}\n", "other: 1\n",
    "okr:\n  progress_id:\n  percent: null\n  status: ~\n", "okr:\n  unknown: [1, {a: b}]\n",
    "? [okr]\n: 1\n",
  ])
  func absentFieldsSayNothing(yaml: String) throws {
    #expect(try MarkdownConverter().convert("---\n\(yaml)---\n").frontMatter == FrontMatter())
  }

  @Test(arguments: ["1", "\"1\"", "'1'", "7041857032248410131", "9223372036854775807"])
  func identifiers(id: String) throws {
    #expect(try frontMatter("progress_id: \(id)")?.progressID?.text == id.filter { $0 != "\"" && $0 != "'" })
  }

  @Test(
    arguments: ["progress_id", "objective", "key_result"],
    [
      "0", "-1", "+1", "01", "1.0", "1e3", "0x10", "1_000", "a", "\"\"", "' 1'", "9223372036854775808",
      "99999999999999999999999", "[1]", "{a: 1}", "１", "true",
    ])
  func otherIdentifiersAreRefused(key: String, id: String) {
    #expect(
      problem("---\nokr:\n  \(key): \(id)\n---\n")
        == "line 3: \(key) must be a positive whole number, as Feishu shows it")
  }

  @Test(arguments: [
    ("0", 0), ("50", 5000), ("50.2", 5020), ("50.21", 5021), ("-3.5", -350), ("50.210", 5021), ("\"7\"", 700),
    ("58%", 5800), ("\"58.5 %\"", 5850), ("62％", 6200), ("99999999999", 9_999_999_999_900),
    ("-99999999999", -9_999_999_999_900), ("+1", 100),
  ])
  func percentages(text: String, hundredths: Int64) throws {
    #expect(try frontMatter("percent: \(text)")?.progressRate?.percent?.hundredths == hundredths)
  }

  @Test(arguments: [
    "50.213", "100000000000", "-99999999999.01", "1e2", "50%%", "\"%\"", "a", "\"\"", ".inf", ".nan", "[1]",
    "1,5", ".",
    "5.",
  ])
  func otherPercentagesAreRefused(text: String) {
    #expect(
      problem("---\nokr:\n  percent: \(text)\n---\n")
        == "line 3: percent must be a number with at most two decimals, "
        + "from -99999999999 to 99999999999")
  }

  @Test(arguments: [
    ("none", ProgressStatus.none), ("暂无", .none), ("-1", .none), ("normal", .normal), ("正常", .normal),
    ("0", .normal), ("risk", .risk), ("风险", .risk), ("1", .risk), ("delayed", .delayed), ("延期", .delayed),
    ("2", .delayed), ("有风险", .risk), ("已延期", .delayed), ("Risk", .risk), ("\"2\"", .delayed),
  ])
  func statuses(text: String, status: ProgressStatus) throws {
    #expect(try frontMatter("percent: 1\nstatus: \(text)")?.progressRate?.status == status)
  }

  @Test(arguments: ["3", "-2", "bad", "\"\"", "[risk]", "risk now"])
  func otherStatusesAreRefused(text: String) {
    #expect(
      problem("---\nokr:\n  percent: 1\n  status: \(text)\n---\n")
        == "line 4: status must be none, normal, risk or delayed (暂无, 正常, 风险, 延期), "
        + "or a number from -1 to 2")
  }

  @Test func statusNeedsPercent() {
    let message = "status needs percent with it, or the service sets the percentage to 0"
    #expect(problem("---\n# a\nokr:\n  status: risk\n---\n") == "line 4: \(message)")
    #expect(problem("---\nokr: {percent: null, status: risk}\n---\n") == "line 2: \(message)")
  }

  @Test func imagesBelongToOne() {
    #expect(
      problem("---\nokr:\n  objective: 1\n  key_result: 2\n---\n")?
        .hasSuffix(
          "objective and key_result cannot be combined; keep the one that the record belongs to")
        == true)
  }

  @Test(arguments: ["okr: 1", "okr: [1]", "okr: text", "okr: \"\""])
  func okrIsAMapping(yaml: String) {
    #expect(
      problem("---\n\(yaml)\n---\n")
        == "line 2: okr must be a mapping of keys such as progress_id")
  }

  @Test func linesAreThoseOfTheNote() {
    let error = problem("\u{FEFF}---\r\n# a\r\n\r\nokr:\r\n  percent: x\r\n---\r\n")
    #expect(error?.hasPrefix("line 5: ") == true)
  }

  @Test func aliasesAndAnchors() throws {
    let note = "---\nrate: &rate 12\nokr:\n  percent: *rate\n---\n"
    #expect(try MarkdownConverter().convert(note).frontMatter?.progressRate?.percent?.hundredths == 1200)
  }
}

@Suite struct FrontMatterSoftBreakTests {
  private func lines(_ frontMatter: String, _ options: ConversionOptions = ConversionOptions()) throws -> Int
  {
    try MarkdownConverter(options: options).convert("---\nokr: {\(frontMatter)}\n---\n甲\n乙\n").content.blocks
      .count
  }

  @Test func theNoteDecidesUnlessTheCallerDoes() throws {
    #expect(try lines("soft_breaks: line") == 2)
    #expect(try lines("soft_breaks: join") == 1)
    var options = ConversionOptions()
    options.softBreaks = .line
    #expect(try lines("soft_breaks: join", options) == 2)
  }
}
