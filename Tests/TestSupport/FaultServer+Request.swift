extension FaultServer {
  /// A header as it was sent.
  public struct HeaderField: Equatable, Sendable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A request as it arrived.
  public struct Request: Sendable {
    /// As sent, such as `PUT`.
    public let method: String
    /// As sent: a path with its query, or `host:port` of a `CONNECT`.
    public let target: String
    /// All of them, in order.
    public let headers: [HeaderField]
    /// The body, decoded when it came in chunks.
    public let body: [UInt8]
    /// When its first byte was here.
    public let arrival: ContinuousClock.Instant

    /// The value of the first header of a name, whatever its case.
    public func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
  }
}
