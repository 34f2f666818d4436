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

/// How far styles reach in a line.
enum StyleExtents {
  /// The style of each inline, less what is open around all of them. What shows no style takes the one that
  /// is around it on both sides. It also takes the style of one side whose text ends in a space there:
  /// `**负责人 @{ou_1}**` is bold, `**负责人 **@{ou_1}` would not be.
  static func resolved(_ nodes: [InlineNode], inside outer: SpanStyle) -> [SpanStyle] {
    var result = nodes.map { node in
      var style = node.style ?? SpanStyle()
      if outer.bold { style.bold = false }
      if outer.strikeThrough { style.strikeThrough = false }
      if style.colors == outer.colors { style.colors = SpanColors() }
      return style
    }
    var index = 0
    while index < nodes.count {
      guard nodes[index].style == nil else {
        index += 1
        continue
      }
      var end = index
      while end < nodes.count, nodes[end].style == nil { end += 1 }
      let before = index > 0 ? result[index - 1] : SpanStyle()
      let after = end < nodes.count ? result[end] : SpanStyle()
      let spaceBefore = index > 0 && nodes[index - 1].lastScalar?.isSpaceOrTab == true
      let spaceAfter = end < nodes.count && nodes[end].firstScalar?.isSpaceOrTab == true
      var style = SpanStyle()
      style.bold = holds(before.bold, after.bold, spaceBefore, spaceAfter)
      style.strikeThrough = holds(before.strikeThrough, after.strikeThrough, spaceBefore, spaceAfter)
      if before.colors == after.colors { style.colors = before.colors }
      for neutral in index..<end { result[neutral] = style }
      index = end
    }
    return result
  }

  private static func holds(_ before: Bool, _ after: Bool, _ spaceBefore: Bool, _ spaceAfter: Bool) -> Bool {
    before && after || before && spaceBefore || after && spaceAfter
  }
}

/// Colours as HTML tags (rule R18).
enum ColorMarkup {
  static func startTag(for colors: SpanColors) -> String {
    if isMark(colors) { return "<mark>" }
    let declarations = [
      colors.text.map { "color: \(css($0))" }, colors.back.map { "background-color: \(css($0))" },
    ]
    return "<span style=\"\(declarations.compactMap { $0 }.joined(separator: "; "))\">"
  }

  static func endTag(for colors: SpanColors) -> String { isMark(colors) ? "</mark>" : "</span>" }

  private static func isMark(_ colors: SpanColors) -> Bool {
    colors == SpanColors(back: .highlight)
  }

  private static func css(_ color: ContentColor) -> String {
    let hundredths = Int((color.alpha * 100).rounded())
    if hundredths == 100 {
      let digits = [color.red, color.green, color.blue].map { channel in
        (channel < 16 ? "0" : "") + String(channel, radix: 16)
      }
      return "#" + digits.joined()
    }
    let decimals =
      hundredths % 10 == 0 ? "\(hundredths / 10)" : (hundredths < 10 ? "0" : "") + "\(hundredths)"
    let alpha = hundredths == 0 ? "0" : "0.\(decimals)"
    return "rgba(\(color.red), \(color.green), \(color.blue), \(alpha))"
  }
}

/// Code spans (rule R23).
enum CodeSpan {
  /// The longest run of backticks that the parser takes for a delimiter.
  private static let longestDelimiter = 80

  /// - Returns: nil when the text has runs of backticks of all lengths.
  static func scalars(for text: String) -> [Unicode.Scalar]? {
    var runs: Set<Int> = []
    var run = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "`") {
        run += 1
      } else {
        runs.insert(run)
        run = 0
      }
    }
    runs.insert(run)
    guard let length = (1...longestDelimiter).first(where: { !runs.contains($0) }) else { return nil }
    let inside = Array(text.unicodeScalars)
    // The parser takes one space off both edges, but not off spaces alone.
    let losesSpaces = inside.first == " " && inside.last == " " && inside.contains { $0 != " " }
    let isPadded = losesSpaces || inside.first == "`" || inside.last == "`"
    let delimiter = [Unicode.Scalar](repeating: "`", count: length)
    return delimiter + (isPadded ? [" "] : []) + inside + (isPadded ? [" "] : []) + delimiter
  }
}
