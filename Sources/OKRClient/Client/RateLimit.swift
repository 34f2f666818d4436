import Synchronization

/// What keeps calls within the limit of the service, 100 a minute for each endpoint, app and company, and what follows
/// when it was reached all the same.
///
/// Before each call a ``CallPacing`` says how long to wait for its place in a ``CallSchedule``. A reply with HTTP 429 or
/// code 99991400 tells how long to wait (here); the call is then repeated, also one that must not be done twice, since
/// the service did not look at it. Neither wait counts into the time for the calls as long as it is within
/// ``ServiceClient/Options/limitPatience``.
enum RateLimit {
  /// How long a reply tells the caller to wait; nil when it does not say.
  static func retryAfter(in reply: HTTPReply) -> Duration? {
    for name in ["x-ogw-ratelimit-reset", "Retry-After"] {
      if let seconds = reply[header: name].flatMap({ Double($0.filter { $0 != " " }) }), seconds >= 0,
        seconds.isFinite
      {
        // A limit that is over "in 0 seconds" still gets a moment.
        return .seconds(min(max(seconds, 0.1), 100_000))
      }
    }
    return nil
  }
}

/// The time that a client has.
struct CallTime: Sendable {
  /// When all calls must be done. Waits for the limit of the service move it.
  private(set) var deadline: ContinuousClock.Instant
  /// For how long calls may still wait for the limit of the service without that being part of their time.
  private(set) var limitPatience: Duration

  init(deadline: ContinuousClock.Instant, limitPatience: Duration) {
    self.deadline = deadline
    self.limitPatience = limitPatience
  }

  var left: Duration { deadline - .now }

  func hasMore(than wait: Duration) -> Bool { wait < left }

  /// The longest wait for the limit of the service that there is time for.
  var longestLimitWait: Duration { max(left, limitPatience) }

  /// Takes the time for a wait that the service or its limit asks for.
  ///
  /// - Returns: false when there is not as much.
  mutating func takeLimitWait(_ wait: Duration) -> Bool {
    if wait <= limitPatience {
      limitPatience -= wait
      deadline += wait
      return true
    }
    return hasMore(than: wait)
  }
}

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

/// Spreads calls of one kind so that no minute holds more than the service allows.
///
/// Forty calls may follow each other at once; after those there is one a second. Any minute then holds at
/// most a hundred.
///
/// Source: the limit of the endpoints, 100 calls a minute.
public struct CallSchedule: Equatable, Sendable {
  /// When the calls made so far would be over if there were one a second, in milliseconds on the clock
  /// of the caller.
  public private(set) var end: Int64

  private static let interval: Int64 = 1000
  private static let burst: Int64 = 40
  /// As many callers may wait at the same time, a second each.
  private static let queue: Int64 = 120_000
  private static let longestQueue: Int64 = 1_000_000

  /// A schedule that goes on from an earlier one.
  ///
  /// - Parameter end: the ``end`` of the earlier one, in milliseconds on the same clock; 0, the default, for
  ///   none.
  public init(end: Int64 = 0) {
    self.end = end
  }

  /// Takes the next place in the schedule.
  ///
  /// - Parameters:
  ///   - now: the time on the caller's clock, in milliseconds.
  ///   - limit: how long the caller is ready to wait, in milliseconds.
  /// - Returns: how long to wait before the call, in milliseconds; nil, and no place is taken, when
  ///   that is longer than the limit.
  public mutating func reserve(at now: Int64, waitingAtMost limit: Int64) -> Int64? {
    var start = max(end, now)
    // A schedule that ends later was made by another clock, or by this one before it was set back.
    let latestEnd = min(max(limit, Self.queue), Self.longestQueue) + Self.burst * Self.interval
    if start - now > latestEnd { start = now }
    let wait = max(start - now - (Self.burst - 1) * Self.interval, 0)
    guard wait <= limit else { return nil }
    end = start + Self.interval
    return wait
  }
}
