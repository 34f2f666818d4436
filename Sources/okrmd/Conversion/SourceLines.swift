import MarkdownTranslator

/// The lines of a note, to show them below a diagnostic.
struct SourceLines {
  private let lines: [Substring]

  init(_ source: [UInt8]) {
    // CommonMark's line endings, by which positions are counted. Swift knows more, such as U+2028.
    lines = String(decoding: source, as: UTF8.self)
      .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
  }

  /// The line and a caret below the column; empty for a line that would not look well on a terminal.
  func excerpt(at position: SourcePosition) -> String {
    guard lines.indices.contains(position.line - 1) else { return "" }
    let line = lines[position.line - 1]
    guard line.utf8.count <= 200,
      !line.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\t" })
    else { return "" }
    let before = String(decoding: line.utf8.prefix(position.column - 1), as: UTF8.self)
    let indentation = before.map { $0 == "\t" ? "\t" : isWide($0) ? "  " : " " }.joined()
    return "  \(line)\n  \(indentation)^\n"
  }

  /// Whether a character takes two columns of a terminal.
  private func isWide(_ character: Character) -> Bool {
    character.unicodeScalars.first.map { EastAsian.isWide($0.value) } ?? false
  }
}
