/// R22: `==x==` on one line is a highlight, as `<mark>x</mark>` is.
enum Highlight {
  static func apply(to text: Bytes, _ edits: inout InlineEdits) {
    guard text.firstIndex(of: "==") != nil else { return }
    var scanner = InlineScanner(text, bytes: "=\n")
    var opener: Range<Int>?
    while let event = scanner.next() {
      guard case .byte(let byte, let start) = event else {
        edits.protectLabels(event, in: text)
        continue
      }
      if byte == UInt8(ascii: "\n") {
        opener = nil
        continue
      }
      while scanner.index < text.count, text[scanner.index] == byte { scanner.index += 1 }
      let run = start..<scanner.index
      let before = start > 0 ? text[start - 1] : 0x20
      guard run.count == 2, before != UInt8(ascii: "=") else { continue }
      let after = run.upperBound < text.count ? text[run.upperBound] : 0x20
      if let open = opener, !before.isASCIISpace, !after.isASCIILetterOrDigit {
        edits.add(.replace(open, with: "<mark>"))
        edits.add(.replace(run, with: "</mark>"))
        opener = nil
      } else if !after.isASCIISpace, !before.isASCIILetterOrDigit {
        opener = run
      }
    }
  }
}
