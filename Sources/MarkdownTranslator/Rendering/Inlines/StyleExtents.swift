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
