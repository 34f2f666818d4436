/// The nodes of a YAML document.
///
/// They are kept side by side and refer to each other by index. So nested ones need no recursion, not even to
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

    /// The text of a scalar; nil for any other node.
    var text: String? {
      guard case .scalar(let text, _) = content else { return nil }
      return text
    }
  }

  fileprivate(set) var entries: [Entry] = []

  /// Reads the only document of a text.
  ///
  /// - Returns: its outermost node; nil when there is no document.
  static func parse(_ yaml: Bytes) throws(NotYAML) -> YAMLNode? {
    let mayGrow = yaml.tokenCount(of: UInt8(ascii: "&")) > 0
    guard !mayGrow || yaml.tokenCount(of: UInt8(ascii: "*")) <= maxAliases else {
      throw NotYAML(.tooManyAliases)
    }
    return try root(of: yaml)
  }

  /// Aliases of aliases can mean more than any memory holds. Nothing here unfolds them, but what reads the
  /// note next might, and no front matter needs so many.
  private static let maxAliases = 10

  private static func root(of yaml: Bytes) throws(NotYAML) -> YAMLNode? {
    let reader = YAMLReader(yaml)
    guard case .documentStart = try reader.next().kind else { return nil }
    var composer = YAMLComposer()
    let root = try composer.compose(from: reader)
    guard case .documentEnd = try reader.next().kind else { throw NotYAML(.severalDocuments) }
    let last = try reader.next()
    guard case .streamEnd = last.kind else { throw NotYAML(.severalDocuments, line: last.mark.line) }
    return YAMLNode(root, of: composer.document)
  }
}

/// Makes nodes out of events.
private struct YAMLComposer {
  private(set) var document = YAMLDocument()
  private var anchors: [String: Int] = [:]
  /// The sequences and mappings whose end is to come.
  private var open: [(start: YAMLEvent, members: [Int])] = []
  private var distinction = DuplicateKeys()

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
      guard let index = anchors[anchor] else { throw NotYAML(.unknownAlias(anchor), line: event.mark.line) }
      return index
    case .sequenceStart, .mappingStart:
      open.append((event, []))
      return nil
    case .collectionEnd:
      guard let (start, members) = open.popLast() else { throw NotYAML(.syntax("")) }
      guard case .mappingStart = start.kind else {
        return add(.sequence(members), usualTag: "tag:yaml.org,2002:seq", start)
      }
      let keys = (0..<members.count / 2).lazy.map { members[2 * $0] }
      if let key = distinction.duplicate(among: keys, in: document) {
        let entry = document.entries[key]
        throw NotYAML(.duplicateKey(entry.text ?? ""), line: entry.mark.line)
      }
      return add(.mapping(members), usualTag: "tag:yaml.org,2002:map", start)
    case .documentStart, .documentEnd, .streamEnd: throw NotYAML(.syntax(""), line: event.mark.line)
    }
  }

  private mutating func add(
    _ content: YAMLDocument.Entry.Content, usualTag: String, _ event: YAMLEvent
  ) -> Int {
    let index = document.entries.count
    let isUsual = event.tag.map { ["", "!", usualTag].contains($0) } ?? true
    document.entries.append(.init(content: content, tag: isUsual ? nil : event.tag, mark: event.mark))
    // An anchor may be given again; what follows means the last.
    if let anchor = event.anchor { anchors[anchor] = index }
    return index
  }
}

/// A node of a YAML document.
struct YAMLNode {
  private let document: YAMLDocument
  private let index: Int

  init(_ index: Int, of document: YAMLDocument) {
    self.document = document
    self.index = index
  }

  /// Where the node is; that of an alias is where its anchor is.
  var mark: YAMLMark { document.entries[index].mark }

  /// The text of a scalar, as it is written. What YAML makes of it (a number, say) is not found out.
  var text: String? { document.entries[index].text }

  /// Whether it is a scalar without quotes that means nothing.
  var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = document.entries[index].content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  var mapping: YAMLMapping? {
    guard case .mapping(let members) = document.entries[index].content else { return nil }
    return YAMLMapping(mark: mark, document: document, members: members)
  }
}

/// The keys of a mapping with their values, in the order in which they are written.
struct YAMLMapping: RandomAccessCollection {
  let mark: YAMLMark
  fileprivate let document: YAMLDocument
  /// Keys and values, alternately.
  fileprivate let members: [Int]

  var startIndex: Int { 0 }
  var endIndex: Int { members.count / 2 }

  subscript(position: Int) -> (key: YAMLNode, value: YAMLNode) {
    (YAMLNode(members[2 * position], of: document), YAMLNode(members[2 * position + 1], of: document))
  }

  /// The value of a key; nil also when it means nothing.
  func value(of key: String) -> YAMLNode? {
    guard let value = first(where: { $0.key.text == key })?.value, !value.isNull else { return nil }
    return value
  }
}

/// Tells the keys of YAML mappings apart.
///
/// Equal nodes get the same number, and nodes are compared by the numbers of what is in them. So each is looked
/// at once, however often aliases repeat it.
private struct DuplicateKeys {
  private struct Value: Hashable {
    enum Kind { case scalar, sequence, mapping }

    let kind: Kind
    let tag: String?
    var text = ""
    /// The numbers of what a sequence or mapping holds.
    var members: [Int] = []
  }

  private var numberOfValue: [Value: Int] = [:]
  private var numberOfNode: [Int: Int] = [:]

  /// The first of these nodes that is equal to one before: in tag, text and members, in this order.
  mutating func duplicate(among nodes: some Collection<Int>, in document: YAMLDocument) -> Int? {
    guard nodes.count > 1 else { return nil }
    var seen: Set<Int> = []
    return nodes.first { !seen.insert(number(of: $0, in: document)).inserted }
  }

  private mutating func number(of node: Int, in document: YAMLDocument) -> Int {
    // Members come before what holds them.
    var pending = [node]
    var number = 0
    while let next = pending.last {
      if let known = numberOfNode[next] {
        number = known
        pending.removeLast()
        continue
      }
      let entry = document.entries[next]
      let value: Value
      switch entry.content {
      case .scalar(let text, _): value = Value(kind: .scalar, tag: entry.tag, text: text)
      case .sequence(let members), .mapping(let members):
        let unknown = members.filter { numberOfNode[$0] == nil }
        guard unknown.isEmpty else {
          pending += unknown
          continue
        }
        let numbers = members.compactMap { numberOfNode[$0] }
        if case .sequence = entry.content {
          value = Value(kind: .sequence, tag: entry.tag, members: numbers)
        } else {
          value = Value(kind: .mapping, tag: entry.tag, members: numbers)
        }
      }
      number = numberOfValue[value] ?? numberOfValue.count
      numberOfValue[value] = number
      numberOfNode[next] = number
      pending.removeLast()
    }
    return number
  }
}

extension Bytes {
  /// How many times `&name` or `*name` is written where YAML may read an anchor or an alias.
  fileprivate func tokenCount(of mark: UInt8) -> Int {
    var count = 0
    for index in indices.dropLast() where self[index] == mark {
      let before = index == 0 ? UInt8(ascii: "\n") : self[index - 1]
      let isTokenStart = before.isASCIISpace || "[{,:?-".utf8.contains(before)
      if isTokenStart, !self[index + 1].isASCIISpace { count += 1 }
    }
    return count
  }
}
