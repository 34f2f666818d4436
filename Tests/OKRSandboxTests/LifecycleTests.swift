import ContentBlocks
import NotePage
import OKRSandbox
import TestSupport
import Testing

@Suite struct LifecycleTests {
  @Test func aPortThatIsTakenIsAFailure() async throws {
    let other = try FaultServer { _, _ in .nothing }
    var configuration = Sandbox.Configuration()
    configuration.port = other.port
    let sandbox = Sandbox(configuration)
    let expected = PageServer.Failure.portUnavailable(port: other.port, reason: "address already in use")
    await #expect(throws: expected) { try await sandbox.start() }
    #expect(await sandbox.address == nil)
    // Whose port it is continues.
    await #expect(throws: RawHTTPClient.Problem.self) {
      try await RawHTTPClient(port: other.port).send("GET", "/")
    }
    #expect(other.requests.count == 1)
  }

  @Test func itCanBeStoppedAndStartedAgain() async throws {
    let sandbox = Sandbox()
    let address = try await sandbox.start()
    #expect(try await sandbox.start() == address)
    #expect(address.baseURL == "http://127.0.0.1:\(address.port)")
    await sandbox.stop()
    #expect(await sandbox.address == nil)
    await #expect(throws: (any Error).self) { try await RawHTTPClient(port: address.port).send("GET", "/") }
    let second = try await sandbox.start()
    #expect(try await RawHTTPClient(port: second.port).send("GET", "/").status == 200)
    await sandbox.stop()
    try await sandbox.waitUntilStopped()
  }

  @Test func startingTwiceAtOnceMakesOneServer() async throws {
    let sandbox = Sandbox()
    async let first = sandbox.start()
    async let second = sandbox.start()
    let addresses = try await [first, second]
    #expect(addresses[0] == addresses[1])
    await sandbox.stop()
    for address in addresses {
      await #expect(throws: (any Error).self) { try await RawHTTPClient(port: address.port).send("GET", "/") }
    }
  }

  #if os(Linux)
    @Test func anEndByItselfIsToldToThoseWhoWait() async throws {
      let sandbox = Sandbox()
      try await shutDownListener(on: sandbox.start().port)
      let failure = await #expect(throws: PageServer.Failure.self) { try await sandbox.waitUntilStopped() }
      #expect(failure?.description.hasPrefix("the server ended: ") == true)
      #expect(await sandbox.address == nil)
      await sandbox.stop()
    }
  #endif

  @Test func connectionsThatIdleDoNotKeepItFromStopping() async throws {
    let sandbox = Sandbox()
    let address = try await sandbox.start()
    let request = "GET / HTTP/1.1\r\nHost: localhost:\(address.port)\r\n\r\nGET /second"
    async let idle = RawHTTPClient(port: address.port).exchange(Array(request.utf8))
    while await sandbox.exchanges.isEmpty { await Task.yield() }
    await sandbox.stop()
    #expect(String(decoding: try await idle, as: UTF8.self).hasPrefix("HTTP/1.1 200 "))
  }

  @Test func connectionsThatArriveAtTheEndDoNotKeepItFromStopping() async throws {
    for _ in 0..<100 {
      let sandbox = Sandbox()
      let port = try await sandbox.start().port
      let connections = try (0..<20).map { _ in try RawConnection(port: port) }
      await sandbox.stop()
      for connection in connections { connection.close() }
    }
  }

  @Test(.timeLimit(.minutes(1))) func clientsThatReadNoFurtherDoNotKeepItFromStopping() async throws {
    try await RunningSandbox.run { running async throws in
      let long = ContentBlock.line(String(repeating: "x", count: 20 << 20))
      try await running.sandbox.edit(record: RunningSandbox.recordID, content: long)
      let connection = try RawConnection(port: running.address.port)
      defer { connection.close() }
      connection.send("GET / HTTP/1.1\r\nHost: localhost:\(running.address.port)\r\n\r\n")
      #expect(try await !connection.receive().isEmpty)
      await running.sandbox.stop()
    }
  }

  @Test func changesAreTold() async throws {
    try await RunningSandbox.run { running async throws in
      var changes = await running.sandbox.changes().makeAsyncIterator()
      _ = try await running.update(#"{"content":\#(content("one"))}"#)
      _ = try await running.update("{}")
      try await running.sandbox.edit(record: RunningSandbox.recordID, content: ContentBlock())
      let first = await changes.next()
      #expect(first?.content.blocks.count == 1)
      let second = await changes.next()
      #expect(second == (await running.sandbox.record(RunningSandbox.recordID)))
      await running.sandbox.stop()
      #expect(await changes.next() == nil)
    }
  }

  @Test func clientsAtOnceTakeTurns() async throws {
    try await RunningSandbox.run { running async throws in
      let running = running
      let times = try await withThrowingTaskGroup(of: String?.self) { group in
        for number in 0..<24 {
          group.addTask {
            let reply = try await running.update(#"{"content":\#(content("\(number)"))}"#)
            return reply.data?["modify_time"]?.string
          }
        }
        return try await group.reduce(into: Set<String>()) { if let time = $1 { $0.insert(time) } }
      }
      #expect(times.count == 24)
      let final = try await running.read()
      #expect(final.data?["modify_time"]?.string == times.max())
    }
  }
}
