import ContentBlocks

/// The JSON of a content that is one line of plain text.
func content(_ text: String) -> String {
  #"{"blocks":[{"type":"paragraph","paragraph":{"elements":[{"type":"textRun","textRun":{"text":"\#(text)"}}]}}]}"#
}

extension ContentBlock {
  /// A content that is one line of plain text.
  static func line(_ text: String) -> Self {
    Self(blocks: [.paragraph(ContentParagraph(elements: [.textRun(ContentTextRun(text: text))]))])
  }
}
