import Testing

/// Front matter that says something that cannot be.
@Suite struct FrontMatterTests {
  let folder = TemporaryFolder()

  private func convert(_ yaml: String) throws -> Outcome {
    try folder.write("---\n\(yaml)\n---\n甲\n", to: "note.md")
    return try folder.okrmd("convert", "note.md")
  }

  private func refusal(_ line: Int, _ problem: String) -> Outcome {
    Outcome(errors: "note.md:\(line):1: error: \(problem)\n", status: 65)
  }

  // MARK: Ids

  @Test(
    arguments: ["progress_id", "objective", "key_result"],
    [
      "7041857032248410131", "\"7041857032248410131\"", "'1'", "9223372036854775807", "", "null", "~",
    ])
  func positiveNumbersAreIDs(key: String, id: String) throws {
    #expect(try convert("okr:\n  \(key): \(id)") == Outcome(plain("甲")))
  }

  @Test(
    arguments: ["progress_id", "objective", "key_result"],
    [
      "0", "-1", "+1", "01", "1.0", "1e3", "0x10", "1_000", "12a", "a", "\"\"", "' 1'", "９",
      "9223372036854775808",
      "\"null\"", "true", "[1]", "{a: 1}",
    ])
  func nothingElseIsAnID(key: String, id: String) throws {
    #expect(
      try convert("title: x\nokr:\n  percent: 1\n  \(key): \(id)")
        == refusal(5, "\(key) must be a positive whole number, as Feishu shows it"))
  }

  @Test func objectiveAndKeyResultExcludeEachOther() throws {
    #expect(
      try convert("okr: {objective: 1, key_result: 2}")
        == refusal(2, "objective and key_result cannot be combined; keep the one that the record belongs to"))
  }

  // MARK: Percent

  @Test(arguments: [
    "1.234", "0.001", "100000000000", "-100000000000", "99999999999.01", "1e3", "0x10", "50 %%", "1,5", ".5",
    "5.",
    "--1", "half", "\"\"", "true", ".inf", ".nan", "[1]", "{a: 1}", "99999999999999999999999",
  ])
  func rejectsInvalidPercentages(percent: String) throws {
    #expect(
      try convert("okr:\n  status: risk\n  percent: \(percent)")
        == refusal(4, "percent must be a number with at most two decimals, from -99999999999 to 99999999999"))
  }

  @Test(arguments: ["0", "-0", "1.20", "1.200", "+3", "\"50.21\"", "99999999999", "-99999999999.00"])
  func percentagesOfTwoDecimalsAreTaken(percent: String) throws {
    #expect(try convert("okr:\n  percent: \(percent)") == Outcome(plain("甲")))
  }

  // MARK: Status

  @Test(arguments: ["risk", "风险", "RISK", "1", "\"1\"", "-1"])
  func aStatusNeedsPercent(status: String) throws {
    #expect(
      try convert("okr:\n  status: \(status)")
        == refusal(3, "status needs percent with it, or the service sets the percentage to 0"))
    #expect(
      try convert("okr:\n  percent:\n  status: \(status)")
        == refusal(4, "status needs percent with it, or the service sets the percentage to 0"))
  }

  @Test(arguments: ["3", "-2", "1.0", "done", "\"\"", "风", "[1]", "true"])
  func rejectsInvalidStatuses(status: String) throws {
    #expect(
      try convert("okr:\n  percent: 1\n  status: \(status)")
        == refusal(
          4, "status must be none, normal, risk or delayed (暂无, 正常, 风险, 延期), or a number from -1 to 2"))
  }

  // MARK: The rest

  @Test(arguments: ["5", "x", "[progress_id]", "true", "\"\""])
  func okrMustBeAMapping(value: String) throws {
    #expect(
      try convert("title: x\nokr: \(value)")
        == refusal(3, "okr must be a mapping of keys such as progress_id"))
  }

  @Test(arguments: [
    "", "# x", "okr:", "okr: ~", "okr: {}", "title: 甲\ntags: [a, b]",
  ])
  func whatIsNotOursIsPassedOver(yaml: String) throws {
    #expect(try convert(yaml) == Outcome(plain("甲")))
  }

  @Test func linesOfWindowsAreCounted() throws {
    try folder.write("\u{FEFF}---\r\ntitle: x\r\nokr:\r\n  status: risk\r\n---\r\n甲\r\n", to: "note.md")
    #expect(
      try folder.okrmd("convert", "note.md")
        == refusal(4, "status needs percent with it, or the service sets the percentage to 0"))
  }

  @Test func brokenYAMLIsNamedWithItsCause() throws {
    #expect(try convert("okr:\n\tpercent: 1") == refusal(3, "indented with a tab; use spaces"))
    let run = try convert("title: 周报: 登录")
    #expect(run.output == plain("甲"))
    #expect(
      run.errors
        == "note.md:2:1: warning: the front matter is ignored: the value needs quotes; write title: \"周报: 登录\" "
        + "[front-matter-ignored]\n")
    #expect(try folder.okrmd("convert", "--strict", "note.md").status == 1)
  }

  @Test func checkAndStandardInputRefuseTheSame() throws {
    let note = "---\nokr: 1\n---\n"
    let problem = "<stdin>:2:1: error: okr must be a mapping of keys such as progress_id\n"
    #expect(try folder.okrmd("check", input: note) == Outcome(errors: problem, status: 1))
    #expect(try folder.okrmd("convert", "--body", input: note) == Outcome(errors: problem, status: 65))
  }
}
