/// What carries a request to the service and brings its reply.
public protocol HTTPTransport: Sendable {
  /// Sends a request once. Redirects are not followed, nothing is repeated.
  ///
  /// - Parameters:
  ///   - url: the whole address.
  ///   - headers: all headers, the token's too.
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
  public let status: Int
  public let headers: [APIRequest.Header]
  public let body: [UInt8]

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
