import ContentBlocks
import TestSupport
import Testing

@testable import OKRSandbox

@Suite(.timeLimit(.minutes(1))) struct PageEventTests {
  private static let id = RunningSandbox.recordID

  /// Waits for what another task does.
  private func until(_ condition: () async -> Bool) async {
    while !(await condition()), !Task.isCancelled { await Task.yield() }
  }

  @Test func aPageHearsOfWhatChanges() async throws {
    try await RunningSandbox.run(.with { $0.recordIDs.append("5") }) { running async throws in
      let all = try EventStreamClient(port: running.address.port)
      let one = try EventStreamClient(port: running.address.port, path: "/records/5/events")
      let first = try await all.next()
      #expect(first.name == "all")
      #expect(first.data.contains("record-5") && first.data.contains("record-\(Self.id)"))
      #expect(all.head.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(all.head.lowercased().contains("content-type: text/event-stream"))
      let only = try await one.next()
      #expect(only.data.contains("record-5") && !only.data.contains("record-\(Self.id)"))

      _ = try await running.update(#"{"content":\#(content("一"))}"#)
      let second = try await all.next()
      #expect(second.name == "one")
      #expect(second.data.contains("一") && !second.data.contains("record-5"))
      // What the API created is heard of, too; and the page of a record hears of no other.
      _ = try await running.create(
        #"{"source_title":"t","source_url":"https://a.example","target_id":"1","target_type":2,"content":\#(content("二"))}"#
      )
      #expect(try await all.next(containing: "二").name == "one")
      try await running.sandbox.edit(record: "5", content: ContentBlock())
      let third = try await one.next()
      #expect(third.data.contains("record-5") && !third.data.contains("一"))
    }
  }

  @Test func eventsAreOneLineOfJSON() async throws {
    try await RunningSandbox.run { running async throws in
      let page = try EventStreamClient(port: running.address.port)
      _ = try await page.next()
      try await running.sandbox.edit(record: Self.id, content: .line("a\nb\r\n\n\ndata: x\u{2028}"))
      let event = try await page.next()
      let json = try JSONReader.read(Array(event.data.utf8))
      #expect(json["id"]?.string == "record-\(Self.id)")
      #expect(json["html"]?.string?.contains("a\nb") == true)
    }
  }

  @Test func onlyOurOwnNamesAreAnswered() async throws {
    try await RunningSandbox.run { running async throws in
      let reply = try await running.send("GET", "/events", headers: ["Host": "evil.example"])
      #expect(reply.status == 403)
      #expect(await running.sandbox.pageSignals.count == 0)
    }
  }

  @Test func pagesThatLeaveAreForgotten() async throws {
    try await RunningSandbox.run { running async throws in
      var pages: [EventStreamClient] = []
      for _ in 0..<40 { pages.append(try EventStreamClient(port: running.address.port)) }
      for page in pages { _ = try await page.next() }
      #expect(await running.sandbox.pageSignals.count == 40)
      _ = try await running.update(#"{"content":\#(content("甲"))}"#)
      for page in pages { #expect(try await page.next().data.contains("甲")) }
      pages.removeFirst(30)
      let sandbox = running.sandbox
      await until { await sandbox.pageSignals.count == 10 }
      _ = try await running.update(#"{"content":\#(content("乙"))}"#)
      for page in pages { #expect(try await page.next().data.contains("乙")) }
      pages = []
      await until { await sandbox.pageSignals.count == 0 }
    }
  }

  /// A page that reads nothing holds up no one, and hears of the last state when it reads again.
  @Test func aPageThatDoesNotReadHoldsUpNoOne() async throws {
    try await RunningSandbox.run { running async throws in
      let page = try EventStreamClient(port: running.address.port)
      _ = try await page.next()
      let long = String(repeating: "长", count: 200_000)
      for round in 0..<60 {
        try await running.sandbox.edit(record: Self.id, content: .line("\(round). \(long)"))
      }
      var count = 1
      while !(try await page.next().data.contains(">59. ")) { count += 1 }
      #expect(count < 60)
    }
  }

  @Test func heartbeatsAreComments() async throws {
    try await RunningSandbox.run(.with { $0.pageHeartbeat = .milliseconds(5) }) { running async throws in
      let page = try EventStreamClient(port: running.address.port)
      #expect(try await page.nextBlock().hasPrefix("retry: 500\nevent: all\n"))
      #expect(try await page.nextBlock() == ": still here")
      #expect(try await page.nextBlock() == ": still here")
    }
  }

  @Test func stoppingEndsThePages() async throws {
    let sandbox = Sandbox()
    let address = try await sandbox.start()
    let page = try EventStreamClient(port: address.port)
    _ = try await page.next()
    await sandbox.stop()
    await #expect(throws: (any Error).self) { try await page.next() }
    await until { await sandbox.pageSignals.count == 0 }
  }
}
