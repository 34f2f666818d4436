import Foundation
import OKRSandbox
import TestSupport
import Testing

/// `okrmd login`, `logout`, `list` and `new`: from nothing to a note.
@Suite struct LoginTests {
  private static let app = ["OKRMD_APP_ID": Sandbox.appID, "OKRMD_APP_SECRET": Sandbox.appSecret]

  /// A sandbox that allows every login, and a sender without a token.
  private func withLogin(
    _ test: (Sandbox, Sender) async throws -> Void
  ) async throws {
    try await withSandbox(
      environment: ["OKRMD_TOKEN": ""],
      configure: { configuration in
        configuration.people = Sandbox.samplePeople(at: configuration.now())
        configuration.allowsLogins = true
        configuration.loginInterval = 1
      }, test)
  }

  private func logIn(_ sender: Sender) async throws {
    let outcome = try await sender.okrmd(["login"], environment: Self.app)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("/device?user_code="))
  }

  @Test func aLoginIsKeptAndForgotten() async throws {
    try await withLogin { sandbox, sender async throws in
      try await logIn(sender)
      #expect(sender.folder.mode(of: "home/.config/okrmd/login.json") == 0o600)
      #expect(sender.folder.mode(of: "home/.config/okrmd") == 0o700)
      #expect(try await sender.push("甲").status == 0)
      #expect(try await sender.okrmd("list").status == 0)
      #expect(try await sender.okrmd("logout").output.hasPrefix("logged out of "))
      #expect(try sender.folder.names(in: "home/.config/okrmd") == ["login.lock"])
      #expect(try await sender.push("乙").status == 77)
      #expect(try await sender.okrmd("logout").output.hasPrefix("there was no login at "))
    }
  }

  /// A refresh token works once: the one that is first refreshes for all.
  @Test func eightAtOnceRefreshOnce() async throws {
    try await withLogin { sandbox, sender async throws in
      try await logIn(sender)
      let path = sender.folder.path(of: "home/.config/okrmd/login.json")
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try sender.folder.write(
        text.replacing(/"expires":\d+/, with: "\"expires\":1"), to: "home/.config/okrmd/login.json")
      let before = await sandbox.exchanges.count { $0.request.path == "/open-apis/authen/v2/oauth/token" }
      for index in 0..<8 { try sender.folder.write("\(index)", to: "\(index).md") }
      let outcomes = try await withThrowingTaskGroup(of: Outcome.self) { group in
        for index in 0..<8 {
          group.addTask {
            try await sender.okrmd("push", "--progress-id", Sender.record, "--force", "\(index).md")
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.map(\.status) == Array(repeating: 0, count: 8))
      let after = await sandbox.exchanges.count { $0.request.path == "/open-apis/authen/v2/oauth/token" }
      #expect(after - before == 1)
    }
  }

  /// Where locks do not work a login goes on, and says so.
  @Test func withoutLocksThereIsAWarning() async throws {
    try await withLogin { sandbox, sender async throws in
      try sender.folder.write("", to: "home/.config/okrmd/login.lock/file")
      let warning = "okrmd: warning: logins and refreshes at the same time are not kept apart: "
      let login = try await sender.okrmd(["login"], environment: Self.app)
      #expect(login.status == 0)
      #expect(login.errors.hasPrefix(warning))
      await sandbox.expireTokens()
      let push = try await sender.push("甲")
      #expect(push.status == 0)
      #expect(push.errors.contains("logins and refreshes at the same time are not kept apart: "))
      #expect(try await sender.okrmd("logout").errors.hasPrefix(warning))
    }
  }

  /// What is markup in the name of a key result is text in the note.
  @Test func aNewNoteOfMarkupHasNoWarnings() async throws {
    try await withSandbox(
      environment: ["OKRMD_TOKEN": ""],
      configure: { configuration in
        configuration.people = Sandbox.samplePeople(at: configuration.now())
        configuration.people[0].okrs[0].objectives[0].keyResults[0].text =
          "登录 --> <!-- okr <b>x</b> *y* [z](a)\n换行"
        configuration.allowsLogins = true
        configuration.loginInterval = 1
      },
      { _, sender in
        try await logIn(sender)
        #expect(try await sender.okrmd("new", "w48.md") == Outcome())
        #expect(try sender.folder.text(of: "w48.md").ranges(of: "<!-- okr\n").count == 5)
        #expect(try await sender.okrmd("check", "--strict", "w48.md").status == 0)
      })
  }

  @Test func withoutAnAppThereIsNoLogin() async throws {
    try await withLogin { sandbox, sender async throws in
      let outcome = try await sender.okrmd(["login"], environment: ["OKRMD_APP_ID": "cli_1"])
      #expect(outcome == .error("OKRMD_APP_ID is set but OKRMD_APP_SECRET is not; set both", status: 78))
      #expect(await sandbox.exchanges.isEmpty)
    }
  }

  /// A token of an app says nothing of a person; one that has expired does not pass for it.
  @Test func theListOfAnAppNeedsAPerson() async throws {
    try await withLogin { sandbox, sender async throws in
      let token = ["OKRMD_TOKEN": Sandbox.token]
      #expect(
        try await sender.okrmd(["list"], environment: token)
          == .error(
            "an app's token belongs to nobody; name the person: okrmd list USER, or run 'okrmd login'",
            status: 64))
      await sandbox.expireTokens()
      #expect(try await sender.okrmd(["list"], environment: token).status == 77)
    }
  }

  @Test func aDamagedLoginIsNamed() async throws {
    try await withLogin { sandbox, sender async throws in
      try sender.folder.write("{", to: "home/.config/okrmd/login.json")
      let outcome = try await sender.push("甲")
      #expect(outcome.status == 78)
      #expect(outcome.errors.contains("login.json: is damaged; remove it and run 'okrmd login'"))
      try await logIn(sender)
      #expect(try await sender.push("甲").status == 0)
    }
  }

  @Test func theListIsATree() async throws {
    try await withLogin { _, sender async throws in
      try await logIn(sender)
      let list = try await sender.okrmd("list")
      #expect(list.status == 0)
      let lines = list.output.split(separator: "\n")
      #expect(lines.count == 8)
      #expect(lines[1].hasPrefix("  O1 "))
      #expect(lines[2].hasPrefix("    KR1 "))
      #expect(lines[2].hasSuffix("  7041430377642082323"))
      let json = try await sender.okrmd("list", "--json")
      #expect(json.output.contains(#""id":"7041430377642082323","content":""#))
      // An app's own token belongs to nobody.
      #expect(try await sender.okrmd("logout").status == 0)
      #expect(try await sender.okrmd(["list"], environment: Self.app).status == 64)
    }
  }

  /// Of a single record the list itself tells the date. What cannot be read is named once, and the list is shown.
  @Test func datesThatCannotBeReadAreToldOnce() async throws {
    func keyResult(_ id: Int, _ records: String) -> String {
      #"{"id":"\#(id)","content":"甲","progress_record_last_updated_time":"1795000000000","#
        + #""progress_record_list":[\#(records)]}"#
    }
    let list =
      #"{"code":0,"data":{"total":1,"okr_list":[{"id":"1","period_id":"2","name":"Q","objective_list":["#
      + #"{"id":"3","content":"O","kr_list":["#
      + keyResult(4, #"{"id":"10"}"#) + "," + keyResult(5, #"{"id":"11"},{"id":"12"},{"id":"13"}"#)
      + "]}]}]}}"
    let server = try FaultServer { request, _ in
      if request.target.contains("/okrs") { return .json(list) }
      if request.target.contains("/12?") {
        return .json(#"{"code":0,"data":{"progress_id":"12","modify_time":"1795000000000","content":{}}}"#)
      }
      return .json(#"{"code":1001002,"msg":"no"}"#, status: 400)
    }
    let sender = Sender(to: server.baseURL)
    let outcome = try await sender.okrmd(["list", "ou_1"], environment: ["TZ": "UTC"])
    #expect(
      outcome.output
        == "Q\n  O1 O  3\n    KR1 甲  4\n      - 2026-11-18  10\n    KR2 甲  5\n      - 13\n"
        + "      - 2026-11-18  12\n      - 11\n")
    #expect(
      outcome.errors.hasPrefix(
        "okrmd: warning: no dates of 2 records: the record was not read: no permission (HTTP 400, code 1001002, "
      ))
    #expect(outcome.errors.count { $0 == "\n" } == 1)
    #expect(outcome.status == 0)
    #expect(!server.requests.contains { $0.target.contains("/10?") })
  }

  @Test func theListInChinese() async throws {
    try await withLogin { sandbox, sender async throws in
      let login = try await sender.okrmd(["--lang", "zh", "login"], environment: Self.app)
      #expect(login.output.contains("/device?user_code=") && !login.output.contains(#/[a-z]+ [a-z]+ /#))
      let key = "7041430377642082323"
      for (status, word) in [("none", ""), ("normal", "  正常"), ("risk", "  风险"), ("delayed", "  延期")] {
        try sender.folder.write("一", to: "\(status).md")
        let push = try await sender.okrmd(
          "push", "--create", "--key-result", key, "--percent", "62.5", "--status", status, "\(status).md")
        #expect(push.status == 0)
        let list = try await sender.okrmd("--lang", "zh", "list").output
        #expect(list.contains("  62.5%\(word)  \(key)\n"), "\(list)")
      }
      let missing = try await sender.okrmd("--lang", "zh", "list", "--period", "2001")
      #expect(missing.status == 64)
      #expect(missing.errors.hasPrefix("okrmd: error: 没有周期“2001”；现有："))
      let logout = try await sender.okrmd("--lang", "zh", "logout")
      #expect(logout.output == "已退出 \(sender.baseURL)\n")
      let nobody = try await sender.okrmd(["--lang", "zh", "list"], environment: Self.app)
      #expect(nobody == .error("应用的令牌不属于任何人；请写明某人的 ID：okrmd list USER，或运行 okrmd login", status: 64))
    }
  }

  @Test func aNewNoteHasASectionForEachKeyResult() async throws {
    try await withLogin { sandbox, sender async throws in
      try await logIn(sender)
      #expect(try await sender.okrmd("new", "w48.md") == Outcome())
      let text = try sender.folder.text(of: "w48.md")
      #expect(text.ranges(of: "<!-- okr\nkey_result: \"").count == 5)
      #expect(try await sender.okrmd("new", "w48.md").status == 73)
      #expect(try await sender.okrmd("new", "one.md", "--key-result", "7041430377642082324") == Outcome())
      let one = try sender.folder.text(of: "one.md")
      #expect(one.ranges(of: "<!-- okr").count == 1)
      #expect(try await sender.okrmd("new", "two.md", "--key-result", "5").status == 64)
      #expect(try sender.folder.names().contains("two.md") == false)
      // Written and pushed it is a record, and next week's note has none.
      try sender.folder.write(one + "本周\n", to: "one.md")
      #expect(try await sender.okrmd("push", "--create", "one.md").status == 0)
      #expect(try await sender.okrmd("next", "one.md", "-o", "next.md") == Outcome())
      #expect(try sender.folder.text(of: "next.md") == one + "本周\n")
    }
  }
}
