import ContentBlocks

/// The styles of a run that go around it in Markdown: all but its link and its code shade.
struct SpanStyle: Equatable {
  var bold = false
  var strikeThrough = false
  var colors = SpanColors()
}

/// The colours of a run.
struct SpanColors: Equatable {
  var text: ContentColor?
  var back: ContentColor?

  var isNone: Bool { text == nil && back == nil }
}
