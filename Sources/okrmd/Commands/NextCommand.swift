import ArgumentParser
import ContentBlocks
import MarkdownTranslator

/// `okrmd next`: next week's note from this week's.
struct NextCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next",
    abstract: LocalizedText(
      en: "Start next week's note from this week's.", zh: "由本周的文件生成下周的文件。"
    ).localized,
    discussion: LocalizedText(
      en: """
        Copies the note without its progress ids, so that the next push makes new records, and without the tasks \
        that are done, with the lines below them. An open task below a done one stays. Everything else stays as it is.

        Examples:
          okrmd next w47.md -o w48.md
        """,
      zh: """
        复制文件，去掉其中的 progress_id（下次推送会新建进展记录）和已完成的任务及其下的内容；已完成任务下未完成的任务会保留，\
        其余内容原样不动。

        示例：
          okrmd next w47.md -o w48.md
        """
    ).localized)

  @Argument(
    help: ArgumentHelp(en: "This week's note; - is standard input.", zh: "本周的文件；- 表示标准输入。", valueName: "FILE")
  )
  var file: String

  @Option(
    name: [.customShort("o", allowingJoined: true), .customLong("output")],
    help: ArgumentHelp(en: "Write to this file.", zh: "写入这个文件。", valueName: "NEW"))
  var output: String?

  @Flag(help: ArgumentHelp(en: "Overwrite a file that is there.", zh: "覆盖已有的文件。"))
  var force = false

  func validate() throws {
    try PathValue.check(output, of: "--output <NEW>", names: .file)
  }

  func run() throws {
    let input = InputFile(path: file)
    let note = try input.readNote(limit: ConversionLimits.largestInput)
    let next = try NextNote(note).checked(against: note, input)
    guard let output, output != "-" else { return try OutputFile.write(next, to: nil) }
    var target = OutputFile(path: output)
    if target.isSameFile(as: input) {
      throw Failure(
        .cannotCreate, en: "\(output): is the note itself; name another file", zh: "\(output)：就是原文件；请换一个文件名")
    }
    target.replaces = force
    try target.write(next)
  }
}

/// A note without what is done with this week: the ids of its records, and the tasks that are done.
struct NextNote {
  private(set) var bytes: [UInt8] = []

  init(_ note: [UInt8]) {
    var scanner = NoteScanner()
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

  /// The note, when nothing but the ids is missing from what it says of records.
  func checked(against note: [UInt8], _ input: InputFile) throws(Failure) -> [UInt8] {
    let (before, after) = (try? FrontMatter.read(from: note), try? FrontMatter.read(from: bytes))
    var expected = before ?? FrontMatter()
    expected.progressID = nil
    guard (after ?? FrontMatter()) == expected else {
      throw Failure(
        .data,
        en: "\(input.name): the front matter is written in a way that progress_id cannot be removed from; "
          + "write it on a line of its own",
        zh: "\(input.name)：无法从这样写的 front matter 中去掉 progress_id；请把它单独写成一行")
    }
    return bytes
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
    let isRemoved: Bool
    /// How far its lines are moved to the left, since the item above it is removed.
    var shift = 0
  }

  private enum Region {
    case text
    case frontMatter(isInOKR: Bool)
    case comment(isOKR: Bool)
    case fence(mark: UInt8, length: Int)
  }

  private var isFirst = true
  private var region = Region.text
  private var items: [Item] = []
  private var quoteDepth = 0
  private var followsBlank = true
  /// Whether a paragraph may go on in the next line, however that is indented.
  private var isInParagraph = false

  mutating func fate(of whole: ArraySlice<UInt8>) -> Fate {
    defer { isFirst = false }
    var line = whole
    if isFirst, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
    let text = String(decoding: line, as: UTF8.self).trimmed
    switch region {
    case .frontMatter(let isInOKR): return frontMatter(line, text, isInOKR: isInOKR)
    case .comment(let isOKR):
      if text.contains("-->") { region = .text }
      if isOKR, line.isProgressID { return .removed }
      return items.last?.isRemoved == true ? .removed : .kept
    case .fence(let mark, let length):
      let run = Array(text.utf8.drop { $0 == UInt8(ascii: ">") || $0 == 0x20 })
      if run.count >= length, run.allSatisfy({ $0 == mark }) { region = .text }
      followsBlank = false
      return belonging(line)
    case .text: break
    }
    if isFirst, line.isDelimiter {
      region = .frontMatter(isInOKR: false)
      return .kept
    }
    return body(line, text)
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
    guard isInOKR else { return .kept }
    return line.isProgressID ? .removed : withoutFlowID(line)
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
    var rest = line
    var column = 0
    var depth = 0
    while true {
      var probe = rest
      var spaces = 0
      while spaces < 3, probe.first == 0x20 {
        probe = probe.dropFirst()
        spaces += 1
      }
      guard probe.first == UInt8(ascii: ">") else { break }
      rest = probe.dropFirst()
      if rest.first == 0x20 { rest = rest.dropFirst() }
      depth += 1
    }
    if depth != quoteDepth {
      if !(depth < quoteDepth && isInParagraph && !text.isEmpty) { items = [] }
      quoteDepth = depth
    }
    let content = String(decoding: rest, as: UTF8.self).trimmed
    if content.isEmpty {
      followsBlank = true
      isInParagraph = false
      return items.last?.isRemoved == true ? .undecided : .kept
    }
    while let byte = rest.first, byte == 0x20 || byte == 0x09 {
      column += byte == 0x09 ? 4 - column % 4 : 1
      rest = rest.dropFirst()
    }
    let marker = rest.listMarker
    let starts = marker != nil || rest.fence != nil || rest.first == UInt8(ascii: "#")
    // A paragraph continues in lines that are not indented like it.
    if !(isInParagraph && !starts) {
      while let last = items.last, column < last.content { items.removeLast() }
    }
    defer { followsBlank = false }
    let isCode = column - (items.last?.content ?? 0) >= 4 && !isInParagraph
    if isCode { return belonging(line) }
    if content.hasPrefix("<!--") {
      isInParagraph = false
      let isOKR = content == "<!-- okr" || content == "<!--okr"
      if !content.contains("-->") { region = .comment(isOKR: isOKR) }
      return belonging(line)
    }
    if let marker, column - (items.last?.content ?? 0) < 4 {
      return item(line, rest, at: column, marker)
    }
    if let fence = rest.fence {
      region = .fence(mark: fence.mark, length: fence.length)
      isInParagraph = false
    } else {
      isInParagraph = rest.first != UInt8(ascii: "#")
    }
    return belonging(line)
  }

  private mutating func item(
    _ line: ArraySlice<UInt8>, _ rest: ArraySlice<UInt8>, at column: Int, _ marker: Int
  ) -> Fate {
    var text = rest.dropFirst(marker)
    var width = 0
    while let byte = text.first, byte == 0x20 || byte == 0x09, width < 5 {
      width += byte == 0x09 ? 4 - (column + marker + width) % 4 : 1
      text = text.dropFirst()
    }
    let content = column + marker + (width > 4 || width == 0 ? 1 : width)
    let above = items.last
    let isDone = text.isDoneTask
    let isOpen = text.isOpenTask
    let isRemoved = isDone || (above?.isRemoved == true && !isOpen)
    var shift = above?.shift ?? 0
    if isOpen, above?.isRemoved == true {
      // Below the item that is there now it must not be indented like code.
      let parent = items.last { !$0.isRemoved }?.content ?? 0
      if column - parent >= 4, let removed = items.first(where: \.isRemoved) {
        shift = column - removed.indentation
      }
    }
    items.append(Item(indentation: column, content: content, isRemoved: isRemoved, shift: shift))
    isInParagraph = !text.isEmpty
    if let fence = text.fence {
      region = .fence(mark: fence.mark, length: fence.length)
      isInParagraph = false
    } else if text.listMarker != nil {
      isInParagraph = false
    }
    return belonging(line)
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

extension ArraySlice where Element == UInt8 {
  /// Whether the line opens or ends front matter.
  fileprivate var isDelimiter: Bool {
    starts(with: "---".utf8) && dropFirst(3).allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  fileprivate var isProgressID: Bool {
    let text = String(decoding: self, as: UTF8.self).trimmed
    return text.prefixMatch(of: /["']?progress_id["']?[ \t]*:/) != nil
  }

  /// The length of a list item's marker; nil when there is none.
  fileprivate var listMarker: Int? {
    guard let first else { return nil }
    func endsMarker(_ count: Int) -> Int? {
      let next = dropFirst(count).first
      return next == nil || [0x20, 0x09, 0x0A, 0x0D].contains(next ?? 0) ? count : nil
    }
    if "-+*".utf8.contains(first) { return isRule ? nil : endsMarker(1) }
    let digits = prefix { (0x30...0x39).contains($0) }.count
    guard (1...9).contains(digits), let end = dropFirst(digits).first, end == 0x2E || end == 0x29 else {
      return nil
    }
    return endsMarker(digits + 1)
  }

  /// Whether the line is a thematic break such as `* * *`.
  private var isRule: Bool {
    let marks = filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return marks.count >= 3 && Set(marks).count == 1
  }

  /// The mark and the length of a code fence; nil when the line begins with none.
  fileprivate var fence: (mark: UInt8, length: Int)? {
    guard let first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else { return nil }
    let length = prefix { $0 == first }.count
    guard length >= 3 else { return nil }
    if first == UInt8(ascii: "`"), dropFirst(length).contains(first) { return nil }
    return (first, length)
  }

  fileprivate var isDoneTask: Bool { isTask([UInt8(ascii: "x"), UInt8(ascii: "X")]) }
  fileprivate var isOpenTask: Bool { isTask([0x20]) }

  private func isTask(_ states: [UInt8]) -> Bool {
    let start = Array(prefix(4))
    return start.count == 4 && start[0] == UInt8(ascii: "[") && states.contains(start[1])
      && start[2] == UInt8(ascii: "]") && [0x20, 0x09].contains(start[3])
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
