/// When a call that failed is made again.
///
/// Source: the limits and error codes of the endpoints' documents.
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

  /// How long a reply tells the caller to wait; nil when it does not say.
  static func toldWait(in reply: HTTPReply) -> Duration? {
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
