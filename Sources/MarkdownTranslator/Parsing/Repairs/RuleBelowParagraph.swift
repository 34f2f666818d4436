/// R35: a line of exactly `---` below a paragraph is a rule, and the paragraph stays one.
enum RuleBelowParagraph {
  static func isRule(_ text: Bytes, _ start: Int, _ end: Int, underline: UInt8) -> Bool {
    underline == UInt8(ascii: "-") && text.starts(with: "---", at: start)
      && (start + 3 >= end || text[start + 3] != UInt8(ascii: "-"))
  }
}
