import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

/// Carries requests with AsyncHTTPClient. TLS is verified, redirects are not followed.
public struct AsyncHTTPTransport: HTTPTransport {
  private let direct: HTTPClient
  private let proxied: HTTPClient?
  private let proxies: ProxySettings

  /// How long a connection may take to come about.
  private static let connectPatience = TimeAmount.seconds(10)

  /// Lends a transport and closes its connections afterwards.
  ///
  /// - Parameters:
  ///   - proxies: what requests go through; no proxy by default.
  ///   - patience: how long a reply may make no progress before its connection is given up; 30 seconds by
  ///     default.
  ///   - body: makes calls with the transport. It must not keep it.
  /// - Throws: what the body throws.
  public static func with<Value: Sendable, Failure>(
    proxies: ProxySettings = ProxySettings(), patience: Duration = .seconds(30),
    _ body: (AsyncHTTPTransport) async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let transport = AsyncHTTPTransport(proxies: proxies, patience: patience)
    do throws(Failure) {
      let value = try await body(transport)
      await transport.close()
      return value
    } catch {
      await transport.close()
      throw error
    }
  }

  private func close() async {
    try? await direct.shutdown()
    try? await proxied?.shutdown()
  }

  private init(proxies: ProxySettings, patience: Duration) {
    self.proxies = proxies
    let patience = TimeAmount.milliseconds(max(patience.milliseconds, 1))
    direct = HTTPClient(configuration: Self.configuration(proxy: nil, patience))
    proxied = proxies.proxy.map {
      HTTPClient(configuration: Self.configuration(proxy: $0.asyncHTTPProxy, patience))
    }
  }

  private static func configuration(
    proxy: HTTPClient.Configuration.Proxy?, _ patience: TimeAmount
  ) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(connect: connectPatience, read: patience),
      proxy: proxy,
      // What is unpacked is bounded as it comes, like any reply.
      decompression: .enabled(limit: .none))
    configuration.httpVersion = .http1Only
    // A connection that the service closes at the same moment would leave a call's fate unknown.
    configuration.connectionPool.idleTimeout = .seconds(5)
    // Trying again is decided in one place, and that knows how much time is left.
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }

  public func send(
    _ method: APIRequest.Method, _ url: String, headers: [APIRequest.Header], body: [UInt8],
    replyLimit: Int, deadline: ContinuousClock.Instant
  ) async throws(TransportFailure) -> HTTPReply {
    var request = HTTPClientRequest(url: url)
    request.method = HTTPMethod(rawValue: method.rawValue)
    request.headers = HTTPHeaders(headers.map { ($0.name, $0.value) })
    if !body.isEmpty || method != .get { request.body = .bytes(ByteBuffer(bytes: body)) }
    let client = proxies.applies(to: url) ? proxied ?? direct : direct
    let exchange = request
    let result = await withTaskGroup(of: Result<HTTPReply, TransportFailure>.self) { group in
      group.addTask { await Self.exchange(exchange, over: client, replyLimit: replyLimit) }
      group.addTask {
        try? await Task.sleep(until: deadline, clock: .continuous)
        return .failure(.timedOut)
      }
      let first = await group.next() ?? .failure(.timedOut)
      group.cancelAll()
      return first
    }
    return try result.get()
  }

  private static func exchange(
    _ request: HTTPClientRequest, over client: HTTPClient, replyLimit: Int
  ) async -> Result<HTTPReply, TransportFailure> {
    do {
      // The deadline is kept by whoever waits for this.
      let response = try await client.execute(request, deadline: .distantFuture)
      var body: [UInt8] = []
      for try await part in response.body {
        guard body.count + part.readableBytes <= replyLimit else {
          return .failure(.tooLong(limit: replyLimit))
        }
        body += part.readableBytesView
      }
      let headers = response.headers.map { APIRequest.Header(name: $0.name, value: $0.value) }
      return .success(HTTPReply(status: Int(response.status.code), headers: headers, body: body))
    } catch {
      return .failure(TransportFailure(error))
    }
  }
}

extension ProxySettings.Proxy {
  fileprivate var asyncHTTPProxy: HTTPClient.Configuration.Proxy {
    switch kind {
    case .http:
      .server(
        host: host, port: port,
        authorization: credentials.map { .basic(username: $0.user, password: $0.password) })
    case .socks:
      .socksServer(host: host, port: port)
    }
  }
}

extension TransportFailure {
  /// Tells what a failure of the network means for the request.
  ///
  /// Only the words of known errors are used: the description of an unknown one could hold anything.
  fileprivate init(_ error: any Error) {
    switch error {
    case let error as NIOConnectionError: self = .notConnected(error.words)
    case let error as HTTPClientError: self = TransportFailure(error)
    case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
      self = .unreadable("it is compressed and cannot be unpacked")
    case let error as HTTPParserError:
      self = error == .invalidEOFState ? .dropped("the connection was closed") : .unreadable("it is not HTTP")
    case let error as NIOSSLError: self = TransportFailure(error)
    case is NIOSSLExtraError: self = .untrusted("its certificate is not for this host")
    case let error as IOError:
      let words = systemWords(error.errnoCode)
      self = error.keepsFromConnecting ? .notConnected(words) : .dropped(words)
    default: self = .dropped("the connection broke (\(type(of: error)))")
    }
  }

  private init(_ error: HTTPClientError) {
    switch error {
    case .connectTimeout, .getConnectionFromPoolTimeout: self = .notConnected("no answer")
    case .httpProxyHandshakeTimeout, .socksHandshakeTimeout, .invalidProxyResponse:
      self = .notConnected("the proxy does not let it through")
    case .proxyAuthenticationRequired:
      self = .notConnected("the proxy wants a user name and a password")
    case .tlsHandshakeTimeout: self = .notConnected("the TLS handshake took too long")
    case .deadlineExceeded, .cancelled: self = .timedOut
    case .readTimeout: self = .dropped("no answer for a long time")
    case .remoteConnectionClosed, .uncleanShutdown: self = .dropped("the connection was closed")
    default: self = .dropped("the connection broke")
    }
  }

  private init(_ error: NIOSSLError) {
    switch error {
    case .handshakeFailed(.sslError), .unableToValidateCertificate, .noCertificateToValidate:
      self = .untrusted("its certificate is not trusted, or it does not speak TLS")
    case .handshakeFailed: self = .notConnected("the TLS handshake was broken off")
    case .uncleanShutdown: self = .dropped("the connection was closed")
    default: self = .untrusted("TLS failed")
    }
  }
}

extension IOError {
  /// Whether it can only come up before there is a connection.
  fileprivate var keepsFromConnecting: Bool {
    connectErrorNumbers.contains(errnoCode)
  }
}

extension NIOConnectionError {
  /// What kept the connection from coming about.
  fileprivate var words: String {
    if connectionErrors.isEmpty { return "the host is not known" }
    let reason = connectionErrors.lazy.compactMap { ($0.error as? IOError)?.errnoCode }.first
    return reason.map { systemWords($0) } ?? "no answer"
  }
}
