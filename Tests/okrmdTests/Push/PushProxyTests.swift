import Foundation
import TestSupport
import Testing

/// A proxy sees where a note goes, and nothing else.
@Suite struct PushProxyTests {
  private static let token = "t-very-secret"

  private func push(_ sender: Sender, proxy: String, variable: String = "HTTPS_PROXY") async throws -> Outcome
  {
    try await sender.push("甲", "--retries", "0", environment: [variable: proxy])
  }

  @Test(arguments: ["HTTPS_PROXY", "https_proxy"])
  func itIsAskedToConnect(variable: String) async throws {
    let proxy = try FaultServer.refusingProxy()
    let sender = Sender(to: "https://okr.example", token: Self.token)
    let outcome = try await push(sender, proxy: proxy.baseURL, variable: variable)
    #expect(
      outcome
        == .error(
          "note.md: the record was not read: the proxy 127.0.0.1:\(proxy.port) refused the connection to "
            + "okr.example (HTTP 502); check the network and the base URL, then try again", status: 75))
    #expect(proxy.requests.map(\.method) == ["CONNECT"])
    #expect(proxy.requests.map(\.target) == ["okr.example:443"])
    for request in proxy.requests {
      #expect(request.body.isEmpty)
      #expect(request.headers.allSatisfy { !$0.value.contains(Self.token) })
      #expect(request.header("Authorization") == nil)
    }
  }

  @Test func itsPasswordIsSeenByItAlone() async throws {
    let proxy = try FaultServer.refusingProxy()
    let sender = Sender(to: "https://okr.example", token: Self.token)
    let outcome = try await push(sender, proxy: "http://user:pass%20w0rd@127.0.0.1:\(proxy.port)")
    #expect(outcome.status == 75)
    let sent = proxy.requests.compactMap { $0.header("Proxy-Authorization") }
    #expect(sent == ["Basic \(Data("user:pass w0rd".utf8).base64EncodedString())"])
    for secret in ["pass%20w0rd", "pass w0rd", Data("user:pass w0rd".utf8).base64EncodedString()] {
      #expect(!outcome.description.contains(secret))
      for file in sender.files(in: "home") {
        #expect(try !sender.folder.text(of: "home/\(file)").contains(secret))
      }
    }
  }

  @Test func aProxyThatWantsAPasswordIsAnError() async throws {
    let proxy = try RecordServer { _, _ in
      .response(status: 407, headers: [.init("Proxy-Authenticate", "Basic")], framing: .close)
    }
    let outcome = try await push(Sender(to: "https://okr.example"), proxy: proxy.baseURL)
    #expect(outcome.status == 78)
    #expect(
      outcome.errors.contains("the proxy 127.0.0.1:\(proxy.port) asks for another user name and password"))
  }

  @Test(arguments: [
    "https://user:%00hunter2@127.0.0.1:1", "ftp://user:hunter2@a", "http://user:hunter2@",
    "http://user:hunter2@a:0",
    "user:hunter2@a b", "socks6://user:hunter2@127.0.0.1:1", "http://user:hunter2@a?b",
  ])
  func whatIsNoProxyIsRefusedWithoutItsPassword(proxy: String) async throws {
    let outcome = try await push(Sender(to: "https://okr.example"), proxy: proxy)
    #expect(outcome.status == 78)
    #expect(outcome.isOneLineOfError)
    #expect(outcome.errors.hasPrefix("okrmd: error: HTTPS_PROXY: "))
    #expect(!outcome.errors.contains("hunter2"))
  }

  @Test(arguments: ["127.0.0.1", "localhost"])
  func loopbackNeedsNone(host: String) async throws {
    let proxy = try FaultServer.refusingProxy()
    let server = try RecordServer { _, _ in .accepted }
    let sender = Sender(to: "http://\(host):\(server.port)", environment: ["HTTPS_PROXY": proxy.baseURL])
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
      #expect(
        try await sender.push("甲", "--force", environment: [variable: proxy.baseURL]).status == 0)
    }
    #expect(server.requests.count == 4)
    #expect(proxy.connectionCount == 0)
  }

  @Test func loopbackByTLSNeedsNoneEither() async throws {
    let proxy = try FaultServer.refusingProxy()
    // Loopback by TLS never goes through a proxy either. Nobody listens on the first port.
    for address in ["https://127.0.0.1:1", "https://localhost:1"] {
      let outcome = try await push(Sender(to: address), proxy: proxy.baseURL)
      #expect(outcome.status == 75)
      #expect(outcome.errors.contains("connection refused"))
    }
    #expect(proxy.connectionCount == 0)
  }

  @Test func aProxyOutOfReachIsAnError() async throws {
    // Nobody listens on the first port. That of a server which was stopped may be another test's by now.
    let outcome = try await push(Sender(to: "https://okr.example"), proxy: "http://127.0.0.1:1")
    #expect(outcome.status == 75)
    #expect(outcome.errors.contains("cannot connect to the proxy 127.0.0.1:1: connection refused"))
  }

  @Test func aServerWithoutTLSGetsNothing() async throws {
    let server = try RecordServer { _, _ in .accepted }
    let sender = Sender(to: "https://127.0.0.1:\(server.port)", token: Self.token)
    let outcome = try await sender.push("甲", "--retries", "0", "--timeout", "20")
    #expect(outcome.status == 75)
    #expect(outcome.errors.hasPrefix("okrmd: error: note.md: the record was not read: "))
    #expect(server.requests.isEmpty)
  }
}
