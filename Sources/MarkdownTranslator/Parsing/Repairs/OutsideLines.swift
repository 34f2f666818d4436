/// R10: where line ends are kept, no line is lazy. One that is not indented under its list item, or lacks its quote's
/// `>`, stands outside of it, as it looks in the source. Lists go on behind it.
enum OutsideLines {
  /// How many items are begun again for a list that goes on. Deeper levels are shown at level 16 anyway, and the
  /// parser reads no more than 100 markers on a line.
  static let deepestContinued = 32

  /// Whether a line outside of these containers stands outside. A footnote has no other mark than its label.
  static func interrupts(_ containers: ArraySlice<BlockScanner.Container>) -> Bool {
    containers.contains { $0.kind == .item || $0.kind == .quote }
  }
}
