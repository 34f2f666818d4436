/// R36: an indented block is text, not code, when it begins with a list marker, or when each of its lines has East
/// Asian wide characters and more than half of all its characters are such.
extension BlockScanner {
  /// Whether the indented block that begins here is text. Only what is nested by white space alone, up to some
  /// depth, is looked at, since each block is read to its end.
  func isIndentedText(_ start: LineStart) -> Bool {
    let around = around(start)
    guard around.count(where: { $0.kind == .unindented }) < 16 else { return false }
    let line = start.line
    if let marker = BlockSyntax.listMarker(note, start.cursor.position, line.end) {
      return !LongNumbers.isTooLong(marker) && !marker.isEmpty
    }
    var count = WideCount()
    guard count.read(note.slice(start.cursor.position..<line.end)) else { return false }
    var inside = Array(around)
    for index in inside.indices { inside[index].hasContent = true }
    var reader = reader
    reader.resume(after: line)
    while let next = reader.next() {
      var cursor = LineCursor(next, in: note)
      if cursor.isBlank { continue }
      let isInside = inside.indices.allSatisfy {
        Self.enter(&inside[$0], &cursor, in: note, isLenient: repairs.contains(.twoColumns))
      }
      guard isInside, cursor.isIndented else { break }
      guard count.read(note.slice(cursor.position..<next.end)) else { return false }
    }
    return count.wide * 2 > count.all
  }

  /// Counts the characters of a block.
  private struct WideCount {
    var wide = 0
    var all = 0

    /// Returns whether the line has a wide character.
    mutating func read(_ line: Bytes) -> Bool {
      let before = wide
      var index = 0
      while index < line.count {
        let (scalar, length) = line.scalar(at: index)
        index += length
        if scalar < 0x80, line[index - 1].isASCIISpace || scalar == 0 { continue }
        if scalar == 0x3000 || scalar == 0xA0 { continue }
        all += 1
        if EastAsian.isWide(scalar) { wide += 1 }
      }
      return wide > before
    }
  }
}
