/// The white space that is put into a note before parsing and dropped afterwards (rules R32, R33).
///
/// It must be white space to the parser and must not occur in the note, not even as an entity. The
/// form feed is: it is ASCII white space, which alone ends a bare URL, and notes do not use it. Where
/// one does, a rare Unicode space takes its place for emphasis; bare URLs then keep the parser's end.
struct Sentinel {
  let bytes: [UInt8]
  /// Whether the parser ends a bare URL at it.
  let endsURLs: Bool

  /// The sentinel for a note; nil when the note uses all candidates.
  init?(for note: Bytes) {
    for candidate in Self.candidates where !Self.uses(candidate, in: note) {
      bytes = Array(String(candidate).utf8)
      endsURLs = candidate.isASCII
      return
    }
    return nil
  }

  private static let candidates: [Unicode.Scalar] = [
    "\u{0C}", "\u{2006}", "\u{2001}", "\u{2000}", "\u{1680}", "\u{202F}",
  ]

  private static func uses(_ candidate: Unicode.Scalar, in note: Bytes) -> Bool {
    let encoded = Array(String(candidate).utf8)
    var index = 0
    while let found = note.firstIndex(of: encoded[0], from: index) {
      if note[found...].starts(with: encoded) { return true }
      index = found + 1
    }
    index = 0
    while let found = note.firstIndex(of: "&#", from: index) {
      if numericEntity(at: found, in: note) == candidate.value { return true }
      index = found + 2
    }
    return false
  }

  private static func numericEntity(at start: Int, in note: Bytes) -> UInt32? {
    let end = note.firstIndex(of: UInt8(ascii: ";"), from: start).map { min($0, start + 12) }
    guard let end, end > start + 2 else { return nil }
    let digits = note.slice(start + 2..<end).string
    if digits.first == "x" || digits.first == "X" { return UInt32(digits.dropFirst(), radix: 16) }
    return UInt32(digits)
  }
}
