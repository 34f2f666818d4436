import Foundation
import OKRSandbox
import TestSupport
import Testing

/// Tokens and secrets are seen by nobody but the service.
@Suite struct PushSecretTests {
  private static let token = "t-7f3a9c-very-secret"
  private static let appSecret = "5ecret-0f-the-app"

  /// Looks for a secret in all that was printed and all that lies about.
  private func expect(
    _ secret: String, in paths: [String], of sender: Sender, _ outcomes: [Outcome],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for outcome in outcomes {
      #expect(!"\(outcome.output)\(outcome.errors)".contains(secret), sourceLocation: sourceLocation)
    }
    let files = sender.files(in: ".").filter { name in
      (try? Data(contentsOf: URL(fileURLWithPath: sender.folder.path(of: name))))?
        .range(of: Data(secret.utf8)) != nil
    }
    #expect(files == paths, sourceLocation: sourceLocation)
  }

  @Test func aTokenIsNeitherShownNorKept() async throws {
    let server = try RecordServer { request, index in
      let token = request.header("Authorization") ?? ""
      return index % 2 == 0
        ? .accepted
        : .json(#"{"code":1001001,"msg":"\#(token) is no good"}"#, status: 400)
    }
    let sender = Sender(to: server.baseURL, token: Self.token)
    let done = try await sender.push("甲", "--force", "--verbose")
    let refused = try await sender.push("乙", "--force")
    let dry = try await sender.push("丙", "--dry-run")
    #expect([done.status, refused.status, dry.status] == [0, 69, 0])
    #expect(
      server.requests.map { $0.header("Authorization") } == ["Bearer \(Self.token)", "Bearer \(Self.token)"])
    #expect(refused.errors.contains("\"Bearer (secret) is no good\""))
    try expect(Self.token, in: [], of: sender, [done, refused, dry])
  }

  @Test func aTokenThatIsRefusedIsNeitherShownNorKept() async throws {
    try await withSandbox(environment: ["OKRMD_TOKEN": Self.token]) { sandbox, sender in
      let outcome = try await sender.push("甲")
      #expect(outcome.status == 77)
      #expect(await sandbox.methods == ["GET"])
      try expect(Self.token, in: [], of: sender, [outcome])
    }
  }

  @Test func theSecretOfAnAppIsNeitherShownNorKept() async throws {
    let server = try RecordServer { request, _ in
      request.target.contains("tenant_access_token")
        ? .token(Self.token)
        : .json(#"{"code":1001001,"msg":"\#(Self.token) \#(Self.appSecret)"}"#, status: 400)
    }
    let sender = Sender(
      to: server.baseURL,
      environment: ["OKRMD_TOKEN": "", "OKRMD_APP_ID": "cli_1", "OKRMD_APP_SECRET": Self.appSecret])
    let refused = try await sender.push("甲")
    #expect(refused.errors.contains("\"(secret) (secret)\""))
    #expect(server.requests.first?.text == #"{"app_id":"cli_1","app_secret":"\#(Self.appSecret)"}"#)
    let dry = try await sender.push("甲", "--dry-run")
    try expect(Self.appSecret, in: [], of: sender, [refused, dry])
    let kept = sender.files(in: "home/cache/okrmd/tokens").map { "home/cache/okrmd/tokens/\($0)" }
    #expect(kept.count == 1)
    try expect(Self.token, in: kept, of: sender, [refused, dry])
  }

  @Test func anEchoOfTheSecretIsHidden() async throws {
    let server = try RecordServer { _, _ in
      .json(#"{"code":10014,"msg":"bad \#(Self.appSecret)"}"#, status: 400)
    }
    let sender = Sender(
      to: server.baseURL,
      environment: ["OKRMD_TOKEN": "", "OKRMD_APP_ID": "cli_1", "OKRMD_APP_SECRET": Self.appSecret])
    let outcome = try await sender.push("甲")
    #expect(
      outcome
        == .error(
          "note.md: no token was fetched: the service refused the request (HTTP 400, code 10014, "
            + "\"bad (secret)\"); check the app's id and secret", status: 77))
    try expect(Self.appSecret, in: [], of: sender, [outcome])
  }

  @Test func anEchoInTheLogIDIsHidden() async throws {
    let replies = [
      FaultServer.Reply.json(#"{"code":0}"#, headers: [.init("x-tt-logid", Self.token)]),
      .json(#"{"code":1001001}"#, status: 400, headers: [.init("x-tt-logid", Self.token)]),
    ]
    for reply in replies {
      let server = try RecordServer { _, _ in reply }
      let sender = Sender(to: server.baseURL, token: Self.token)
      let outcome = try await sender.push("甲")
      #expect(outcome.errors.contains("log id (secret)"))
      try expect(Self.token, in: [], of: sender, [outcome])
    }
  }

  @Test(arguments: ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20DD}"])
  func anEchoBeforeACombiningCharacterIsHidden(character: String) async throws {
    let server = try RecordServer { _, _ in
      .json(#"{"code":1001001,"msg":"bad \#(Self.token)\#(character)"}"#, status: 400)
    }
    let sender = Sender(to: server.baseURL, token: Self.token)
    let outcome = try await sender.push("甲")
    #expect(outcome.status == 69)
    // By bytes: to a terminal it is the token, whatever Unicode takes for one character.
    #expect(Data(outcome.errors.utf8).range(of: Data(Self.token.utf8)) == nil)
  }

  #if os(Linux)
    @Test func theCommandLineHoldsNoSecret() async throws {
      let server = try RecordServer { _, _ in .stall }
      let sender = Sender(to: server.baseURL, token: Self.token)
      let push = try sender.startPush("甲")
      try await server.waitForRequests(1)
      let line = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(push.id)/cmdline"))
      #expect(String(decoding: line, as: UTF8.self).contains("note.md"))
      #expect(line.range(of: Data(Self.token.utf8)) == nil)
      push.send(SIGKILL)
      let outcome = try await push.outcome()
      try expect(Self.token, in: [], of: sender, [outcome])
    }
  #endif
}
