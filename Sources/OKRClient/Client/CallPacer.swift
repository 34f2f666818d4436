import Synchronization

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

extension Duration {
  /// The whole milliseconds in it.
  package var milliseconds: Int64 {
    let parts = components
    return parts.seconds.multipliedReportingOverflow(by: 1000).partialValue
      + parts.attoseconds / 1_000_000_000_000_000
  }
}
