import Foundation
import TestSupport
import Testing

/// The server that other tests rely on to misbehave.
@Suite struct FaultServerTests {
  private static func client(_ server: FaultServer) -> RawHTTPClient { RawHTTPClient(port: server.port) }

  @Test func properRepliesComeInEveryFraming() async throws {
    let framings: [FaultServer.Reply.Framing] = [.contentLength, .chunked, .close]
    let server = try FaultServer { _, index in
      .json(#"{"code":\#(index)}"#, status: 201, framing: framings[index])
    }
    let client = Self.client(server)
    let plain = try await client.send("GET", "/a?b=c", headers: ["X-One": "1"])
    #expect(plain.status == 201)
    #expect(plain.text == #"{"code":0}"#)
    #expect(plain.headers["content-type"] == "application/json; charset=utf-8")
    let chunked = try await client.send("PUT", "/", body: Array("body".utf8))
    #expect(chunked.headers["transfer-encoding"] == "chunked")
    #expect(chunked.text == "a\r\n{\"code\":1}\r\n0\r\n\r\n")
    let closed = try await client.send("GET", "/")
    #expect(closed.headers["content-length"] == nil)
    #expect(closed.text == #"{"code":2}"#)

    let requests = server.requests
    #expect(requests.map(\.method) == ["GET", "PUT", "GET"])
    #expect(requests[0].target == "/a?b=c")
    #expect(requests[0].headers.map(\.name) == ["Host", "Connection", "X-One"])
    #expect(requests[0].header("x-one") == "1")
    #expect(requests[1].text == "body")
    #expect(requests[0].arrival < requests[2].arrival)
    #expect(server.connectionCount == 3)
  }

  @Test func oneConnectionServesSeveralRequests() async throws {
    let server = try FaultServer { request, _ in .json(request.text) }
    let first =
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n\"a\r\n1;x=y\r\n\"\r\n0\r\nT: t\r\n\r\n"
    let second = "POST / HTTP/1.1\r\nContent-Length: 1\r\nConnection: close\r\n\r\n2"
    let replies = String(
      decoding: try await Self.client(server).exchange(Array((first + second).utf8)), as: UTF8.self)
    #expect(replies.hasSuffix("\r\n\r\n2"))
    #expect(server.requests.map(\.text) == ["\"a\"", "2"])
    #expect(server.connectionCount == 1)
  }

  @Test(arguments: [
    (FaultServer.Reply.nothing, ""), (.halfHead, "HTTP/1.1 200 Status\r\nContent-T"),
    (.halfBody, "HTTP/1.1 200 Status\r\nContent-Length: 108\r\n\r\n{\"code\":"),
    (.garbage, "\0\u{FFFD}\u{FFFD}\r\n220 mail\r\n"),
    (.json("{}").cut(after: 4), "HTTP"),
  ])
  func brokenRepliesAreSentAsTheyAre(reply: FaultServer.Reply, expected: String) async throws {
    let server = try FaultServer { _, _ in reply }
    let received = try await Self.client(server).exchange(Array("GET / HTTP/1.1\r\n\r\n".utf8))
    #expect(String(decoding: received, as: UTF8.self) == expected)
  }

  @Test func aResetCutsTheConnection() async throws {
    let server = try FaultServer { _, _ in .reset }
    await #expect(throws: RawHTTPClient.Problem.self) {
      try await Self.client(server).exchange(Array("GET / HTTP/1.1\r\n\r\n".utf8))
    }
  }

  @Test func aHugeBodyArrives() async throws {
    let server = try FaultServer { _, _ in .huge(bytes: 3_000_001) }
    #expect(try await Self.client(server).send("GET", "/").body.count == 3_000_001)
  }

  @Test(arguments: [
    FaultServer.Reply.stall, .stallingBody, .endlessBody, .endlessHeaders, .trickle(every: .milliseconds(1)),
  ])
  func endlessRepliesContinueUntilThePeerLeaves(reply: FaultServer.Reply) async throws {
    let server = try FaultServer { _, _ in reply }
    let connection = try RawConnection(port: server.port)
    connection.send("GET / HTTP/1.1\r\n\r\n")
    #expect(try await server.waitForRequests(1).count == 1)
    if !reply.bytes.isEmpty { #expect(try await !connection.receive().isEmpty) }
    #expect(server.connectionsClosedByPeer == 0)
    connection.close()
    #expect(try await server.waitForClosures(1) == 1)
  }

  @Test func stoppingEndsEverything() async throws {
    let server = try FaultServer { _, _ in .stall }
    async let reply = Self.client(server).exchange(Array("GET / HTTP/1.1\r\n\r\n".utf8))
    try await server.waitForRequests(1)
    server.stop()
    #expect(try await reply.isEmpty)
    #expect(server.connectionsClosedByPeer == 0)
  }

  @Test func itIsGoneWithItsLastReference() async throws {
    var server: FaultServer? = try FaultServer { _, _ in .stall }
    let connection = try RawConnection(port: try #require(server?.port))
    connection.send("GET / HTTP/1.1\r\n\r\n")
    try await server?.waitForRequests(1)
    server = nil
    #expect(try await connection.receive().isEmpty)
    connection.close()
  }

  @Test func bodiesCanBeLeftUnread() async throws {
    let server = try FaultServer(reading: .head) { _, _ in .json("{}", status: 413) }
    let connection = try RawConnection(port: server.port)
    connection.send("PUT / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n")
    #expect(String(decoding: try await connection.receive(), as: UTF8.self).hasPrefix("HTTP/1.1 413 "))
    connection.close()
    #expect(server.requests.map(\.body) == [[]])
  }

  @Test func aRefusingProxyRecordsWhatItIsAskedFor() async throws {
    let proxy = try FaultServer.refusingProxy()
    let reply = try await Self.client(proxy).send(
      "CONNECT", "open.feishu.cn:443", headers: ["Proxy-Authorization": "Basic eA=="])
    #expect(reply.status == 502)
    #expect(proxy.requests.map(\.target) == ["open.feishu.cn:443"])
    #expect(proxy.requests.first?.header("proxy-authorization") == "Basic eA==")
  }

  @Test func waitingHasAnEnd() async throws {
    let server = try FaultServer { _, _ in .nothing }
    #expect(try await server.waitForRequests(1, within: .milliseconds(1)).isEmpty)
  }
}
