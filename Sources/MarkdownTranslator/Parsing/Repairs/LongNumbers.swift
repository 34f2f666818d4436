/// R39: a number of four digits or more begins no list. It is a year, as in `2024. 11. 22`.
enum LongNumbers {
  static func isTooLong(_ marker: BlockSyntax.ListMarker) -> Bool { marker.isOrdered && marker.length > 4 }
}
