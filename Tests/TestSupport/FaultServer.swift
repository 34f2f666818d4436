import Foundation

/// A server that answers as no server should: it stalls, lies about lengths, hangs up in the middle.
///
/// ```swift
/// let server = try FaultServer { request, index in
///   index == 0 ? .reset : .json(#"{"code": 0}"#)
/// }
/// // … a client at server.baseURL …
/// #expect(server.requests.count == 2)
/// ```
///
/// It listens on a free port of 127.0.0.1, with a thread for each connection, and is gone with its last
/// reference. A proxy that connects to nothing is one that answers `CONNECT` with an error: see
/// ``refusingProxy()``.
public final class FaultServer: Sendable {
  /// What to do about a request; `index` counts the requests from 0, over all connections.
  public typealias Handler = @Sendable (_ request: Request, _ index: Int) -> Reply

  public let port: UInt16
  private let ledger: FaultServerLedger

  /// How much of a request is read before its reply is sent.
  public enum Reading: Sendable {
    case all
    /// ``Request/body`` is empty, and the connection ends with the reply.
    case head
    /// Some bytes, whatever they are; all of ``Request`` is empty, and the connection ends with the reply.
    case anything
  }

  /// Starts to listen.
  public init(reading: Reading = .all, _ handler: @escaping Handler) throws {
    let (listener, port) = try LoopbackSocket.listen()
    self.port = port
    let ledger = try FaultServerLedger(listener: listener)
    self.ledger = ledger
    Thread.detachNewThread {
      while let connection = ledger.accept() {
        Thread.detachNewThread {
          FaultServerConnection(descriptor: connection, ledger: ledger)
            .serve(reading: reading, handler)
        }
      }
    }
  }

  deinit {
    ledger.stop()
  }

  /// A proxy that records what it is asked to connect to, and refuses.
  public static func refusingProxy() throws -> FaultServer {
    try FaultServer { _, _ in .response(status: 502, framing: .close) }
  }

  /// Such as `http://127.0.0.1:49152`, without a slash at the end.
  public var baseURL: String { "http://127.0.0.1:\(port)" }

  /// The requests so far, in the order in which they were read.
  public var requests: [Request] { ledger.state.requests }

  /// How many connections were accepted so far.
  public var connectionCount: Int { ledger.state.connectionCount }

  /// How many connections ended because the peer closed them, so far.
  public var connectionsClosedByPeer: Int { ledger.state.closedByPeer }

  /// Closes the listening socket and all connections. Nothing is accepted afterwards.
  public func stop() {
    ledger.stop()
  }

  /// Waits until so many requests have arrived.
  ///
  /// - Returns: the requests then, fewer when the time was over.
  @discardableResult
  public func waitForRequests(_ count: Int, within limit: Duration = .seconds(60)) async throws -> [Request] {
    try await wait(within: limit) { $0.requests.count >= count }.requests
  }

  /// Waits until peers have closed so many connections.
  ///
  /// - Returns: how many it is then, fewer when the time was over.
  public func waitForClosures(_ count: Int) async throws -> Int {
    try await wait(within: .seconds(60)) { $0.closedByPeer >= count }.closedByPeer
  }

  private func wait(
    within limit: Duration, until condition: @escaping @Sendable (FaultServerLedger.State) -> Bool
  ) async throws -> FaultServerLedger.State {
    let ledger = ledger
    return try await onOwnThread { ledger.wait(within: limit, until: condition) }
  }
}
