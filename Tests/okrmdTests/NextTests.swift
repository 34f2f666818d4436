import Testing

/// `okrmd next`: next week's note from this week's.
@Suite struct NextTests {
  let folder = TemporaryFolder()

  private func next(_ note: String) throws -> String {
    try folder.write(note, to: "w47.md")
    let outcome = try folder.okrmd("next", "w47.md")
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
    return outcome.output
  }

  @Test(arguments: [
    "", "甲", "\u{FEFF}# 甲\r\n\r\n- 乙\r\n", "---\ntitle: x\n---\n\n甲\n\n- [ ] 乙\n", "甲\r乙\r",
    "- [ ] 甲\n  - 乙\n\n    丙\n", "- [/] 甲\n- [x]乙\n[x] 丙\n", "> - [ ] 甲\n",
  ])
  func whatIsNotDoneStaysToTheByte(note: String) throws {
    #expect(try next(note) == note)
  }

  @Test(arguments: [
    ("---\nokr:\n  progress_id: \"7\"\n  percent: 5\n---\n甲\n", "---\nokr:\n  percent: 5\n---\n甲\n"),
    ("---\nokr:\n  progress_id: 7 # 本周\n---\n甲\n", "---\nokr:\n---\n甲\n"),
    ("---\nokr: {progress_id: \"7\", percent: 5}\n---\n", "---\nokr: {percent: 5}\n---\n"),
    ("---\nokr: {percent: 5, 'progress_id': 7}\n---\n", "---\nokr: {percent: 5}\n---\n"),
    (
      "---\r\nokr:\r\n  progress_id: 7\r\n  objective: 5\r\n---\r\n",
      "---\r\nokr:\r\n  objective: 5\r\n---\r\n"
    ),
    ("---\nprogress_id: 7\nokr:\n  percent: 5\n---\n", "---\nprogress_id: 7\nokr:\n  percent: 5\n---\n"),
    (
      "# KR1\n<!-- okr\nkey_result: \"5\"\nprogress_id: \"7\"\n-->\n甲\n",
      "# KR1\n<!-- okr\nkey_result: \"5\"\n-->\n甲\n"
    ),
    ("progress_id: 7\n", "progress_id: 7\n"),
    ("## A\n<!-- okr\nprogress_id: 7 -->\n甲\n", "## A\n<!-- okr\n-->\n甲\n"),
    ("## A\n<!-- okr\nobjective: 5\nprogress_id:\n  7\n-->\n甲\n", "## A\n<!-- okr\nobjective: 5\n-->\n甲\n"),
    (
      "## A\n<!-- okr\n{progress_id: \"7\", key_result: 5}\n-->\n甲\n",
      "## A\n<!-- okr\n{key_result: 5}\n-->\n甲\n"
    ),
    ("---\nokr:\n  progress_id:\n    7\n  percent: 5\n---\n甲\n", "---\nokr:\n  percent: 5\n---\n甲\n"),
    ("```\n<!-- okr\nprogress_id: 7\n-->\n```\n", "```\n<!-- okr\nprogress_id: 7\n-->\n```\n"),
  ])
  func idsAreRemoved(note: String, expected: String) throws {
    #expect(try next(note) == expected)
  }

  @Test(arguments: [
    ("- [x] 甲\n- [ ] 乙\n", "- [ ] 乙\n"),
    ("* [X] 甲\n+ [x] 乙\n1. [x] 丙\n2) [x] 丁\n", ""),
    // What belongs to it.
    ("- [x] 甲\n  乙\n\n  丙\n\n- [ ] 丁\n", "\n- [ ] 丁\n"),
    ("1. [x] 甲\n  - 乙\n- - [x] 丙\n- [x] 丁\n（旁）\n  - 戊\n", "（旁）\n"),
    // What is not indented below it does not (R10).
    ("- [x] 甲\n  乙\n懒\n\n  丙\n\n- [ ] 丁\n", "懒\n\n  丙\n\n- [ ] 丁\n"),
    ("段\n- [x] 甲\n（链接 https://a.example）\n- [ ] 乙\n", "段\n（链接 https://a.example）\n- [ ] 乙\n"),
    ("- 甲\n  - [x] 乙\n  甲的尾巴\n", "- 甲\n  甲的尾巴\n"),
    ("段\n- [x] 甲\n---\n乙\n- [x] 丙\n***\n丁\n", "段\n---\n乙\n***\n丁\n"),
    ("- [x] 甲\n<div>乙</div>\n\n- [x] 丙\n| a |\n|---|\n| b |\n", "<div>乙</div>\n\n| a |\n|---|\n| b |\n"),
    ("> - [x] 甲\n乙\n", "乙\n"),
    ("- [x] 甲\n  ```\n  码\n乙\n", "乙\n"),
    ("- [x] 甲\n  <!-- 乙\n丙\n", "丙\n"),
    ("- - [ ] 甲\n  - [x] 乙\n", "- - [ ] 甲\n"),
    // In a note whose line ends are spaces it does.
    ("---\nokr:\n  soft_breaks: join\n---\n- [x] 甲\n懒\n\n乙\n", "---\nokr:\n  soft_breaks: join\n---\n\n乙\n"),
    ("- [x] 甲\n\n  ```\n  码\n\n  ```\n丁\n", "丁\n"),
    ("- [x] 甲\n  - 乙\n    - [x] 丙\n- [ ] 丁\n", "- [ ] 丁\n"),
    // The empty line after it does not.
    ("- [ ] 甲\n- [x] 乙\n\n段\n", "- [ ] 甲\n\n段\n"),
    // An open task below stays, with what belongs to it.
    ("- [x] 甲\n  - [ ] 乙\n    丙\n  - [x] 丁\n- [ ] 戊\n", "  - [ ] 乙\n    丙\n- [ ] 戊\n"),
    // Not as code.
    ("- [x] 甲\n    - [ ] 乙\n      丙\n", "- [ ] 乙\n  丙\n"),
    ("> - [x] 甲\n> - [ ] 乙\n", "> - [ ] 乙\n"),
    ("- 甲\n  - [x] 乙\n  - 丙\n", "- 甲\n  - 丙\n"),
    // What is a list for the converter, however it is indented (R36, R38), and nothing else.
    ("段\n\n    - [x] 甲\n    - [ ] 乙\n", "段\n\n    - [ ] 乙\n"),
    ("- 甲\n\n      - [x] 乙\n", "- 甲\n\n"),
    ("- [x] 甲\n   - [ ] 乙\n       10. [x] 丙\n", "   - [ ] 乙\n       10. [x] 丙\n"),
    ("2026. [x] 甲\n", "2026. [x] 甲\n"),
  ])
  func doneTasksAreRemoved(note: String, expected: String) throws {
    #expect(try next(note) == expected)
  }

  @Test(arguments: [
    "```\n- [x] 甲\n```\n", "~~~ md\n- [x] 甲\n```\n~~~\n", "<!--\n- [x] 甲\n-->\n",
    "段\n\n    make\n    - [x] 甲\n", "- 甲\n\n      make\n      - [x] 乙\n",
    "\\- [x] 甲\n", "甲 - [x] 乙\n", "<details>\n- [x] 甲\n</details>\n\n乙\n",
    "<pre>\n\n- [x] 甲\n</pre>\n",
  ])
  func nothingInCodeCounts(note: String) throws {
    #expect(try next(note) == note)
  }

  @Test func whatCannotBeTakenOutIsRefused() throws {
    let note = "---\nokr:\n  {percent: 5,\n  ? progress_id\n  : 7}\n---\n甲\n"
    let outcome = try folder.okrmd("next", "-", input: note)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("the keys are written in a way that progress_id cannot be removed from"))
  }

  @Test func nothingIsOverwritten() throws {
    try folder.write("- [x] 甲\n\n乙\n", to: "w47.md")
    try folder.write("别人\n", to: "w48.md")
    #expect(
      try folder.okrmd("next", "w47.md", "-o", "w48.md")
        == .error("w48.md: exists; name another file, or overwrite it with --force", status: 73))
    #expect(try folder.text(of: "w48.md") == "别人\n")
    #expect(
      try folder.okrmd("next", "w47.md", "-o", "w47.md", "--force")
        == .error("w47.md: is the note itself; name another file", status: 73))
    #expect(try folder.okrmd("next", "w47.md", "-o", "w48.md", "--force") == Outcome())
    #expect(try folder.text(of: "w48.md") == "\n乙\n")
    #expect(try folder.okrmd("next", "w47.md", "-o", "w49.md") == Outcome())
    #expect(try folder.names() == ["w47.md", "w48.md", "w49.md"])
    #expect(try folder.okrmd("next", "missing.md").status == 66)
  }
}
