import Synchronization

/// A clock that stands still until it is moved.
final class TestClock: Sendable {
  private let time = Mutex<Int64>(1_640_677_887_000)

  var now: Int64 { time.withLock { $0 } }

  func advance(seconds: Int64) { advance(milliseconds: seconds * 1000) }

  func advance(milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}
