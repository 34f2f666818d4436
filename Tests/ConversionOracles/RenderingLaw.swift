import ContentBlocks
import MarkdownTranslator

/// The law of rendering: what is wrong with a content's way to Markdown and back; nil when nothing is.
package enum RenderingLaw {
  /// What a note was converted to comes back as it was.
  package static func fault(ofNote note: [UInt8]) -> String? {
    guard let content = try? MarkdownConverter(options: options).convert(note).content else { return nil }
    let normal = content.markdownNormalForm
    if normal != content, !isException(content) {
      return difference("is not in normal form", content, normal, nil)
    }
    return fault(of: content)
  }

  /// Any content comes back in normal form.
  package static func fault(
    of content: ContentBlock, render: (ContentBlock) -> String = { MarkdownRenderer().render($0) }
  ) -> String? {
    let normal = content.markdownNormalForm
    if normal.markdownNormalForm != normal {
      return difference("the normal form has another", normal, normal.markdownNormalForm, nil)
    }
    let markdown = render(content)
    if !markdown.isEmpty, markdown.utf8.last != UInt8(ascii: "\n") { return "no line end: \(markdown)" }
    do {
      let back = try MarkdownConverter(options: options).convert(markdown).content
      if back != normal { return difference("comes back as something else", normal, back, markdown) }
      let again = render(back)
      if again != markdown { return "renders as something else:\n\(markdown)\n\(again)" }
    } catch {
      return "\(error): \(markdown)"
    }
    return nil
  }

  /// Whether a note was converted to what Markdown cannot say again: a link on a line of white space alone,
  /// or white space at the edge of a line that is not code.
  package static func isException(_ content: ContentBlock) -> Bool {
    if !Invariants.faults(in: content).isEmpty { return true }
    return content.blocks.contains { block in
      guard case .paragraph(let line) = block else { return false }
      return line.elements.contains { element in
        guard case .textRun(let run) = element, run.style.link != nil else { return false }
        return run.text.utf8.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
      }
    }
  }

  private static var options: ConversionOptions {
    var options = ConversionOptions()
    options.limits = ConversionLimits(inputBytes: 64 << 20)
    return options
  }

  /// The first lines that differ.
  private static func difference(
    _ problem: String, _ expected: ContentBlock, _ actual: ContentBlock, _ markdown: String?
  ) -> String {
    let expectedLines = LineNotation.render(expected)
    let actualLines = LineNotation.render(actual)
    let same = zip(expectedLines, actualLines).prefix { $0 == $1 }.count
    let expectedRest = expectedLines.dropFirst(same).prefix(3).joined(separator: "\n  ")
    let actualRest = actualLines.dropFirst(same).prefix(3).joined(separator: "\n  ")
    let source = markdown.map { "\nMarkdown: \($0.debugDescription)" } ?? ""
    return "\(problem), line \(same):\n  \(expectedRest)\nis\n  \(actualRest)\(source)"
  }
}
