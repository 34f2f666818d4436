/// How a whole note is wrapped, for its sections (rule R34).
enum NoteWrapping: Sendable {
  /// It is not hard-wrapped.
  case none
  /// It is, and its widest line has so many columns.
  case hard(width: Int)

  init(of note: Bytes) {
    var scanner = BlockScanner(note, repairs: .always, recordsBreaks: true)
    scanner.scan()
    self = HardWrapping(of: note, breaks: scanner.breaks).map { .hard(width: $0.width) } ?? .none
  }
}

/// R34: whether a note is hard-wrapped, so that the lines of its paragraphs are joined, and which of its line ends are
/// kept all the same.
struct HardWrapping {
  /// The lines, from 0, before which the line end is kept.
  private(set) var keptLines: [Int] = []
  /// Where the first line ends that is joined with the next, from 0.
  private(set) var firstJoined: (line: Int, column: Int)?

  /// The columns of the widest line.
  private(set) var width = 0

  /// All lines are joined.
  init() {}

  /// nil for a note that is not hard-wrapped.
  ///
  /// - Parameter wrapping: how the note is wrapped, if that is known because these are the lines of a section.
  init?(of note: Bytes, breaks: [BlockScanner.LineBreak], wrapping: NoteWrapping? = nil) {
    if case .some(.none) = wrapping { return nil }
    guard breaks.count >= 3 || wrapping != nil else { return nil }
    var measures: [Measure] = []
    measures.reserveCapacity(breaks.count)
    var widest = 0
    var last: (number: Int, width: Int)?
    for line in breaks where !Self.isHard(note, line.before) {
      let before =
        last.flatMap { $0.number == line.before.number ? $0.width : nil } ?? Self.width(note, line.before)
      let after = Self.width(note, line.after)
      last = (line.after.number, after)
      widest = max(widest, before, after)
      // Lines of a page are never wider: most notes are decided here.
      if widest > 120 { return nil }
      measures.append(Measure(line: line, width: before))
    }
    if case .hard(let width) = wrapping { widest = width }
    guard (60...120).contains(widest) else { return nil }
    width = widest
    var plain = 0
    var full = 0
    var ended = 0
    for index in measures.indices {
      let line = measures[index].line
      measures[index].isFull =
        measures[index].width + Self.firstWord(note, line) > widest - 6
      measures[index].beginning = Self.beginning(note, line.after)
      guard measures[index].beginning == .text else { continue }
      plain += 1
      if measures[index].isFull { full += 1 }
      if Self.endsSentence(note, line.before) { ended += 1 }
    }
    guard wrapping != nil || plain >= 3 && full * 5 >= plain * 4 && ended * 3 <= plain else { return nil }
    for measure in measures {
      let isKept = measure.beginning == .own || (!measure.isFull && measure.width * 2 < widest)
      if isKept {
        keptLines.append(measure.line.after.number)
      } else if firstJoined == nil {
        let before = measure.line.before
        firstJoined = (before.number, Self.trimmedEnd(note, before) - before.start)
      }
    }
  }

  private struct Measure {
    let line: BlockScanner.LineBreak
    let width: Int
    var isFull = false
    var beginning = Beginning.text
  }

  // MARK: Widths

  private static func trimmedEnd(_ note: Bytes, _ line: OpenInlines.Line) -> Int {
    var end = line.end
    while end > line.start, note[end - 1].isASCIISpace { end -= 1 }
    return end
  }

  /// The columns of a line without the white space at its end.
  static func width(_ note: Bytes, _ line: OpenInlines.Line) -> Int {
    let end = trimmedEnd(note, line)
    var index = line.start
    var width = 0
    while index < end {
      let (scalar, length) = note.scalar(at: index)
      index += length
      width += scalar == 0x09 ? 4 - width % 4 : columns(of: scalar)
    }
    return width
  }

  private static func columns(of scalar: UInt32) -> Int {
    if scalar < 0x1100 { return 1 }
    if EastAsian.isWide(scalar) { return 2 }
    switch scalar {
    // Hangul.
    case 0x1100...0x115F, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xFFA0...0xFFDC: return 2
    // Emoji that are narrow without the sign for emoji are left at one column.
    case 0x1F000...0x1FAFF: return 2
    default: return 1
    }
  }

  /// The columns that the first word of the line after would have taken on the line before.
  private static func firstWord(_ note: Bytes, _ line: BlockScanner.LineBreak) -> Int {
    var index = line.after.text
    var width = 0
    while index < line.after.end {
      let (scalar, length) = note.scalar(at: index)
      if scalar < 0x80, note[index].isASCIISpace { break }
      let isWide = EastAsian.isWide(scalar)
      if isWide, width > 0 { break }
      width += columns(of: scalar)
      index += length
      if isWide { break }
    }
    let end = trimmedEnd(note, line.before)
    guard end > line.before.text, line.after.text < line.after.end else { return width }
    let isJoined = EastAsian.joinsWithoutSpace(
      note.scalar(before: end), note.scalar(at: line.after.text).value)
    return width + (isJoined ? 0 : 1)
  }

  /// Whether a line ends in a hard break.
  private static func isHard(_ note: Bytes, _ line: OpenInlines.Line) -> Bool {
    if line.endOfBackslashBreak(in: note) != nil { return true }
    return line.end - line.text >= 2 && note[line.end - 1] == 0x20 && note[line.end - 2] == 0x20
  }

  // MARK: What lines begin and end with

  /// Whether a line ends in a mark that ends a sentence, closing marks after it aside.
  private static func endsSentence(_ note: Bytes, _ line: OpenInlines.Line) -> Bool {
    let text = note.slice(line.text..<max(trimmedEnd(note, line), line.text))
    var end = text.count
    while end > 0 {
      let scalar = text.scalar(before: end)
      switch scalar {
      case 0x22, 0x27, 0x29, 0x5D, 0x7D, 0x2A, 0x5F, 0x7E, 0x60, 0x2019, 0x201D, 0xFF09, 0x300D, 0x300F,
        0x300B,
        0x3009, 0x3011, 0x3015, 0xFF3D, 0xFF5D:
        end -= 1
        while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
      case 0x3002, 0xFF01, 0xFF1F, 0xFF1B, 0xFF1A, 0x2026, 0x2E, 0x21, 0x3F, 0x3B, 0x3A: return true
      default: return false
      }
    }
    return false
  }

  private enum Beginning {
    case text
    /// Something of its own: it begins a line even where lines are joined.
    case own
    /// An address: like that, but it is joined.
    case address
  }

  private static func beginning(_ note: Bytes, _ line: OpenInlines.Line) -> Beginning {
    let text = note.slice(line.text..<line.end)
    guard let first = text.first else { return .text }
    for scheme in ["http://", "https://", "www."] as [StaticString] where text.starts(withTag: scheme, at: 0)
    {
      return .address
    }
    if first == UInt8(ascii: "!"), text.starts(with: "![", at: 0) { return .own }
    if first == UInt8(ascii: "#") { return .own }
    if first == UInt8(ascii: "*") || first == UInt8(ascii: "_") { return isLabel(text) ? .own : .text }
    if first == UInt8(ascii: "<") { return isHTMLLabel(text) ? .own : .text }
    if first.isASCIIDigit {
      var index = 0
      while index < text.count, text[index].isASCIIDigit { index += 1 }
      guard index < text.count else { return .text }
      switch text.scalar(at: index).value {
      case 0x2E, 0x29, 0x3001, 0xFF09, 0xFF0E: return .own
      // The emoji of a key, `1️⃣`.
      case 0xFE0F, 0x20E3: return .own
      default: return .text
      }
    }
    guard first >= 0x80 else { return .text }
    let (scalar, _) = text.scalar(at: 0)
    if "•·●○■□▪◆◇★☆–—→▶➤✓✔✗✘☐☑".unicodeScalars.contains(where: { $0.value == scalar }) { return .own }
    return isEmoji(scalar) ? .own : .text
  }

  /// A label in bold, `**` or `***`, that ends in a colon or is followed by one.
  private static func isLabel(_ text: Bytes) -> Bool {
    let mark = text[0]
    var length = 1
    while length < text.count, text[length] == mark { length += 1 }
    guard length == 2 || length == 3, length < text.count, !text[length].isASCIISpace else { return false }
    var close = length
    while close < text.count, !text.slice(close..<min(close + length, text.count)).allSatisfy({ $0 == mark })
    { close += 1 }
    guard close + length <= text.count else { return false }
    return hasColon(text, before: close, at: close + length)
  }

  /// The same in HTML: `<b>` or `<strong>`.
  private static func isHTMLLabel(_ text: Bytes) -> Bool {
    for (open, end) in [("<b>", "</b>"), ("<strong>", "</strong>")] as [(StaticString, StaticString)]
    where text.starts(withTag: open, at: 0) {
      guard let close = text.firstIndex(of: end, from: open.utf8CodeUnitCount), close > open.utf8CodeUnitCount
      else { return false }
      return hasColon(text, before: close, at: close + end.utf8CodeUnitCount)
    }
    return false
  }

  private static func hasColon(_ text: Bytes, before close: Int, at end: Int) -> Bool {
    func isColon(_ scalar: UInt32) -> Bool { scalar == 0x3A || scalar == 0xFF1A }
    return isColon(text.scalar(before: close)) || end < text.count && isColon(text.scalar(at: end).value)
  }

  private static func isEmoji(_ scalar: UInt32) -> Bool {
    guard scalar >= 0x203C, let character = Unicode.Scalar(scalar) else { return false }
    return character.properties.isEmojiPresentation
      || (scalar >= 0x2600 && scalar < 0x3000 && character.properties.isEmoji)
  }
}
