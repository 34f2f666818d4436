/// Wakes the feeds of pages when something has changed.
struct PageSignals {
  private var continuations: [Int: AsyncStream<Void>.Continuation] = [:]
  private var next = 0

  /// How many pages are listened to.
  var count: Int { continuations.count }

  /// - Parameter onEnd: called with the number to be removed when the page has left.
  mutating func add(onEnd: @escaping @Sendable (Int) -> Void) -> AsyncStream<Void> {
    let number = next
    next += 1
    // One is enough: it says no more than that there is something to look at.
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    continuation.onTermination = { _ in onEnd(number) }
    continuations[number] = continuation
    return stream
  }

  mutating func remove(_ number: Int) {
    continuations[number] = nil
  }

  func send() {
    for continuation in continuations.values { continuation.yield() }
  }

  func finish() {
    for continuation in continuations.values { continuation.finish() }
  }
}
