/// The nodes of a YAML document.
///
/// They stand side by side and name each other by their index. So nested ones need no recursion, not even to
/// be freed, and an alias costs no more than a number.
struct YAMLDocument {
  struct Entry {
    enum Content {
      case scalar(String, isPlain: Bool)
      case sequence([Int])
      /// Keys and values, alternately.
      case mapping([Int])
    }

    let content: Content
    /// Nil when it is the one that all nodes of its kind have.
    let tag: String?
    let mark: YAMLMark
  }

  fileprivate(set) var entries: [Entry] = []

  /// Reads the only document of a stream.
  ///
  /// - Returns: its outermost node; nil when there is no document.
  static func root(of yaml: Bytes) throws(NotYAML) -> YAMLNode? {
    let reader = YAMLReader(yaml)
    guard case .documentStart = try reader.next().kind else { return nil }
    var composer = YAMLComposer()
    let root = try composer.compose(from: reader)
    guard case .documentEnd = try reader.next().kind, case .streamEnd = try reader.next().kind else {
      throw NotYAML()
    }
    return YAMLNode(root, of: composer.document)
  }
}

/// Makes nodes out of events.
private struct YAMLComposer {
  private(set) var document = YAMLDocument()
  private var anchors: [String: Int] = [:]
  /// The sequences and mappings whose end is to come.
  private var open: [(start: YAMLEvent, members: [Int])] = []
  private var distinction = YAMLDistinction()

  /// Reads one node and all in it.
  mutating func compose(from reader: borrowing YAMLReader) throws(NotYAML) -> Int {
    while true {
      guard let index = try index(for: reader.next()) else { continue }
      guard !open.isEmpty else { return index }
      open[open.count - 1].members.append(index)
    }
  }

  /// The node that an event completes; nil when one begins.
  private mutating func index(for event: YAMLEvent) throws(NotYAML) -> Int? {
    switch event.kind {
    case .scalar(let text, let isPlain):
      return add(.scalar(text, isPlain: isPlain), usualTag: "tag:yaml.org,2002:str", event)
    case .alias(let anchor):
      guard let index = anchors[anchor] else { throw NotYAML() }
      return index
    case .sequenceStart, .mappingStart:
      open.append((event, []))
      return nil
    case .collectionEnd:
      guard let (start, members) = open.popLast() else { throw NotYAML() }
      guard case .mappingStart = start.kind else {
        return add(.sequence(members), usualTag: "tag:yaml.org,2002:seq", start)
      }
      let keys = (0..<members.count / 2).lazy.map { members[2 * $0] }
      guard distinction.areDistinct(keys, in: document) else { throw NotYAML() }
      return add(.mapping(members), usualTag: "tag:yaml.org,2002:map", start)
    case .documentStart, .documentEnd, .streamEnd: throw NotYAML()
    }
  }

  private mutating func add(
    _ content: YAMLDocument.Entry.Content, usualTag: String, _ event: YAMLEvent
  ) -> Int {
    let index = document.entries.count
    let isUsual = event.tag.map { ["", "!", usualTag].contains($0) } ?? true
    document.entries.append(.init(content: content, tag: isUsual ? nil : event.tag, mark: event.mark))
    // An anchor may be given again; what comes behind means the last.
    if let anchor = event.anchor { anchors[anchor] = index }
    return index
  }
}
