import FlyingFox
import FlyingSocks
import Foundation

// The only file that speaks the HTTP library's language.

extension Sandbox {
  /// What the body of a request may have.
  static let bodyLimit = 16 << 20

  /// A server that asks this sandbox for its replies.
  nonisolated func makeServer() throws -> HTTPServer {
    let port = configuration.port
    return HTTPServer(
      config: HTTPServer.Configuration(
        address: try .inet(ip4: "127.0.0.1", port: port),
        // Someone may step through a client in a debugger.
        timeout: 600,
        sharedRequestBufferSize: 1 << 16,
        // The library itself reads bodies of this size to their end, even when nobody here does.
        sharedRequestReplaySize: Self.bodyLimit,
        logger: .disabled),
      handler: ClosureHTTPHandler { [weak self] request in
        // Always to its end: what is left of a body would be taken for the next request.
        let (body, isTooLong) = try await Self.body(of: request)
        guard let self else { return HTTPResponse(statusCode: .serviceUnavailable) }
        let reply = await self.reply(to: Request(request, body: body, isTooLong: isTooLong))
        return HTTPResponse(reply, withoutBody: request.method == .HEAD)
      })
  }

  private static func body(of request: HTTPRequest) async throws -> (bytes: [UInt8], isTooLong: Bool) {
    var bytes: [UInt8] = []
    var isTooLong = false
    for try await part in request.bodySequence {
      isTooLong = isTooLong || bytes.count + part.count > bodyLimit
      if isTooLong { bytes = [] } else { bytes += part }
    }
    return (bytes, isTooLong)
  }
}

extension Sandbox.Request {
  fileprivate init(_ request: HTTPRequest, body: [UInt8], isTooLong: Bool) {
    method = request.method.rawValue
    path = request.target.path()
    query = request.target.query()
    headers = request.headers.map { Sandbox.HeaderField($0.key.rawValue, $0.value) }
      .sorted { $0.name < $1.name }
    self.body = body
    self.isTooLong = isTooLong
  }
}

extension HTTPResponse {
  fileprivate init(_ reply: Reply, withoutBody: Bool) {
    var headers = HTTPHeaders()
    for field in reply.headers { headers.addValue(field.value, for: HTTPHeader(field.name)) }
    self.init(
      statusCode: HTTPStatusCode(reply.status, phrase: Self.phrases[reply.status] ?? "Unknown"),
      headers: headers, body: withoutBody ? Data() : Data(reply.body))
  }

  private static let phrases = [
    200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 413: "Content Too Large", 429: "Too Many Requests",
    500: "Internal Server Error",
  ]
}

extension HTTPServer {
  /// The port that the server listens on, as soon as it does.
  ///
  /// - Throws: ``Sandbox/Failure`` when it ends before that.
  func port(servedBy serving: Task<Void, any Error>, asked port: UInt16) async throws -> UInt16 {
    // Whichever comes first: that it listens, or that it has given up.
    let (events, first) = AsyncStream<Void>.makeStream()
    let listening = Task {
      try await waitUntilListening(timeout: 60)
      first.finish()
    }
    let ending = Task {
      _ = await serving.result
      first.finish()
    }
    for await _ in events {}
    listening.cancel()
    ending.cancel()
    if case .ip4(_, let port) = listeningAddress { return port }
    serving.cancel()
    var reason = "it did not answer in time"
    if case .failure(let error) = await serving.result { reason = error.reason }
    throw Sandbox.Failure.portUnavailable(port: port, reason: reason)
  }
}

extension Error {
  fileprivate var reason: String {
    guard case .failed(_, let number, _) = self as? SocketError else { return "\(self)" }
    return systemWords(number)
  }
}
