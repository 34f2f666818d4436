import Foundation

/// A connection of a ``FaultServer``, on a thread of its own.
struct FaultServerConnection {
  let descriptor: Int32
  let ledger: FaultServerLedger

  /// Answers requests until the connection ends.
  func serve(reading: FaultServer.Reading, _ handler: FaultServer.Handler) {
    var reader = RequestReader(connection: descriptor)
    while let request = reader.next(reading) {
      let reply = handler(request, ledger.record(request))
      guard LoopbackSocket.send(reply.bytes, to: descriptor) else {
        return ledger.end(descriptor, byPeer: true)
      }
      switch reply.ending {
      case .nextRequest where reading == .all && request.header("Connection")?.lowercased() != "close":
        continue
      case .nextRequest, .close:
        return ledger.end(descriptor, byPeer: false)
      case .reset:
        LoopbackSocket.resetOnClose(descriptor)
        return ledger.end(descriptor, byPeer: false)
      case .stall:
        while !isClosedByPeer(within: nil) {}
        return ledger.end(descriptor, byPeer: true)
      case .spaces(let interval):
        sendSpaces(every: interval)
        return ledger.end(descriptor, byPeer: true)
      case .repeating(let piece, let total):
        return ledger.end(descriptor, byPeer: !send(piece, total: total))
      }
    }
    ledger.end(descriptor, byPeer: true)
  }

  private func sendSpaces(every interval: Duration) {
    let milliseconds = Int32(interval / .milliseconds(1))
    while LoopbackSocket.send([UInt8(ascii: " ")], to: descriptor), !isClosedByPeer(within: milliseconds) {}
  }

  /// - Returns: false when the peer closed the connection before all was sent.
  private func send(_ piece: [UInt8], total: Int?) -> Bool {
    var sent = 0
    while sent < total ?? .max {
      let count = min(piece.count, (total ?? .max) - sent)
      guard LoopbackSocket.send(piece.prefix(count), to: descriptor) else { return false }
      sent += total == nil ? 0 : count
    }
    return true
  }

  /// Waits for the peer to close the connection, for so many milliseconds or without end. What it sends
  /// instead is thrown away.
  private func isClosedByPeer(within milliseconds: Int32?) -> Bool {
    var polls = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
    guard poll(&polls, 1, milliseconds ?? -1) > 0 else { return false }
    return LoopbackSocket.receive(from: descriptor)?.isEmpty ?? true
  }
}
