/// R42: an HTML block ends at the first line end at which no element that it opened is open.
struct HTMLBlockEnd {
  /// The elements that are open, outermost first, and how many of each name.
  private var open: [String] = []
  private var counts: [String: Int] = [:]
  /// Where a tag or comment begins that the lines so far do not end, and how many lines that took.
  private var unfinished: Int?
  private var waited = 0
  /// Whether the block reaches to the blank line in any case.
  private var isEndless = false

  /// Reads one more line of the block; true when the block ends behind it.
  mutating func isEnded(behind text: Bytes, from start: Int, to end: Int) -> Bool {
    if isEndless { return false }
    var index = unfinished ?? start
    unfinished = nil
    while let candidate = text.slice(0..<end).firstIndex(of: UInt8(ascii: "<"), from: index) {
      if text.starts(with: "<!--", at: candidate) {
        guard let close = text.slice(0..<end).firstIndex(of: "-->", from: candidate + 4) else {
          return wait(at: candidate)
        }
        index = close + 3
      } else if let tag = HTMLTagSyntax(text, candidate, end) {
        read(tag)
        index = tag.end
      } else if Self.mayBeUnfinished(text, candidate, end) {
        return wait(at: candidate)
      } else {
        index = candidate + 1
      }
    }
    return open.isEmpty
  }

  /// A tag over many lines is read again with each of them.
  private mutating func wait(at place: Int) -> Bool {
    unfinished = place
    waited += 1
    if waited > 32 { isEndless = true }
    return false
  }

  private mutating func read(_ tag: HTMLTagSyntax) {
    if tag.isEndTag {
      guard counts[tag.name, default: 0] > 0 else { return }
      while let last = open.popLast() {
        counts[last, default: 0] -= 1
        if last == tag.name { return }
      }
    } else if !tag.isSelfClosing, !TagAsText.opensNothing(tag.name) {
      open.append(tag.name)
      counts[tag.name, default: 0] += 1
    }
  }

  /// Whether what begins with a `<` may be a tag that the next line ends: there is no `>` behind it.
  private static func mayBeUnfinished(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
    guard start + 1 < end, text[start + 1].isASCIILetter || text[start + 1] == UInt8(ascii: "/") else {
      return false
    }
    return text.slice(0..<end).firstIndex(of: UInt8(ascii: ">"), from: start) == nil
  }
}
