/// Tells one page what there is and what changes, until one of the two leaves.
struct PageFeed: Sendable {
  typealias Send = @Sendable ([UInt8]) async throws -> Void

  /// Yields whenever something may have changed. What exactly is found out by looking: a page that does not
  /// keep up misses states in between, never the last one.
  let changes: AsyncStream<Void>
  let heartbeat: Duration
  let items: @Sendable () async -> [PageItem]

  func run(_ send: @escaping Send) async throws {
    try await withThrowingTaskGroup { group in
      group.addTask { try await tellChanges(send) }
      group.addTask {
        while true {
          try await Task.sleep(for: heartbeat)
          try await send(PageEvent.heartbeat)
        }
      }
      // The first to end is the one that knows of an end.
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private func tellChanges(_ send: Send) async throws {
    let items = await items()
    var told = Dictionary(items.map { ($0.id, $0.stamp) }) { $1 }
    try await send(PageEvent.all(items.map(\.entry)).bytes)
    for await _ in changes {
      for item in await self.items() where told[item.id] != item.stamp {
        told[item.id] = item.stamp
        try await send(PageEvent.one(item.entry).bytes)
      }
    }
  }
}
