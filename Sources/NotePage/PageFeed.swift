import ContentBlocks

/// Something that a page shows, before it is made into HTML: a record, or a note with its diagnostics.
package struct PageItem: Sendable {
  /// The element's id.
  package let id: String
  /// Differs from one state of the item to the next.
  package let stamp: Int64
  /// Where the item is on its page, the greatest first. Items of one order are in the order in which they are given.
  package let order: String
  package let html: @Sendable (Language) -> HTMLText

  package init(
    id: String, stamp: Int64, order: String = "", html: @escaping @Sendable (Language) -> HTMLText
  ) {
    self.id = id
    self.stamp = stamp
    self.order = order
    self.html = html
  }

  /// The item's element, which is replaced as a whole when it changes. Its version tells the script whether it
  /// shows this state already.
  func element(in language: Language) -> HTMLText {
    let content = html(language)
    var element = HTMLText()
    element.append(markup: "<div class=\"entry\" id=\"")
    element.append(attribute: id)
    element.append(markup: "\" data-order=\"")
    element.append(attribute: order)
    element.append(markup: "\" data-version=\"")
    element.append(attribute: Self.version(of: content))
    element.append(markup: "\">")
    element.append(content)
    element.append(markup: "</div>")
    return element
  }

  /// The same for the same HTML, by the hash FNV-1a: nobody gains anything from two that agree.
  private static func version(of html: HTMLText) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in html.bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
  }

  fileprivate func json(in language: Language) -> JSONValue {
    .object(["id": .string(id), "html": .string(element(in: language).string)])
  }
}

/// Tells one page what there is and what changes, as server-sent events, until one of the two closes the connection.
///
/// Every connection begins with `event: all`, so nothing is missed between two; `event: one` is a new or changed item.
package struct PageFeed: Sendable {
  package typealias Send = @Sendable ([UInt8]) async throws -> Void

  /// Yields whenever something may have changed. What exactly is found out by looking: a page that does not
  /// keep up misses states in between, never the last one.
  let changes: AsyncStream<Void>
  let heartbeat: Duration
  let language: Language
  let items: @Sendable () async -> [PageItem]

  package init(
    changes: AsyncStream<Void>, heartbeat: Duration, language: Language,
    items: @escaping @Sendable () async -> [PageItem]
  ) {
    self.changes = changes
    self.heartbeat = heartbeat
    self.language = language
    self.items = items
  }

  package func run(_ send: @escaping Send) async throws {
    try await withThrowingTaskGroup { group in
      group.addTask { try await sendChanges(send) }
      group.addTask {
        while true {
          try await Task.sleep(for: heartbeat)
          // A comment, which pages do not hear: it shows the server which connections are closed.
          try await send(Array(": still here\n\n".utf8))
        }
      }
      // The first to end is the one that knows of an end.
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private func sendChanges(_ send: Send) async throws {
    let items = await items()
    var sent = Dictionary(items.map { ($0.id, $0.stamp) }) { $1 }
    // The pause is how long a browser waits before it connects again.
    let all = JSONValue.array(items.map { $0.json(in: language) })
    try await send(Array("retry: 500\nevent: all\ndata: \(all.text)\n\n".utf8))
    for await _ in changes {
      for item in await self.items() where sent[item.id] != item.stamp {
        sent[item.id] = item.stamp
        try await send(Array("event: one\ndata: \(item.json(in: language).text)\n\n".utf8))
      }
    }
  }
}

/// Wakes the feeds of pages when something has changed.
package struct PageSignals {
  private var continuations: [Int: AsyncStream<Void>.Continuation] = [:]
  private var next = 0

  package init() {}

  /// How many pages are connected.
  package var count: Int { continuations.count }

  /// - Parameter onEnd: called with the number to be removed when the page has closed the connection.
  package mutating func add(onEnd: @escaping @Sendable (Int) -> Void) -> AsyncStream<Void> {
    let number = next
    next += 1
    // One is enough: it says no more than that there is something to look at.
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    continuation.onTermination = { _ in onEnd(number) }
    continuations[number] = continuation
    return stream
  }

  package mutating func remove(_ number: Int) {
    continuations[number] = nil
  }

  package func send() {
    for continuation in continuations.values { continuation.yield() }
  }

  package func finish() {
    for continuation in continuations.values { continuation.finish() }
  }
}
