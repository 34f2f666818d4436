import OKRSandbox
import TestSupport
import Testing

@Suite struct RoutingTests {
  @Test(arguments: [
    "/records", "/records/", "/records/1/events", "/records/1/event", "/events/", "/page.html",
    "/open-apis", "/open-apis/okr/v1/progress_records/",
    "/open-apis/okr/v1/progress_records/1/2",
    "/open-apis/okr/v1/progress_record/1", "//open-apis/okr/v1/progress_records/1", "/images/", "/images/a/b",
    "/images/boxcnUnknown", "/images/..%2fetc",
  ])
  func unknownPathsAreNotFound(path: String) async throws {
    try await RunningSandbox.run { running async throws in
      let reply = try await running.send("GET", path)
      #expect(reply.summary == "404 404 page not found: the sandbox has nothing at \(path)")
      #expect(reply.headers["content-type"] == "application/json; charset=utf-8")
    }
  }

  @Test(arguments: [
    ("GET", "/open-apis/okr/v1/progress_records", "POST"),
    ("POST", "/open-apis/okr/v1/progress_records/1", "GET, PUT"),
    ("DELETE", "/open-apis/okr/v1/progress_records/1", "GET, PUT"),
    ("OPTIONS", "/open-apis/okr/v1/progress_records/1", "GET, PUT"),
    ("PUT", "/open-apis/okr/v1/images/upload", "POST"),
    ("GET", "/open-apis/auth/v3/tenant_access_token/internal", "POST"),
    ("POST", "/images/boxcn", "GET"),
  ])
  func wrongMethodsAreNotAllowed(method: String, path: String, allowed: String) async throws {
    try await RunningSandbox.run { running async throws in
      let reply = try await running.send(method, path, body: [])
      #expect(reply.summary == "405 405 method not allowed: this address answers to \(allowed)")
      #expect(reply.headers["allow"] == allowed)
      // Browsers ask before they send what a page of another site wants; there is no consent.
      #expect(!reply.headers.keys.contains { $0.hasPrefix("access-control") })
    }
  }

  @Test func onlyOurOwnNamesAreAnswered() async throws {
    try await RunningSandbox.run { running async throws in
      let port = running.address.port
      let path = RunningSandbox.recordPath
      for host in ["127.0.0.1:\(port)", "localhost:\(port)", "LOCALHOST:\(port)"] {
        #expect(try await running.send("GET", path, headers: ["Host": host]).status == 200)
      }
      for host in [
        "evil.example:\(port)", "127.0.0.1", "localhost:\(port &+ 1)", "127.0.0.1:\(port).evil.example",
      ] {
        let reply = try await running.send("GET", path, headers: ["Host": host])
        #expect(
          reply.summary
            == "403 403 host not allowed: the sandbox is addressed as 127.0.0.1 or localhost with its port, "
            + "not '\(host)'"
        )
      }
      let request = "GET \(path) HTTP/1.1\r\nConnection: close\r\n\r\n"
      let reply = try await running.client.exchange(Array(request.utf8))
      #expect(String(decoding: reply, as: UTF8.self).hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
    }
  }

  @Test func everyReplyHasALogIDOfItsOwn() async throws {
    try await RunningSandbox.run { running async throws in
      var ids: [String] = []
      for path in [
        "/", RunningSandbox.recordPath, "\(RunningSandbox.recordsPath)/1",
      ] {
        ids.append(try #require(try await running.send("GET", path).headers["x-tt-logid"]))
      }
      #expect(Set(ids).count == 3)
      #expect(await running.sandbox.exchanges.map(\.logID) == ids)
    }
  }

  @Test func requestsAreLoggedAsTheyCame() async throws {
    try await RunningSandbox.run { running async throws in
      _ = try await running.update("{\"\u{e9}\":1}", query: "?user_id_type=open_id")
      _ = try await running.read("1")
      let exchanges = await running.sandbox.exchanges
      let first = try #require(exchanges.first)
      #expect(exchanges.map(\.status) == [400, 400])
      #expect(first.request.method == "PUT")
      #expect(first.request.path == RunningSandbox.recordPath)
      #expect(first.request.query == "user_id_type=open_id")
      #expect(first.request.header("authorization") == "Bearer t-sandbox")
      #expect(first.request.body == Array("{\"\u{e9}\":1}".utf8))
      #expect(exchanges.last?.request.method == "GET")
    }
  }

  @Test func whatIsLeftOfABodyIsNotTheNextRequest() async throws {
    try await RunningSandbox.run { running async throws in
      let path = RunningSandbox.recordPath
      let inner = "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n"
      let padding = String(repeating: inner, count: (17 << 20) / inner.utf8.count)
      let request =
        "POST /nowhere HTTP/1.1\r\nHost: 127.0.0.1:\(running.address.port)\r\n"
        + "Content-Length: \(padding.utf8.count)\r\n\r\n\(padding)"
      let last = "GET / HTTP/1.1\r\nHost: 127.0.0.1:\(running.address.port)\r\nConnection: close\r\n\r\n"
      _ = try await running.client.exchange(Array((request + last).utf8))
      #expect(await running.sandbox.exchanges.map(\.request.path) == ["/nowhere", "/"])
    }
  }
}
