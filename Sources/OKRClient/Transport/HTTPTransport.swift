/// What carries a request to the service and brings its reply.
public protocol HTTPTransport: Sendable {
  /// Sends a request once. Redirects are not followed, nothing is repeated.
  ///
  /// - Parameters:
  ///   - method: the HTTP method.
  ///   - url: the whole address.
  ///   - headers: all headers, the token's too.
  ///   - body: the body; empty for none.
  ///   - replyLimit: the most bytes of a reply that are read.
  ///   - deadline: when the reply must be complete.
  /// - Throws: ``TransportFailure``.
  func send(
    _ method: APIRequest.Method, _ url: String, headers: [APIRequest.Header], body: [UInt8],
    replyLimit: Int, deadline: ContinuousClock.Instant
  ) async throws(TransportFailure) -> HTTPReply
}

/// A complete reply, whatever its status.
public struct HTTPReply: Sendable {
  /// The HTTP status, such as 200.
  public let status: Int
  /// The headers in the order in which they came.
  public let headers: [APIRequest.Header]
  /// The body; empty when there was none.
  public let body: [UInt8]

  /// A reply; without headers and body by default.
  public init(status: Int, headers: [APIRequest.Header] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The value of a header's first line; names have no letter case.
  public subscript(header name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// Why there is no reply.
public enum TransportFailure: Error, Equatable, Sendable {
  /// No connection came about, so nothing was sent.
  case notConnected(String)
  /// The connection ended before the reply was complete; the request may have arrived.
  case dropped(String)
  /// The deadline passed, before or after the request was sent.
  case timedOut
  /// The peer could not prove who it is, so nothing was sent.
  case untrusted(String)
  /// The reply is longer than what is read.
  case tooLong(limit: Int)
  /// What came back is not HTTP, or not in a form that is read.
  case unreadable(String)
}
