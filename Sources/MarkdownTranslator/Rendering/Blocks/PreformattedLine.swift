import ContentBlocks

/// A line of code with white space at its edges that cannot be a fenced block: it holds links, or stands
/// behind a task marker. Inside `<pre>` white space is kept (rule R15).
enum PreformattedLine {
  static func bytes(for line: ContentParagraph, isTask: Bool) -> [UInt8] {
    var text = Array("<pre>".unicodeScalars)
    for case .textRun(let run) in line.elements {
      if let link = run.style.link {
        text += MarkupText.linkStartTag(to: link.url)
      }
      // A line that starts with the tag is an HTML block, one behind a task marker is text.
      text += isTask ? InlineWriter.escaped(run.text) : MarkupText.html(run.text)
      if run.style.link != nil { text += "</a>".unicodeScalars }
    }
    text += "</pre>".unicodeScalars
    return text.utf8Bytes
  }
}
