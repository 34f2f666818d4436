import ContentBlocks

/// Numbers the lines whose record does not: each goes on from the one before it on its level.
struct LineNumbering {
  private var last = [Int32](repeating: 0, count: ContentList.levels.upperBound + 1)

  /// The number of a line; nil for one that is not numbered. To be called for every line, in order.
  mutating func number(of list: ContentList?) -> Int32? {
    let level = list?.indentLevel ?? 0
    for deeper in last.indices where deeper > level { last[deeper] = 0 }
    guard let list, list.type != .indent else { return nil }
    guard list.type == .number else {
      last[level] = 0
      return nil
    }
    last[level] = list.number ?? (last[level] == .max ? .max : last[level] + 1)
    return last[level]
  }
}
