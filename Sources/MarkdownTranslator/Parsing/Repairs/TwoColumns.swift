/// R38: what is indented two columns or more beyond a list item's marker belongs to the item.
enum TwoColumns {
  /// Whether a line belongs to an item whose text begins further in. A marker that goes on with the item's own
  /// numbering is the next item when it is less than three columns in.
  static func belongs(_ cursor: LineCursor, to item: BlockScanner.Container, in note: Bytes) -> Bool {
    let beyond = cursor.indent - item.markerColumn
    guard beyond >= 2 else { return false }
    guard beyond < 3, let number = item.number,
      let marker = BlockSyntax.listMarker(note, cursor.position, cursor.line.end)
    else { return true }
    return marker.number != number + 1 || marker.mark != note[item.marker.upperBound - 1]
  }
}
