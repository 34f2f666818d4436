import ContentBlocks

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

  /// Whether a space or a tab stands at an edge of the line.
  var hasSpaceAtEdge: Bool {
    if case .textRun(let first) = elements.first, first.text.utf8.first?.isSpaceOrTab == true { return true }
    if case .textRun(let last) = elements.last, last.text.utf8.last?.isSpaceOrTab == true { return true }
    return false
  }
}
