import ContentBlocks

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

/// Why there is no reply. The texts name the host, and the proxy if there is one; no password, no token.
public enum TransportFailure: Error, Equatable, Sendable {
  /// No connection was made, so nothing was sent; it may work later.
  case notConnected(LocalizedText)
  /// No connection can be made until this machine is set up in another way: no libcurl, no certificates, a proxy that
  /// asks for a password. Nothing was sent.
  case misconfigured(LocalizedText)
  /// The peer, or the proxy, refused; asking again does not help. Nothing was sent.
  case untrusted(LocalizedText)
  /// The deadline passed, or the task was cancelled.
  case timedOut(LocalizedText, mayHaveArrived: Bool)
  /// The connection ended before the reply was complete; the request may have arrived.
  case dropped(LocalizedText)
  /// The reply is longer than what is read; the request may have arrived.
  case tooLong(limit: Int)
  /// What came back is not HTTP, or cannot be decompressed; the request may have arrived.
  case unreadable(LocalizedText)
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The seconds since 1970.
package func wallClockSeconds() -> Int64 { Int64(time(nil)) }

/// The milliseconds since 1970.
package func wallClockMilliseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// The system's words for an error number.
func systemText(_ number: Int32) -> LocalizedText {
  let text = String(cString: strerror(number))
  let english = text.prefix(1).lowercased() + text.dropFirst()
  let chinese: String? =
    switch number {
    case ECONNREFUSED: "连接被拒绝"
    case ECONNRESET: "连接被重置"
    case ETIMEDOUT: "连接超时"
    case EHOSTUNREACH: "无法到达主机"
    case ENETUNREACH, ENETDOWN: "无法到达网络"
    case EACCES, EPERM: "没有权限"
    default: nil
    }
  return LocalizedText(en: english, zh: chinese ?? english)
}

extension Duration {
  /// The whole milliseconds in it; the nearest number for more than can be counted.
  package var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return Int64(clamping: Int128(seconds) * 1000 + Int128(attoseconds / 1_000_000_000_000_000))
  }

  /// The seconds, rounded up.
  package var wholeSeconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds + (attoseconds > 0 ? 1 : 0)
  }
}
