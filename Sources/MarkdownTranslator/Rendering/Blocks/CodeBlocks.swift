import ContentBlocks

/// Lines in the code shade that are written as one fenced code block (rule R15).
struct FencedCodeBlock {
  private(set) var lines: [String] = []
  let fence: [UInt8]

  /// The longest code block that begins with a block; nil when the block is better written as text: a
  /// single line of code is a code span, unless it has white space at its edges.
  init?(at index: Int, in blocks: [ContentBlockElement]) {
    guard case .paragraph(let first) = blocks[index], let code = first.code else { return nil }
    let list = first.list
    // After a task marker the parser looks for no blocks.
    if list?.isTask == true { return nil }
    let rest = list.map { ContentList(type: .indent, clampedLevel: $0.indentLevel) }
    lines = [code]
    var count = 1
    for block in blocks[(index + 1)...] {
      guard case .paragraph(let line) = block, line.list == rest else { break }
      guard let code = line.elements.isEmpty ? "" : line.code else { break }
      lines.append(code)
      // Empty lines count when code follows.
      if !code.isEmpty { count = lines.count }
    }
    lines.removeLast(lines.count - count)
    guard count > 1 || first.hasSpaceAtEdge else { return nil }
    let longest = lines.map { $0.longestRun(of: UInt8(ascii: "`")) }.max() ?? 0
    fence = [UInt8](repeating: UInt8(ascii: "`"), count: max(3, longest + 1))
  }
}

extension String {
  /// The length of the longest run of a byte.
  fileprivate func longestRun(of byte: UInt8) -> Int {
    var longest = 0
    var current = 0
    for next in utf8 {
      current = next == byte ? current + 1 : 0
      longest = max(longest, current)
    }
    return longest
  }
}

extension ContentParagraph {
  /// The text of a line that is one run in the code shade and has no other style.
  var code: String? {
    guard elements.count == 1, case .textRun(let run) = elements[0] else { return nil }
    return run.style == ContentTextStyle(backColor: .codeShade) ? run.text : nil
  }

  /// Whether a line is all code, linked or not. Only such lines keep white space at their edges (rule R10).
  var isCodeLine: Bool {
    !elements.isEmpty
      && elements.allSatisfy { element in
        guard case .textRun(let run) = element else { return false }
        return run.style == ContentTextStyle(backColor: .codeShade, link: run.style.link)
      }
  }

  /// Whether a space or a tab is at an edge of the line.
  var hasSpaceAtEdge: Bool {
    if case .textRun(let first) = elements.first, first.text.utf8.first?.isSpaceOrTab == true { return true }
    if case .textRun(let last) = elements.last, last.text.utf8.last?.isSpaceOrTab == true { return true }
    return false
  }
}

/// A line of code with white space at its edges that cannot be a fenced block: it holds links, or is
/// after a task marker. Inside `<pre>` white space is kept (rule R15).
enum PreformattedLine {
  static func bytes(for line: ContentParagraph, isTask: Bool) -> [UInt8] {
    var text = Array("<pre>".unicodeScalars)
    for case .textRun(let run) in line.elements {
      if let link = run.style.link {
        text += MarkupText.linkStartTag(to: link.url)
      }
      // A line that starts with the tag is an HTML block, one after a task marker is text.
      text += isTask ? InlineWriter.escaped(run.text) : MarkupText.html(run.text)
      if run.style.link != nil { text += "</a>".unicodeScalars }
    }
    text += "</pre>".unicodeScalars
    return text.utf8Bytes
  }
}
