import ContentBlocks
import Synchronization

/// When a call that failed is made again. After a rate limit the service says when.
///
/// Source: the error codes of the endpoints' documents.
public struct RetryPolicy: Sendable {
  /// How often a call is repeated at most; 4 by default, 0 for never.
  public var retries: Int
  /// Draws a number from 0 to 1, so that many clients do not come back at the same moment.
  var jitter: @Sendable () -> Double = { Double.random(in: 0...1) }

  private static let firstWait = Duration.milliseconds(500)
  private static let longestWait = Duration.seconds(8)

  /// A policy.
  ///
  /// - Parameter retries: how often a call is repeated at most; 0 for never.
  public init(retries: Int = 4) {
    self.retries = retries
  }

  /// How long to wait after the given number of failures in a row, from 1: half a second, doubled each
  /// time, up to eight; between the half and the whole of it.
  func wait(afterFailures failures: Int) -> Duration {
    let doubled = Self.firstWait * (1 << min(failures - 1, 10))
    return min(doubled, Self.longestWait) * (0.5 + 0.5 * jitter())
  }
}

/// Counts the tries of a call and decides whether there is another.
struct RetryState {
  let call: ServiceCall
  let policy: RetryPolicy
  private var failures = 0
  private var mayHaveArrived = false
  /// What the last try came to, when there was to be another.
  private var last: CallFailure?

  init(call: ServiceCall, policy: RetryPolicy) {
    self.call = call
    self.policy = policy
  }

  /// Decides about another try.
  ///
  /// - Parameters:
  ///   - failure: what the last try came to.
  ///   - time: what is left.
  /// - Returns: how long to wait before it; the time for that is taken.
  /// - Throws: the failure, when there is no other try.
  mutating func next(after failure: CallFailure, _ time: inout CallTime) throws(ServiceError) -> Duration {
    failures += 1
    mayHaveArrived = mayHaveArrived || failure.mayHaveArrived
    // A call that must not be done twice is repeated only when it certainly was not done.
    let isSafe = call.isIdempotent || !mayHaveArrived
    guard failure.isTransient, isSafe, failures <= policy.retries else { throw error(failure) }
    let wait = failure.retryAfter ?? policy.wait(afterFailures: failures)
    let isTaken = failure.cause == .rateLimited ? time.takeLimitWait(wait) : time.hasMore(than: wait)
    guard isTaken else {
      let seconds = wait.wholeSeconds
      throw error(
        failure.cause == .rateLimited
          ? failure.adding(
            LocalizedText(
              en: ", and the wait of \(seconds) s is longer than the time left",
              zh: "，且需等待 \(seconds) 秒，超过剩余时间"))
          : failure.adding(Self.withoutTime))
    }
    last = failure
    return wait
  }

  private static let withoutTime = LocalizedText(
    en: ", and no time is left to try again", zh: "，且没有剩余时间重试")

  /// The failure of a call for whose next try there is no time; the first one has a reason of its own.
  mutating func outOfTime(_ first: CallFailure) -> ServiceError {
    error(last?.adding(Self.withoutTime) ?? first)
  }

  /// The failure of the whole call.
  mutating func error(_ failure: CallFailure) -> ServiceError {
    mayHaveArrived = mayHaveArrived || failure.mayHaveArrived
    let isUnknown = mayHaveArrived && call.isChange
    let tries = failures > 1 ? (" (tried \(failures) times)", "（已尝试 \(failures) 次）") : ("", "")
    let effect = call.failed(isUnknown: isUnknown)
    // Trying again could make a second record.
    let isLostCreate = call == .create && isUnknown
    return ServiceError(
      kind: isLostCreate ? .refused : failure.cause.kind, cause: failure.cause, call: call,
      mayHaveArrived: isUnknown,
      problem: LocalizedText(
        en: "\(effect[.english]): \(failure.reason[.english])\(tries.0)",
        zh: "\(effect[.chinese])：\(failure.reason[.chinese])\(tries.1)"),
      advice: isLostCreate
        ? LocalizedText(
          en: "look for the new record in Feishu first, and put its progress id into the note",
          zh: "请先在飞书中查找新记录，并把它的进展 ID 写入文件")
        : failure.advice, reply: failure.reply)
  }
}

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

  /// A schedule that continues from an earlier one.
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
