import ContentBlocks
import MarkdownTranslator

/// A note without what is done with this week: the ids of its records, and the tasks that are done.
struct NextNote {
  private(set) var bytes: [UInt8] = []

  /// - Throws: when the note is not UTF-8, or beyond the limits for a note of its size.
  init(_ note: [UInt8]) throws(ConversionError) {
    let items = try NoteItems(of: note)
    var keys = RecordKeyLines()
    let tasks = DoneTasks(in: items, of: note.lines)
    var comments = items.recordComments[...]
    var blankLines: [UInt8] = []
    for (index, line) in note.lines.enumerated() {
      let number = index + 1
      while let comment = comments.first, comment.upperBound < number { comments.removeFirst() }
      let isTask = tasks.isRemoved(line: index)
      if isTask, line.allSatisfy(\.isBlank) {
        // Blank lines within what is removed are removed; those before what is kept are not.
        blankLines += line
        continue
      }
      let fate: LineFate =
        if number <= items.frontMatterLineCount {
          keys.fate(ofFrontMatter: line)
        } else if isTask {
          .removed
        } else if let comment = comments.first, comment.contains(number) {
          keys.fate(ofComment: line)
        } else {
          tasks.shift(line: index).map { .replaced($0) } ?? .kept
        }
      if case .removed = fate {} else { bytes += blankLines }
      blankLines = []
      switch fate {
      case .kept: bytes += line
      case .replaced(let other): bytes += other
      case .removed: break
      }
    }
    bytes += blankLines
  }

  /// The note, when nothing but the ids is missing from what it says of records.
  func checked(against note: [UInt8], _ input: InputFile) throws(Failure) -> [UInt8] {
    guard let expected = Self.keys(of: note, withIDs: false) else { return bytes }
    guard Self.keys(of: bytes, withIDs: true) == expected else {
      throw Failure(
        .data,
        en: "\(input.name): the keys are written in a way that progress_id cannot be removed from; "
          + "write it on a line of its own",
        zh: "\(input.name)：无法从这样的写法中去掉 progress_id；请把它单独写成一行")
    }
    return bytes
  }

  /// The keys of the front matter, then those of the sections; nil when they cannot be read.
  private static func keys(of bytes: [UInt8], withIDs: Bool) -> [FrontMatter]? {
    guard let note = try? Note(bytes) else { return nil }
    return ([note.frontMatter ?? FrontMatter()] + note.sections.map(\.keys)).map { keys in
      var keys = keys
      if !withIDs { keys.progressID = nil }
      return keys
    }
  }
}

extension Array where Element == UInt8 {
  /// The lines with their ends.
  fileprivate var lines: [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = startIndex
    while start < endIndex {
      var end = start
      while end < endIndex, self[end] != 0x0A, self[end] != 0x0D { end += 1 }
      if end < endIndex, self[end] == 0x0D, end + 1 < endIndex, self[end + 1] == 0x0A { end += 1 }
      end = Swift.min(end + 1, endIndex)
      lines.append(self[start..<end])
      start = end
    }
    return lines
  }
}

/// What becomes of a line.
private enum LineFate {
  case kept, removed
  case replaced([UInt8])
}

/// The tasks of a note that are done, with what belongs to them.
private struct DoneTasks {
  private let items: NoteItems
  private let lines: [ArraySlice<UInt8>]
  /// Of each item: whether it is removed, and how far its lines are moved to the left, since the item above it is.
  private var isRemoved: [Bool] = []
  private var shifts: [Int] = []

  init(in items: NoteItems, of lines: [ArraySlice<UInt8>]) {
    self.items = items
    self.lines = lines
    for item in items.items {
      let isBelowRemoved = item.parent.map { isRemoved[$0] } ?? false
      isRemoved.append(item.task == .done || (isBelowRemoved && item.task != .open))
      shifts.append(shift(of: item, isBelowRemoved: isBelowRemoved))
    }
  }

  /// Whether the line, from 0, belongs to a task that is done and to no open one below it.
  func isRemoved(line: Int) -> Bool { items.itemOfLine[line].map { isRemoved[$0] } ?? false }

  /// A line, from 0, that is moved to the left; nil when it stays where it is.
  func shift(line number: Int) -> [UInt8]? {
    let line = lines[number]
    guard let item = items.itemOfLine[number], shifts[item] > 0, !line.isQuote else { return nil }
    var (rest, left) = (line, shifts[item])
    while left > 0, rest.first == 0x20 {
      rest = rest.dropFirst()
      left -= 1
    }
    if left > 0, rest.first == 0x09 { rest = rest.dropFirst() }
    return Array(rest)
  }

  /// An open task below one that is removed must not be indented like code below the item that is there now.
  private func shift(of item: NoteItems.Item, isBelowRemoved: Bool) -> Int {
    guard isBelowRemoved, item.task == .open else { return item.parent.map { shifts[$0] } ?? 0 }
    var (removed, kept) = (item, NoteItems.Item?.none)
    var next = item.parent
    while let index = next, kept == nil {
      if isRemoved[index] { removed = items.items[index] } else { kept = items.items[index] }
      next = items.items[index].parent
    }
    let column = self.column(item.markerColumn, of: item)
    let parent = kept.map { self.column($0.textColumn, of: $0) } ?? 0
    return column - parent >= 4 ? column - self.column(removed.markerColumn, of: removed) : 0
  }

  /// A column in bytes on an item's first line as one on the screen, from 0.
  private func column(_ column: Int, of item: NoteItems.Item) -> Int {
    let line = lines[item.lines.lowerBound - 1]
    return line.prefix(column - 1).reduce(0) { $1 == 0x09 ? $0 / 4 * 4 + 4 : $0 + 1 }
  }
}

/// The lines of front matter and of comments that hold the keys of a record, one after another.
private struct RecordKeyLines {
  private var isInOKR = false
  /// The indentation of a key `progress_id` that was removed and whose value is on the next line.
  private var keyIndentation: Int?

  mutating func fate(ofFrontMatter line: ArraySlice<UInt8>) -> LineFate {
    guard let first = line.first, !line.isDelimiter, !line.allSatisfy(\.isBlank) else { return .kept }
    if first.isBlank || first == UInt8(ascii: "#") { return isInOKR ? key(line) : .kept }
    let text = line.text
    isInOKR = ["okr:", "\"okr\":", "'okr':"].contains { text.hasPrefix($0) }
    return isInOKR ? withoutFlowID(line) : .kept
  }

  mutating func fate(ofComment line: ArraySlice<UInt8>) -> LineFate { key(line) }

  /// A line of keys of a record, without the id.
  private mutating func key(_ line: ArraySlice<UInt8>) -> LineFate {
    let text = line.text
    if let indentation = keyIndentation {
      if !text.isEmpty, line.indentation > indentation { return .removed }
      keyIndentation = nil
    }
    guard text.prefixMatch(of: /["']?progress_id["']?[ \t]*:/) != nil else { return withoutFlowID(line) }
    if let end = text.firstRange(of: "-->") {
      return .replaced(
        Array(text[end.lowerBound...].utf8) + line.reversed().prefix { $0 == 0x0A || $0 == 0x0D }.reversed())
    }
    let value = text.drop { $0 != ":" }.dropFirst().trimmed
    if value.isEmpty || value.hasPrefix("#") { keyIndentation = line.indentation }
    return .removed
  }

  /// A mapping in braces without its id.
  private func withoutFlowID(_ line: ArraySlice<UInt8>) -> LineFate {
    let text = String(decoding: line, as: UTF8.self)
    let pattern = /(,[ \t]*)?["']?progress_id["']?[ \t]*:[ \t]*("[^"]*"|'[^']*'|[0-9]+)([ \t]*,[ \t]*)?/
    guard text.contains("{"), let match = text.firstMatch(of: pattern) else { return .kept }
    let isBetween = match.1 != nil && match.3 != nil
    let rest = text[..<match.range.lowerBound] + (isBetween ? ", " : "") + text[match.range.upperBound...]
    return .replaced(Array(rest.utf8))
  }
}

extension UInt8 {
  /// White space, or the end of a line.
  fileprivate var isBlank: Bool { [0x20, 0x09, 0x0A, 0x0D].contains(self) }
}

extension ArraySlice where Element == UInt8 {
  /// The line without white space at its ends.
  fileprivate var text: String { String(decoding: self, as: UTF8.self).trimmed }

  /// Whether the line opens or ends front matter.
  fileprivate var isDelimiter: Bool {
    (starts(with: "---".utf8) || starts(with: "...".utf8)) && dropFirst(3).allSatisfy(\.isBlank)
  }

  /// Whether the line is in a quote.
  fileprivate var isQuote: Bool { first { !$0.isBlank } == UInt8(ascii: ">") }

  /// The columns of white space before the text.
  fileprivate var indentation: Int {
    prefix { $0 == 0x20 || $0 == 0x09 }.reduce(0) { $1 == 0x09 ? $0 / 4 * 4 + 4 : $0 + 1 }
  }
}
