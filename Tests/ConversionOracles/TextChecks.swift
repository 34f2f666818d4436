import ContentBlocks
import MarkdownTranslator

/// No text of a note is lost, none is made up.
package enum TextChecks {
  package static func faults(in content: ContentBlock, of note: String) -> [String] {
    var faults: [String] = []
    let text = content.shownText
    // What CommonMark would read otherwise is read as the repairs have it (rules R10, R34 to R42).
    let expected = ParserText(of: MarkdownConverter().repairedSource(of: note))
    if !expected.isShown(in: text) {
      let letters = ParserText.letters(of: text)
      faults.append("text is lost or made up (\(expected.comparison)): \(expected.text) is \(letters)")
    }
    // Sentinels (rules R32, R33) are white space that the note does not use.
    if !note.utf8.contains(UInt8(ascii: "&")) {
      let used = Set(note.unicodeScalars)
      let strange = text.unicodeScalars.filter {
        $0.properties.isWhitespace && $0 != " " && $0 != "\n" && !used.contains($0)
      }
      if !strange.isEmpty { faults.append("white space that is not in the note: \(strange.map(\.value))") }
    }
    return faults
  }
}

extension ContentBlock {
  /// All text that a reader sees, images aside.
  package var shownText: String {
    blocks.map { block in
      guard case .paragraph(let line) = block else { return "" }
      return line.elements.map { element in
        switch element {
        case .textRun(let run): run.text
        case .docsLink(let link): link.title
        case .mention(let person): person.userID
        }
      }.joined()
    }.joined(separator: "\n")
  }
}
