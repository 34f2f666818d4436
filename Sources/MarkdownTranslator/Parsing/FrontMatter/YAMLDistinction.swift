/// Tells the keys of YAML mappings apart.
///
/// Equal nodes get the same number, and nodes are compared by the numbers of what is in them. So each is looked
/// at once, however often aliases repeat it.
struct YAMLDistinction {
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

  /// Whether no two of these nodes are equal: their tags, texts and members, in this order.
  mutating func areDistinct(_ nodes: some Collection<Int>, in document: YAMLDocument) -> Bool {
    guard nodes.count > 1 else { return true }
    var seen: Set<Int> = []
    return nodes.allSatisfy { seen.insert(number(of: $0, in: document)).inserted }
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
