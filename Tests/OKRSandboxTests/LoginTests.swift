import ContentBlocks
import NotePage
import OKRSandbox
import TestSupport
import Testing

/// Logins by the device flow, and what their tokens are good for.
@Suite struct LoginTests {
  private static let scopes =
    "offline_access okr:okr:readonly okr:okr.progress:readonly okr:okr.progress:writeonly"
  private static let deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

  /// A sandbox with the sample people and a clock.
  private static func run(
    tokenLife: Int64 = 7200, allowsLogins: Bool = false,
    _ test: (inout RunningSandbox, TestClock) async throws -> Void
  ) async throws {
    let clock = TestClock()
    let configure = { (configuration: inout Sandbox.Configuration) in
      configuration.people = Sandbox.samplePeople(at: clock.now)
      configuration.now = { clock.now }
      configuration.tokenLife = tokenLife
      configuration.allowsLogins = allowsLogins
    }
    try await RunningSandbox.run(.with(configure)) { running async throws in
      running.token = nil
      try await test(&running, clock)
    }
  }

  private static func begin(
    _ running: RunningSandbox, scopes: String = scopes, secret: String = "c2FuZGJveA"
  ) async throws -> RawHTTPClient.Reply {
    let form = "client_id=cli_sandbox&scope=\(scopes.replacing(" ", with: "+").replacing(":", with: "%3A"))"
    return try await running.send(
      "POST", "/oauth/v1/device_authorization",
      headers: [
        "Content-Type": "application/x-www-form-urlencoded",
        "Authorization": "Basic Y2xpX3NhbmRib3g6\(secret)==",
      ], body: Array(form.utf8))
  }

  private static func poll(_ running: RunningSandbox, _ code: String) async throws -> RawHTTPClient.Reply {
    let form =
      "grant_type=\(deviceGrant)&device_code=\(code)&client_id=cli_sandbox&client_secret=sandbox"
    return try await running.send(
      "POST", "/open-apis/authen/v2/oauth/token",
      headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"], body: Array(form.utf8))
  }

  private static func refresh(_ running: RunningSandbox, _ token: String) async throws -> RawHTTPClient.Reply
  {
    let json =
      #"{"grant_type":"refresh_token","client_id":"cli_sandbox","client_secret":"sandbox","refresh_token":"\#(token)"}"#
    return try await running.send(
      "POST", "/open-apis/authen/v2/oauth/token", headers: ["Content-Type": RunningSandbox.jsonType],
      body: Array(json.utf8))
  }

  private static func press(
    _ running: RunningSandbox, _ form: String, headers: [String: String] = [:]
  ) async throws -> RawHTTPClient.Reply {
    try await running.send("POST", "/device", headers: headers, body: Array(form.utf8))
  }

  private static func fault(_ reply: RawHTTPClient.Reply) -> String {
    let json = try? reply.json
    return "\(reply.status) \(json?["code"]?.text ?? "-") \(json?["error"]?.string ?? "-")"
  }

  /// Logs in by the button.
  private static func logIn(
    _ running: RunningSandbox, scopes: String = scopes, as person: String = ""
  ) async throws -> JSONValue {
    let login = try await begin(running, scopes: scopes).json
    let code = try #require(login["user_code"]?.string)
    #expect(try await press(running, "user_code=\(code)\(person)").status == 200)
    let reply = try await poll(running, try #require(login["device_code"]?.string))
    #expect(reply.status == 200)
    return try reply.json
  }

  @Test func aLoginIsAllowedByItsPagesButton() async throws {
    try await Self.run { running, clock async throws in
      let login = try await Self.begin(running).json
      let code = try #require(login["user_code"]?.string)
      let device = try #require(login["device_code"]?.string)
      let base = running.address.baseURL
      #expect(login["verification_uri"]?.string == "\(base)/device")
      #expect(login["verification_uri_complete"]?.string == "\(base)/device?user_code=\(code)")
      #expect(login["expires_in"]?.wholeNumber == 240 && login["interval"]?.wholeNumber == 5)
      #expect(Self.fault(try await Self.poll(running, device)) == "400 20079 authorization_pending")

      let page = try await running.send(
        "GET", "/device?user_code=\(code)", headers: ["Accept-Language": "zh-CN"])
      #expect(
        page.text.contains("<p class=\"code\">\(code)</p>") && page.text.contains("<button>允许</button>"))
      #expect(page.text.components(separatedBy: "<button").count == 2)
      #expect(page.text.contains("<code>okr:okr:readonly</code>") && page.text.contains("王小明"))
      #expect(page.headers["content-security-policy"]?.contains("form-action 'self'") == true)
      #expect(page.headers["referrer-policy"] == "same-origin")
      let done = try await Self.press(running, "user_code=\(code)")
      #expect(done.status == 200 && done.text.contains("Logged in."))
      // Once.
      #expect(try await Self.press(running, "user_code=\(code)").status == 404)
      #expect(try await running.send("GET", "/device?user_code=\(code)").status == 404)

      clock.advance(seconds: 5)
      let tokens = try await Self.poll(running, device)
      #expect(tokens.status == 200)
      let json = try tokens.json
      #expect(json["code"]?.wholeNumber == 0 && json["expires_in"]?.wholeNumber == 7200)
      #expect(json["refresh_token_expires_in"]?.wholeNumber == 604_800)
      #expect(json["scope"]?.string == Self.scopes && json["token_type"]?.string == "Bearer")
      running.token = json["access_token"]?.string
      // As long as those of the service.
      #expect((1000...2000).contains(running.token?.utf8.count ?? 0))
      let user = try await running.send("GET", "/open-apis/authen/v1/user_info").data
      #expect(user?["name"]?.string == "王小明" && user?["open_id"]?.string?.hasPrefix("ou_") == true)
      #expect(try await running.read().status == 200)
      clock.advance(seconds: 5)
      #expect(Self.fault(try await Self.poll(running, device)) == "400 20003 invalid_grant")
    }
  }

  @Test func pollsThatAreTooFastAreToldToSlowDown() async throws {
    try await Self.run { running, clock async throws in
      let device = try #require(try await Self.begin(running).json["device_code"]?.string)
      _ = try await Self.poll(running, device)
      clock.advance(milliseconds: 4_800)
      #expect(Self.fault(try await Self.poll(running, device)) == "400 20080 slow_down")
      clock.advance(milliseconds: 4_900)
      #expect(Self.fault(try await Self.poll(running, device)) == "400 20079 authorization_pending")
    }
  }

  @Test func aLoginCanBeDenied() async throws {
    try await Self.run { running, _ async throws in
      let login = try await Self.begin(running).json
      let page = try await Self.press(running, "user_code=\(login["user_code"]?.string ?? "")&decision=deny")
      #expect(page.text.contains("denied"))
      let device = try #require(login["device_code"]?.string)
      #expect(Self.fault(try await Self.poll(running, device)) == "400 20081 access_denied")
    }
  }

  @Test func aLoginExpires() async throws {
    try await Self.run { running, clock async throws in
      let login = try await Self.begin(running).json
      let (device, code) = (login["device_code"]?.string ?? "", login["user_code"]?.string ?? "")
      clock.advance(milliseconds: 239_999)
      #expect(try await running.send("GET", "/device?user_code=\(code)").status == 200)
      clock.advance(milliseconds: 1)
      #expect(try await running.send("GET", "/device?user_code=\(code)").status == 404)
      #expect(try await Self.press(running, "user_code=\(code)").status == 404)
      #expect(Self.fault(try await Self.poll(running, device)) == "400 20004 expired_token")
    }
  }

  /// A page of another site could send the form, too.
  @Test func otherSitesDoNotPressTheButton() async throws {
    try await Self.run { running, _ async throws in
      let code = try #require(try await Self.begin(running).json["user_code"]?.string)
      for origin in [
        "http://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:\(running.address.port)",
      ] {
        let reply = try await Self.press(running, "user_code=\(code)", headers: ["Origin": origin])
        #expect(reply.code == 1_001_002, "\(origin)")
      }
      let own = ["Origin": running.address.baseURL]
      #expect(try await Self.press(running, "user_code=\(code)", headers: own).status == 200)
    }
  }

  @Test func scriptsLogInWithoutAPageAndAsAnyone() async throws {
    try await Self.run(allowsLogins: true) { running, _ async throws in
      let device = try #require(try await Self.begin(running).json["device_code"]?.string)
      #expect(try await Self.poll(running, device).status == 200)
    }
    try await Self.run { running, _ async throws in
      let colleague = Sandbox.samplePeople(at: 0)[1]
      running.token = try await Self.logIn(running, as: "&open_id=\(colleague.openID)")["access_token"]?
        .string
      let user = try await running.send("GET", "/open-apis/authen/v1/user_info").data
      #expect(user?["user_id"]?.string == colleague.userID)
      #expect(
        try await Self.press(running, "user_code=X&open_id=ou_nobody").summary
          == "400 1001003 user not found: nobody here has the open_id ou_nobody")
    }
  }

  @Test func aRefreshTokenWorksOnce() async throws {
    try await Self.run(tokenLife: 60) { running, clock async throws in
      let first = try await Self.logIn(running)
      #expect(first["expires_in"]?.wholeNumber == 60)
      running.token = first["access_token"]?.string
      clock.advance(seconds: 60)
      #expect(try await running.read().code == 99_991_677)
      let token = try #require(first["refresh_token"]?.string)
      let second = try await Self.refresh(running, token)
      #expect(second.status == 200)
      #expect(try second.json["scope"]?.string == Self.scopes)
      running.token = try second.json["access_token"]?.string
      #expect(try await running.read().status == 200)
      #expect(Self.fault(try await Self.refresh(running, token)) == "400 20073 invalid_grant")
      let next = try #require(try second.json["refresh_token"]?.string)
      clock.advance(seconds: 604_800)
      #expect(Self.fault(try await Self.refresh(running, next)) == "400 20037 invalid_grant")
      #expect(Self.fault(try await Self.refresh(running, "x")) == "400 20026 invalid_grant")
    }
    try await Self.run { running, _ async throws in
      let token = try #require(try await Self.logIn(running)["refresh_token"]?.string)
      await running.sandbox.revokeRefreshTokens()
      #expect(Self.fault(try await Self.refresh(running, token)) == "400 20026 invalid_grant")
    }
  }

  @Test func aLoginAllowsWhatItAskedFor() async throws {
    try await Self.run { running, _ async throws in
      let tokens = try await Self.logIn(running, scopes: "okr:okr.progress:readonly nonsense")
      #expect(tokens["refresh_token"] == nil)
      #expect(tokens["scope"]?.string == "okr:okr.progress:readonly")
      running.token = tokens["access_token"]?.string
      #expect(try await running.read().status == 200)
      let refused = try await running.update("{}")
      #expect(refused.status == 400 && refused.code == 99_991_679)
      let violations = try refused.json["error"]?["permission_violations"]
      #expect(
        violations?.text == #"[{"type":"action_privilege_required","subject":"okr:okr"},"#
          + #"{"type":"action_privilege_required","subject":"okr:okr.progress:writeonly"}]"#)
    }
  }

  @Test func appsAndFormsAreChecked() async throws {
    try await Self.run { running, _ async throws in
      #expect(Self.fault(try await Self.begin(running, secret: "eHh4eHh4eA")) == "401 20002 invalid_client")
      let running = running
      func ask(_ type: String, _ body: String) async throws -> String {
        Self.fault(
          try await running.send(
            "POST", "/open-apis/authen/v2/oauth/token", headers: ["Content-Type": type],
            body: Array(body.utf8)))
      }
      let form = "application/x-www-form-urlencoded"
      #expect(try await ask(form, "client_id=cli_sandbox&client_secret=x") == "400 20002 invalid_client")
      #expect(
        try await ask(form, "client_id=cli_sandbox&client_secret=sandbox&grant_type=password")
          == "400 20036 unsupported_grant_type")
      #expect(try await ask(form, "client_id=%zz") == "400 20001 invalid_request")
      #expect(try await ask(form, "client_id=a&client_id=b") == "400 20001 invalid_request")
      #expect(try await ask("application/json", "[]") == "400 20001 invalid_request")
      #expect(try await ask("text/plain", "") == "400 20001 invalid_request")
    }
  }

  /// Nobody is "me" to an app.
  @Test func refusesTokensOfApps() async throws {
    try await Self.run { running, _ async throws in
      running.token = Sandbox.token
      #expect(try await running.send("GET", "/open-apis/authen/v1/user_info").code == 99_991_668)
    }
  }
}
