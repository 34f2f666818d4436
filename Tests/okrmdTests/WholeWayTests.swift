import ContentBlocks
import OKRSandbox
import Testing

/// From nothing to next week's note, with what a person reads on the way.
@Suite struct WholeWayTests {
  private static let text = [
    "# O1 让新用户在一分钟内完成注册并登录", "", "## KR1 登录转化率从 52% 提升到 65%", "<!-- okr",
    "key_result: \"7041430377642082323\"", "-->",
    "", "* 登录改版**已全量**", "* [x] 灰度", "* [ ] 海外版本", "",
  ].joined(separator: "\n")

  @Test func aWeek() async throws {
    try await withSandbox(
      environment: ["OKRMD_TOKEN": ""],
      configure: { configuration in
        configuration.recordIDs = []
        configuration.people = Sandbox.samplePeople(at: configuration.now())
        configuration.allowsLogins = true
        configuration.loginInterval = 1
      },
      { sandbox, sender in
        let login = try await sender.okrmd(
          ["login"], environment: ["OKRMD_APP_ID": Sandbox.appID, "OKRMD_APP_SECRET": Sandbox.appSecret])
        let code = try #require(login.output.firstMatch(of: /the code is ([A-Z]{4}-[A-Z]{4}):\n/)?.output.1)
        #expect(
          login
            == Outcome(
              "Open this address and allow the login; the code is \(code):\n"
                + "\(sender.baseURL)/device?user_code=\(code)\n"
                + "logged in at \(sender.baseURL); the login is kept in "
                + "\(sender.folder.path(of: "home/.config/okrmd/login.json"))\n"))

        // A note to write in, and what is written.
        #expect(
          try await sender.okrmd("new", "--key-result", "7041430377642082323", "w48.md") == Outcome())
        #expect(
          try sender.folder.text(of: "w48.md")
            == Self.text.replacing("* 登录改版**已全量**\n* [x] 灰度\n* [ ] 海外版本\n", with: ""))
        #expect(
          try await sender.okrmd("push", "--create", "w48.md")
            == Outcome("w48.md: KR1 登录转化率从 52% 提升到 65%: no text yet; skipped\n"))
        try sender.folder.write(Self.text, to: "w48.md")
        #expect(
          try await sender.okrmd("push", "w48.md")
            == .error(
              "w48.md: KR1 登录转化率从 52% 提升到 65%: no progress id; put progress_id into the comment below the heading, "
                + "or make a new record with --create", status: 64))
        let created = try await sender.okrmd("push", "--create", "w48.md")
        let id = try #require(await sandbox.records.first?.id)
        #expect(
          created
            == Outcome(
              "w48.md: KR1 登录转化率从 52% 提升到 65%: created record \(id) and saved its id in the note\n"))
        let pushed = Self.text.replacing("<!-- okr\n", with: "<!-- okr\nprogress_id: \"\(id)\"\n")
        #expect(try sender.folder.text(of: "w48.md") == pushed)
        #expect(await sandbox.lines(of: id) == ["登录改版已全量", "灰度", "海外版本"])
        #expect(
          try await sender.okrmd("push", "--hook", "w48.md")
            == Outcome(
              "w48.md: KR1 登录转化率从 52% 提升到 65%: unchanged since the last push; nothing was sent\n"))

        // A colleague adds a line, and the writer goes on.
        var content = try #require(await sandbox.record(id)?.content)
        content.blocks.append(
          .paragraph(ContentParagraph(elements: [.textRun(ContentTextRun(text: "周四提测"))])))
        try await sandbox.edit(record: id, content: content)
        let edited = pushed.replacing("已全量**", with: "已全量**，转化率 61%")
        try sender.folder.write(edited, to: "w48.md")
        #expect(
          try await sender.okrmd("push", "w48.md")
            == Outcome(
              errors: "+ 周四提测\n"
                + "okrmd: error: w48.md: KR1 登录转化率从 52% 提升到 65%: record \(id) was changed in Feishu since this machine "
                + "last saw it; put the change into the note with 'okrmd pull --merge w48.md', get it with "
                + "'okrmd pull \(id)', or overwrite it with --force\n", status: 73))
        #expect(
          try await sender.okrmd("pull", "--merge", "w48.md")
            == Outcome("w48.md: merged the changes of the record\n"))
        #expect(try sender.folder.text(of: "w48.md") == edited + "\n周四提测\n")
        #expect(
          try await sender.okrmd("push", "w48.md")
            == Outcome("w48.md: KR1 登录转化率从 52% 提升到 65%: updated record \(id)\n"))
        #expect(await sandbox.lines(of: id) == ["登录改版已全量，转化率 61%", "灰度", "海外版本", "周四提测"])

        // Next week.
        #expect(try await sender.okrmd("next", "w48.md", "-o", "w49.md") == Outcome())
        #expect(
          try sender.folder.text(of: "w49.md")
            == Self.text.replacing("已全量**", with: "已全量**，转化率 61%").replacing("* [x] 灰度\n", with: "")
            + "\n周四提测\n")
      })
  }
}
