/// A bracket and a caret that cannot begin a footnote, but that the parser takes for one: the caret is escaped or
/// written as an entity, or the bracket is closed on another line.
///
/// The parser counts the length of such a label from columns that do not fit it. So text would be lost, and after an
/// entity the label would even come from memory that is not the note's.
enum FalseFootnote {
  static func apply(to text: Bytes, _ edits: inout InlineEdits) {
    guard mayStand(in: text), let sentinel = edits.sentinel else { return }
    for place in places(in: text) { edits.add(.insert(sentinel.bytes, at: place)) }
  }

  /// Where the carets start.
  static func places(in text: Bytes) -> [Int] {
    var places: [Int] = []
    var index = 0
    while let bracket = text.firstIndex(of: UInt8(ascii: "["), from: index) {
      index = bracket + 1
      if isFalse(at: index, in: text) { places.append(index) }
    }
    return places
  }

  /// A quick look at a text.
  static func mayStand(in text: Bytes) -> Bool {
    var index = 0
    while let bracket = text.firstIndex(of: UInt8(ascii: "["), from: index) {
      index = bracket + 1
      guard index < text.count else { return false }
      switch text[index] {
      case UInt8(ascii: "\\"), UInt8(ascii: "&"): return true
      case UInt8(ascii: "^"): if spansLines(from: index, in: text) { return true }
      default: break
      }
    }
    return false
  }

  private static func isFalse(at index: Int, in text: Bytes) -> Bool {
    if text.starts(with: "^", at: index) { return spansLines(from: index, in: text) }
    if text.starts(with: "\\^", at: index) { return true }
    guard text.starts(with: "&", at: index) else { return false }
    // The longest entity for one character is a number of seven digits.
    let window = text.slice(index..<min(index + 12, text.count))
    guard let end = window.firstIndex(of: UInt8(ascii: ";"), from: 0) else { return false }
    return CommonMarkText.resolvingEntities(in: window.slice(0..<(end + 1))) == [UInt8(ascii: "^")]
  }

  /// Whether a line ends before the bracket that closes the one before `index`.
  private static func spansLines(from index: Int, in text: Bytes) -> Bool {
    var depth = 1
    for byte in text.slice(index..<min(index + ReferenceLabels.longest, text.count)) {
      switch byte {
      case UInt8(ascii: "\n"): return true
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      default: break
      }
      if depth == 0 { return false }
    }
    return false
  }
}

/// The labels of a note's link reference definitions, as written. A sentinel inside a reference's text
/// would keep it from matching its definition.
struct ReferenceLabels {
  /// The longest label that the parser takes, a footnote's too, in bytes.
  static let longest = 1000

  private var labels: Set<[UInt8]> = []

  init(_ note: Bytes) {
    let bracket = UInt8(ascii: "[")
    var (open, next) = (nil as Int?, note.firstIndex(of: bracket, from: 0))
    var index = 0
    while let end = note.firstIndex(of: "]:", from: index) {
      index = end + 2
      while let start = next, start < end {
        (open, next) = (start, note.firstIndex(of: bracket, from: start + 1))
      }
      if let open, end - open <= Self.longest { labels.insert(Array(note[(open + 1)..<end])) }
    }
  }

  var isEmpty: Bool { labels.isEmpty }

  func contains(_ label: Bytes) -> Bool {
    !labels.isEmpty && labels.contains(Array(label))
  }
}
