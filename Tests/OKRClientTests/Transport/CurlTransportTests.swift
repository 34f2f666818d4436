import ContentBlocks
import Foundation
import TestSupport
import Testing

@testable import OKRClient

/// What becomes of a request at a server that does everything wrong.
@Suite struct CurlTransportTests {
  private func exchange(
    with server: FaultServer, _ method: APIRequest.Method = .put, path: String = "/a",
    body: [UInt8] = [1, 2, 3], limit: Int = 1 << 20, within time: Duration = .seconds(60)
  ) async -> Result<HTTPReply, TransportFailure> {
    await exchange(method, server.baseURL + path, body: body, limit: limit, within: time)
  }

  private func exchange(
    _ method: APIRequest.Method, _ url: String, body: [UInt8] = [1, 2, 3], limit: Int = 1 << 20,
    within time: Duration = .seconds(60), settings: NetworkSettings = NetworkSettings()
  ) async -> Result<HTTPReply, TransportFailure> {
    await CurlTransport.with(settings: settings) { transport in
      await Self.exchange(over: transport, method, url, body: body, limit: limit, within: time)
    }
  }

  private static func exchange(
    over transport: CurlTransport, _ method: APIRequest.Method, _ url: String, body: [UInt8] = [1, 2, 3],
    limit: Int = 1 << 20, within time: Duration = .seconds(60)
  ) async -> Result<HTTPReply, TransportFailure> {
    do throws(TransportFailure) {
      return .success(
        try await transport.send(
          method, url, headers: [.init(name: "Authorization", value: "Bearer t-1")],
          body: body, replyLimit: limit, deadline: .now + time))
    } catch {
      return .failure(error)
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
    return failure.withoutPort(server.port)
  }

  // MARK: As it should be

  @Test func aRequestArrivesAsItIsAndItsReplyComesBack() async throws {
    let server = try FaultServer { _, _ in
      .json(#"{"code":0}"#, status: 418, headers: [.init("X-TT-LogID", " abc ")], framing: .chunked)
    }
    let reply = try await exchange(with: server, path: "/a%2Fb?b=c").get()
    #expect(reply.status == 418)
    #expect(reply[header: "x-tt-logid"] == "abc")
    #expect(String(decoding: reply.body, as: UTF8.self) == #"{"code":0}"#)
    let request = try #require(server.requests.first)
    #expect(request.method == "PUT")
    #expect(request.target == "/a%2Fb?b=c")
    #expect(request.body == [1, 2, 3])
    #expect(request.header("Authorization") == "Bearer t-1")
    #expect(request.header("Content-Length") == "3")
    #expect(request.header("Expect") == nil)
    #expect(request.header("Content-Type") == nil)
  }

  @Test func aGETHasNoBody() async throws {
    let server = try FaultServer { _, _ in .json("{}") }
    _ = try await exchange(with: server, .get, body: []).get()
    let request = try #require(server.requests.first)
    #expect(request.header("Content-Length") == nil)
    #expect(request.header("Transfer-Encoding") == nil)
  }

  @Test(arguments: [APIRequest.Method.put, .post])
  func anEmptyBodyHasALength(method: APIRequest.Method) async throws {
    let server = try FaultServer { _, _ in .json("{}") }
    _ = try await exchange(with: server, method, body: []).get()
    #expect(server.requests.first?.method == method.rawValue)
    #expect(server.requests.first?.header("Content-Length") == "0")
  }

  @Test func bodiesMayBeLarge() async throws {
    let server = try FaultServer { request, _ in .response(body: Array(request.body.reversed())) }
    let body = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    #expect(try await exchange(with: server, body: body, limit: 6_000_000).get().body == body.reversed())
  }

  @Test func aConnectionIsUsedAgain() async throws {
    let server = try FaultServer { _, _ in .json("{}") }
    // However busy the machine is, no connection gets too old.
    let transport = CurlTransport(
      settings: NetworkSettings(), patience: .seconds(30), libraries: nil, idleSeconds: 10_000)
    for method in Array(repeating: [APIRequest.Method.put, .get, .post], count: 13).joined() {
      _ = await Self.exchange(over: transport, method, server.baseURL, body: method == .get ? [] : [1])
    }
    transport.close()
    #expect(server.requests.count == 39)
    #expect(server.connectionCount == 1)
    #expect(try await server.waitForClosures(1) == 1)
  }

  @Test func requestsMayBeUnderWayAtTheSameTime() async throws {
    let server = try FaultServer { request, _ in .response(body: request.body) }
    let replies = await CurlTransport.with { transport in
      await withTaskGroup(of: [UInt8]?.self) { group in
        for number in 0..<24 {
          group.addTask {
            try? await Self.exchange(over: transport, .put, server.baseURL, body: [UInt8(number)]).get().body
          }
        }
        return await group.reduce(into: Set<[UInt8]?>()) { $0.insert($1) }
      }
    }
    #expect(replies == Set((0..<24).map { [UInt8($0)] }))
  }

  @Test func aCompressedReplyIsDecompressedWithinTheLimit() async throws {
    // `{"code":0}` by gzip.
    let small = try #require(Data(base64Encoded: "H4sIAAAAAAACA6tWSs5PSVWyMqgFAJiuPHIKAAAA"))
    let server = try FaultServer { _, _ in
      .response(headers: [.init("Content-Encoding", "gzip")], body: Array(small))
    }
    let reply = try await exchange(with: server).get()
    #expect(String(decoding: reply.body, as: UTF8.self) == #"{"code":0}"#)
    #expect(await exchange(with: server, limit: 9).failure == .tooLong(limit: 9))

    let broken = try FaultServer { _, _ in
      .response(headers: [.init("Content-Encoding", "gzip")], body: Array("{\"code\":0}".utf8))
    }
    guard case .unreadable(let words) = await exchange(with: broken).failure else {
      Issue.record("read what is not gzip")
      return
    }
    #expect(words[.english] == "it is compressed and cannot be decompressed")
  }

  // MARK: As it should not be

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
      let failure = try await failure(reply)
      guard case .dropped(let words) = failure else {
        Issue.record("\(reply) became \(String(describing: failure))")
        continue
      }
      #expect(words[.english] == "127.0.0.1:PORT closed the connection before the reply was complete")
    }
  }

  /// libcurl would send the request once more.
  @Test(arguments: [APIRequest.Method.put, .get, .post])
  func aConnectionThatEndsAfterItWasUsedIsDroppedToo(method: APIRequest.Method) async throws {
    let server = try FaultServer { _, index in index == 0 ? .json("{}") : .nothing }
    let second = await CurlTransport.with { transport in
      _ = await Self.exchange(over: transport, method, server.baseURL, body: [])
      return await Self.exchange(over: transport, method, server.baseURL, body: [])
    }
    guard case .dropped = second.failure else {
      Issue.record("\(second)")
      return
    }
    #expect(server.requests.count == 2)
  }

  @Test func aPortWithoutListenerIsNotConnected() async throws {
    // Nobody listens on the first port.
    let failure = await exchange(.put, "http://127.0.0.1:1/a").failure
    #expect(
      failure
        == .notConnected(
          LocalizedText(
            en: "cannot connect to 127.0.0.1:1: connection refused", zh: "无法连接 127.0.0.1:1：连接被拒绝")))
  }

  @Test func anUnknownHostIsNamed() async throws {
    let failure = await exchange(.put, "https://okr.invalid/a").failure
    #expect(
      failure == .notConnected(LocalizedText(en: "cannot resolve okr.invalid", zh: "无法解析主机名 okr.invalid")))
  }

  @Test func theDeadlineEndsEverything() async throws {
    let words = LocalizedText(
      en: "no reply from 127.0.0.1:PORT within the time given", zh: "在限定时间内没有收到 127.0.0.1:PORT 的响应")
    for reply: FaultServer.Reply in [.stall, .stallingBody, .trickle(every: .milliseconds(20))] {
      #expect(
        try await failure(reply, within: .milliseconds(300)) == .timedOut(words, mayHaveArrived: true))
    }
    #expect(
      try await failure(.endlessBody, limit: .max, within: .milliseconds(300))
        == .timedOut(words, mayHaveArrived: true))
  }

  /// The server takes the greeting of TLS and says nothing.
  @Test func theDeadlineEndsTheHandshakeToo() async throws {
    let server = try FaultServer { _, _ in .stall }
    let result = await exchange(.put, "https://127.0.0.1:\(server.port)/a", within: .seconds(1))
    #expect(
      result.failure?.withoutPort(server.port)
        == .timedOut(
          LocalizedText(
            en: "no connection to 127.0.0.1:PORT within the time given", zh: "在限定时间内未能连接 127.0.0.1:PORT"),
          mayHaveArrived: false))
    #expect(try await server.waitForClosures(1) == 1)
    #expect(server.connectionCount == 1)
  }

  @Test func aReplyWithoutProgressIsGivenUp() async throws {
    let server = try FaultServer { _, _ in .stallingBody }
    let transport = CurlTransport(settings: NetworkSettings(), patience: .milliseconds(200))
    let failure = await Self.exchange(over: transport, .put, server.baseURL, within: .seconds(1000)).failure
    #expect(
      failure?.withoutPort(server.port)
        == .dropped(
          LocalizedText(
            en: "no reply from 127.0.0.1:PORT for a long time", zh: "长时间没有收到 127.0.0.1:PORT 的响应")))
  }

  @Test func aTaskThatIsCancelledEndsItsRequest() async throws {
    let server = try FaultServer { _, _ in .stall }
    let task = Task { await exchange(with: server, within: .seconds(1000)).failure }
    try await server.waitForRequests(1)
    task.cancel()
    guard case .timedOut(_, mayHaveArrived: true) = await task.value else {
      Issue.record("not cancelled")
      return
    }
    #expect(try await server.waitForClosures(1) == 1)
    // A task that was cancelled before sends nothing.
    let late = Task {
      while !Task.isCancelled { await Task.yield() }
      return await exchange(with: server).failure
    }
    late.cancel()
    guard case .timedOut(_, mayHaveArrived: false) = await late.value else {
      Issue.record("sent all the same")
      return
    }
    #expect(server.requests.count == 1)
  }

  @Test func repliesAreBounded() async throws {
    #expect(try await failure(.endlessBody) == .tooLong(limit: 1 << 20))
    #expect(try await failure(.huge(bytes: 200 << 20)) == .tooLong(limit: 1 << 20))
    let exact = try FaultServer { _, _ in .response(body: [UInt8](repeating: 32, count: 1000)) }
    #expect(try await exchange(with: exact, limit: 1000).get().body.count == 1000)
    #expect(await exchange(with: exact, limit: 999).failure == .tooLong(limit: 999))
  }

  @Test func headersAreBounded() async throws {
    #expect(
      try await failure(.endlessHeaders)
        == .unreadable(LocalizedText(en: "its headers are too long", zh: "响应头过长")))
  }

  @Test func whatIsNotHTTPIsUnreadable() async throws {
    #expect(
      try await failure(.garbage) == .unreadable(LocalizedText(en: "it is not HTTP", zh: "不是 HTTP 响应")))
  }

  /// As a gateway does with a request that is too large.
  @Test func aRefusalBeforeTheBodyWasReadIsRead() async throws {
    let server = try FaultServer(reading: .head) { _, _ in
      .json(#"{"code":413}"#, status: 413, framing: .close)
    }
    for _ in 0..<20 {
      let reply = try await exchange(with: server, body: [UInt8](repeating: 32, count: 8 << 20)).get()
      #expect(reply.status == 413)
    }
    #expect(server.requests.count == 20)
  }

  @Test func withoutLibcurlThereIsAPackageToInstall() async throws {
    let transport = CurlTransport(
      settings: NetworkSettings(), patience: .seconds(30), libraries: ["libcurl-of-nobody.so.4"])
    guard
      case .misconfigured(let words) = await Self.exchange(over: transport, .get, "http://127.0.0.1:1/")
        .failure
    else {
      Issue.record("sent without libcurl")
      return
    }
    #expect(words[.english].contains("install the package libcurl4 (Debian, Ubuntu)"))
  }

  @Test(arguments: ["http://open.feishu.cn/a", "ftp://127.0.0.1/a", "file:///etc/passwd", "127.0.0.1"])
  func onlyTheServiceIsSpokenTo(url: String) async throws {
    guard case .misconfigured = await exchange(.get, url, body: []).failure else {
      Issue.record("asked \(url)")
      return
    }
  }

  // MARK: TLS

  private static let trusting = ["SSL_CERT_FILE": TLSServer.fixture("authority.pem")]

  @Test func aCertificateThatTheEnvironmentTrustsIsTrusted() async throws {
    let server = try await TLSServer(.trusted)
    let settings = try NetworkSettings(environment: Self.trusting)
    let port = server.port
    let results = await CurlTransport.with(settings: settings) { transport in
      var results: [Int?] = []
      for host in ["127.0.0.1", "127.0.0.1", "localhost"] {
        results.append(
          try? await Self.exchange(over: transport, .put, "https://\(host):\(port)/a").get().status)
      }
      return results
    }
    #expect(results == [200, 200, 200])
    let peers = try await server.stop().map { $0.split(separator: " ").last }
    #expect(peers.count == 3)
    #expect(peers.first == peers.dropFirst().first, "one connection for both")
  }

  @Test(arguments: [
    (TLSServer.Certificate.expired, "has expired", "的证书已过期"),
    (.notYetValid, "is not valid yet", "的证书尚未生效"),
    (.otherHost, "is for another host", "的证书属于其他主机"),
  ])
  func aCertificateThatIsWrongIsRefused(
    certificate: TLSServer.Certificate, english: String, chinese: String
  ) async throws {
    let server = try await TLSServer(certificate)
    let failure = await exchange(.put, server.url, settings: try NetworkSettings(environment: Self.trusting))
      .failure
    let peer = "127.0.0.1:\(server.port)"
    #expect(
      failure
        == .untrusted(LocalizedText(en: "the certificate of \(peer) \(english)", zh: "\(peer) \(chinese)")))
    #expect(try await server.stop() == [])
  }

  @Test func aCertificateThatNobodyTrustsIsRefused() async throws {
    let server = try await TLSServer(.trusted)
    let failure = await exchange(.put, server.url).failure
    let peer = "127.0.0.1:\(server.port)"
    #expect(
      failure
        == .untrusted(LocalizedText(en: "the certificate of \(peer) is not trusted", zh: "\(peer) 的证书不受信任")))
    #expect(try await server.stop() == [])
  }

  @Test func aMachineWithoutCertificatesIsToldSo() async throws {
    let server = try await TLSServer(.trusted)
    let settings = try NetworkSettings(environment: [
      "SSL_CERT_FILE": "/nowhere/ca.pem", "SSL_CERT_DIR": "/nowhere",
    ])
    guard case .misconfigured(let words) = await exchange(.put, server.url, settings: settings).failure else {
      Issue.record("trusted without certificates")
      return
    }
    // Whose fault it is that there are none.
    #expect(
      words[.english]
        == "SSL_CERT_FILE names '/nowhere/ca.pem', which has no certificates to verify 127.0.0.1:\(server.port) with; "
        + "name another file, or unset it")
    let route = Route(host: try BaseURL("https://okr.example"), proxy: nil)
    #expect(
      RouteWords(route).noCertificates[.english]
        == "no certificates on this machine to verify okr.example with; install the package ca-certificates, or set "
        + "SSL_CERT_FILE")
    #expect(try await server.stop() == [])
  }

  @Test func aServerWithoutTLSGetsNothing() async throws {
    let server = try FaultServer(reading: .anything) { _, _ in .json("{}", status: 400) }
    let failure = await exchange(.put, "https://127.0.0.1:\(server.port)/a").failure
    let peer = "127.0.0.1:\(server.port)"
    #expect(
      failure
        == .untrusted(
          LocalizedText(en: "\(peer) does not speak TLS 1.2 or newer", zh: "\(peer) 不支持 TLS 1.2 或更新的版本")))
    #expect(server.requests.count == 1, "the greeting of TLS")
  }
}

extension TransportFailure {
  /// The failure with `PORT` for a port in its texts.
  fileprivate func withoutPort(_ port: UInt16) -> TransportFailure {
    func replaced(_ text: LocalizedText) -> LocalizedText {
      LocalizedText(
        en: text[.english].replacing("\(port)", with: "PORT"),
        zh: text[.chinese].replacing("\(port)", with: "PORT"))
    }
    return switch self {
    case .notConnected(let text): .notConnected(replaced(text))
    case .misconfigured(let text): .misconfigured(replaced(text))
    case .untrusted(let text): .untrusted(replaced(text))
    case .timedOut(let text, let mayHaveArrived): .timedOut(replaced(text), mayHaveArrived: mayHaveArrived)
    case .dropped(let text): .dropped(replaced(text))
    case .tooLong: self
    case .unreadable(let text): .unreadable(replaced(text))
    }
  }
}
