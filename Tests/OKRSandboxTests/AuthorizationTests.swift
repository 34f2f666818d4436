import OKRSandbox
import Testing

@Suite struct AuthorizationTests {
  private static let missing =
    "401 99991661 Missing access token for authorization. Please make a request with token attached."
  private static let invalid =
    "Invalid access token for authorization. Please make a request with token attached."
  private static let expired =
    "401 99991677 Authentication token expired. Please make a request with a new token."

  @Test(arguments: [
    (nil, missing), ("", missing), ("t-sandbox", missing), ("Basic t-sandbox", missing), ("Bearer ", missing),
    ("Bearer t-unknown", "401 99991663 \(invalid)"), ("Bearer u-unknown", "401 99991668 \(invalid)"),
    ("Bearer  t-sandbox", "401 99991663 \(invalid)"),
  ])
  func wrongTokensAreRefused(header: String?, expected: String) async throws {
    try await RunningSandbox.run { running async throws in
      running.token = nil
      let headers = header.map { ["Authorization": $0] } ?? [:]
      let requests = [
        ("GET", RunningSandbox.recordPath),
        ("PUT", RunningSandbox.recordPath),
        ("POST", RunningSandbox.recordsPath), ("POST", RunningSandbox.uploadPath),
      ]
      for (method, path) in requests {
        #expect(try await running.send(method, path, headers: headers, body: []).summary == expected)
      }
    }
  }

  @Test func scopesAreAskedFor() async throws {
    try await RunningSandbox.run(.with { $0.scopes = [.read] }) { running async throws in
      let denied = "400 99991672 Access denied. One of the following scopes is required: "
      #expect(try await running.read().status == 200)
      #expect(try await running.update("{}").summary == denied + "[okr:okr, okr:okr.progress:writeonly].")
      #expect(try await running.create("{}").summary == denied + "[okr:okr, okr:okr.progress:writeonly].")
      #expect(
        try await running.upload().summary == denied + "[okr:okr, okr:okr.progress.file:upload].")
      running.token = await running.sandbox.makeToken(scopes: [.write, .upload])
      #expect(
        try await running.read().summary
          == denied + "[okr:okr, okr:okr:readonly, okr:okr.progress:readonly].")
      #expect(try await running.upload().status == 200)
    }
  }

  @Test func tokensExpire() async throws {
    let clock = TestClock()
    try await RunningSandbox.run(.with { $0.now = { clock.now } }) { running async throws in
      running.token = await running.sandbox.makeToken()
      clock.advance(milliseconds: 7_199_999)
      #expect(try await running.read().status == 200)
      clock.advance(milliseconds: 1)
      #expect(try await running.read().summary == Self.expired)
      running.token = Sandbox.token
      #expect(try await running.read().status == 200)
      await running.sandbox.expireTokens()
      #expect(try await running.read().summary == Self.expired)
    }
  }

  private static let pair = #"{"app_id":"cli_sandbox","app_secret":"sandbox"}"#

  @Test func tokensAreIssuedAndHandedOutAgain() async throws {
    let clock = TestClock()
    try await RunningSandbox.run(.with { $0.now = { clock.now } }) { running async throws in
      func issue() async throws -> (token: String, seconds: Int64) {
        let reply = try await running.askForToken(Self.pair)
        #expect(reply.summary == "200 0 ok")
        let json = try reply.json
        #expect(json["data"] == nil)
        return (
          try #require(json["tenant_access_token"]?.string), try #require(json["expire"]?.wholeNumber)
        )
      }
      let first = try await issue()
      #expect(first.token.hasPrefix("t-"))
      #expect(first.seconds == 7200)
      running.token = first.token
      #expect(try await running.read().status == 200)
      // Half an hour is left: the same one.
      clock.advance(seconds: 5400)
      #expect(try await issue() == (first.token, 1800))
      clock.advance(milliseconds: 1)
      let second = try await issue()
      #expect(second.token != first.token)
      #expect(second.seconds == 7200)
      // The old one is still good.
      #expect(try await running.read().status == 200)
      await running.sandbox.expireTokens()
      #expect(try await running.read().summary == Self.expired)
      #expect(try await issue().token != second.token)
    }
  }

  @Test(arguments: [
    (#"{"app_id":"cli_sandbox","app_secret":"x"}"#, "400 10014 app secret invalid"),
    (#"{"app_id":"x","app_secret":"sandbox"}"#, "400 10014 app secret invalid"),
    (#"{"app_id":"cli_sandbox"}"#, "400 10003 invalid param: $.app_id and $.app_secret must be strings"),
    (#"{"app_id":1,"app_secret":"x"}"#, "400 10003 invalid param: $.app_id and $.app_secret must be strings"),
  ])
  func wrongAppsAreRefused(body: String, expected: String) async throws {
    try await RunningSandbox.run { running async throws in
      #expect(try await running.askForToken(body).summary == expected)
    }
  }
}
