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
  var text: String? {
    guard case .scalar(let text, _) = document.entries[index].content else { return nil }
    return text
  }

  /// Whether it is a scalar without quotes that stands for nothing.
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

  /// The value of a key; nil also when it stands for nothing.
  func value(of key: String) -> YAMLNode? {
    guard let value = first(where: { $0.key.text == key })?.value, !value.isNull else { return nil }
    return value
  }
}
