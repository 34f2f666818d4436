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

  /// Reads one more line of the block; true when the block ends after it.
  mutating func isEnded(after text: Bytes, from start: Int, to end: Int) -> Bool {
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

  /// Whether what begins with a `<` may be a tag that the next line ends: there is no `>` after it.
  private static func mayBeUnfinished(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
    guard start + 1 < end, text[start + 1].isASCIILetter || text[start + 1] == UInt8(ascii: "/") else {
      return false
    }
    return text.slice(0..<end).firstIndex(of: UInt8(ascii: ">"), from: start) == nil
  }
}

/// R40: a comment, `<script>`, `<style>`, `<pre>`, `<?…`, `<![CDATA[` or `<!…` that never ends in the block that it
/// begins is text.
///
/// What was looked for once is remembered, so that a note of unclosed comments is read once and not for each of them.
struct UnclosedHTML {
  private var found: [(from: Int, place: Int?)?] = Array(
    repeating: nil, count: BlockSyntax.HTMLTerminator.allCases.count)
  /// How far a container is known to reach, and where it is known to end.
  private var reach: [Int: (after: NoteLine, end: Int?)] = [:]

  /// Where a terminator is next. Places that are asked for grow.
  mutating func next(_ terminator: BlockSyntax.HTMLTerminator, in note: Bytes, from start: Int) -> Int? {
    if let known = found[terminator.rawValue], known.from <= start {
      guard let place = known.place else { return nil }
      if place >= start { return place }
    }
    let place = terminator.next(in: note, from: start)
    found[terminator.rawValue] = (start, place)
    return place
  }

  /// Whether all containers around a line still hold at a place after it.
  mutating func hold(
    _ containers: ArraySlice<BlockScanner.Container>, after line: NoteLine, until place: Int, in note: Bytes,
    reader: LineReader, isLenient: Bool
  ) -> Bool {
    guard let innermost = containers.last else { return true }
    let known = reach[innermost.serial]
    if let end = known?.end, end > line.start { return place < end }
    var inside = Array(containers)
    // What begins here is in them.
    for index in inside.indices { inside[index].hasContent = true }
    var reader = reader
    var last = line
    if let known, known.after.number > line.number { last = known.after }
    reader.resume(after: last)
    var end: Int?
    while last.next <= place, let next = reader.next() {
      var cursor = LineCursor(next, in: note)
      let holds = inside.indices.allSatisfy {
        BlockScanner.enter(&inside[$0], &cursor, in: note, isLenient: isLenient)
      }
      guard holds else {
        end = next.start
        break
      }
      last = next
    }
    reach[innermost.serial] = (last, end)
    return end == nil
  }

  /// What is unclosed and what would close it, for a message.
  static func names(
    of terminator: BlockSyntax.HTMLTerminator, _ text: Bytes, _ start: Int, _ end: Int
  ) -> (opener: String, closer: String) {
    switch terminator {
    case .comment: return ("<!--", "-->")
    case .instruction: return ("<?", "?>")
    case .characterData: return ("<![CDATA[", "]]>")
    case .declaration: return ("<!", ">")
    case .rawTextEndTag:
      var index = start + 1
      while index < end, text[index].isASCIILetter { index += 1 }
      let name = text.slice(start + 1..<index).string
      return ("<\(name)>", "</\(name)>")
    }
  }
}
