extension FaultServer {
  /// What a server does about a request: it sends some bytes, then something happens.
  public struct Reply: Sendable {
    /// What happens when the bytes are sent.
    public enum Ending: Sendable {
      /// The next request on the same connection is read.
      case nextRequest
      /// The connection is closed in good order.
      case close
      /// The connection is torn down (TCP reset); bytes that were not read yet are lost to the peer.
      case reset
      /// Nothing, until the peer closes the connection.
      case stall
      /// One space after the other, until the peer closes the connection.
      case spaces(every: Duration)
      /// This over and over, until so many bytes are sent (nil: without end) or the peer closes the
      /// connection; then it is closed. Nothing is held in memory but the one piece.
      case repeating([UInt8], total: Int?)
    }

    /// How the end of a body is told.
    public enum Framing: Sendable {
      case contentLength
      /// A `Content-Length` that may be a lie.
      case declaredLength(Int)
      case chunked
      /// Not at all: the connection is closed.
      case close
    }

    public let bytes: [UInt8]
    let ending: Ending

    public init(_ bytes: [UInt8] = [], then ending: Ending) {
      self.bytes = bytes
      self.ending = ending
    }
  }
}

extension FaultServer.Reply {
  // MARK: As it should be

  /// A proper reply.
  public static func response(
    status: Int = 200, headers: [FaultServer.HeaderField] = [], body: [UInt8] = [],
    framing: Framing = .contentLength
  ) -> Self {
    var lines = ["HTTP/1.1 \(status) Status"] + headers.map { "\($0.name): \($0.value)" }
    var content = body
    var ending = Ending.nextRequest
    switch framing {
    case .contentLength: lines.append("Content-Length: \(body.count)")
    case .declaredLength(let length):
      lines.append("Content-Length: \(length)")
      if length != body.count { ending = .close }
    case .chunked:
      lines.append("Transfer-Encoding: chunked")
      content = body.isEmpty ? [] : Array("\(String(body.count, radix: 16))\r\n".utf8) + body + [13, 10]
      content += Array("0\r\n\r\n".utf8)
    case .close:
      lines.append("Connection: close")
      ending = .close
    }
    return Self(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + content, then: ending)
  }

  /// A proper reply of JSON.
  public static func json(
    _ text: String, status: Int = 200, headers: [FaultServer.HeaderField] = [],
    framing: Framing = .contentLength
  ) -> Self {
    let type = FaultServer.HeaderField("Content-Type", "application/json; charset=utf-8")
    return response(status: status, headers: headers + [type], body: Array(text.utf8), framing: framing)
  }

  // MARK: As it should not be

  /// Closes the connection before any byte.
  public static var nothing: Self { Self(then: .close) }

  /// Only the first bytes of this reply, then the connection is closed.
  public func cut(after count: Int) -> Self {
    Self(Array(bytes.prefix(count)), then: .close)
  }

  /// Closes the connection in the middle of the headers.
  public static var halfHead: Self { json("{}").cut(after: 30) }

  /// Promises more than it sends, and closes the connection.
  public static var halfBody: Self {
    let body = Array("{\"code\":".utf8)
    return response(body: body, framing: .declaredLength(body.count + 100))
  }

  /// Tears down the connection before any byte.
  public static var reset: Self { Self(then: .reset) }

  /// Never answers.
  public static var stall: Self { Self(then: .stall) }

  /// Sends the head of a reply and never its body.
  public static var stallingBody: Self {
    Self(response(framing: .declaredLength(100)).bytes, then: .stall)
  }

  /// A reply of which a byte comes now and then.
  public static func trickle(every interval: Duration) -> Self {
    Self(response(framing: .declaredLength(1 << 30)).bytes, then: .spaces(every: interval))
  }

  /// A body without end.
  public static var endlessBody: Self {
    Self(
      response(framing: .close).bytes, then: .repeating(Array(repeating: 0x20, count: 1 << 16), total: nil))
  }

  /// Headers without end.
  public static var endlessHeaders: Self {
    Self(
      Array("HTTP/1.1 200 OK\r\n".utf8),
      then: .repeating(Array("X-More: \(String(repeating: "x", count: 1000))\r\n".utf8), total: nil))
  }

  /// A body of so many spaces, which are never all in memory.
  public static func huge(bytes count: Int) -> Self {
    Self(
      response(framing: .declaredLength(count)).bytes,
      then: .repeating(Array(repeating: 0x20, count: 1 << 16), total: count))
  }

  /// Something that is not HTTP.
  public static var garbage: Self {
    Self([0, 0xFF, 0xFE, 13, 10] + Array("220 mail\r\n".utf8), then: .close)
  }
}

extension FaultServer.Reply: CustomStringConvertible {
  /// The first line and the ending. The bytes of an endless reply would fill the log of a test.
  public var description: String {
    let end =
      switch ending {
      case .nextRequest: "the next request"
      case .close: "close"
      case .reset: "reset"
      case .stall: "stall"
      case .spaces(let interval): "a space every \(interval)"
      case .repeating(_, let total): total.map { "\($0) bytes" } ?? "more without end"
      }
    return "'\(String(decoding: bytes.prefix { $0 != 13 }, as: UTF8.self))', then \(end)"
  }
}

extension FaultServer.Reply {
  /// Whether a client takes the reply for a success of the service.
  public var isSuccess: Bool {
    let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
    return text.hasPrefix("HTTP/1.1 2") && text.contains(#""code":0"#)
  }
}
