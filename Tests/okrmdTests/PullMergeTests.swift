import ContentBlocks
import OKRSandbox
import Testing

/// `okrmd pull --merge`: a colleague's change and the writer's own, in one note.
@Suite struct PullMergeTests {
  private static let head = "---\nokr:\n  progress_id: \(Sender.record) # 本周\n---\n"

  private func push(_ text: String, by sender: Sender) async throws {
    try sender.folder.write(Self.head + text, to: "note.md")
    #expect(try await sender.okrmd("push", "note.md").status == 0)
  }

  @Test func whatChangedInTheRecordIsAdded() async throws {
    try await withSandbox { sandbox, sender async throws in
      try await push("# 标题\n\n- 甲\n- 乙\n", by: sender)
      // The writer continues, in Markdown of their own, and a colleague in Feishu.
      try sender.folder.write(Self.head + "# 标题\n\n* 甲\n- 乙\n", to: "note.md")
      let content = try #require(await sandbox.record(Sender.record)?.content)
      try await sandbox.edit(
        record: Sender.record, content: content.adding("同事"))
      #expect(try await sender.okrmd("push", "note.md").status == 73)
      #expect(
        try await sender.okrmd("pull", "--merge", "note.md")
          == Outcome("note.md: merged the changes of the record\n"))
      #expect(try sender.folder.text(of: "note.md") == Self.head + "# 标题\n\n* 甲\n- 乙\n\n同事\n")
      #expect(try await sender.okrmd("push", "note.md").status == 0)
      #expect(await sandbox.lines() == ["标题", "甲", "乙", "同事"])
      #expect(try await sender.okrmd("pull", "--merge", "note.md") == Outcome("note.md: nothing to merge\n"))
    }
  }

  /// The note names its picture by the file, the record by a token.
  @Test func aLineBesideAPictureIsNoConflict() async throws {
    try await withSandbox { sandbox, sender async throws in
      let head = Self.head.replacing("# 本周\n", with: "# 本周\n  key_result: \(Sender.keyResult)\n")
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      try sender.folder.write(TinyImage.png(5, 6), to: "b.png")
      let text = "甲\n\n![图](a.png)\n\n乙\n\n![](b.png)\n"
      try sender.folder.write(head + text, to: "note.md")
      #expect(try await sender.okrmd("push", "note.md").status == 0)
      // The writer changes one end, a colleague writes below the last picture.
      try sender.folder.write(head + text.replacing("甲", with: "甲甲"), to: "note.md")
      let content = try #require(await sandbox.record(Sender.record)?.content)
      try await sandbox.edit(record: Sender.record, content: content.adding("同事"))
      #expect(
        try await sender.okrmd("pull", "--merge", "note.md")
          == Outcome("note.md: merged the changes of the record\n"))
      #expect(
        try sender.folder.text(of: "note.md") == head + text.replacing("甲", with: "甲甲") + "\n同事\n")
      #expect(try await sender.okrmd("push", "note.md").status == 0)
      #expect(await sandbox.lines() == ["甲甲", "(image)", "乙", "(image)", "同事"])
    }
  }

  /// A note that its writer did not touch has no conflicts, however it is written, and keeps the lines that nobody changed.
  @Test(arguments: [
    ("甲：\n- 乙\n- 丙\n", "甲：同事\n\n- 乙\n- 丙\n"), ("## 二级 *强调*\n* a\n* b\n", "**二级 强调**同事\n\n* a\n* b\n"),
    ("> 引用\n> 第二行\n\n1) a\n2) b\n", nil), ("[甲][r]\n\n乙 <!-- 留下 -->\n\n[r]: https://a.b\n", nil),
    ("| a | b |\n|---|---|\n| c | d |\n* e\n", nil), ("标题\n=====\n```sh\nx\n\ny\n```\n* e\n", nil),
  ])
  func anUntouchedNoteHasNoConflicts(text: String, merged: String?) async throws {
    try await withSandbox { sandbox, sender async throws in
      try await push(text, by: sender)
      let content = try #require(await sandbox.record(Sender.record)?.content)
      for place in content.blocks.indices {
        // A word at the end of one line.
        var changed = content
        guard case .paragraph(var line) = changed.blocks[place] else { continue }
        line.elements.append(.textRun(ContentTextRun(text: "同事")))
        changed.blocks[place] = .paragraph(line)
        try await sandbox.edit(record: Sender.record, content: changed)
        #expect(
          try await sender.okrmd("pull", "--merge", "note.md")
            == Outcome("note.md: merged the changes of the record\n"))
        let note = try sender.folder.text(of: "note.md")
        if let merged, place == 0 { #expect(note == Self.head + merged) }
        if text.contains("* e\n"), place + 1 < content.blocks.count { #expect(note.contains("\n* e\n")) }
        #expect(note.contains("留下") == text.contains("留下"))
        // It says what the record says.
        #expect(try await sender.okrmd("push", "note.md").status == 0)
        #expect(await sandbox.lines().joined().contains("同事"))
        #expect(await sandbox.lines().count == content.blocks.count)
        try await push(text, by: sender)
      }
    }
  }

  /// Blank lines at the ends of the note are the writer's, and no change beside the first and the last line.
  @Test(arguments: ["", "\n", "\n \n\t\n"], ["", "\n", "\n\n \n"])
  func blankLinesAtTheEndsStay(before: String, after: String) async throws {
    try await withSandbox { sandbox, sender async throws in
      try await push(before + "甲\n\n乙\n" + after, by: sender)
      let content = try #require(await sandbox.record(Sender.record)?.content)
      try await sandbox.edit(record: Sender.record, content: content.adding("同事"))
      #expect(try await sender.okrmd("pull", "--merge", "note.md").status == 0)
      #expect(
        try sender.folder.text(of: "note.md") == Self.head + before + "甲\n\n乙\n\n同事\n" + after)
    }
  }

  @Test func whatBothChangedIsMarked() async throws {
    try await withSandbox { sandbox, sender async throws in
      try await push("甲\n", by: sender)
      try sender.folder.write(Self.head + "乙\n", to: "note.md")
      try await sandbox.edit("别人")
      let outcome = try await sender.okrmd("pull", "--merge", "note.md")
      #expect(outcome.status == 1)
      #expect(
        try sender.folder.text(of: "note.md")
          == Self.head + "<<<<<<< note\n乙\n=======\n别人\n>>>>>>> record\n")
      #expect(try await sender.okrmd("push", "note.md").status == 65)
      try sender.folder.write(Self.head + "两者\n", to: "note.md")
      #expect(try await sender.okrmd("push", "note.md").status == 0)
      #expect(await sandbox.lines() == ["两者"])
    }
  }

  @Test func aRateThatTheNoteStillHasIsTaken() async throws {
    try await withSandbox { sandbox, sender async throws in
      let note = "---\nokr:\n  progress_id: \(Sender.record)\n  percent: 5 # 上周\n---\n甲\n"
      try sender.folder.write(note, to: "note.md")
      #expect(try await sender.okrmd("push", "note.md").status == 0)
      try await sandbox.edit("甲", rate: ProgressRate(percent: ProgressPercent("7.5")))
      #expect(try await sender.okrmd("pull", "--merge", "note.md").status == 0)
      #expect(try sender.folder.text(of: "note.md") == note.replacing("percent: 5 #", with: "percent: 7.5 #"))
    }
  }

  @Test func aRecordThatWasNeverSeenIsRefused() async throws {
    try await withSandbox { sandbox, sender async throws in
      try await sandbox.edit("别人")
      try sender.folder.write(Self.head + "甲\n", to: "note.md")
      let outcome = try await sender.okrmd("pull", "--merge", "note.md")
      #expect(outcome.status == 73)
      #expect(outcome.errors.contains("this machine has not seen it"))
      #expect(try sender.folder.text(of: "note.md") == Self.head + "甲\n")
    }
  }

  @Test func aDamagedMemoryIsNamed() async throws {
    try await withSandbox { sandbox, sender async throws in
      try sender.folder.write(Self.head + "甲\n", to: "note.md")
      #expect(try await sender.okrmd("push", "note.md").status == 0)
      let name = try #require(sender.files(in: "home/state/okrmd/records").first { $0.hasSuffix(".json") })
      let path = "home/state/okrmd/records/\(name)"
      try sender.folder.write("{", to: path)
      #expect(
        try await sender.okrmd("pull", "--merge", "note.md")
          == .error(
            "record \(Sender.record): what this machine knows of it cannot be read: \(sender.folder.path(of: path)): "
              + "is damaged; get it with 'okrmd pull \(Sender.record) -o FILE'", status: 73))
    }
  }

  /// A picture of someone's disk never becomes an upload, and that is said.
  @Test func aLocalPictureBecomesTextWithAWarning() async throws {
    try await withSandbox { sandbox, sender async throws in
      try sender.folder.write(Self.head + "甲\n", to: "note.md")
      #expect(try await sender.okrmd("push", "note.md").status == 0)
      let line = ContentParagraph(elements: [.textRun(ContentTextRun(text: "甲"))])
      let image = try ContentImageItem(src: "secret.png", width: 8, height: 6)
      try await sandbox.edit(
        record: Sender.record,
        content: ContentBlock(blocks: [.paragraph(line), .gallery(ContentGallery(image: image))]))
      let outcome = try await sender.okrmd("pull", "--merge", "note.md")
      #expect(outcome.status == 0)
      #expect(
        outcome.errors
          == "okrmd: warning: record \(Sender.record): $.data.content.blocks[1]: an image that is not on the web, "
          + "'secret.png', is written as text\n")
      #expect(try sender.folder.text(of: "note.md").contains("secret.png"))
      #expect(try !sender.folder.text(of: "note.md").contains("<img"))
    }
  }

  /// Line ends of Windows do not count as a change.
  @Test func lineEndsAreKept() async throws {
    try await withSandbox { sandbox, sender async throws in
      let note = (Self.head + "甲\n\n乙\n").replacing("\n", with: "\r\n")
      try sender.folder.write(note, to: "note.md")
      #expect(try await sender.okrmd("push", "note.md").status == 0)
      let content = try #require(await sandbox.record(Sender.record)?.content)
      try await sandbox.edit(record: Sender.record, content: content.adding("同事"))
      #expect(try await sender.okrmd("pull", "--merge", "note.md").status == 0)
      #expect(try sender.folder.text(of: "note.md") == note + "\r\n同事\r\n")
    }
  }

  /// A rate that both changed is a conflict: both are in the note, and nothing is sent before one is chosen.
  @Test func aRateThatBothChangedIsAConflict() async throws {
    try await withSandbox { sandbox, sender async throws in
      func note(_ percent: Int) -> String {
        "---\nokr:\n  progress_id: \(Sender.record)\n  percent: \(percent) # 本周\n  status: risk\n---\n甲\n"
      }
      try sender.folder.write(note(20), to: "note.md")
      #expect(try await sender.okrmd("push", "note.md").status == 0)
      try await sandbox.edit("甲", rate: ProgressRate(percent: ProgressPercent("30"), status: .delayed))
      try sender.folder.write(note(25), to: "note.md")
      let outcome = try await sender.okrmd("pull", "--merge", "note.md")
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("1 conflict: both sides changed the same lines"))
      #expect(
        try sender.folder.text(of: "note.md")
          == "---\nokr:\n  progress_id: \(Sender.record)\n<<<<<<< note\n  percent: 25 # 本周\n=======\n  percent: 30\n"
          + ">>>>>>> record\n  status: delayed\n---\n甲\n")
      #expect(try await sender.okrmd("push", "note.md").status == 65)
      #expect(await sandbox.record(Sender.record)?.rate?.percent == ProgressPercent("30"))
    }
  }

  @Test func aRateThatCannotBeEditedIsTold() async throws {
    try await withSandbox { sandbox, sender async throws in
      let note = "---\nokr: {progress_id: \(Sender.record), percent: 5}\n---\n甲\n"
      try sender.folder.write(note, to: "note.md")
      #expect(try await sender.okrmd("push", "note.md").status == 0)
      try await sandbox.edit("甲", rate: ProgressRate(percent: ProgressPercent("7.5")))
      let outcome = try await sender.okrmd("pull", "--merge", "note.md")
      #expect(outcome.status == 73)
      #expect(
        outcome.errors.contains("the percent of the record is now 7.5, and the note has it in a form that"))
      #expect(try sender.folder.text(of: "note.md") == note)
      // The record counts as it was seen before.
      #expect(try await sender.okrmd("push", "note.md").status == 73)
    }
  }

  @Test func eachSectionIsMerged() async throws {
    try await withSandbox { sandbox, sender async throws in
      let note = "## A\n<!-- okr\nprogress_id: \(Sender.record)\n-->\n甲\n\n## B\n\n别的\n"
      try sender.folder.write(note, to: "note.md")
      #expect(try await sender.okrmd("push", "note.md").status == 0)
      let content = try #require(await sandbox.record(Sender.record)?.content)
      try await sandbox.edit(record: Sender.record, content: content.adding("同事"))
      #expect(try await sender.okrmd("pull", "--merge", "note.md").status == 0)
      #expect(try sender.folder.text(of: "note.md") == note.replacing("甲\n\n", with: "甲\n\n同事\n\n"))
    }
  }
}

extension ContentBlock {
  /// The content with one more line.
  fileprivate func adding(_ text: String) -> ContentBlock {
    ContentBlock(
      blocks: blocks + [.paragraph(ContentParagraph(elements: [.textRun(ContentTextRun(text: text))]))])
  }
}
