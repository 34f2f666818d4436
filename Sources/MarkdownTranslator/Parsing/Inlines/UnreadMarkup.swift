/// R40 and R41 within text: what never ends, and what only looks like markup. It is text, and a warning says so.
enum UnreadMarkup {
  static func apply(to text: Bytes, _ edits: inout InlineEdits) {
    guard mayHold(text) else { return }
    var scanner = InlineScanner(text, bytes: "$%:<^")
    var hasUnclosed = false
    var hasNote = false
    /// Where the first `$$` and `%%` is.
    var pairs: [UInt8: Int] = [:]
    while let event = scanner.next() {
      switch event {
      case .byte(let byte, let start):
        switch byte {
        case UInt8(ascii: "<"):
          // One of them is enough to see where the text goes wrong.
          if !hasUnclosed, let message = unclosed(at: start, in: text) {
            hasUnclosed = true
            edits.remark(message, at: start)
          }
        case UInt8(ascii: "^"):
          if !hasNote, text.starts(with: "[", at: start + 1), !text.starts(with: "[]", at: start + 1) {
            hasNote = true
            edits.remark(.inlineNote, at: start)
          }
        case UInt8(ascii: ":"):
          if let end = emojiEnd(at: start, in: text) {
            edits.remark(.emojiName, at: start)
            scanner.index = end
          }
        default:
          guard text.count > start + 1, text[start + 1] == byte else { continue }
          scanner.index = start + 2
          if let first = pairs.removeValue(forKey: byte), start > first + 2 {
            let kind: LookalikeMarkup = byte == UInt8(ascii: "$") ? .displayMath : .percentComment
            edits.remark(kind, at: first)
          } else {
            pairs[byte] = start
          }
        }
      case .opens(let start, _):
        guard !hasNote, text.starts(with: "[^", at: start), !text.starts(with: "[^]", at: start),
          let end = text.slice(0..<min(start + 1000, text.count)).firstIndex(
            of: UInt8(ascii: "]"), from: start),
          !edits.labels.contains(text.slice(start + 1..<end)),
          !text.slice(start..<end).contains(UInt8(ascii: "\n"))
        else { continue }
        hasNote = true
        edits.remark(.inlineNote, at: start)
      default: continue
      }
    }
  }

  private static func mayHold(_ text: Bytes) -> Bool {
    for index in text.indices.dropLast() {
      let next = text[index + 1]
      let isFound =
        switch text[index] {
        case UInt8(ascii: "$"), UInt8(ascii: "%"): next == text[index]
        case UInt8(ascii: "<"): next == UInt8(ascii: "!") || next == UInt8(ascii: "?")
        case UInt8(ascii: "["): next == UInt8(ascii: "^")
        case UInt8(ascii: "^"): next == UInt8(ascii: "[")
        case UInt8(ascii: ":"): next.isASCIILetter || next == UInt8(ascii: "+") || next == UInt8(ascii: "-")
        default: false
        }
      if isFound { return true }
    }
    return false
  }

  /// What is said of a `<` that begins something without an end.
  private static func unclosed(at start: Int, in text: Bytes) -> DiagnosticMessage? {
    guard start + 2 < text.count else { return nil }
    if text.starts(with: "<!--", at: start) { return .htmlUnclosed(opener: "<!--", closer: "-->") }
    if text.starts(with: "<![CDATA[", at: start) { return .htmlUnclosed(opener: "<![CDATA[", closer: "]]>") }
    if text.starts(with: "<?", at: start) { return .htmlUnclosed(opener: "<?", closer: "?>") }
    guard text.starts(with: "<!", at: start), text[start + 2].isASCIILetter else { return nil }
    return .htmlUnclosed(opener: "<!", closer: ">")
  }

  /// The end of `:word:` at an index.
  private static func emojiEnd(at start: Int, in text: Bytes) -> Int? {
    if start > 0, text[start - 1].isASCIILetterOrDigit || text[start - 1] == UInt8(ascii: ":") { return nil }
    guard start + 2 < text.count, text[start + 1].isASCIILetter || "+-".utf8.contains(text[start + 1]) else {
      return nil
    }
    var end = start + 1
    while end < text.count, end - start < 40,
      text[end].isASCIILetterOrDigit || "_+-".utf8.contains(text[end])
    { end += 1 }
    guard end > start + 1, text.starts(with: ":", at: end), !text.starts(with: "::", at: end) else {
      return nil
    }
    let after = end + 1 < text.count ? text[end + 1] : 0x20
    return after.isASCIILetterOrDigit ? nil : end + 1
  }
}
