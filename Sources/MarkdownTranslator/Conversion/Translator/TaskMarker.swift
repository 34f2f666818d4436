/// The marker of a task item: `[ ]`, `[x]` or `[X]` and white space, at the start of the item's first paragraph in the
/// source (rule R6).
///
/// The parser's own task lists are not used, since its versions differ. The marker is cut off the raw text before
/// inlines are parsed, and noted at the item.
enum TaskMarker: Int {
  case open = 1
  case done

  /// The marker that was noted at an item.
  init?(of item: CommonMarkNode) {
    self.init(rawValue: item.mark)
  }

  /// What is left of a block's raw text behind its marker; nil when it has none.
  static func cut(from text: Bytes, of block: CommonMarkNode, source: SourceText) -> Bytes? {
    guard let marker = TaskMarker(at: 0, in: text), let item = block.parent, item.kind == .item,
      block.previous == nil, isAtStart(of: block, in: source)
    else { return nil }
    item.mark = marker.rawValue
    return text.slice(from: length + 1)
  }

  private init?(at index: Int, in text: Bytes) {
    guard text.count >= index + Self.length + 1, text[index] == UInt8(ascii: "["),
      text[index + 2] == UInt8(ascii: "]"), text[index + Self.length].isSpaceOrTab
    else { return nil }
    switch text[index + 1] {
    case UInt8(ascii: " "): self = .open
    case UInt8(ascii: "x"), UInt8(ascii: "X"): self = .done
    default: return nil
    }
  }

  /// Whether the source starts with the marker, and not with link reference definitions, which the raw text lacks.
  private static func isAtStart(of block: CommonMarkNode, in source: SourceText) -> Bool {
    // The parser does not tell where text before a table in the same paragraph starts.
    guard block.startLine > 0, let line = source.line(block.startLine) else { return true }
    return TaskMarker(at: source.column(block.startColumn, onLine: block.startLine) - 1, in: line) != nil
  }

  /// The length of a marker in bytes, without the white space.
  private static let length = 3
}
