import Foundation

/// What a server and the threads of its connections share. All of it is touched under one lock only.
final class FaultServerLedger: @unchecked Sendable {
  struct State: Sendable {
    var requests: [FaultServer.Request] = []
    var connectionCount = 0
    var closedByPeer = 0
  }

  private let condition = NSCondition()
  private var current = State()
  private var connections: Set<Int32> = []
  private var isStopped = false
  private let listener: Int32
  /// Closing the second wakes up who waits for the first.
  private let wakeUp: (reading: Int32, writing: Int32)

  init(listener: Int32) throws {
    self.listener = listener
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw LoopbackSocket.Problem("no pipe") }
    for end in ends { LoopbackSocket.prepare(end) }
    wakeUp = (ends[0], ends[1])
  }

  var state: State { condition.withLock { current } }

  /// The next connection; nil when the server is stopped, and then the listening socket is closed.
  func accept() -> Int32? {
    while true {
      var polls = [listener, wakeUp.reading].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      if poll(&polls, 2, -1) < 0, errno == EINTR { continue }
      if polls[1].revents != 0 {
        close(listener)
        close(wakeUp.reading)
        return nil
      }
      let connection = Foundation.accept(listener, nil, nil)
      guard connection >= 0 else { continue }
      LoopbackSocket.prepare(connection)
      let isWelcome = condition.withLock {
        if isStopped { return false }
        connections.insert(connection)
        current.connectionCount += 1
        condition.broadcast()
        return true
      }
      if isWelcome { return connection }
      close(connection)
    }
  }

  /// Notes a request.
  ///
  /// - Returns: its index.
  func record(_ request: FaultServer.Request) -> Int {
    condition.withLock {
      current.requests.append(request)
      condition.broadcast()
      return current.requests.count - 1
    }
  }

  /// Closes a connection. Under the lock, so that its descriptor is not another connection's when the server
  /// stops.
  func end(_ connection: Int32, byPeer: Bool) {
    condition.withLock {
      connections.remove(connection)
      if byPeer, !isStopped { current.closedByPeer += 1 }
      close(connection)
      condition.broadcast()
    }
  }

  func stop() {
    condition.withLock {
      if isStopped { return }
      isStopped = true
      for connection in connections { shutdown(connection, Int32(SHUT_RDWR)) }
      close(wakeUp.writing)
      condition.broadcast()
    }
  }

  func wait(within limit: Duration, until isReached: (State) -> Bool) -> State {
    let end = Date(timeIntervalSinceNow: limit / .seconds(1))
    return condition.withLock {
      while !isReached(current), condition.wait(until: end) {}
      return current
    }
  }
}
