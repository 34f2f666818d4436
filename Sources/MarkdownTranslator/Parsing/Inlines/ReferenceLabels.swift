/// The labels of a note's link reference definitions, as written. A sentinel inside a reference's text
/// would keep it from matching its definition.
struct ReferenceLabels {
  /// The longest label that the parser takes, a footnote's too, in bytes.
  static let longest = 1000

  private var labels: Set<[UInt8]> = []

  init(_ note: Bytes) {
    var index = 0
    while let end = note.firstIndex(of: "]:", from: index) {
      index = end + 2
      let earliest = max(0, end - Self.longest)
      if let start = note[earliest..<end].lastIndex(of: UInt8(ascii: "[")) {
        labels.insert(Array(note[(start + 1)..<end]))
      }
    }
  }

  var isEmpty: Bool { labels.isEmpty }

  func contains(_ label: Bytes) -> Bool {
    !labels.isEmpty && labels.contains(Array(label))
  }
}
