import ContentBlocks
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import OKRClient

/// The device flow, and refreshing, as a service answers them.
@Suite struct LoginServiceTests {
  private let waits = Waits()

  private func service(
    at server: FaultServer, over transport: CurlTransport, timeout: Duration = .seconds(1000)
  ) throws -> LoginService {
    var options = ServiceClient.Options()
    options.retry.jitter = { 0 }
    options.timeout = timeout
    options.sleep = waits.add
    let base = try BaseURL(server.baseURL)
    return LoginService(
      LoginApp(id: "cli_1", secret: try #require(Secret("app secret".replacing(" ", with: "&")))),
      openURL: base,
      accountsURL: base, transport: transport, options: options)
  }

  private func outcome<Value: Sendable>(
    at server: FaultServer, _ body: @Sendable (LoginService) async throws -> Value
  ) async throws -> Result<Value, ServiceError> {
    let transport = CurlTransport()
    let service = try service(at: server, over: transport)
    do {
      return .success(try await body(service))
    } catch let error as ServiceError {
      return .failure(error)
    }
  }

  private static let device = """
    {"device_code":"d-1","user_code":"ABCD-EFGH","verification_uri":"https://accounts.example/device",
    "verification_uri_complete":"https://accounts.example/device?user_code=ABCD-EFGH","expires_in":20,"interval":3}
    """
  private static let tokens = """
    {"code":0,"access_token":"u-1","expires_in":7200,"refresh_token":"r-1","refresh_token_expires_in":604800,
    "scope":"offline_access okr:okr:readonly","token_type":"Bearer"}
    """

  private static let refreshToken = Secret("r-0").unsafelyUnwrapped

  private static func error(_ name: String, code: Int = 20000, status: Int = 400) -> FaultServer.Reply {
    .json(#"{"code":\#(code),"error":"\#(name)","error_description":"no u-1 app&secret"}"#, status: status)
  }

  private func authorization(_ json: String = device) throws -> DeviceAuthorization {
    try #require(DeviceAuthorization(try JSONReader.read(json.utf8)))
  }

  // MARK: The device flow

  @Test func aPersonAllowsALogin() async throws {
    let server = try FaultServer { request, index in
      switch index {
      case 0: .json(Self.device)
      case 1, 3: Self.error("authorization_pending")
      case 2: Self.error("slow_down")
      default: .json(Self.tokens)
      }
    }
    let tokens = try await outcome(at: server) { service in
      let authorization = try await service.authorize(scopes: ["offline_access", "okr:okr:readonly"])
      #expect(authorization.userCode == "ABCD-EFGH")
      #expect(authorization.address == "https://accounts.example/device")
      #expect(authorization.completeAddress == "https://accounts.example/device?user_code=ABCD-EFGH")
      #expect(authorization.expiresIn == 20)
      return try await service.tokens(for: authorization)
    }.get()
    #expect(tokens.access.value == "u-1")
    #expect(tokens.refresh?.value == "r-1")
    #expect(tokens.scopes == ["offline_access", "okr:okr:readonly"])
    #expect(tokens.isFresh(at: wallClockSeconds() + 7000))
    #expect(!tokens.isFresh(at: wallClockSeconds() + 7200))
    #expect(waits.all == [.seconds(3), .seconds(3), .seconds(8), .seconds(8)])

    let requests = server.requests
    #expect(requests.map(\.method) == Array(repeating: "POST", count: 5))
    #expect(requests[0].target == "/oauth/v1/device_authorization")
    #expect(requests[0].text == "client_id=cli_1&scope=offline_access%20okr%3Aokr%3Areadonly")
    #expect(
      requests[0].header("Authorization") == "Basic \(Data("cli_1:app&secret".utf8).base64EncodedString())")
    #expect(requests[0].header("Content-Type") == "application/x-www-form-urlencoded")
    for request in requests.dropFirst() {
      #expect(request.target == "/open-apis/authen/v2/oauth/token")
      #expect(
        request.text == "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=d-1"
          + "&client_id=cli_1&client_secret=app%26secret")
      #expect(request.header("Authorization") == nil)
    }
  }

  @Test(
    arguments: [
      ("access_denied", .loginDenied, "the login was denied"),
      ("expired_token", .loginCodeExpired, "the code has expired"),
      ("invalid_grant", .loginExpired, "the login is no longer valid"),
      ("invalid_client", .appUnknown, "the service refused the request"),
    ] as [(String, FailureCause, String)])
  func aLoginMayFail(name: String, cause: FailureCause, words: String) async throws {
    let server = try FaultServer { _, _ in Self.error(name) }
    let authorization = try authorization()
    let error = try #require(
      try await outcome(at: server) { try await $0.tokens(for: authorization) }.failure)
    #expect(error.cause == cause)
    #expect(error.kind == .unauthorized)
    #expect(error.description.hasPrefix("not logged in: \(words) (HTTP 400, code 20000, "))
    #expect(!error.description.contains("app&secret"))
    #expect(server.requests.count == 1)
  }

  @Test func nobodyAllowsIt() async throws {
    let server = try FaultServer { _, _ in Self.error("authorization_pending") }
    let authorization = try authorization()
    let error = try await outcome(at: server) { try await $0.tokens(for: authorization) }.failure
    #expect(error?.cause == .loginCodeExpired)
    #expect(server.requests.count == 7, "20 seconds, a question each 3")
  }

  /// What ends the wait is that nobody came, and no reply that was late.
  @Test func theTimeMayEndBeforeTheCodeDoes() async throws {
    let server = try FaultServer { _, _ in Self.error("authorization_pending") }
    let service = try service(at: server, over: CurlTransport(), timeout: .zero)
    let authorization = try authorization()
    let error = await #expect(throws: ServiceError.self) { try await service.tokens(for: authorization) }
    #expect(
      error?.description
        == "not logged in: nobody allowed the login within the time given; try again, or allow more time")
    #expect(error?.cause == .timedOut)
  }

  @Test func pollingContinuesAfterAFailure() async throws {
    let faults: [FaultServer.Reply] = [.reset, .json("<html>", status: 502), .nothing]
    let server = try FaultServer { _, index in index < 3 ? faults[index] : .json(Self.tokens) }
    let authorization = try authorization()
    _ = try await outcome(at: server) { try await $0.tokens(for: authorization) }.get()
    #expect(server.requests.count == 4)
  }

  /// What the service repeats of a request is not shown: the header with the app's secret, tokens, codes.
  @Test func whatIsSecretInARequestIsHidden() async throws {
    let server = try FaultServer { request, _ in
      let words = (request.header("Authorization") ?? "") + " " + request.text
      let reply = JSONValue.object([
        "code": .number(20001), "error": .string("bad"), "error_description": .string(words),
      ])
      return .json(reply.text, status: 400)
    }
    let authorization = try authorization()
    let errors = [
      try await outcome(at: server) { try await $0.authorize(scopes: []) }.failure,
      try await outcome(at: server) { try await $0.tokens(for: authorization) }.failure,
      try await outcome(at: server) { try await $0.refresh(Self.refreshToken) }.failure,
    ].compactMap(\.self)
    #expect(errors.count == 3)
    #expect(errors[0].description.contains("Basic (secret)"))
    let basic = Data("cli_1:app&secret".utf8).base64EncodedString()
    for text in errors.map(\.description) {
      for secret in [basic, "app&secret", "app%26secret", "d-1", "r-0"] {
        #expect(!text.contains(secret), "\(text)")
      }
    }
  }

  @Test func anUnknownAppIsTold() async throws {
    let server = try FaultServer { _, _ in Self.error("invalid_client", status: 401) }
    let error = try await outcome(at: server) { try await $0.authorize(scopes: []) }.failure
    #expect(error?.cause == .appUnknown)
    #expect(error?.description.hasSuffix("; check the app's id and secret") == true)
  }

  @Test(arguments: [
    "{}", "[]", #"{"device_code":"d","user_code":"a b","verification_uri":"https://a"}"#,
    #"{"device_code":"d","user_code":"A","verification_uri":"javascript:alert(1)"}"#,
    #"{"device_code":"d","user_code":"A","verification_uri":"https://a/\u001b[2J"}"#,
  ])
  func rejectsRepliesThatCannotBeShown(body: String) async throws {
    let server = try FaultServer { _, _ in .json(body) }
    let error = try await outcome(at: server) { try await $0.authorize(scopes: []) }.failure
    #expect(error?.kind == .refused)
  }

  @Test func whatIsMissingHasADefault() throws {
    let authorization = try authorization(
      #"{"device_code":"d","user_code":"A","verification_uri":"https://a"}"#)
    #expect(authorization.expiresIn == 240)
    #expect(authorization.interval == 5)
    #expect(authorization.completeAddress == nil)
  }

  // MARK: Refresh

  @Test func aRefreshBringsAPair() async throws {
    let server = try FaultServer { _, _ in .json(Self.tokens) }
    let tokens = try await outcome(at: server) { try await $0.refresh(Self.refreshToken) }.get()
    #expect(tokens.refresh?.value == "r-1")
    #expect(
      server.requests.map(\.text) == [
        #"{"grant_type":"refresh_token","client_id":"cli_1","client_secret":"app&secret","refresh_token":"r-0"}"#
      ])
  }

  @Test(
    arguments: [
      (20026, .loginExpired), (20037, .loginExpired), (20064, .loginExpired), (20073, .loginExpired),
      (20074, .refreshSwitchedOff), (20000, .loginExpired),
    ] as [(Int, FailureCause)])
  func aRefreshMayBeRefused(code: Int, cause: FailureCause) async throws {
    let server = try FaultServer { _, _ in Self.error("invalid_grant", code: code) }
    let error = try #require(
      try await outcome(at: server) { try await $0.refresh(Secret("u-1").unsafelyUnwrapped) }.failure)
    #expect(error.cause == cause)
    #expect(error.kind == .unauthorized)
    #expect(error.serverMessage == "no (secret) (secret)")
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [20050, 20072])
  func someRefusalsAreTransient(code: Int) async throws {
    let server = try FaultServer { _, index in
      index == 0 ? Self.error("server_error", code: code, status: 500) : .json(Self.tokens)
    }
    _ = try await outcome(at: server) { try await $0.refresh(Self.refreshToken) }.get()
    #expect(server.requests.count == 2)
  }

  @Test func aLostReplyIsAskedForOnceMore() async throws {
    let served = try FaultServer { _, index in index == 0 ? .reset : .json(Self.tokens) }
    _ = try await outcome(at: served) { try await $0.refresh(Self.refreshToken) }.get()
    #expect(served.requests.count == 2)

    let used = try FaultServer { _, index in index == 0 ? .nothing : Self.error("invalid_grant", code: 20064)
    }
    let error = try await outcome(at: used) { try await $0.refresh(Self.refreshToken) }.failure
    #expect(error?.cause == .loginExpired)
    #expect(error?.description.hasSuffix("; log in again") == true)
    #expect(used.requests.count == 2)

    let gone = try FaultServer { _, _ in .nothing }
    #expect(
      try await outcome(at: gone) { try await $0.refresh(Self.refreshToken) }.failure?.kind == .temporary)
    #expect(gone.requests.count == 2)
  }
}

/// Records waits in place of waiting.
final class Waits: Sendable {
  private let waits = Mutex<[Duration]>([])

  var all: [Duration] { waits.withLock { $0 } }
  var add: @Sendable (Duration) async -> Void {
    { wait in self.waits.withLock { $0.append(wait) } }
  }
}

@Suite struct Base64Tests {
  @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar", "\u{0}\u{FF}"])
  func encoding(text: String) {
    #expect(Base64.encoded(Array(text.utf8)) == Data(text.utf8).base64EncodedString())
  }
}
