import ContentBlocks
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// The only file that uses the HTTP library.

/// Listens on 127.0.0.1 and hands requests to whoever answers them.
public struct PageServer: Sendable {
  private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
  private typealias Input = NIOAsyncChannelInboundStream<HTTPServerRequestPart>
  private typealias Output = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
  private typealias Listener = NIOAsyncChannel<Arrival, Never>

  private let listener: Listener
  package let port: UInt16

  /// The longest body of a request, in bytes.
  package static let bodyLimit = 16 << 20

  /// Starts to listen. Connections wait until the server runs.
  ///
  /// - Throws: ``PageServer/Failure`` when the port is not free.
  package init(port: UInt16) async throws(Failure) {
    do {
      listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .bind(host: "127.0.0.1", port: Int(port)) { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
            return Arrival(try Connection(wrappingChannelSynchronously: channel))
          }
        }
    } catch {
      let reason = (error as? IOError).map { Self.words(for: $0.errnoCode) } ?? "\(error)"
      throw .portUnavailable(port: port, reason: reason)
    }
    self.port = UInt16(listener.channel.localAddress?.port ?? 0)
  }

  /// Answers requests until the task is cancelled; all connections end with it.
  package func run(_ answer: @escaping @Sendable (HTTPRequest) async -> HTTPReply) async throws {
    try await listener.executeThenClose { connections in
      try await withThrowingDiscardingTaskGroup { group in
        for try await arrival in connections {
          guard let connection = arrival.take() else { continue }
          // A connection that breaks is not a reason to end the others.
          group.addTask { try? await Self.serve(connection, answer) }
        }
      }
    }
  }

  /// A connection that nobody serves yet. One that arrives when the server stops is closed: the library would
  /// end the process over a connection that is only forgotten.
  private final class Arrival: Sendable {
    private let connection: Mutex<Connection?>

    init(_ connection: Connection) {
      self.connection = Mutex(connection)
    }

    deinit {
      guard let connection = take() else { return }
      Task { try? await connection.executeThenClose { _, _ in } }
    }

    func take() -> Connection? {
      connection.withLock { connection in
        defer { connection = nil }
        return connection
      }
    }
  }

  private static func serve(
    _ connection: Connection, _ answer: @Sendable (HTTPRequest) async -> HTTPReply
  ) async throws {
    try await connection.executeThenClose { parts, output in
      var head: HTTPRequestHead?
      var body: [UInt8] = []
      var isTooLong = false
      var parts = parts.makeAsyncIterator()
      while let part = try await parts.next() {
        switch part {
        case .head(let requestHead):
          head = requestHead
          body = []
          isTooLong = false
        case .body(let part):
          // Always to its end: what is left of a body would be taken for the next request.
          isTooLong = isTooLong || body.count + part.readableBytes > bodyLimit
          if isTooLong { body = [] } else { body += part.readableBytesView }
        case .end:
          guard let requestHead = head else { return }
          head = nil
          let reply = await answer(HTTPRequest(requestHead, body: body, isTooLong: isTooLong))
          if let feed = reply.feed {
            try await write(head: reply, to: output)
            try await run(feed, output, until: &parts)
            return
          }
          try await write(reply, to: requestHead, connection.channel)
          guard requestHead.isKeepAlive else { return }
        }
      }
    }
  }

  /// Lets a feed write until it ends or the client has left, which is when no more can be read.
  private static func run(
    _ feed: PageFeed, _ output: Output, until parts: inout Input.AsyncIterator
  ) async throws {
    try await withThrowingTaskGroup { group in
      group.addTask {
        try await feed.run { try await output.write(.body(.byteBuffer(ByteBuffer(bytes: $0)))) }
        try await output.write(.end(nil))
      }
      // Nothing that a client says now has an answer.
      while try await parts.next() != nil {}
      group.cancelAll()
    }
  }

  private static func write(head reply: HTTPReply, to output: Output) async throws {
    // Without a length, the library writes the body in chunks.
    let headers = HTTPHeaders(reply.headers.map { ($0.name, $0.value) } + [("Connection", "close")])
    try await output.write(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)))
  }

  /// The system's words for an error number, in lower case.
  private static func words(for number: Int32) -> String {
    let text = String(cString: strerror(number))
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// Returns when everything is on its way: what is only waiting to be sent is lost when the connection is
  /// closed after it.
  private static func write(
    _ reply: HTTPReply, to request: HTTPRequestHead, _ channel: any Channel
  ) async throws {
    var headers = HTTPHeaders(reply.headers.map { ($0.name, $0.value) })
    headers.add(name: "Content-Length", value: "\(reply.body.count)")
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status), headers: headers)
    channel.write(HTTPServerResponsePart.head(head), promise: nil)
    if request.method != .HEAD {
      let body = ByteBuffer(bytes: reply.body)
      channel.write(HTTPServerResponsePart.body(.byteBuffer(body)), promise: nil)
    }
    try await withTaskCancellationHandler {
      try await channel.writeAndFlush(HTTPServerResponsePart.end(nil)).get()
    } onCancel: {
      // A client that reads no further must not keep the server from stopping.
      channel.close(promise: nil)
    }
  }
}

extension PageServer {
  /// Why a server does not listen, or no longer does.
  public enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The port cannot be listened on.
    case portUnavailable(port: UInt16, reason: String)
    /// The server ended without being told to.
    case ended(reason: String)

    /// What became of a server that ended without being told to.
    package static func ended(_ result: Result<Void, any Error>) -> Failure {
      switch result {
      case .success: .ended(reason: "it returned")
      case .failure(let error): .ended(reason: "\(error)")
      }
    }

    /// The failure in the user's words.
    public var message: LocalizedText {
      switch self {
      case .portUnavailable(let port, let reason):
        LocalizedText(
          en: "cannot listen on 127.0.0.1:\(port): \(reason); choose another port, or 0 for any free one",
          zh: "无法监听 127.0.0.1:\(port)：\(reason)；请换一个端口，或用 0 自动选择空闲端口")
      case .ended(let reason):
        LocalizedText(en: "the server ended: \(reason)", zh: "服务意外停止：\(reason)")
      }
    }

    public var description: String { message[.english] }
  }
}

extension HTTPRequest {
  fileprivate init(_ head: HTTPRequestHead, body: [UInt8], isTooLong: Bool) {
    let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    self.init(
      method: head.method.rawValue, path: String(parts.first ?? ""),
      query: parts.count == 2 ? String(parts[1]) : "",
      headers: head.headers.map { HTTPHeader($0.name, $0.value) }, body: body, isTooLong: isTooLong)
  }
}
