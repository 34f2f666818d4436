/// A line of the note: its bytes without the line end, and where the next one starts.
struct NoteLine {
  /// From 0.
  let number: Int
  let start: Int
  let end: Int
  let next: Int
}

/// Reads the lines of a note one after the other. They end with LF, CRLF or CR.
struct LineReader {
  private let note: Bytes
  private let hasCarriageReturns: Bool
  private var offset = 0
  /// Looked for once, so that a note of carriage returns is not read over and over.
  private var nextLineFeed = -1
  private var number = 0

  init(_ note: Bytes) {
    self.note = note
    hasCarriageReturns = note.firstIndex(of: 0x0D, from: 0) != nil
  }

  /// Reads on from a line that is not before the one read last. To read ahead, resume a copy of the reader: it knows
  /// what else would be looked for in the whole note again.
  mutating func resume(after line: NoteLine) {
    offset = line.next
    number = line.number + 1
  }

  mutating func next() -> NoteLine? {
    guard offset < note.count else { return nil }
    let start = offset
    if nextLineFeed < start { nextLineFeed = note.firstIndex(of: 0x0A, from: start) ?? note.count }
    var end = nextLineFeed
    var next = min(end + 1, note.count)
    if hasCarriageReturns, let found = note.slice(start..<end).firstIndex(of: 0x0D, from: 0) {
      end = start + found
      next = note.starts(with: "\n", at: end + 1) ? end + 2 : end + 1
    }
    defer {
      offset = next
      number += 1
    }
    return NoteLine(number: number, start: start, end: end, next: next)
  }
}

/// Where the reading of a line has come to: at a byte that is not white space, or at the line's end, so many columns
/// after the last marker. A repair may change these columns; that is how a line is read as if it were indented
/// otherwise.
struct LineCursor {
  let line: NoteLine
  /// The next byte that is neither space nor tab.
  private(set) var position: Int
  /// The columns of white space before it that no container has taken.
  var indent: Int
  /// The column of the position in the note, from 0, with tabs to columns of four.
  private(set) var column: Int
  /// Whether a repair has changed the columns on the way.
  var isShifted = false

  init(_ line: NoteLine, in note: Bytes) {
    self.line = line
    position = line.start
    indent = 0
    column = 0
    skipSpace(in: note)
  }

  var isBlank: Bool { position == line.end }

  /// Four columns make code.
  var isIndented: Bool { indent >= 4 }

  /// Whether there is a tab in the white space before the position.
  func isAfterTab(in note: Bytes) -> Bool {
    note.slice(line.start..<position).reversed().prefix { $0.isSpaceOrTab }.contains(0x09)
  }

  /// Takes a marker of some bytes; the columns after it are counted next.
  @inline(__always)
  mutating func take(_ length: Int, in note: Bytes) {
    position += length
    column += length
    indent = 0
    skipSpace(in: note)
  }

  /// Moves to a byte of the line that is known to be no white space.
  mutating func skip(to place: Int) {
    column += place - position
    position = place
    indent = 0
  }

  @inline(__always)
  private mutating func skipSpace(in note: Bytes) {
    while position < line.end {
      let byte = note[position]
      if byte == 0x20 {
        indent += 1
        column += 1
      } else if byte == 0x09 {
        let width = 4 - column % 4
        indent += width
        column += width
      } else {
        return
      }
      position += 1
    }
  }

  /// The white space directly before the position that is not wider than the columns that are left beyond some, so that
  /// the tabs of code stay tabs, and its width.
  func keptSpace(in note: Bytes, beyond columns: Int) -> (start: Int, width: Int) {
    var start = position
    while start > line.start, note[start - 1].isSpaceOrTab { start -= 1 }
    var width = 0
    // Only what is in front of the white space decides how wide a tab is.
    var before = 0
    for index in line.start..<start where note[index] & 0xC0 != 0x80 || note[index] == 0x09 {
      before = note[index] == 0x09 ? before + 4 - before % 4 : before + 1
    }
    width = column - before
    while width > max(indent - columns, 0), start < position {
      let tab = 4 - before % 4
      let taken = note[start] == 0x09 ? tab : 1
      before += taken
      width -= taken
      start += 1
    }
    return (start, max(width, 0))
  }
}
