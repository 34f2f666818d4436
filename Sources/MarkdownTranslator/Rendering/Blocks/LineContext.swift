/// What is known of the place of a line when its text is written.
struct LineContext {
  /// Whether rules R32 and R33 will work.
  var hasSentinel = true
  /// Whether the line stands behind the marker of a list item, where `[ ]` would make it a task.
  var isItemStart = false
}
