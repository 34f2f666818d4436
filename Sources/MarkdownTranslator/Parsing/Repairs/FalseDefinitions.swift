/// R21: `[负责人]: 张三` defines no link when what it names is no address, and no `[text][label]` in the note refers to
/// it. Then the line is text.
struct FalseDefinitions {
  private let note: Bytes
  /// The labels that the note refers to, folded. They are gathered when the first such line comes.
  private lazy var references = Self.references(in: note)

  init(in note: Bytes) {
    self.note = note
  }

  /// Whether a line that starts with a bracket looks like a definition and is not one.
  mutating func contains(lineAt start: Int, end: Int) -> Bool {
    guard let closing = Self.labelEnd(note, from: start + 1, end: end),
      closing + 1 < end, note[closing + 1] == UInt8(ascii: ":")
    else { return false }
    let label = note.slice(start + 1..<closing)
    // `[^n]:` is a footnote.
    guard !label.trimmed.isEmpty, label[0] != UInt8(ascii: "^") else { return false }
    let target = note.slice(closing + 2..<end).trimmed
    // The target may be on the next line.
    guard !target.isEmpty, target[0] != UInt8(ascii: "<") else { return false }
    let word = target.prefix { !$0.isASCIISpace }
    return !word.contains(where: Self.isOfAddress) && !references.contains(Self.folded(label))
  }

  private static func isOfAddress(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: ":"): true
    default: false
    }
  }

  /// The bracket that ends a label; nil when none does on the line.
  private static func labelEnd(_ note: Bytes, from start: Int, end: Int) -> Int? {
    var index = start
    while index < end, index - start <= ReferenceLabels.longest {
      switch note[index] {
      case UInt8(ascii: "]"): return index
      case UInt8(ascii: "["): return nil
      case UInt8(ascii: "\\"): index += 2
      default: index += 1
      }
    }
    return nil
  }

  private static func references(in note: Bytes) -> Set<String> {
    var labels: Set<String> = []
    var index = 0
    while let found = note.firstIndex(of: "][", from: index) {
      index = found + 2
      if let end = labelEnd(note, from: index, end: note.count) {
        labels.insert(folded(note.slice(index..<end)))
      }
    }
    return labels
  }

  /// A label as labels are compared: in one case, white space as one space.
  private static func folded(_ label: Bytes) -> String {
    label.string.split { $0.isWhitespace }.joined(separator: " ").lowercased()
  }
}
