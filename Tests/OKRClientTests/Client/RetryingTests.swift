import ContentBlocks
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
}

/// Whether a call is made again, and what is said when it is not.
@Suite struct RetryStateTests {
  private func state(_ call: ServiceCall, retries: Int = 4) -> RetryState {
    var policy = RetryPolicy(retries: retries)
    policy.jitter = { 1 }
    return RetryState(call: call, policy: policy)
  }

  private func time(_ left: Duration, patience: Duration = .zero) -> CallTime {
    CallTime(deadline: .now + left, limitPatience: patience)
  }

  private func failed(_ call: ServiceCall) -> CallFailure {
    CallFailure(.serviceFailed, call, brand: nil, mayHaveArrived: true)
  }

  @Test func waitsGrow() throws {
    var state = state(.update)
    var time = time(.seconds(60))
    let waits = try (0..<4).map { _ in try state.next(after: failed(.update), &time) }
    #expect(waits.map(\.milliseconds) == [500, 1000, 2000, 4000])
    let error = #expect(throws: ServiceError.self) { try state.next(after: failed(.update), &time) }
    #expect(
      error?.text[.english]
        == "the record may or may not be updated: the service failed (tried 5 times); "
        + "try again later; if it stays, give the log id to Feishu's support")
    #expect(
      error?.text[.chinese]
        == "无法确定记录是否已更新：服务出错（已尝试 5 次）；请稍后重试；若仍如此，请将日志 ID 提供给飞书客服")
  }

  @Test func withoutTimeThereIsNoOtherTry() {
    var state = state(.update)
    var time = time(.milliseconds(500))
    let error = #expect(throws: ServiceError.self) { try state.next(after: failed(.update), &time) }
    #expect(error?.description.contains("the service failed, and no time is left to try again; ") == true)
    #expect(error?.kind == .temporary)
  }

  /// The time may also end while the call waits for its next try. That is what it waited for, and no reply that was late.
  @Test func withoutTimeForTheNextTryTheLastOneIsTheReason() throws {
    var state = state(.update)
    let late = CallFailure(
      .timedOut, .update, brand: nil, reason: LocalizedText(en: "no reply in time", zh: "没有及时收到响应"))
    #expect(state.outOfTime(late).description.contains("the record was not updated: no reply in time;"))
    var limited = CallFailure(.rateLimited, .update, brand: nil)
    limited.retryAfter = .seconds(3)
    var time = time(.seconds(60))
    _ = try state.next(after: limited, &time)
    let error = state.outOfTime(late)
    #expect(
      error.description
        == "the record was not updated: too many calls, and no time is left to try again; "
        + "wait a minute and try again")
    #expect(error.cause == .rateLimited)
  }

  @Test func whatMayHaveArrivedOnceStaysSo() throws {
    var state = state(.update, retries: 1)
    var time = time(.seconds(60))
    _ = try state.next(after: failed(.update), &time)
    let error = #expect(throws: ServiceError.self) {
      try state.next(after: CallFailure(.notFound, .update, brand: nil), &time)
    }
    #expect(error?.mayHaveArrived == true)
  }

  @Test(arguments: ServiceCall.allCases)
  func aRateLimitLetsEveryCallBeRepeated(call: ServiceCall) throws {
    var limited = CallFailure(.rateLimited, call, brand: nil)
    limited.retryAfter = .seconds(3)
    var first = state(call)
    var time = time(.seconds(60))
    #expect(try first.next(after: limited, &time) == .seconds(3))
  }

  @Test(arguments: ServiceCall.allCases)
  func whatWasNotSentIsRepeated(call: ServiceCall) throws {
    var first = state(call)
    var time = time(.seconds(60))
    let unsent = CallFailure(.notConnected, call, brand: nil)
    #expect(try first.next(after: unsent, &time) == .milliseconds(500))
    // And what may have arrived only when twice is the same as once.
    let isRepeated = (try? first.next(after: failed(call), &time)) != nil
    #expect(isRepeated == call.isIdempotent)
  }

  /// Whatever the reason: whoever tries again could make a second record.
  @Test(arguments: [FailureCause.serviceFailed, .timedOut, .connectionLost, .unreadable])
  func aCreateThatMayHaveArrivedIsNotForLater(cause: FailureCause) {
    var state = state(.create)
    let error = state.error(CallFailure(cause, .create, brand: nil, mayHaveArrived: true))
    #expect(error.kind == .refused)
    #expect(error.mayHaveArrived)
    #expect(error.description.hasPrefix("a record may or may not have been created: "))
    #expect(
      error.description.hasSuffix(
        "; look for the new record in Feishu first, and put its progress id into the note"))
  }
}
