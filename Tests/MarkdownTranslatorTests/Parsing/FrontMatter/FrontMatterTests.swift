import ContentBlocks
import ConversionOracles
import Testing

@testable import MarkdownTranslator

@Suite struct FrontMatterTests {
  /// What is left of a note behind its front matter; nil when it has none.
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
    "---\n...\nx", "---\n{a: 1, b: [2]}\n---\nx", "---\na: |\n  --- no end\n---\nx", "---\n? a\n: b\n---\nx",
  ])
  func frontMatterStandsBetweenItsLines(note: String) throws {
    #expect(try body(note) == ["plain: x"])
  }

  @Test func nothingNeedsToStandBehindIt() throws {
    #expect(try body("---\na: 1\n---") == [])
    #expect(try body("---\n---") == [])
    #expect(try body("---\n...") == [])
  }

  @Test(arguments: [
    "", "-", "---", "---\n", "---\na: 1", "---\na: 1\n--", "---\na: 1\n----\n", "---\na: 1\n ---\n",
    "--\na: 1\n---\n",
    " ---\na: 1\n---\n", "\n---\na: 1\n---\n", "x\n---\na: 1\n---\n", "----\na: 1\n---\n",
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
    "---\na: [1\n---\n", "---\na: 'b\n---\n", "---\n\ta: 1\n---\n", "---\na: 1\nb\n---\n", "---\n*a*\n---\n",
    "---\n**注意**\n---\n", "---\na: 1\na: 2\n---\n",
  ])
  func whatIsNoMappingIsContent(note: String) throws {
    let conversion = try MarkdownConverter().convert(note)
    #expect(conversion.frontMatter == nil)
    #expect(!conversion.content.blocks.isEmpty)
    #expect(!conversion.diagnostics.contains { $0.code == .frontMatterIgnored })
  }

  @Test func brokenFrontMatterOfOursIsReported() throws {
    let conversion = try MarkdownConverter().convert("---\nokr: {percent: 1\n---\nx")
    #expect(conversion.frontMatter == nil)
    #expect(conversion.diagnostics.filter { $0.code == .frontMatterIgnored }.map(\.position.line) == [1])
    #expect(conversion.content.blocks.count > 1)
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
        == "line 3: front matter: \(key) must be a positive number of digits, as Feishu shows it")
  }

  @Test(arguments: [
    ("0", 0), ("50", 5000), ("50.2", 5020), ("50.21", 5021), ("-3.5", -350), ("50.210", 5021), ("\"7\"", 700),
    ("99999999999", 9_999_999_999_900), ("-99999999999", -9_999_999_999_900), ("+1", 100),
  ])
  func percentages(text: String, hundredths: Int64) throws {
    #expect(try frontMatter("percent: \(text)")?.progressRate?.percent?.hundredths == hundredths)
  }

  @Test(arguments: [
    "50.213", "100000000000", "-99999999999.01", "1e2", "50%", "a", "\"\"", ".inf", ".nan", "[1]", "1,5", ".",
    "5.",
  ])
  func otherPercentagesAreRefused(text: String) {
    #expect(
      problem("---\nokr:\n  percent: \(text)\n---\n")
        == "line 3: front matter: percent must be a number with at most two decimals, "
        + "from -99999999999 to 99999999999")
  }

  @Test(arguments: [
    ("none", ProgressStatus.none), ("暂无", .none), ("-1", .none), ("normal", .normal), ("正常", .normal),
    ("0", .normal), ("risk", .risk), ("风险", .risk), ("1", .risk), ("delayed", .delayed), ("延期", .delayed),
    ("2", .delayed), ("Risk", .risk), ("\"2\"", .delayed),
  ])
  func statuses(text: String, status: ProgressStatus) throws {
    #expect(try frontMatter("percent: 1\nstatus: \(text)")?.progressRate?.status == status)
  }

  @Test(arguments: ["3", "-2", "bad", "\"\"", "[risk]", "risk now"])
  func otherStatusesAreRefused(text: String) {
    #expect(
      problem("---\nokr:\n  percent: 1\n  status: \(text)\n---\n")
        == "line 4: front matter: status must be none, normal, risk or delayed (暂无, 正常, 风险, 延期), "
        + "or a number from -1 to 2")
  }

  @Test func statusNeedsPercent() {
    let message = "front matter: status needs percent beside it, or the service sets the percentage to 0"
    #expect(problem("---\n# a\nokr:\n  status: risk\n---\n") == "line 4: \(message)")
    #expect(problem("---\nokr: {percent: null, status: risk}\n---\n") == "line 2: \(message)")
  }

  @Test func imagesBelongToOne() {
    #expect(
      problem("---\nokr:\n  objective: 1\n  key_result: 2\n---\n")?
        .hasSuffix(
          "front matter: objective and key_result exclude each other; keep the one that images belong to")
        == true)
  }

  @Test(arguments: ["okr: 1", "okr: [1]", "okr: text", "okr: \"\""])
  func okrIsAMapping(yaml: String) {
    #expect(
      problem("---\n\(yaml)\n---\n")
        == "line 2: front matter: okr must be a mapping of keys such as progress_id")
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
