import ContentBlocks

/// The lines of a note that matter for its sections: headings, comments, definitions. All else is text.
///
/// Only what is at the left edge counts, up to three spaces after it, so lists, quotes and their content are text; what is
/// inside of code or HTML is neither a heading nor a definition.
struct NoteOutline {
  enum Item {
    /// A heading with its level and raw text.
    case heading(level: Int, text: String)
    /// A comment that begins a line, through the line on which it ends.
    case comment
    /// A link reference definition or a footnote definition, through its last line.
    case definition(label: String, isFootnote: Bool)
    /// Anything else that is not blank.
    case text
  }

  struct Entry {
    let item: Item
    /// The lines, from 1.
    let lines: ClosedRange<Int>
  }

  /// The entries in the order of the note. Blank lines have none.
  private(set) var entries: [Entry] = []
  let lines: NoteLines

  private var number = 1
  private var isAfterText = false
  /// The first entry of the paragraph that the line before belongs to; nil when it is part of anything else.
  private var paragraph: Int?
  /// The column from which on text is part of the list item above it; nil outside of lists.
  private var itemColumn: Int?
  /// Whether the line before is part of HTML in which nothing is Markdown.
  private var isInHTML = false
  /// The last line of what is between two tags; a heading there ends no section.
  private var tagEnd = 0
  /// What is known not to be in the rest of the note.
  private var missing: Set<String> = []

  /// - Parameters:
  ///   - note: UTF-8.
  ///   - first: the first line to look at, from 1.
  init(of note: Bytes, from first: Int) {
    lines = NoteLines(note)
    number = first
    let count = lines.starts.count
    while number <= count {
      let start = number
      let line = lines.line(number)
      let indentation = line.indentation
      readTags(in: line.dropIndentation)
      let isInTag = (isInHTML || number <= tagEnd) && !hasMarkerBelow
      let isAtEdge = !isInTag && indentation <= 3 && itemColumn.map { indentation < $0 } ?? true
      if let level = isAtEdge ? underlineLevel(line.dropIndentation) : nil, let first = paragraph {
        let text = entries[first...].map { lines.line($0.lines.lowerBound).trimmed.string }.joined(
          separator: " ")
        let heading = Entry(
          item: .heading(level: level, text: text), lines: entries[first].lines.lowerBound...number)
        entries.replaceSubrange(first..., with: [heading])
        (paragraph, isAfterText) = (nil, false)
        number += 1
        continue
      }
      let item = read(line.dropIndentation, indentation: indentation, isAtEdge: isAtEdge)
      let isPlain = beginsParagraph(line.dropIndentation)
      if case .text? = item, number == start, isAfterText ? paragraph != nil : isAtEdge && isPlain {
        paragraph = paragraph ?? entries.count
      } else {
        paragraph = nil
      }
      if item != nil, isAtEdge {
        itemColumn =
          Self.itemColumn(line.dropIndentation, indentation) ?? (isAfterText && isPlain ? itemColumn : nil)
      }
      if let item { entries.append(Entry(item: item, lines: start...min(number, count))) }
      isAfterText = if case .text? = item { true } else { false }
      number += 1
    }
  }

  /// Whether the comment of a section is directly below the line. So what is above it is a heading wherever it is.
  private var hasMarkerBelow: Bool {
    for next in [number + 1, number + 2] where next <= lines.starts.count {
      let text = lines.line(next).trimmed
      if !text.isEmpty { return text.hasPrefix("<!--") && text.slice(from: 4).trimmed.hasPrefix("okr") }
    }
    return false
  }

  /// Finds out what the HTML or a tag of Lark that a line begins is about: the lines up to a blank one, and those up to
  /// its end tag.
  private mutating func readTags(in text: Bytes) {
    if text.isEmpty { isInHTML = false }
    guard !isInHTML, text.first == UInt8(ascii: "<") else { return }
    if case .tags? = BlockSyntax.htmlBlock(text, 0, text.count, mayBeAnyTag: false) { isInHTML = true }
    guard number > tagEnd, let tag = HTMLTagSyntax(text, 0, text.count), !tag.isEndTag, !tag.isSelfClosing,
      isInHTML || tag.name.contains("-") || ["callout", "grid", "column"].contains(tag.name)
    else { return }
    tagEnd = lineOfEndTag(tag.name) ?? tagEnd
  }

  /// The line on which the tag that begins on this one ends.
  private mutating func lineOfEndTag(_ name: String) -> Int? {
    if missing.contains("/\(name)") { return nil }
    var depth = 0
    for line in number...lines.starts.count {
      let text = lines.line(line)
      var index = 0
      while let found = text.firstIndex(of: UInt8(ascii: "<"), from: index) {
        index = found + 1
        guard let tag = HTMLTagSyntax(text, found, text.count), tag.name == name, !tag.isSelfClosing else {
          continue
        }
        depth += tag.isEndTag ? -1 : 1
        if depth == 0 { return line }
      }
    }
    missing.insert("/\(name)")
    return nil
  }

  /// The column from which on text is part of a list item (R38); nil for a line that begins none.
  private static func itemColumn(_ line: Bytes, _ indentation: Int) -> Int? {
    guard let first = line.first else { return nil }
    var width = 1
    switch first {
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
      // Three of them are a rule.
      if line.count(where: { $0 == first }) >= 3, line.allSatisfy({ $0 == first || $0.isSpaceOrTab }) {
        return nil
      }
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      let digits = line.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      guard digits <= 9, digits < line.count, [UInt8(ascii: "."), UInt8(ascii: ")")].contains(line[digits])
      else {
        return nil
      }
      width = digits + 1
    default: return nil
    }
    guard line.slice(from: width).first.map(\.isSpaceOrTab) ?? true else { return nil }
    return indentation + 2
  }

  /// Whether a line that is plain text begins a paragraph, and no list, quote, table, heading or HTML.
  private func beginsParagraph(_ line: Bytes) -> Bool {
    guard let first = line.first else { return false }
    switch first {
    case UInt8(ascii: "#"): return heading(line) == nil
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
      return line.count > 1 && !line[1].isSpaceOrTab
        && !line.dropFirst().allSatisfy { $0 == first || $0.isSpaceOrTab }
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      let digits = line.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      return digits == line.count || ![UInt8(ascii: "."), UInt8(ascii: ")")].contains(line[digits])
    case UInt8(ascii: ">"), UInt8(ascii: "<"), UInt8(ascii: "|"), UInt8(ascii: "`"), UInt8(ascii: "~"):
      return false
    default: return true
    }
  }

  /// The level of the heading that a line makes of the paragraph above it; nil when it is not such a line.
  private func underlineLevel(_ line: Bytes) -> Int? {
    guard let first = line.first, first == UInt8(ascii: "=") || first == UInt8(ascii: "-") else { return nil }
    let marks = line.prefix { $0 == first }.count
    guard line[marks...].allSatisfy({ $0.isSpaceOrTab || $0 == 0x0D }) else { return nil }
    // R35: exactly `---` is a rule.
    if first == UInt8(ascii: "-"), marks == 3 { return nil }
    // An empty bullet below a line, as templates have it, must not end a section.
    if first == UInt8(ascii: "-"), marks == 1, !hasMarkerBelow { return nil }
    return first == UInt8(ascii: "=") ? 1 : 2
  }

  /// Reads what begins on a line, and steps to its last line.
  ///
  /// - Parameter isAtEdge: whether it is in no list, as far as its indentation tells.
  private mutating func read(_ line: Bytes, indentation: Int, isAtEdge: Bool) -> Item? {
    guard let first = line.first else { return nil }
    if indentation > 3 { return .text }
    switch first {
    case UInt8(ascii: "#"):
      return isAtEdge ? heading(line) ?? .text : .text
    case UInt8(ascii: "`"), UInt8(ascii: "~"):
      skipFence(opened: line)
      return .text
    case UInt8(ascii: "<"):
      return html(line)
    case UInt8(ascii: "["):
      return isAfterText ? .text : definition(line) ?? .text
    default:
      return .text
    }
  }

  private func heading(_ line: Bytes) -> Item? {
    let level = line.prefix { $0 == UInt8(ascii: "#") }.count
    guard level <= 6, level == line.count || line[level].isSpaceOrTab else { return nil }
    var text = line.slice(from: level).trimmed
    // Closing marks.
    let marks = text.reversed().prefix { $0 == UInt8(ascii: "#") }.count
    if marks == text.count || (marks > 0 && text[text.count - marks - 1].isSpaceOrTab) {
      text = text.slice(0..<text.count - marks).trimmed
    }
    return .heading(level: level, text: text.string)
  }

  private mutating func skipFence(opened line: Bytes) {
    let mark = line[0]
    let length = line.prefix { $0 == mark }.count
    guard length >= 3, mark != UInt8(ascii: "`") || !line[length...].contains(mark) else { return }
    while number < lines.starts.count {
      number += 1
      let next = lines.line(number)
      let text = next.dropIndentation
      let closing = text.prefix { $0 == mark }.count
      if next.indentation <= 3, closing >= length, text[closing...].allSatisfy(\.isSpaceOrTab) { return }
    }
  }

  /// Reads HTML whose end is a text of its own. Other HTML ends where its Markdown continues.
  private mutating func html(_ line: Bytes) -> Item {
    if line.hasPrefix("<!--") {
      guard let end = lineOf("-->", from: number, after: 4) else { return .text }
      number = end
      return .comment
    }
    if line.hasPrefix("<?"), let end = lineOf("?>", from: number, after: 2) {
      number = end
      return .text
    }
    for name in ["script", "pre", "style", "textarea"] {
      let isOpened =
        line.count > name.utf8.count + 1
        && line[1...].prefix(name.utf8.count).map(\.lowercasedASCII)
          .elementsEqual(name.utf8)
      if isOpened, let end = lineOf(closing: name, from: number) { number = end }
    }
    return .text
  }

  /// The line on which a text is.
  private mutating func lineOf(_ text: StaticString, from start: Int, after offset: Int) -> Int? {
    if missing.contains("\(text)") { return nil }
    var line = start
    while line <= lines.starts.count {
      let bytes = line == start ? lines.line(line).dropIndentation.slice(from: offset) : lines.line(line)
      if bytes.firstIndex(of: text) != nil { return line }
      line += 1
    }
    missing.insert("\(text)")
    return nil
  }

  private mutating func lineOf(closing name: String, from start: Int) -> Int? {
    if missing.contains(name) { return nil }
    let tag = Array("</\(name)>".utf8)
    var line = start
    while line <= lines.starts.count {
      let bytes = lines.line(line)
      var index = 0
      while let found = bytes.firstIndex(of: UInt8(ascii: "<"), from: index) {
        if bytes[found...].prefix(tag.count).map(\.lowercasedASCII) == tag { return line }
        index = found + 1
      }
      line += 1
    }
    missing.insert(name)
    return nil
  }

  /// Reads `[label]: …` or `[^label]: …` with the lines that go on with it.
  private mutating func definition(_ line: Bytes) -> Item? {
    guard let close = line.firstIndex(of: UInt8(ascii: "]"), from: 1), line.starts(with: ":", at: close + 1)
    else {
      return nil
    }
    let isFootnote = line.starts(with: "^", at: 1)
    let label = Self.label(line.slice((isFootnote ? 2 : 1)..<close))
    guard !label.isEmpty else { return nil }
    if isFootnote {
      // Its lines are indented; blank lines may be between.
      var last = number
      var next = number + 1
      while next <= lines.starts.count {
        let line = lines.line(next)
        if line.indentation >= 4, !line.dropIndentation.isEmpty {
          last = next
        } else if !line.dropIndentation.isEmpty {
          break
        }
        next += 1
      }
      number = last
    } else {
      // The target, or its title, may be on the next line.
      let rest = line.slice(from: close + 2).trimmed
      let next = lines.line(number + 1).trimmed
      let isTitle =
        next.first.map { [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "(")].contains($0) } ?? false
      if rest.isEmpty ? !next.isEmpty : isTitle { number += 1 }
    }
    return .definition(label: label, isFootnote: isFootnote)
  }

  /// A label as labels are compared: without letter case and with one space for white space.
  static func label(_ bytes: Bytes) -> String {
    bytes.string.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
  }
}

extension Bytes {
  /// The columns of white space before the text; tabs go to columns of four.
  fileprivate var indentation: Int {
    var column = 0
    for byte in self {
      if byte == 0x20 {
        column += 1
      } else if byte == 0x09 {
        column += 4 - column % 4
      } else {
        break
      }
    }
    return column
  }

  fileprivate var dropIndentation: Bytes {
    var start = 0
    while start < count, self[start].isSpaceOrTab { start += 1 }
    return slice(from: start)
  }
}
