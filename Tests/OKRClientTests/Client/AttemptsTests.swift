import Testing

@testable import OKRClient

/// Whether a call is made again, and what is said when it is not.
@Suite struct AttemptsTests {
  private static let mayPass = FailureVerdict(
    kind: .temporary, reason: "the service failed", mayHaveArrived: true, mayPass: true)

  private func attempts(_ call: ServiceCall, retries: Int = 4) -> Attempts {
    var policy = RetryPolicy(retries: retries)
    policy.jitter = { 1 }
    return Attempts(call: call, retry: policy)
  }

  @Test func waitsGrow() throws {
    var attempts = attempts(.update)
    let waits = try (0..<4).map { _ in try attempts.next(after: Self.mayPass, timeLeft: .seconds(60)) }
    #expect(waits.map(\.milliseconds) == [500, 1000, 2000, 4000])
    let error = #expect(throws: ServiceError.self) {
      try attempts.next(after: Self.mayPass, timeLeft: .seconds(60))
    }
    #expect(error?.description == "the record may or may not be updated: the service failed (tried 5 times)")
  }

  @Test func withoutTimeThereIsNoOtherAttempt() {
    var attempts = attempts(.update)
    let error = #expect(throws: ServiceError.self) {
      try attempts.next(after: Self.mayPass, timeLeft: .milliseconds(500))
    }
    #expect(
      error?.description
        == "the record may or may not be updated: the service failed, and no time is left to try again")
    #expect(error?.kind == .temporary)
  }

  @Test func whatMayHaveArrivedOnceStaysSo() throws {
    var attempts = attempts(.update, retries: 1)
    _ = try attempts.next(after: Self.mayPass, timeLeft: .seconds(60))
    let refused = FailureVerdict(kind: .refused, reason: "the service refused the request")
    let error = #expect(throws: ServiceError.self) {
      try attempts.next(after: refused, timeLeft: .seconds(60))
    }
    #expect(error?.mayHaveArrived == true)
  }

  @Test(arguments: ServiceCall.allCases)
  func onlyARateLimitLetsEveryCallBeRepeated(call: ServiceCall) throws {
    var limited = Self.mayPass
    limited.isRateLimit = true
    limited.toldWait = .seconds(3)
    var first = attempts(call)
    #expect(try first.next(after: limited, timeLeft: .seconds(60)) == .seconds(3))
    var second = attempts(call)
    let isRepeated = (try? second.next(after: Self.mayPass, timeLeft: .seconds(60))) != nil
    #expect(isRepeated == call.isIdempotent)
  }
}
