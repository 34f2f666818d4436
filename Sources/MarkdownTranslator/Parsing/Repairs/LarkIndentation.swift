/// R37: what is between a tag of Lark's blocks and its end tag is Markdown, and the indentation that all lines between
/// them share does not count. The lines are looked at when it is first asked for, once for the whole note.
struct LarkIndentation {
  private let note: Bytes
  private var isRead = false
  /// The least column of the lines in an element, by the line of its start tag, from 0.
  private var columns: [Int: Int] = [:]

  init(in note: Bytes) {
    self.note = note
  }

  /// The least column of the lines between the start tag on a line and its end tag; nil when there are none.
  mutating func leastColumn(after line: NoteLine) -> Int? {
    if !isRead {
      isRead = true
      read()
    }
    return columns[line.number]
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
      // An end tag that begins its line is not in its element.
      if !isInFence, let tag = HTMLTagSyntax(note, position, line.end), tag.isEndTag {
        close(tag.name, &open, &names)
        index = tag.end
      }
      if let last = open.indices.last { open[last].least = min(open[last].least, column) }
      guard !isInFence else { continue }
      while let found = note.slice(0..<line.end).firstIndex(of: UInt8(ascii: "<"), from: index) {
        guard let tag = HTMLTagSyntax(note, found, line.end) else {
          index = found + 1
          continue
        }
        index = tag.end
        if tag.isEndTag {
          close(tag.name, &open, &names)
        } else if !tag.isSelfClosing, Self.isBlock(tag.name) {
          let quotes = note.slice(line.start..<found).count { $0 == UInt8(ascii: ">") }
          open.append(Element(name: tag.name, line: line.number, quotes: open.last?.quotes ?? quotes))
          names[tag.name, default: 0] += 1
        }
      }
    }
  }

  private mutating func close(_ name: String, _ open: inout [Element], _ names: inout [String: Int]) {
    guard names[name, default: 0] > 0 else { return }
    while let last = open.popLast() {
      names[last.name, default: 1] -= 1
      if let outer = open.indices.last { open[outer].least = min(open[outer].least, last.least) }
      if last.name == name {
        if last.least < Int.max { columns[last.line] = last.least }
        return
      }
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

  /// Whether an element's tags may be alone on their lines with Markdown between them.
  static func isBlock(_ name: String) -> Bool {
    HTMLElement.named(name).map { $0.isLark && $0.isBlock } ?? false
  }
}
