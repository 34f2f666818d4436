import OKRSandbox
import Testing

@Suite struct RateLimitTests {
  @Test func theWindowSlides() async throws {
    let clock = TestClock()
    let configure = { (configuration: inout Sandbox.Configuration) in
      configuration.callsPerMinute = 2
      configuration.now = { clock.now }
    }
    try await RunningSandbox.run(.with(configure)) { running async throws in
      #expect(try await running.read().status == 200)
      clock.advance(milliseconds: 10_500)
      #expect(try await running.read().status == 200)

      let refused = try await running.read()
      #expect(refused.summary == "429 99991400 request trigger frequency limit")
      #expect(refused.headers["x-ogw-ratelimit-limit"] == "2")
      // 49.5 seconds, in whole ones.
      #expect(refused.headers["x-ogw-ratelimit-reset"] == "50")
      clock.advance(milliseconds: 49_499)
      #expect(try await running.read().headers["x-ogw-ratelimit-reset"] == "1")
      clock.advance(milliseconds: 1)
      #expect(try await running.read().status == 200)
      #expect(try await running.read().headers["x-ogw-ratelimit-reset"] == "11")
    }
  }

  @Test func endpointsAreCountedApart() async throws {
    try await RunningSandbox.run(.with { $0.callsPerMinute = 1 }) { running async throws in
      #expect(try await running.read().status == 200)
      // Another record, but the same endpoint.
      #expect(try await running.read("1").status == 429)
      #expect(try await running.update("{}").status == 400)
      #expect(try await running.update("{}").status == 429)
      #expect(try await running.create("{}").status == 400)
      #expect(try await running.create("{}").status == 429)
      #expect(try await running.upload().status == 200)
      #expect(try await running.upload().status == 429)
      #expect(try await running.askForToken("{}").status == 400)
      #expect(try await running.askForToken("{}").status == 429)
    }
  }

  @Test func whoMayNotCallIsNotCounted() async throws {
    try await RunningSandbox.run(.with { $0.callsPerMinute = 1 }) { running async throws in
      running.token = nil
      #expect(try await running.read().status == 401)
      running.token = Sandbox.token
      #expect(try await running.read().status == 200)
    }
  }

  @Test func theLimitIsAHundredByDefault() async throws {
    try await RunningSandbox.run { running async throws in
      for _ in 0..<100 { #expect(try await running.read("1").status == 400) }
      let reply = try await running.read("1")
      #expect(reply.status == 429)
      #expect(reply.headers["x-ogw-ratelimit-limit"] == "100")
      let seconds = try #require(reply.headers["x-ogw-ratelimit-reset"].flatMap { Int($0) })
      #expect((1...60).contains(seconds))
    }
  }
}
