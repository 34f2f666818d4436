import Testing

@testable import OKRClient

@Suite struct RetryPolicyTests {
  @Test func waitsDoubleUpToALimitAndVaryByHalf() {
    var policy = RetryPolicy()
    policy.jitter = { 1 }
    #expect(
      (1...6).map { policy.wait(afterFailures: $0).milliseconds } == [500, 1000, 2000, 4000, 8000, 8000])
    #expect(policy.wait(afterFailures: 1000) == .seconds(8))
    policy.jitter = { 0 }
    #expect((1...2).map { policy.wait(afterFailures: $0) } == [.milliseconds(250), .milliseconds(500)])
  }

  @Test(
    arguments: [
      (["x-ogw-ratelimit-reset": "3"], 3000), (["X-OGW-RateLimit-Reset": " 7 "], 7000),
      (["Retry-After": "2"], 2000), (["x-ogw-ratelimit-reset": "1.5"], 1500),
      (["x-ogw-ratelimit-reset": "0"], 100), (["x-ogw-ratelimit-reset": "1", "Retry-After": "9"], 1000),
      (["x-ogw-ratelimit-reset": "soon", "Retry-After": "9"], 9000),
      (["x-ogw-ratelimit-reset": "999999999999999999999"], 100_000_000),
    ] as [([String: String], Int64)])
  func theServiceSaysHowLongToWait(headers: [String: String], milliseconds: Int64) {
    let reply = HTTPReply(status: 429, headers: headers.map { .init(name: $0, value: $1) })
    #expect(RetryPolicy.toldWait(in: reply) == .milliseconds(milliseconds))
  }

  @Test(arguments: ["", "-1", "soon", "nan", "inf", "Wed, 21 Oct 2026 07:28:00 GMT"])
  func whatIsNoNumberOfSecondsSaysNothing(value: String) {
    let reply = HTTPReply(status: 429, headers: [.init(name: "Retry-After", value: value)])
    #expect(RetryPolicy.toldWait(in: reply) == nil)
  }
}
