/// A note as it is handed to the parser, and what the parser cannot be told by Markdown.
///
/// Lines of the repaired text count from 1, as the parser counts them.
struct RepairedNote {
  /// The repaired text; nil when the note is parsed as it is.
  var text: [UInt8]?
  /// From the repaired text back to the note.
  var map = RepairMap()
  /// How many of the list items that begin on a line only go on with items whose marker is written already, because
  /// a line outside of the list is between (rule R10). They are the outermost ones.
  var continuedItems: [Int: Int] = [:]
  /// The numbers of items that differ from what counting from the first item gives (rules R6, R10): by line, and by
  /// how many items begin before them on that line.
  var itemNumbers: [Int: [Int: Int]] = [:]
  /// How many columns the header of a table has in the note, by the line of its delimiter row: of a table whose header
  /// got more for wider rows (rule R17).
  var headerColumns: [Int: Int] = [:]
  /// Whether the lines of paragraphs are joined (rules R10, R34).
  var joinsLines = false
  /// The lines that begin on a line of their own although lines are joined (rule R34).
  var keptLines: Set<Int> = []
  /// What the writer should know.
  var findings: [RepairFinding] = []
}

/// What a repair has to say about a place in the note.
struct RepairFinding: Equatable {
  enum Kind: Equatable {
    case linesJoined
    case ruleNotHeading
    case indentAsText
    case indentLenient
    case htmlUnclosed(opener: String, closer: String)
    case markupAsText(LookalikeMarkup)
  }

  let kind: Kind
  /// Line and column in the note's own text, from 1; columns count bytes.
  let line: Int
  let column: Int

  var message: DiagnosticMessage {
    switch kind {
    case .linesJoined: .linesJoined
    case .ruleNotHeading: .ruleNotHeading
    case .indentAsText: .indentAsText
    case .indentLenient: .indentLenient
    case .htmlUnclosed(let opener, let closer): .htmlUnclosed(opener: opener, closer: closer)
    case .markupAsText(let lookalike): lookalike.message
    }
  }
}

/// Leads from places in the repaired text back to the note.
struct RepairMap {
  /// From a repaired line on, lines of the note follow one another.
  private struct Stretch {
    let repairedLine: Int
    let line: Int
  }

  /// What was changed within a line.
  struct LineChange {
    /// The bytes that were put in front of the rest, and those of the note that they replace.
    var newPrefix = 0
    var oldPrefix = 0
    /// Where a byte was put in, as offsets in the repaired line.
    var insertions: [Int] = []
  }

  private var stretches: [Stretch] = []
  private var changes: [Int: LineChange] = [:]

  mutating func begin(_ repairedLine: Int, at line: Int) {
    if let last = stretches.last, last.repairedLine == repairedLine { stretches.removeLast() }
    stretches.append(Stretch(repairedLine: repairedLine, line: line))
  }

  mutating func add(_ change: LineChange, on repairedLine: Int) {
    changes[repairedLine] = change
  }

  /// The repaired line that a line of the note became. Both count from 1.
  func repairedLine(of line: Int) -> Int {
    var low = 0
    var high = stretches.count
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].line <= line { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? line : stretches[low - 1].repairedLine + line - stretches[low - 1].line
  }

  /// The place in the note that a place in the repaired text comes from. All count from 1.
  func original(line: Int, column: Int) -> (line: Int, column: Int) {
    guard !stretches.isEmpty || !changes.isEmpty else { return (line, column) }
    var low = 0
    var high = stretches.count
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].repairedLine <= line { low = middle + 1 } else { high = middle }
    }
    let originalLine = low == 0 ? line : stretches[low - 1].line + line - stretches[low - 1].repairedLine
    guard let change = changes[line] else { return (originalLine, column) }
    var offset = column - 1
    var before = 0
    var after = change.insertions.count
    while before < after {
      let middle = (before + after) / 2
      if change.insertions[middle] < offset { before = middle + 1 } else { after = middle }
    }
    offset -= before
    // Where a prefix was replaced, its marker is as far from the text as it was.
    offset = max(offset + change.oldPrefix - change.newPrefix, 0)
    return (originalLine, offset + 1)
  }
}

/// Writes the repaired text. As long as nothing is changed, nothing is copied.
struct RepairWriter {
  private let note: Bytes
  private(set) var map = RepairMap()
  private var text: [UInt8] = []
  private var copied = 0
  private var insertedLines = 0

  init(_ note: Bytes) {
    self.note = note
  }

  /// The repaired text, nil when nothing was changed.
  mutating func finish() -> [UInt8]? {
    guard copied > 0 || !text.isEmpty else { return nil }
    copy(until: note.count)
    return text
  }

  /// The number in the repaired text of a line of the note, from 1.
  func repairedLine(_ line: NoteLine) -> Int { line.number + insertedLines + 1 }

  private mutating func copy(until end: Int) {
    if text.isEmpty { text.reserveCapacity(note.count + note.count / 8 + 64) }
    if end > copied { text.append(contentsOf: note[copied..<end]) }
    copied = max(copied, end)
  }

  /// Puts a line before a line of the note.
  mutating func insertLine(_ content: [UInt8], before line: NoteLine) {
    copy(until: line.start)
    // After a carriage return, a line feed alone would only make one line end of both.
    let lineEnd: UInt8 = text.last == 0x0D ? 0x0D : 0x0A
    text.append(contentsOf: content)
    text.append(lineEnd)
    map.begin(repairedLine(line), at: line.number + 1)
    insertedLines += 1
    map.begin(repairedLine(line), at: line.number + 1)
  }

  /// Puts text at the end of a line that ends at a byte of the note. No later line has been written yet.
  mutating func append(_ content: [UInt8], after end: Int) {
    if copied <= end {
      copy(until: end)
      text.append(contentsOf: content)
    } else {
      text.insert(contentsOf: content, at: text.count - (copied - end))
    }
  }

  /// Leaves out the last byte of a line that ends at a byte of the note. No later line has been written yet.
  mutating func removeByte(before end: Int) {
    if copied < end {
      copy(until: end - 1)
      copied = end
    } else {
      text.remove(at: text.count - (copied - end) - 1)
    }
  }

  /// Writes a line with another beginning: `prefix` instead of what is before `rest`, and a backslash before
  /// each of some places after it.
  mutating func rewrite(_ line: NoteLine, prefix: [UInt8]?, rest: Int, escaping places: [Int]) {
    copy(until: line.start)
    var change = RepairMap.LineChange()
    let start = text.count
    if let prefix {
      text.append(contentsOf: prefix)
      change.newPrefix = prefix.count
      change.oldPrefix = rest - line.start
      copied = rest
    }
    for place in places {
      copy(until: place)
      change.insertions.append(text.count - start)
      text.append(UInt8(ascii: "\\"))
    }
    copy(until: line.next)
    map.add(change, on: repairedLine(line))
  }
}
