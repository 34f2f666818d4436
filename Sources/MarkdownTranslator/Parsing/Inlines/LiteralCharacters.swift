/// R22: characters that are not markup, so that no digit or name changes: `2*3*4`, `*.log`, `src/**/x`,
/// `__init__.py`. (A single `~` is text by an option of the parser.)
enum LiteralCharacters {
  static func apply(to text: Bytes, _ edits: inout InlineEdits) {
    guard mayStand(in: text) || text.firstIndex(of: "__") != nil else { return }
    var scanner = InlineScanner(text, bytes: "*_")
    /// The last run of exactly `__`, and whether it was made text.
    var previous: (range: Range<Int>, isText: Bool)?
    var waitsForPartner = false
    while let event = scanner.next() {
      guard case .byte(let byte, let start) = event else {
        edits.protectLabels(event, in: text)
        continue
      }
      while scanner.index < text.count, text[scanner.index] == byte { scanner.index += 1 }
      let run = start..<scanner.index
      if byte == UInt8(ascii: "*") {
        if isLiteral(run, in: text) { edits.escape(run) }
        continue
      }
      guard run.count == 2 else { continue }
      var isText = waitsForPartner
      waitsForPartner = false
      if isDot(run.upperBound, then: run.upperBound + 1, in: text), !isSpace(run.lowerBound - 1, in: text) {
        isText = true
        if let before = previous, !before.isText { edits.escape(before.range) }
      } else if isDot(run.lowerBound - 1, then: run.lowerBound - 2, in: text),
        !isSpace(run.upperBound, in: text),
        !isText
      {
        isText = true
        waitsForPartner = true
      }
      if isText { edits.escape(run) }
      previous = (run, isText)
    }
  }

  /// A quick look at a text: what a `*` must have after it.
  private static func mayStand(in text: Bytes) -> Bool {
    var index = 0
    while let star = text.firstIndex(of: UInt8(ascii: "*"), from: index) {
      index = star + 1
      guard index < text.count else { return false }
      let after = text[index]
      if after == UInt8(ascii: "/") || isDot(index, then: index + 1, in: text) { return true }
      if after.isASCIILetterOrDigit, star > 0, text[star - 1].isASCIILetterOrDigit { return true }
    }
    return false
  }

  /// Whether a run of `*` is text.
  static func isLiteral(_ run: Range<Int>, in text: Bytes) -> Bool {
    let before = run.lowerBound > 0 ? text[run.lowerBound - 1] : 0x20
    let after = run.upperBound < text.count ? text[run.upperBound] : 0x20
    if before == UInt8(ascii: "/"), after == UInt8(ascii: "/") { return true }
    guard run.count == 1 else { return false }
    return before.isASCIILetterOrDigit && after.isASCIILetterOrDigit
      || isDot(run.upperBound, then: run.upperBound + 1, in: text)
  }

  /// Whether there is a dot at an index, and a letter or digit of any script at the one beyond it.
  private static func isDot(_ dot: Int, then beyond: Int, in text: Bytes) -> Bool {
    guard text.indices.contains(dot), text.indices.contains(beyond), text[dot] == UInt8(ascii: ".") else {
      return false
    }
    if text[beyond] < 0x80 { return text[beyond].isASCIILetterOrDigit }
    var start = beyond
    while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
    return switch Unicode.Scalar(text.scalar(at: start).value)?.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
      true
    default: false
    }
  }

  private static func isSpace(_ index: Int, in text: Bytes) -> Bool {
    !text.indices.contains(index) || text[index].isASCIISpace
  }
}

extension UInt8 {
  var isASCIILetterOrDigit: Bool { isASCIILetter || isASCIIDigit }
}
