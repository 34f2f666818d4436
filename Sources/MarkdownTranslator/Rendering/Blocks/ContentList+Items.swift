import ContentBlocks

extension ContentList {
  /// Whether a line with the list style is a list item: it has a marker.
  var isItem: Bool { type != .indent }

  /// Whether the item is a task.
  var isTask: Bool { type == .checkBox || type == .checkedBox }
}
