/// R21: `[负责人]: 张三` defines no link when what it names is not an address, and no `[text][label]` in the note refers to
/// it. Then it is text.
struct FalseDefinitions {
  private let note: Bytes
  /// The labels that the note refers to, folded. They are gathered when the first such line comes.
  private lazy var references = Self.references(in: note)

  init(in note: Bytes) {
    self.note = note
  }

  enum Kind {
    /// It names an address, or the note refers to it.
    case definition
    /// It only looks like one.
    case text
  }

  /// How many lines a label and what it names may take: the label two, and the name is on the next at the latest.
  static let longest = 3

  /// What a text is that starts with a bracket; nil when it does not look like a definition.
  ///
  /// - Parameter text: the lines from the bracket on, without what is before them.
  mutating func kind(of text: Bytes) -> Kind? {
    guard let closing = Self.labelEnd(text, from: 1), text.starts(with: ":", at: closing + 1) else {
      return nil
    }
    let label = text.slice(1..<closing)
    // `[^n]:` is a footnote.
    guard !label.trimmed.isEmpty, label[0] != UInt8(ascii: "^") else { return nil }
    var start = closing + 2
    while start < text.count, text[start].isASCIISpace { start += 1 }
    // The name may be on the next line, but not after it.
    guard start < text.count, text.slice(closing..<start).count(where: { $0 == 0x0A }) <= 1 else {
      return nil
    }
    var name = text.slice(start..<text.count).prefix { !$0.isASCIISpace }[...]
    if name.first == UInt8(ascii: "<") {
      let lineEnd = text.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? text.count
      let line = text.slice(start + 1..<lineEnd)
      guard let end = line.firstIndex(of: UInt8(ascii: ">"), from: 0) else { return nil }
      name = line.prefix(end)
    }
    return name.contains(where: Self.isOfAddress) || references.contains(Self.folded(label))
      ? .definition : .text
  }

  private static func isOfAddress(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: ":"): true
    default: false
    }
  }

  /// Whether a line that starts with a bracket holds all that tells whether it is a definition.
  static func isDecided(by line: Bytes) -> Bool {
    guard let closing = labelEnd(line, from: 1) else {
      return line.firstIndex(of: UInt8(ascii: "["), from: 1) != nil || line.count > ReferenceLabels.longest
    }
    guard line.starts(with: ":", at: closing + 1) else { return true }
    return !BlockSyntax.isBlank(line, closing + 2, line.count)
  }

  /// The bracket that ends a label; nil when none does.
  private static func labelEnd(_ text: Bytes, from start: Int) -> Int? {
    var index = start
    while index < text.count, index - start <= ReferenceLabels.longest {
      switch text[index] {
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
      if let end = labelEnd(note, from: index) { labels.insert(folded(note.slice(index..<end))) }
    }
    return labels
  }

  /// A label as labels are compared: in one case, white space as one space.
  private static func folded(_ label: Bytes) -> String {
    label.string.split { $0.isWhitespace }.joined(separator: " ").lowercased()
  }
}
