import ContentBlocks
import Foundation
import TestSupport
import Testing

@testable import OKRClient

/// What a proxy sees, and what is said when it does not help.
@Suite struct ProxyTests {
  private func failure(_ url: String = "https://okr.example/a", proxy: String) async throws
    -> TransportFailure?
  {
    let settings = try NetworkSettings(environment: ["HTTPS_PROXY": proxy])
    return await CurlTransport.with(settings: settings) { transport in
      do throws(TransportFailure) {
        _ = try await transport.send(
          .put, url, headers: [.init(name: "Authorization", value: "Bearer t-1")], body: [1],
          replyLimit: 1000,
          deadline: .now + .seconds(60))
        return nil
      } catch {
        return error
      }
    }
  }

  private func refusal(_ status: Int) async throws -> (FaultServer, TransportFailure?) {
    let proxy = try FaultServer { _, _ in .response(status: status, framing: .close) }
    return (proxy, try await failure(proxy: "http://us%65r:p%40ss@127.0.0.1:\(proxy.port)"))
  }

  @Test func itIsAskedToConnectAndNeverSeesTheToken() async throws {
    let (proxy, failure) = try await refusal(502)
    let name = "127.0.0.1:\(proxy.port)"
    #expect(
      failure
        == .notConnected(
          LocalizedText(
            en: "the proxy \(name) refused the connection to okr.example (HTTP 502)",
            zh: "代理 \(name) 拒绝连接 okr.example（HTTP 502）")))
    let request = try #require(proxy.requests.first)
    #expect(request.method == "CONNECT")
    #expect(request.target == "okr.example:443")
    #expect(request.header("Authorization") == nil)
    #expect(request.header("Proxy-Authorization") == "Basic \(Data("user:p@ss".utf8).base64EncodedString())")
    #expect(proxy.requests.count == 1)
  }

  @Test func aRefusalThatStaysIsToldApart() async throws {
    guard case .untrusted(let words) = try await refusal(403).1 else {
      Issue.record("403 is worth another try")
      return
    }
    #expect(words[.english].hasSuffix("refused the connection to okr.example (HTTP 403)"))
    guard case .misconfigured(let words) = try await refusal(407).1 else {
      Issue.record("407 is worth another try")
      return
    }
    #expect(words[.english].hasSuffix("asks for another user name and password"))
    #expect(!words[.english].contains("p@ss"))
  }

  @Test func aProxyOutOfReachIsNamed() async throws {
    // Nobody listens on the first port.
    #expect(
      try await failure(proxy: "http://127.0.0.1:1")
        == .notConnected(
          LocalizedText(
            en: "cannot connect to the proxy 127.0.0.1:1: connection refused",
            zh: "无法连接代理 127.0.0.1:1：连接被拒绝")))
    #expect(
      try await failure(proxy: "http://proxy.invalid:8080")
        == .notConnected(
          LocalizedText(
            en: "cannot resolve the proxy proxy.invalid:8080", zh: "无法解析代理主机名 proxy.invalid:8080")))
  }

  @Test(arguments: ["socks4", "socks4a", "socks5", "socks5h"])
  func aSOCKSProxyMayHangUp(scheme: String) async throws {
    let proxy = try FaultServer(reading: .anything) { _, _ in .nothing }
    let proxyURL = "\(scheme)://127.0.0.1:\(proxy.port)"
    guard case .notConnected(let words) = try await failure("https://10.1.2.3/", proxy: proxyURL) else {
      Issue.record("not told")
      return
    }
    #expect(words[.english] == "the proxy 127.0.0.1:\(proxy.port) refused the connection to 10.1.2.3")
  }

  /// A proxy for SOCKS 5 that takes nothing but a user name and a password.
  @Test func aSOCKSProxyMayWantAPassword() async throws {
    let proxy = try FaultServer(reading: .anything) { _, _ in FaultServer.Reply([5, 0xFF], then: .close) }
    guard case .misconfigured(let words) = try await failure(proxy: "socks5h://127.0.0.1:\(proxy.port)")
    else {
      Issue.record("not told")
      return
    }
    #expect(words[.english] == "the proxy 127.0.0.1:\(proxy.port) asks for another user name and password")
  }
}
