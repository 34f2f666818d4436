import Foundation

/// A page that listens to server-sent events, as a browser would.
public final class EventStreamClient {
  private let connection: RawConnection
  private var received: [UInt8] = []
  /// The head of the reply; empty before the first event was read.
  public private(set) var head = ""
  private var text = ""

  public struct Event: Equatable, Sendable {
    public let name: String
    public let data: String
  }

  public struct Ended: Error {
    public let received: String
  }

  public init(port: UInt16, path: String = "/events") throws {
    connection = try RawConnection(port: port)
    connection.send("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n")
  }

  deinit {
    connection.close()
  }

  /// The next event; comments are passed over.
  public func next() async throws -> Event {
    while true {
      let block = try await nextBlock()
      let fields = block.split(separator: "\n").compactMap { line -> (String, String)? in
        guard let colon = line.firstRange(of: ": "), colon.lowerBound > line.startIndex else { return nil }
        return (String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
      }
      if let data = fields.first(where: { $0.0 == "data" }) {
        return Event(name: fields.first { $0.0 == "event" }?.1 ?? "message", data: data.1)
      }
    }
  }

  /// The next event that says something.
  public func next(containing text: String) async throws -> Event {
    while true {
      let event = try await next()
      if event.data.contains(text) { return event }
    }
  }

  /// What is before the next empty line, be it an event or a comment.
  public func nextBlock() async throws -> String {
    while true {
      if let end = text.firstRange(of: "\n\n") {
        let block = String(text[..<end.lowerBound])
        text.removeSubrange(..<end.upperBound)
        return block
      }
      let bytes = try await connection.receive()
      if bytes.isEmpty { throw Ended(received: head + text) }
      received += bytes
      try decode()
    }
  }

  /// Takes the head and whole chunks out of what was received.
  private func decode() throws {
    func line() -> (text: String, end: Int)? {
      guard let range = Data(received).firstRange(of: Data("\r\n".utf8)) else { return nil }
      return (String(decoding: received[..<range.lowerBound], as: UTF8.self), range.upperBound)
    }
    if head.isEmpty {
      guard let end = Data(received).firstRange(of: Data("\r\n\r\n".utf8)) else { return }
      head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
      received.removeFirst(end.upperBound)
    }
    while let (size, start) = line() {
      guard let length = Int(size, radix: 16), length > 0 else { throw Ended(received: head + text + size) }
      guard received.count >= start + length + 2 else { return }
      text += String(decoding: received[start..<start + length], as: UTF8.self)
      received.removeFirst(start + length + 2)
    }
  }
}
