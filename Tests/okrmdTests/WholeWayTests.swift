import ContentBlocks
import OKRSandbox
import TestSupport
import Testing

/// From nothing to next week's note, with what a person reads on the way.
@Suite struct WholeWayTests {
  private static let login = "登录转化率从 52% 提升到 65%"
  private static let releases = "Release every week without a hotfix"

  /// The note with these texts in its sections.
  private static func note(_ ids: [String], _ first: String, _ second: String) -> String {
    func section(_ title: String, _ keyResult: String, _ id: String, _ text: String) -> String {
      let id = id.isEmpty ? "" : "progress_id: \"\(id)\"\n"
      return "## KR1 \(title)\n<!-- okr\n\(id)key_result: \"\(keyResult)\"\n-->\n\n\(text)"
    }
    return "# O1 让新用户在一分钟内完成注册并登录\n\n" + section(login, "7041430377642082323", ids[0], first)
      + "# O2 Make releases boring\n\n" + section(releases, "7041430377642082326", ids[1], second)
  }

  @Test func aWeek() async throws {
    try await withSandbox(
      environment: [
        "OKRMD_TOKEN": "", "OKRMD_APP_ID": Sandbox.appID, "OKRMD_APP_SECRET": Sandbox.appSecret,
      ],
      configure: { configuration in
        configuration.recordIDs = []
        configuration.people = Sandbox.samplePeople(at: configuration.now())
        configuration.loginInterval = 1
      },
      { sandbox, sender in
        try await logIn(sender)

        // A note to write in. Nothing is made of a section without text.
        #expect(
          try await sender.okrmd(
            "new", "--key-result", "7041430377642082323", "--key-result", "7041430377642082326", "w48.md")
            == Outcome())
        #expect(try sender.folder.text(of: "w48.md") == Self.note(["", ""], "", ""))
        let first = "* 登录改版**已全量**\n* [x] 灰度\n* [ ] 海外版本\n\n"
        try sender.folder.write(Self.note(["", ""], first, ""), to: "w48.md")
        #expect(try await sender.okrmd("check", "--strict", "w48.md").status == 0)
        #expect(
          try await sender.okrmd("push", "w48.md")
            == .error(
              "w48.md: KR1 \(Self.login): no progress id; put progress_id into the comment below the heading, "
                + "or make a new record with --create", status: 64))

        // What is written becomes a record for each key result.
        try sender.folder.write(Self.note(["", ""], first, "Released on Tuesday.\n"), to: "w48.md")
        let created = try await sender.okrmd("push", "--create", "w48.md")
        let ids = await sandbox.records.sorted { $0.modifyTime < $1.modifyTime }.map(\.id)
        try #require(ids.count == 2)
        #expect(
          created
            == Outcome(
              "w48.md: KR1 \(Self.login): created record \(ids[0]) and saved its id in the note\n"
                + "w48.md: KR1 \(Self.releases): created record \(ids[1]) and saved its id in the note\n"
                + "2 records: 2 created\n"))
        #expect(try sender.folder.text(of: "w48.md") == Self.note(ids, first, "Released on Tuesday.\n"))
        #expect(await sandbox.lines(of: ids[0]) == ["登录改版已全量", "灰度", "海外版本"])
        #expect(
          try await sender.okrmd("push", "--create", "w48.md")
            == .error(
              "w48.md: all its sections have records already (\(ids[0]), \(ids[1])); "
                + "push without --create to update them", status: 64))
        #expect(
          try await sender.okrmd("push", "--hook", "w48.md") == Outcome("w48.md: 2 records: 2 unchanged\n"))

        // A colleague adds a line, and the writer goes on.
        var content = try #require(await sandbox.record(ids[0])?.content)
        content.blocks.append(
          .paragraph(ContentParagraph(elements: [.textRun(ContentTextRun(text: "周四提测"))])))
        try await sandbox.edit(record: ids[0], content: content)
        let edited = first.replacing("已全量**", with: "已全量**，转化率 61%")
        try sender.folder.write(Self.note(ids, edited, "Released on Wednesday.\n"), to: "w48.md")
        #expect(
          try await sender.okrmd("push", "w48.md")
            == Outcome(
              "w48.md: KR1 \(Self.releases): updated record \(ids[1])\n2 records: 1 updated, 1 refused\n",
              errors: "+ 周四提测\n"
                + "okrmd: error: w48.md: KR1 \(Self.login): record \(ids[0]) was changed in Feishu since this "
                + "machine last saw it; put the change into the note with 'okrmd pull --merge w48.md', get it with "
                + "'okrmd pull \(ids[0])', or overwrite it with --force\n", status: 73))
        #expect(
          try await sender.okrmd("pull", "--merge", "w48.md")
            == Outcome("w48.md: merged the changes of the record\n"))
        let merged = edited + "周四提测\n\n"
        #expect(
          try sender.folder.text(of: "w48.md") == Self.note(ids, merged, "Released on Wednesday.\n"))
        #expect(
          try await sender.okrmd("push", "--if-changed", "w48.md")
            == Outcome(
              "w48.md: KR1 \(Self.login): updated record \(ids[0])\n"
                + "w48.md: KR1 \(Self.releases): updated record \(ids[1])\n2 records: 2 updated\n"))
        #expect(await sandbox.lines(of: ids[0]) == ["登录改版已全量，转化率 61%", "灰度", "海外版本", "周四提测"])
        #expect(await sandbox.lines(of: ids[1]) == ["Released on Wednesday."])

        // Next week: without ids and done tasks.
        #expect(try await sender.okrmd("next", "w48.md", "-o", "w49.md") == Outcome())
        let next = Self.note(["", ""], merged.replacing("* [x] 灰度\n", with: ""), "Released on Wednesday.\n")
        #expect(try sender.folder.text(of: "w49.md") == next)
        #expect(try await sender.okrmd("push", "--create", "w49.md").status == 0)
        #expect(await sandbox.records.count == 4)
        #expect(await sandbox.lines(of: ids[0]).contains("灰度"))
      })
  }

  /// Presses the button of the login's page.
  private func logIn(_ sender: Sender) async throws {
    let login = try sender.startOkrmd("login")
    let lines = try await onOwnThread { try login.lines(2) }
    let code = try #require(lines.first?.firstMatch(of: /the code is ([A-Z]{4}-[A-Z]{4}):/)?.output.1)
    #expect(
      lines == [
        "Open this address and allow the login; the code is \(code):",
        "\(sender.baseURL)/device?user_code=\(code)",
      ])
    let port = try #require(sender.baseURL.split(separator: ":").last.flatMap { UInt16($0) })
    let browser = RawHTTPClient(port: port)
    let page = try await browser.send("GET", "/device?user_code=\(code)")
    #expect(page.text.contains("<button>Allow</button>"))
    let pressed = try await browser.send("POST", "/device", body: Array("user_code=\(code)".utf8))
    #expect(pressed.text.contains("Logged in."))
    #expect(
      try await login.outcome()
        == Outcome(
          "logged in at \(sender.baseURL); the login is kept in "
            + "\(sender.folder.path(of: "home/.config/okrmd/login.json"))\n"))
  }
}
