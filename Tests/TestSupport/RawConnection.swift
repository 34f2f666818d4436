import Foundation

/// A connection to a port of 127.0.0.1 that a test holds in its hands.
public final class RawConnection: Sendable {
  private let descriptor: Int32

  public init(port: UInt16) throws {
    descriptor = try LoopbackSocket.connect(port: port)
  }

  /// Sends a text, if the peer is still there.
  public func send(_ text: String) { _ = LoopbackSocket.send(Array(text.utf8), to: descriptor) }

  /// What has arrived, as soon as something has; nothing at the end of the connection.
  public func receive() async throws -> [UInt8] {
    let descriptor = descriptor
    return try await onOwnThread {
      guard let bytes = LoopbackSocket.receive(from: descriptor) else {
        throw LoopbackSocket.Problem("cannot receive")
      }
      return bytes
    }
  }

  /// To be called once, when nothing else continues here.
  public func close() {
    Foundation.close(descriptor)
  }
}
