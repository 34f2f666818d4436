import Testing

@testable import OKRClient

@Suite struct CallScheduleTests {
  /// The times at which calls are made that all want to be made at once.
  private func starts(of count: Int) -> [Int64] {
    var schedule = CallSchedule()
    return (0..<count).compactMap { _ in schedule.reserve(at: 1_000_000, waitingAtMost: .max) }
  }

  @Test func fortyCallsGoAtOnceAndThenOneASecond() {
    let starts = starts(of: 43)
    #expect(starts.prefix(40).allSatisfy { $0 == 0 })
    #expect(starts.suffix(3) == [1000, 2000, 3000])
  }

  @Test func noMinuteHoldsMoreThanAHundred() {
    let starts = starts(of: 500)
    for start in starts {
      #expect(starts.count { (start..<start + 60_000).contains($0) } <= 100)
    }
  }

  @Test func pausesAreGivenBack() {
    var schedule = CallSchedule()
    for _ in 0..<40 { #expect(schedule.reserve(at: 0, waitingAtMost: 0) == 0) }
    #expect(schedule.reserve(at: 0, waitingAtMost: 999) == nil)
    #expect(schedule.reserve(at: 10_000, waitingAtMost: 0) == 0)
  }

  @Test func aPlaceThatIsTooFarAwayIsNotTaken() {
    var schedule = CallSchedule()
    for _ in 0..<40 { _ = schedule.reserve(at: 0, waitingAtMost: 0) }
    let before = schedule
    #expect(schedule.reserve(at: 0, waitingAtMost: 500) == nil)
    #expect(schedule == before)
  }

  /// A clock that was set back must not keep calls waiting for long.
  @Test func aScheduleFarAheadIsForgotten() {
    for (end, limit, wait) in [(159_000, 120_000, 120_000), (161_000, 120_000, 0), (900_000, 60_000, 0)]
      as [(Int64, Int64, Int64)]
    {
      var schedule = CallSchedule(end: end)
      #expect(schedule.reserve(at: 0, waitingAtMost: limit) == wait)
    }
  }

  @Test func aScheduleOfAnotherClockIsForgotten() {
    var schedule = CallSchedule(end: .max)
    #expect(schedule.reserve(at: 0, waitingAtMost: 0) == 0)
    schedule = CallSchedule(end: .min)
    #expect(schedule.reserve(at: 0, waitingAtMost: 0) == 0)
  }
}

/// What a reply says about the wait.
@Suite struct RetryAfterTests {
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
    #expect(RateLimit.retryAfter(in: reply) == .milliseconds(milliseconds))
  }

  @Test(arguments: ["", "-1", "soon", "nan", "inf", "Wed, 21 Oct 2026 07:28:00 GMT"])
  func rejectsInvalidNumbers(value: String) {
    let reply = HTTPReply(status: 429, headers: [.init(name: "Retry-After", value: value)])
    #expect(RateLimit.retryAfter(in: reply) == nil)
  }
}

/// Waits for the limit, and the time for the calls.
@Suite struct CallTimeBudgetTests {
  private func expect(
    taking wait: Duration, from time: inout CallTime, is expected: Bool,
    at location: SourceLocation = #_sourceLocation
  ) {
    let isTaken = time.takeLimitWait(wait)
    #expect(isTaken == expected, sourceLocation: location)
  }

  @Test func aWaitWithinThePatienceMovesTheDeadline() {
    var time = CallTime(deadline: .now + .seconds(60), limitPatience: .seconds(60))
    let deadline = time.deadline
    expect(taking: .seconds(60), from: &time, is: true)
    #expect(time.deadline == deadline + .seconds(60))
    #expect(time.limitPatience == .zero)
    // Then it is part of the time.
    expect(taking: .seconds(100), from: &time, is: true)
    #expect(time.deadline == deadline + .seconds(60))
    expect(taking: .seconds(200), from: &time, is: false)
  }

  @Test func aLongerWaitIsNotTaken() {
    var time = CallTime(deadline: .now + .seconds(60), limitPatience: .seconds(60))
    expect(taking: .seconds(90), from: &time, is: false)
    #expect(time.limitPatience == .seconds(60))
  }
}
