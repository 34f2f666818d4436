import ContentBlocks

/// What is said to a page, in the format of server-sent events.
enum PageEvent {
  /// All that there is to be shown. Every connection begins with it, so nothing is missed between two.
  case all([PageEntry])
  /// One entry, new or changed.
  case one(PageEntry)

  var bytes: [UInt8] {
    switch self {
    // The pause is how long a browser waits before it connects again.
    case .all(let entries):
      Array("retry: 500\nevent: all\ndata: \(JSONValue.array(entries.map(\.json)).text)\n\n".utf8)
    case .one(let entry):
      Array("event: one\ndata: \(entry.json.text)\n\n".utf8)
    }
  }

  /// A comment, which pages do not hear: it shows the server who has left without a word.
  static let heartbeat = Array(": still here\n\n".utf8)
}

extension PageEntry {
  fileprivate var json: JSONValue {
    .object(["id": .string(id), "html": .string(element.string)])
  }
}
