import Foundation
import OKRClient
import TestSupport
import Testing

/// What a client makes of a server that does everything wrong.
@Suite struct AsyncHTTPTransportTests {
  private func exchange(
    with server: FaultServer, _ method: APIRequest.Method = .put, path: String = "/a",
    body: [UInt8] = [1, 2, 3],
    limit: Int = 1 << 20, within time: Duration = .seconds(60)
  ) async -> Result<HTTPReply, TransportFailure> {
    await exchange(method, server.baseURL + path, body: body, limit: limit, within: time)
  }

  private func exchange(
    _ method: APIRequest.Method, _ url: String, body: [UInt8] = [1, 2, 3], limit: Int = 1 << 20,
    within time: Duration = .seconds(60), proxies: ProxySettings = ProxySettings()
  ) async -> Result<HTTPReply, TransportFailure> {
    await AsyncHTTPTransport.with(proxies: proxies) { transport in
      do throws(TransportFailure) {
        return .success(
          try await transport.send(
            method, url, headers: [.init(name: "Authorization", value: "Bearer t-1")],
            body: body, replyLimit: limit, deadline: .now + time))
      } catch {
        return .failure(error)
      }
    }
  }

  private func failure(
    _ reply: FaultServer.Reply, limit: Int = 1 << 20, within time: Duration = .seconds(60)
  ) async throws -> TransportFailure? {
    let server = try FaultServer { _, _ in reply }
    guard case .failure(let failure) = await exchange(with: server, limit: limit, within: time) else {
      return nil
    }
    #expect(server.requests.count == 1, "nothing is repeated here")
    return failure
  }

  @Test func aRequestArrivesAsItIsAndItsReplyComesBack() async throws {
    let server = try FaultServer { _, _ in
      .json(#"{"code":0}"#, status: 418, headers: [.init("X-TT-LogID", "abc")], framing: .chunked)
    }
    let reply = try await exchange(with: server, path: "/a?b=c").get()
    #expect(reply.status == 418)
    #expect(reply[header: "x-tt-logid"] == "abc")
    #expect(String(decoding: reply.body, as: UTF8.self) == #"{"code":0}"#)
    let request = try #require(server.requests.first)
    #expect(request.method == "PUT")
    #expect(request.target == "/a?b=c")
    #expect(request.body == [1, 2, 3])
    #expect(request.header("Authorization") == "Bearer t-1")
    #expect(request.header("Content-Length") == "3")
  }

  @Test func aGETHasNoBody() async throws {
    let server = try FaultServer { _, _ in .json("{}") }
    _ = try await exchange(with: server, .get, body: []).get()
    let request = try #require(server.requests.first)
    #expect(request.header("Content-Length") == nil)
    #expect(request.header("Transfer-Encoding") == nil)
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func redirectsAreNotFollowed(status: Int) async throws {
    let other = try FaultServer { _, _ in .json("{}") }
    let server = try FaultServer { _, _ in
      .response(status: status, headers: [.init("Location", other.baseURL + "/b")])
    }
    #expect(try await exchange(with: server).get().status == status)
    #expect(other.connectionCount == 0)
  }

  @Test func aConnectionThatEndsIsDropped() async throws {
    for reply: FaultServer.Reply in [.nothing, .halfHead, .halfBody, .reset] {
      guard case .dropped = try await failure(reply) else {
        Issue.record("not dropped: \(reply)")
        continue
      }
    }
  }

  @Test func aPortWithoutListenerIsNotConnected() async throws {
    // Nobody listens on the first port.
    #expect(await exchange(.put, "http://127.0.0.1:1/a").failure == .notConnected("connection refused"))
  }

  @Test func theDeadlineEndsEverything() async throws {
    for reply: FaultServer.Reply in [.stall, .stallingBody, .trickle(every: .milliseconds(20))] {
      #expect(try await failure(reply, within: .milliseconds(300)) == .timedOut)
    }
    #expect(try await failure(.endlessBody, limit: .max, within: .milliseconds(300)) == .timedOut)
  }

  @Test func repliesAreBounded() async throws {
    #expect(try await failure(.endlessBody) == .tooLong(limit: 1 << 20))
    #expect(try await failure(.huge(bytes: 200 << 20)) == .tooLong(limit: 1 << 20))
    let exact = try FaultServer { _, _ in .response(body: [UInt8](repeating: 32, count: 1000)) }
    #expect(try await exchange(with: exact, limit: 1000).get().body.count == 1000)
    #expect(await exchange(with: exact, limit: 999).failure == .tooLong(limit: 999))
  }

  @Test func headersAreBounded() async throws {
    guard case .unreadable = try await failure(.endlessHeaders) else {
      Issue.record("endless headers were read")
      return
    }
  }

  @Test func whatIsNotHTTPIsUnreadable() async throws {
    #expect(try await failure(.garbage) == .unreadable("it is not HTTP"))
  }

  @Test func aCompressedReplyIsUnpackedWithinTheLimit() async throws {
    // `{"code":0}` by gzip.
    let small = try #require(Data(base64Encoded: "H4sIAAAAAAACA6tWSs5PSVWyMqgFAJiuPHIKAAAA"))
    let server = try FaultServer { _, _ in
      .response(headers: [.init("Content-Encoding", "gzip")], body: Array(small))
    }
    let reply = try await exchange(with: server).get()
    #expect(String(decoding: reply.body, as: UTF8.self) == #"{"code":0}"#)

    let broken = try FaultServer { _, _ in
      .response(headers: [.init("Content-Encoding", "gzip")], body: Array("{\"code\":0}".utf8))
    }
    #expect(await exchange(with: broken).failure == .unreadable("it is compressed and cannot be unpacked"))
  }

  @Test func aServerWithACertificateOfItsOwnIsNotTrusted() async throws {
    try await SelfSignedServer.run { port in
      let result = await exchange(.put, "https://127.0.0.1:\(port)/a")
      #expect(result.failure == .untrusted("its certificate is not trusted, or it does not speak TLS"))
    }
  }

  @Test func aProxyIsAskedToConnectAndNeverSeesTheToken() async throws {
    let proxy = try FaultServer.refusingProxy()
    let settings = try ProxySettings(environment: [
      "HTTPS_PROXY": "http://user:password@127.0.0.1:\(proxy.port)"
    ])
    let result = await exchange(.put, "https://open.feishu.cn/a", proxies: settings)
    #expect(result.failure == .notConnected("the proxy does not let it through"))
    let request = try #require(proxy.requests.first)
    #expect(request.method == "CONNECT")
    #expect(request.target == "open.feishu.cn:443")
    #expect(request.header("Authorization") == nil)
    #expect(
      request.header("Proxy-Authorization") == "Basic \(Data("user:password".utf8).base64EncodedString())")
  }
}
