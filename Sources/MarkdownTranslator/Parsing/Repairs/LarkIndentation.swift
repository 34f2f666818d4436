/// R37: what is between a tag of Lark's blocks and its end tag is Markdown, and the indentation that all lines between
/// them share does not count. That of nested tags says nothing about it, and theirs counts nowhere: they may be further
/// in or out than the text. The lines are looked at when it is first asked for, once for the whole note.
struct LarkIndentation {
  /// What is between a start tag and its end tag.
  struct Content {
    /// The least column of its own lines, those of nested elements not among them.
    let column: Int
    /// The first line that is not in it, from 0.
    let end: Int
  }

  /// How many elements within each other are looked at: each line is read once for each of them.
  static let deepest = 32

  private let note: Bytes
  private var isRead = false
  /// By the line of the start tag, from 0; the innermost element first.
  private var contents: [Int: [Content]] = [:]
  /// The lines of the outermost elements, both tags included.
  private var insides: [ClosedRange<Int>] = []

  init(in note: Bytes) {
    self.note = note
  }

  /// The contents of the elements that begin on a line and end on a later one, the innermost first.
  mutating func contents(after line: NoteLine) -> [Content] {
    read()
    return contents[line.number] ?? []
  }

  /// Whether a line is within an element, or holds one of its tags.
  mutating func isInside(_ line: NoteLine) -> Bool {
    read()
    var low = 0
    var high = insides.count
    while low < high {
      let middle = (low + high) / 2
      if insides[middle].upperBound < line.number { low = middle + 1 } else { high = middle }
    }
    return low < insides.count && insides[low].contains(line.number)
  }

  /// An element whose end tag has not come.
  private struct Element {
    let name: String
    let line: Int
    /// How many quotes its start tag is in.
    let quotes: Int
    var least = Int.max
  }

  private mutating func read() {
    guard !isRead else { return }
    isRead = true
    var reader = LineReader(note)
    var open: [Element] = []
    var names: [String: Int] = [:]
    var isInFence = false
    while let line = reader.next() {
      if open.isEmpty, note.slice(line.start..<line.end).firstIndex(of: UInt8(ascii: "<"), from: 0) == nil {
        continue
      }
      let (position, column) = textStart(of: line, quotes: open.last?.quotes ?? 0)
      guard position < line.end else { continue }
      if BlockSyntax.openFence(note, position, line.end) != nil { isInFence.toggle() }
      var index = position
      if !isInFence, let tag = HTMLTagSyntax(note, position, line.end), Self.isBlock(tag.name) {
        // An end tag that begins its line is not in its element.
        if tag.isEndTag {
          close(tag.name, before: line.number, on: line.number, &open, &names)
          index = tag.end
        }
      } else if let last = open.indices.last {
        open[last].least = min(open[last].least, column)
      }
      guard !isInFence else { continue }
      while let found = note.slice(0..<line.end).firstIndex(of: UInt8(ascii: "<"), from: index) {
        guard let tag = HTMLTagSyntax(note, found, line.end) else {
          index = found + 1
          continue
        }
        index = tag.end
        guard Self.isBlock(tag.name) else { continue }
        if tag.isEndTag {
          close(tag.name, before: line.number + 1, on: line.number, &open, &names)
        } else if !tag.isSelfClosing {
          let quotes = note.slice(line.start..<found).count { $0 == UInt8(ascii: ">") }
          open.append(Element(name: tag.name, line: line.number, quotes: open.last?.quotes ?? quotes))
          names[tag.name, default: 0] += 1
        }
      }
    }
  }

  private mutating func close(
    _ name: String, before end: Int, on line: Int, _ open: inout [Element], _ names: inout [String: Int]
  ) {
    guard names[name, default: 0] > 0 else { return }
    while let last = open.popLast() {
      names[last.name, default: 1] -= 1
      guard last.name == name else {
        // One that never ends gives its lines to the element around it.
        if let outer = open.indices.last { open[outer].least = min(open[outer].least, last.least) }
        continue
      }
      if last.least < Int.max, last.line + 1 < end {
        contents[last.line, default: []].append(Content(column: last.least, end: end))
      }
      while let inner = insides.last, inner.lowerBound >= last.line, inner.upperBound <= line {
        insides.removeLast()
      }
      insides.append(last.line...line)
      return
    }
  }

  /// Where the text of a line begins after some quote markers, and its column, with tabs to columns of four.
  private func textStart(of line: NoteLine, quotes: Int) -> (position: Int, column: Int) {
    var position = line.start
    var column = 0
    var left = quotes
    while position < line.end {
      switch note[position] {
      case 0x20: column += 1
      case 0x09: column += 4 - column % 4
      case UInt8(ascii: ">") where left > 0:
        left -= 1
        column += 1
      default: return (position, column)
      }
      position += 1
    }
    return (position, column)
  }

  /// Whether a line holds one tag of Lark's blocks and nothing else. Such a line may interrupt a paragraph.
  static func isTagAlone(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
    guard let tag = HTMLTagSyntax(text, start, end) else { return false }
    return isBlock(tag.name) && BlockSyntax.isBlank(text, tag.end, end)
  }

  /// Whether a line begins with a tag of Lark's blocks.
  static func beginsWithTag(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
    HTMLTagSyntax(text, start, end).map { isBlock($0.name) } ?? false
  }

  /// Whether an element's tags may be alone on their lines with Markdown between them.
  static func isBlock(_ name: String) -> Bool {
    HTMLElement.named(name).map { $0.isLark && $0.isBlock } ?? false
  }
}
