/// R10: where line ends are kept, no line is lazy. One that is not indented under its list item, or lacks its quote's
/// `>`, is outside of it, as it looks in the source. Lists go on after it.
enum OutsideLines {
  /// How many items are begun again for a list that continues. Deeper levels are shown at level 16 anyway, and the
  /// parser reads no more than 100 markers on a line.
  static let deepestContinued = 32

  /// Whether a line outside of these containers is outside. A footnote has no other mark than its label.
  static func interrupts(_ containers: ArraySlice<BlockScanner.Container>) -> Bool {
    containers.contains { $0.kind == .item || $0.kind == .quote }
  }
}

/// R35: a line of exactly `---` below a paragraph is a rule, and the paragraph stays one.
enum RuleBelowParagraph {
  static func isRule(_ text: Bytes, _ start: Int, _ end: Int, underline: UInt8) -> Bool {
    underline == UInt8(ascii: "-") && text.starts(with: "---", at: start)
      && (start + 3 >= end || text[start + 3] != UInt8(ascii: "-"))
  }
}

/// R38: what is indented two columns or more beyond a list item's marker belongs to the item.
enum TwoColumns {
  /// Whether a line belongs to an item whose text begins further in. A marker that continues with the item's own
  /// numbering is the next item when it is less than three columns in, unless it is in line with a list in the item and
  /// continues with the numbering of that.
  static func belongs(_ cursor: LineCursor, to item: BlockScanner.Container, in note: Bytes) -> Bool {
    let beyond = cursor.indent - item.markerColumn
    guard beyond >= 2 else { return false }
    guard beyond < 3, let number = item.marker.number,
      let marker = BlockSyntax.listMarker(note, cursor.position, cursor.line.end)
    else { return true }
    guard marker.number == number + 1, marker.mark == note[item.marker.range.upperBound - 1] else {
      return true
    }
    guard let last = item.inner.number else { return false }
    return marker.number == last + 1 && marker.mark == note[item.inner.range.upperBound - 1]
      && cursor.indent + item.shift >= item.textColumn + item.innerColumn
  }
}

/// R39: a number of four digits or more begins no list. It is a year, as in `2024. 11. 22`.
enum LongNumbers {
  static func isTooLong(_ marker: BlockSyntax.ListMarker) -> Bool { marker.isOrdered && marker.length > 4 }
}
