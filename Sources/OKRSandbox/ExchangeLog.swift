import NotePage

extension Sandbox {
  /// A request as it arrived.
  public typealias Request = HTTPRequest

  /// A request and how it was answered.
  public struct Exchange: Equatable, Sendable {
    /// The request.
    public let request: Request
    /// The HTTP status of the reply.
    public let status: Int
    /// The reply's `x-tt-logid`.
    public let logID: String
  }
}

/// The latest requests. A sandbox that runs for days must not keep them all.
struct ExchangeLog {
  /// How many there may be.
  var countLimit = 1000
  /// For all bodies together.
  var byteLimit = 64 << 20

  private(set) var exchanges: [Sandbox.Exchange] = []
  private var byteCount = 0

  mutating func append(_ exchange: Sandbox.Exchange) {
    exchanges.append(exchange)
    byteCount += exchange.request.body.count
    var dropped = 0
    while exchanges.count - dropped > countLimit || byteCount > byteLimit {
      byteCount -= exchanges[dropped].request.body.count
      dropped += 1
    }
    exchanges.removeFirst(dropped)
  }
}
