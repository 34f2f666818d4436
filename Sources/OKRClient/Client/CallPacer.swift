import Synchronization

/// Keeps the schedule of each kind of call.
public protocol CallPacing: Sendable {
  /// Takes the next place for a call.
  ///
  /// - Returns: how long to wait before it; nil when that is longer than the limit.
  func wait(before call: ServiceCall, atMost limit: Duration) -> Duration?
}

/// Paces the calls of one process.
public final class CallPacer: CallPacing {
  private let schedules = Mutex<[ServiceCall: CallSchedule]>([:])
  private let start = ContinuousClock.now

  /// A pacer that knows of no calls yet.
  public init() {}

  public func wait(before call: ServiceCall, atMost limit: Duration) -> Duration? {
    let now = (ContinuousClock.now - start).milliseconds
    return schedules.withLock { schedules in
      schedules[call, default: CallSchedule()].reserve(at: now, waitingAtMost: limit.milliseconds)
    }.map { .milliseconds($0) }
  }
}
