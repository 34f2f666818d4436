import Foundation

/// Reads requests off a connection.
struct RequestReader {
  let connection: Int32
  /// What was received and not read yet.
  private var rest: [UInt8] = []

  init(connection: Int32) {
    self.connection = connection
  }

  /// The next request; nil when the connection ends, or what comes is not one.
  mutating func next(_ reading: FaultServer.Reading) -> FaultServer.Request? {
    guard !rest.isEmpty || receive() else { return nil }
    let arrival = ContinuousClock.now
    if reading == .anything {
      return FaultServer.Request(method: "", target: "", headers: [], body: [], arrival: arrival)
    }
    guard let head = take(upTo: "\r\n\r\n") else { return nil }
    var lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")[...]
    let words = (lines.popFirst() ?? "").split(separator: " ")
    guard words.count == 3 else { return nil }
    let headers = lines.map { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
      return FaultServer.HeaderField(String(parts[0]), value)
    }
    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
    var body: [UInt8]? = []
    if reading == .all {
      if header("transfer-encoding")?.lowercased() == "chunked" {
        body = chunks()
      } else if let length = header("content-length").flatMap({ Int($0) }) {
        body = take(length)
      }
    }
    return body.map {
      FaultServer.Request(
        method: String(words[0]), target: String(words[1]), headers: headers, body: $0, arrival: arrival)
    }
  }

  private mutating func chunks() -> [UInt8]? {
    var body: [UInt8] = []
    while true {
      guard let line = take(upTo: "\r\n") else { return nil }
      let size = String(decoding: line.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
      guard let count = Int(size, radix: 16) else { return nil }
      if count == 0 {
        // Trailers, up to an empty line.
        while let line = take(upTo: "\r\n") {
          if line.isEmpty { return body }
        }
        return nil
      }
      guard let chunk = take(count), take(upTo: "\r\n") != nil else { return nil }
      body += chunk
    }
  }

  private mutating func take(_ count: Int) -> [UInt8]? {
    while rest.count < count {
      guard receive() else { return nil }
    }
    let bytes = Array(rest.prefix(count))
    rest.removeFirst(count)
    return bytes
  }

  /// What is before an end mark; the mark is taken too.
  private mutating func take(upTo end: String) -> [UInt8]? {
    while true {
      if let range = Data(rest).range(of: Data(end.utf8)) {
        let bytes = Array(rest[..<range.lowerBound])
        rest.removeFirst(range.upperBound)
        return bytes
      }
      guard receive() else { return nil }
    }
  }

  private mutating func receive() -> Bool {
    guard let bytes = LoopbackSocket.receive(from: connection), !bytes.isEmpty else { return false }
    rest += bytes
    return true
  }
}
