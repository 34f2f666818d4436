import ContentBlocks
import MarkdownTranslator

/// A note without what is done with this week: the ids of its records, and the tasks that are done.
struct NextNote {
  private(set) var bytes: [UInt8] = []

  init(_ note: [UInt8]) {
    var scanner = NoteScanner(joinsLines: Self.joinsLines(note))
    var blankLines: [UInt8] = []
    for line in note.lines {
      let fate = scanner.fate(of: line)
      if case .undecided = fate {
        blankLines += line
        continue
      }
      // Blank lines within what is removed are removed; those after it are not.
      if case .removed = fate {} else { bytes += blankLines }
      blankLines = []
      switch fate {
      case .kept: bytes += line
      case .replaced(let other): bytes += other
      case .removed, .undecided: break
      }
    }
    bytes += blankLines
  }

  /// Whether a line end is a space, so that a line belongs to the paragraph above it however it is indented (R10).
  private static func joinsLines(_ note: [UInt8]) -> Bool {
    if let chosen = (try? FrontMatter.read(from: note))?.softBreaks, chosen != .auto {
      return chosen == .join
    }
    return (try? MarkdownConverter().convert(note))?.diagnostics.contains { $0.code == .linesJoined } == true
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

/// Goes through the lines of a note, and tells which of them next week's note has.
private struct NoteScanner {
  enum Fate {
    case kept, removed
    /// A blank line after something that is removed: it depends on the next line.
    case undecided
    case replaced([UInt8])
  }

  /// A list item whose lines are not over.
  private struct Item {
    /// Where its marker is, and where its text begins, in columns.
    let indentation: Int, content: Int
    /// The number of an ordered one.
    let number: Int?
    let isRemoved: Bool
    /// How far its lines are moved to the left, since the item above it is removed.
    var shift = 0

    /// From which column on a line is part of it: two columns are enough (R38).
    var needed: Int { indentation + 2 }
  }

  private enum Region {
    case text
    case frontMatter(isInOKR: Bool)
    case comment(isOKR: Bool)
    case fence(mark: UInt8, length: Int)
    /// HTML in which nothing is a list, through the line with this; nil for through the next blank line.
    case html(end: String?)
  }

  /// Whether a line end is a space.
  let joinsLines: Bool
  private var isFirst = true
  private var region = Region.text
  private var items: [Item] = []
  /// The items that a line outside of them interrupted just now: a list after it goes on with them (R10).
  private var interrupted: [Item] = []
  private var quoteDepth = 0
  private var followsBlank = true
  /// Whether a paragraph may go on in the next line.
  private var isInParagraph = false
  /// The indentation of a key `progress_id` that was removed and whose value is on the next line.
  private var keyIndentation: Int?

  init(joinsLines: Bool) {
    self.joinsLines = joinsLines
  }

  mutating func fate(of whole: ArraySlice<UInt8>) -> Fate {
    defer { isFirst = false }
    var line = whole
    if isFirst, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
    let text = String(decoding: line, as: UTF8.self).trimmed
    if case .frontMatter(let isInOKR) = region { return frontMatter(line, text, isInOKR: isInOKR) }
    // What began in an item or a quote ends with it.
    if !text.isEmpty, leavesContainers(line) { region = .text }
    switch region {
    case .text, .frontMatter: break
    case .comment(let isOKR):
      if text.contains("-->") { region = .text }
      return items.last?.isRemoved == true ? .removed : isOKR ? key(line, text) : .kept
    case .fence(let mark, let length):
      let run = Array(text.utf8.drop { $0 == UInt8(ascii: ">") || $0 == 0x20 })
      if run.count >= length, run.allSatisfy({ $0 == mark }) { region = .text }
      followsBlank = false
      return belonging(line)
    case .html(let end):
      if let end {
        if text.lowercased().contains(end) { region = .text }
        return belonging(line)
      }
      if !text.isEmpty { return belonging(line) }
      region = .text
    }
    if isFirst, line.isDelimiter {
      region = .frontMatter(isInOKR: false)
      return .kept
    }
    return body(line, text)
  }

  /// Whether a line is outside of the innermost item or quote.
  private func leavesContainers(_ line: ArraySlice<UInt8>) -> Bool {
    let (rest, depth) = line.withoutQuotes
    if depth < quoteDepth { return true }
    return items.last.map { rest.indentation < $0.needed } ?? false
  }

  /// A line of keys of a record, without the id.
  private mutating func key(_ line: ArraySlice<UInt8>, _ text: String) -> Fate {
    if let indentation = keyIndentation {
      if !text.isEmpty, line.indentation > indentation { return .removed }
      keyIndentation = nil
    }
    guard line.isProgressID else { return withoutFlowID(line) }
    if let end = text.firstRange(of: "-->") {
      return .replaced(
        Array(text[end.lowerBound...].utf8) + line.reversed().prefix { $0 == 0x0A || $0 == 0x0D }.reversed())
    }
    let value = text.drop { $0 != ":" }.dropFirst().trimmed
    if value.isEmpty || value.hasPrefix("#") { keyIndentation = line.indentation }
    return .removed
  }

  private mutating func frontMatter(_ line: ArraySlice<UInt8>, _ text: String, isInOKR: Bool) -> Fate {
    if line.isDelimiter || text == "..." {
      region = .text
      return .kept
    }
    guard let first = line.first else { return .kept }
    if first != 0x20, first != 0x09, first != UInt8(ascii: "#"), !text.isEmpty {
      let isOKR = text.hasPrefix("okr:") || text.hasPrefix("\"okr\":") || text.hasPrefix("'okr':")
      region = .frontMatter(isInOKR: isOKR)
      return isOKR ? withoutFlowID(line) : .kept
    }
    return isInOKR ? key(line, text) : .kept
  }

  /// A mapping in braces without its id.
  private func withoutFlowID(_ line: ArraySlice<UInt8>) -> Fate {
    let text = String(decoding: line, as: UTF8.self)
    let pattern = /(,[ \t]*)?["']?progress_id["']?[ \t]*:[ \t]*("[^"]*"|'[^']*'|[0-9]+)([ \t]*,[ \t]*)?/
    guard text.contains("{"), let match = text.firstMatch(of: pattern) else { return .kept }
    let isBetween = match.1 != nil && match.3 != nil
    return .replaced(Array(text.replacingCharacters(in: match.range, with: isBetween ? ", " : "").utf8))
  }

  private mutating func body(_ line: ArraySlice<UInt8>, _ text: String) -> Fate {
    // Quotes first: what is in them has lists of its own.
    var (rest, depth) = line.withoutQuotes
    if depth != quoteDepth {
      if !(joinsLines && depth < quoteDepth && isInParagraph && !text.isEmpty) { items = [] }
      interrupted = []
      quoteDepth = depth
    }
    let content = String(decoding: rest, as: UTF8.self).trimmed
    if content.isEmpty {
      followsBlank = true
      isInParagraph = false
      interrupted = []
      return items.last?.isRemoved == true ? .undecided : .kept
    }
    let column = rest.indentation
    rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    let marker = rest.listMarker
    let isPlain = marker == nil && rest.fence == nil && !rest.isRule && !"#<|=".utf8.contains(rest.first ?? 0)
    if !(joinsLines && isInParagraph && isPlain) {
      leaveItems(before: rest, at: column, marker, isPlain: isPlain)
    }
    defer { followsBlank = false }
    let isCode = column - (items.last?.content ?? 0) >= 4 && !isInParagraph
    if isCode { return belonging(line) }
    if content.hasPrefix("<!--") {
      isInParagraph = false
      let isOKR = content.wholeMatch(of: /<!--[ \t]*okr/) != nil
      if !content.contains("-->") { region = .comment(isOKR: isOKR) }
      return belonging(line)
    }
    if let end = HTMLBlock.end(ofBlockStartingWith: content) {
      isInParagraph = false
      region = .html(end: end)
      if let end, content.lowercased().contains(end) { region = .text }
      return belonging(line)
    }
    if let marker, column - (items.last?.content ?? 0) < 4 {
      return item(line, rest, at: column, marker)
    }
    if let fence = rest.fence {
      region = .fence(mark: fence.mark, length: fence.length)
      isInParagraph = false
    } else {
      isInParagraph = rest.first != UInt8(ascii: "#") && !rest.isRule
    }
    return belonging(line)
  }

  /// Ends the items that a line is not part of.
  private mutating func leaveItems(
    before rest: ArraySlice<UInt8>, at column: Int, _ marker: Int?, isPlain: Bool
  ) {
    if marker != nil, items.count < interrupted.count { items = interrupted }
    let before = items
    while let last = items.last {
      let isNext = rest.number.map { $0 == (last.number ?? 0) + 1 && last.number != nil } ?? false
      guard column < last.needed || (isNext && column - last.indentation < 3) else { break }
      items.removeLast()
    }
    let interrupts = isPlain && !followsBlank && (items.count < before.count || !interrupted.isEmpty)
    if !interrupts {
      interrupted = []
    } else if interrupted.isEmpty {
      interrupted = before
    }
  }

  private mutating func item(
    _ line: ArraySlice<UInt8>, _ rest: ArraySlice<UInt8>, at column: Int, _ marker: Int
  ) -> Fate {
    let task = rest.taskState
    var (rest, column, marker) = (rest, column, marker)
    while true {
      var text = rest.dropFirst(marker)
      var width = 0
      while let byte = text.first, byte == 0x20 || byte == 0x09, width < 5 {
        width += byte == 0x09 ? 4 - (column + marker + width) % 4 : 1
        text = text.dropFirst()
      }
      let content = column + marker + (width > 4 || width == 0 ? 1 : width)
      let above = items.last
      let inner = width <= 4 ? text.listMarker : nil
      let isRemoved = (task == .done && inner == nil) || (above?.isRemoved == true && task != .open)
      var shift = above?.shift ?? 0
      if task == .open, above?.isRemoved == true {
        // Below the item that is there now it must not be indented like code.
        let parent = items.last { !$0.isRemoved }?.content ?? 0
        if column - parent >= 4, let removed = items.first(where: \.isRemoved) {
          shift = column - removed.indentation
        }
      }
      items.append(
        Item(indentation: column, content: content, number: rest.number, isRemoved: isRemoved, shift: shift))
      guard let inner else {
        isInParagraph = !text.isEmpty
        if let fence = text.fence {
          region = .fence(mark: fence.mark, length: fence.length)
          isInParagraph = false
        }
        return belonging(line)
      }
      (rest, column, marker) = (text, content, inner)
    }
  }

  /// The fate of a line of the innermost item.
  private func belonging(_ line: ArraySlice<UInt8>) -> Fate {
    guard let item = items.last else { return .kept }
    if item.isRemoved { return .removed }
    guard item.shift > 0, quoteDepth == 0 else { return .kept }
    var (rest, left) = (line, item.shift)
    while left > 0, rest.first == 0x20 {
      rest = rest.dropFirst()
      left -= 1
    }
    if left > 0, rest.first == 0x09 { rest = rest.dropFirst() }
    return .replaced(Array(rest))
  }
}
