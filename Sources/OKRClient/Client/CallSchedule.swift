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
  /// A schedule that ends later than that was not made by this clock.
  private static let latestEnd: Int64 = 1_000_000

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
    if start - now > Self.latestEnd { start = now }
    let wait = max(start - now - (Self.burst - 1) * Self.interval, 0)
    guard wait <= limit else { return nil }
    end = start + Self.interval
    return wait
  }
}
