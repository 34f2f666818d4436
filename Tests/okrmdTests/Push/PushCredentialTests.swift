import Foundation
import TestSupport
import Testing

/// Where the token comes from.
@Suite struct PushCredentialTests {
  private func server() throws -> RecordServer { try RecordServer { _, _ in .accepted } }

  @Test func withoutATokenNothingIsSent() async throws {
    let server = try server()
    #expect(
      try await Sender(to: server.baseURL, token: "").push("甲")
        == .error(
          "no token; run 'okrmd login', or set OKRMD_TOKEN, or OKRMD_APP_ID and OKRMD_APP_SECRET, "
            + "or give --token-file FILE",
          status: 77))
    #expect(server.connectionCount == 0)
  }

  @Test func halfAnAppIsRefused() async throws {
    let server = try server()
    let sender = Sender(to: server.baseURL, token: "")
    #expect(
      try await sender.push("甲", environment: ["OKRMD_APP_ID": "cli_1"])
        == .error("OKRMD_APP_ID is set but OKRMD_APP_SECRET is not; set both", status: 78))
    #expect(
      try await sender.push("甲", environment: ["OKRMD_APP_SECRET": "s-1"])
        == .error("OKRMD_APP_SECRET is set but OKRMD_APP_ID is not; set both", status: 78))
    #expect(server.connectionCount == 0)
  }

  @Test(arguments: ["a b", "a\nb", "a\r\nX: y", "秘密", "\u{1B}[31m"])
  func whatIsNoTokenIsRefused(text: String) async throws {
    let server = try server()
    let outcome = try await Sender(to: server.baseURL, token: text).push("甲")
    #expect(
      outcome == .error("OKRMD_TOKEN: is not a token; set it to the token alone", status: 77))
    let app = try await Sender(
      to: server.baseURL, token: "", environment: ["OKRMD_APP_ID": "a", "OKRMD_APP_SECRET": text]
    ).push("甲")
    #expect(
      app == .error("OKRMD_APP_SECRET: is not a secret; set it to the secret alone", status: 78))
    #expect(server.connectionCount == 0)
  }

  @Test func fileComesBeforeVariableBeforeApp() async throws {
    let server = try server()
    let app = ["OKRMD_APP_ID": "cli_1", "OKRMD_APP_SECRET": "s-1"]
    let sender = Sender(to: server.baseURL, token: "t-variable", environment: app)
    try sender.folder.write("t-file", to: "token")
    sender.folder.setMode(0o600, of: "token")
    #expect(
      try await sender.push("甲", "--force", "--token-file", "token")
        == Outcome(
          "note.md: updated record \(Sender.record)\n",
          errors: "okrmd: warning: note.md: the service took the record but did not return it\n"))
    #expect(try await sender.push("甲", "--force").status == 0)
    #expect(
      server.requests.map { $0.header("Authorization") } == ["Bearer t-file", "Bearer t-variable"])
  }

  @Test(arguments: ["t-file\n", "t-file\r\n", "  t-file \n\n", "t-file"])
  func whiteSpaceAroundTheTokenOfAFileIsDropped(text: String) async throws {
    let server = try server()
    let sender = Sender(to: server.baseURL, token: "")
    try sender.folder.write(text, to: "to ken")
    sender.folder.setMode(0o600, of: "to ken")
    #expect(try await sender.push("甲", "--token-file", "to ken").status == 0)
    #expect(server.requests.map { $0.header("Authorization") } == ["Bearer t-file"])
    #expect(
      try await sender.shell(
        #"echo t-pipe | "$OKRMD" push --force --progress-id 5 --token-file /dev/stdin note.md"#
      )
      .status == 0)
    #expect(server.requests.last?.header("Authorization") == "Bearer t-pipe")
  }

  /// A secret that was copied with the space or line end after it.
  @Test(arguments: [" t-1", "t-1\n", "t-1\u{A0}", "\tt-1\r\n"])
  func whiteSpaceAroundASecretIsDropped(text: String) async throws {
    let server = try RecordServer { request, index in
      request.target.contains("tenant_access_token") ? .token("t-1") : .echo(request)
    }
    #expect(try await Sender(to: server.baseURL, token: text).push("甲").status == 0)
    let app = ["OKRMD_APP_ID": text, "OKRMD_APP_SECRET": text]
    #expect(try await Sender(to: server.baseURL, token: "", environment: app).push("甲").status == 0)
    #expect(server.requests.map { $0.header("Authorization") } == ["Bearer t-1", nil, "Bearer t-1"])
    #expect(server.requests[1].text == #"{"app_id":"t-1","app_secret":"t-1"}"#)
  }

  /// None of them makes okrmd look for another token.
  @Test func rejectsInvalidTokenFiles() async throws {
    let server = try server()
    let sender = Sender(to: server.baseURL, token: "t-variable")
    #expect(
      try await sender.push("甲", "--token-file", "missing")
        == .error("--token-file missing: cannot be read: no such file or directory", status: 74))
    try sender.folder.createFolder("folder")
    #expect(
      try await sender.push("甲", "--token-file", "folder")
        == .error("--token-file folder: cannot be read: is a directory", status: 74))
    for text in ["", "\n", "a b", "秘密", "t-1\nt-2"] {
      try sender.folder.write(text, to: "token")
      sender.folder.setMode(0o600, of: "token")
      #expect(
        try await sender.push("甲", "--token-file", "token")
          == .error("--token-file token: holds no token; put the token alone into it", status: 77))
    }
    #expect(server.connectionCount == 0)
  }

  /// The time is for the whole command.
  @Test func aTokenFileThatNeverEndsIsGivenUp() async throws {
    let server = try server()
    let sender = Sender(to: server.baseURL, token: "")
    try sender.folder.write("甲", to: "note.md")
    let outcome = try await sender.shell(
      #"""
      mkfifo pipe
      "$OKRMD" push --progress-id 5 --timeout 1 --token-file pipe note.md & push=$!
      (sleep 15; kill -9 $push) >/dev/null 2>&1 & guard=$!
      wait $push; status=$?; kill $guard; exit $status
      """#)
    #expect(outcome.status == 74)
    #expect(server.connectionCount == 0)
  }

  @Test(.enabled(if: !isRoot)) func aTokenFileThatCannotBeReadIsAnError() async throws {
    let server = try server()
    let sender = Sender(to: server.baseURL, token: "t-variable")
    try sender.folder.write("t-file", to: "token")
    sender.folder.setMode(0, of: "token")
    #expect(
      try await sender.push("甲", "--token-file", "token")
        == .error("--token-file token: cannot be read: permission denied", status: 74))
    #expect(server.connectionCount == 0)
  }

  @Test(arguments: [0o640, 0o604, 0o660])
  func aTokenFileThatOthersCanReadIsWarnedOf(mode: Int) async throws {
    let server = try RecordServer { request, _ in .echo(request) }
    let sender = Sender(to: server.baseURL, token: "")
    try sender.folder.write("t-file", to: "token")
    sender.folder.setMode(mode_t(mode), of: "token")
    #expect(
      try await sender.push("甲", "--token-file", "token")
        == Outcome(
          "note.md: updated record \(Sender.record)\n",
          errors: "okrmd: warning: note.md: token: others can read the token; chmod 600 it\n"))
  }

  @Test func noFlagTakesASecret() async throws {
    let server = try server()
    for flag in ["--token", "--app-secret", "--app-id", "--secret"] {
      #expect(try await Sender(to: server.baseURL).push("甲", flag, "t-1").status == 64)
    }
    #expect(server.connectionCount == 0)
  }
}
