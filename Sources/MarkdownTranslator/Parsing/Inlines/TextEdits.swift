/// A change of a block's raw text: a stretch of it, and what is parsed in its place.
struct TextEdit {
  let range: Range<Int>
  let bytes: [UInt8]

  /// Puts bytes in before an index.
  static func insert(_ bytes: [UInt8], at index: Int) -> TextEdit {
    TextEdit(range: index..<index, bytes: bytes)
  }

  /// Makes the punctuation at an index text.
  static func escape(at index: Int) -> TextEdit {
    insert([UInt8(ascii: "\\")], at: index)
  }

  static func replace(_ range: Range<Int>, with text: String) -> TextEdit {
    TextEdit(range: range, bytes: Array(text.utf8))
  }

  static func remove(_ range: Range<Int>) -> TextEdit {
    TextEdit(range: range, bytes: [])
  }
}

/// The raw text of a block after one rule or several have changed it, and where each byte of it comes from.
struct PreparedText {
  /// What is parsed.
  private(set) var bytes: [UInt8]
  /// The changes of each rule, in order.
  private var stages: [[Stretch]] = []

  /// A changed stretch: where it is after the change, and where it was before.
  private struct Stretch {
    let new: Range<Int>
    let old: Range<Int>
  }

  init(_ text: Bytes) {
    bytes = Array(text)
  }

  var isChanged: Bool { !stages.isEmpty }

  /// Changes the text. Edits that overlap an earlier one are left out.
  mutating func apply(_ edits: [TextEdit]) {
    guard !edits.isEmpty else { return }
    let sorted = edits.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 8 * edits.count)
    var stage: [Stretch] = []
    var copied = 0
    for (_, edit) in sorted where edit.range.lowerBound >= copied {
      result.append(contentsOf: bytes[copied..<edit.range.lowerBound])
      let start = result.count
      result.append(contentsOf: edit.bytes)
      copied = edit.range.upperBound
      stage.append(Stretch(new: start..<result.count, old: edit.range))
    }
    result.append(contentsOf: bytes[copied...])
    bytes = result
    stages.append(stage)
  }

  /// Where a byte of the text was in the note's text.
  func originalOffset(of offset: Int) -> Int {
    stages.reversed().reduce(offset) { Self.offset($0, before: $1) }
  }

  private static func offset(_ offset: Int, before stage: [Stretch]) -> Int {
    var low = 0
    var high = stage.count
    while low < high {
      let middle = (low + high) / 2
      if stage[middle].new.lowerBound <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return offset }
    let stretch = stage[low - 1]
    return offset < stretch.new.upperBound
      ? stretch.old.lowerBound : offset - stretch.new.upperBound + stretch.old.upperBound
  }
}

/// The white space that is put into a note before parsing and dropped afterwards (rules R32, R33).
///
/// It is a white-space character that the note does not use, not even as an entity, between two tabs: only
/// such plain white space ends a bare URL, and lets one begin, for the parser.
struct Sentinel {
  let bytes: [UInt8]
  /// The character between the tabs.
  private let middle: [UInt8]

  /// The sentinel for a note; nil when the note uses all candidates.
  init?(for note: Bytes) {
    for candidate in Self.candidates where !Self.uses(candidate, in: note) {
      bytes = Array("\t\(candidate)\t".utf8)
      middle = Array(String(candidate).utf8)
      return
    }
    return nil
  }

  /// The text without sentinels, also those that the parser has trimmed at the end of a line.
  func removed(from text: Bytes) -> [UInt8] {
    var result: [UInt8] = []
    var copied = 0
    var index = 0
    while let found = text.firstIndex(of: middle[0], from: index) {
      index = found + 1
      guard text[found...].starts(with: middle) else { continue }
      result.append(contentsOf: text[copied..<found])
      if result.last == UInt8(ascii: "\t") { result.removeLast() }
      index = found + middle.count
      if index < text.count, text[index] == UInt8(ascii: "\t") { index += 1 }
      copied = index
    }
    if copied == 0 { return Array(text) }
    result.append(contentsOf: text[copied...])
    return result
  }

  /// What is before the first sentinel and what is after it; nil for the second when there is none.
  func split(_ text: Bytes) -> ([UInt8], [UInt8]?) {
    var index = 0
    while let found = text.firstIndex(of: bytes[0], from: index) {
      if text[found...].starts(with: bytes) {
        return (Array(text[..<found]), Array(text[(found + bytes.count)...]))
      }
      index = found + 1
    }
    return (Array(text), nil)
  }

  /// Characters that are white space to the parser and that notes hardly ever use.
  static let candidates: [Unicode.Scalar] = [
    "\u{0C}", "\u{2006}", "\u{2001}", "\u{2000}", "\u{1680}", "\u{202F}", "\u{205F}", "\u{2004}",
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

  /// The value of an entity such as `&#12;` or `&#xC;`. The parser reads up to seven digits.
  private static func numericEntity(at start: Int, in note: Bytes) -> UInt32? {
    let window = note.slice(start..<min(start + 12, note.count))
    guard let end = window.firstIndex(of: UInt8(ascii: ";"), from: 2) else { return nil }
    let digits = window.slice(2..<end).string
    if digits.first == "x" || digits.first == "X" { return UInt32(digits.dropFirst(), radix: 16) }
    return UInt32(digits)
  }
}
