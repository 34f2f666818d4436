import Foundation

/// A client that sends what it is told to, right or wrong: one request a connection, nothing added but
/// what makes a request one.
public struct RawHTTPClient: Sendable {
  public let port: UInt16

  public init(port: UInt16) {
    self.port = port
  }

  public struct Problem: Error {
    public let received: [UInt8]
  }

  /// A reply, its body decoded if need be.
  public struct Reply: Sendable {
    public let status: Int
    /// By name in lower case.
    public let headers: [String: String]
    public let body: [UInt8]

    public var text: String { String(decoding: body, as: UTF8.self) }

    init(_ bytes: [UInt8]) throws {
      guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else { throw Problem(received: bytes) }
      let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
      let words = (lines.first ?? "").split(separator: " ", maxSplits: 2)
      guard words.count == 3, words[0] == "HTTP/1.1", let status = Int(words[1]) else {
        throw Problem(received: bytes)
      }
      self.status = status
      headers = Dictionary(
        lines.dropFirst().map { line in
          let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
          return (parts[0].lowercased(), parts.last?.trimmingCharacters(in: .whitespaces) ?? "")
        }, uniquingKeysWith: { "\($0), \($1)" })
      body = Array(bytes[end.upperBound...])
      if let length = headers["content-length"], Int(length) != body.count { throw Problem(received: bytes) }
    }
  }

  /// Sends a request and reads its reply to the end of the connection.
  ///
  /// - Parameter headers: `Host`, `Connection: close` and, with a body, `Content-Length` are added unless
  ///   they are among these.
  public func send(
    _ method: String, _ target: String, headers: [String: String] = [:], body: [UInt8]? = nil
  ) async throws -> Reply {
    var lines = ["\(method) \(target) HTTP/1.1"]
    let names = Set(headers.keys.map { $0.lowercased() })
    if !names.contains("host") { lines.append("Host: 127.0.0.1:\(port)") }
    if !names.contains("connection") { lines.append("Connection: close") }
    if let body, !names.contains("content-length"), !names.contains("transfer-encoding") {
      lines.append("Content-Length: \(body.count)")
    }
    lines += headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return try Reply(
      await exchange(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? [])))
  }

  /// Sends bytes as they are and returns all that comes back.
  public func exchange(_ bytes: [UInt8]) async throws -> [UInt8] {
    let port = port
    return try await onOwnThread {
      let connection = try LoopbackSocket.connect(port: port)
      defer { close(connection) }
      // A server may answer and leave before it has read everything; what it said still counts.
      _ = LoopbackSocket.send(bytes, to: connection)
      var received: [UInt8] = []
      while let part = LoopbackSocket.receive(from: connection) {
        if part.isEmpty { return received }
        received += part
      }
      throw Problem(received: received)
    }
  }
}
