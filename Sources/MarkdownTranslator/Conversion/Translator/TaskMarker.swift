/// The marker of a task item (rule R6).
enum TaskMarker {
  case open, done

  /// The marker that the parser has found.
  init?(parsedBy item: CommonMarkNode, source: SourceText) {
    guard item.isTaskItem else { return nil }
    let isDone =
      item.seemsChecked && source.taskIsDone(line: item.startLine, column: item.startColumn)
    self = isDone ? .done : .open
  }

  /// The marker that the parser has left in the text of an item's first paragraph.
  static func written(in item: CommonMarkNode) -> TaskMarker? {
    guard let paragraph = item.firstChild, paragraph.kind == .paragraph else { return nil }
    let content = paragraph.content
    guard content.count > 3, content[3].isSpaceOrTab else { return nil }
    guard let text = paragraph.firstChild, text.kind == .text, text.literal.starts(with: "[", at: 0) else {
      return nil
    }
    if content.hasPrefix("[ ]") { return .open }
    return content.hasPrefix("[x]") ? .done : nil
  }

  /// The length of a marker in bytes.
  static let length = 3
}
