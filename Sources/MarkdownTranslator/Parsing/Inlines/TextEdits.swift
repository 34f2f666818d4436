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
