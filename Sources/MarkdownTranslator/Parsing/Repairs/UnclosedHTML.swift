/// R40: a comment, `<script>`, `<style>`, `<pre>`, `<?…`, `<![CDATA[` or `<!…` that never ends in the block that it
/// begins is text.
///
/// What was looked for once is remembered, so that a note of unclosed comments is read once and not for each of them.
struct UnclosedHTML {
  private var found: [(from: Int, place: Int?)?] = Array(
    repeating: nil, count: BlockSyntax.HTMLTerminator.allCases.count)
  /// How far a container is known to reach, and where it is known to end.
  private var reach: [Int: (behind: NoteLine, end: Int?)] = [:]

  /// Where a terminator stands next. Places that are asked for grow.
  mutating func next(_ terminator: BlockSyntax.HTMLTerminator, in note: Bytes, from start: Int) -> Int? {
    if let known = found[terminator.rawValue], known.from <= start {
      guard let place = known.place else { return nil }
      if place >= start { return place }
    }
    let place = terminator.next(in: note, from: start)
    found[terminator.rawValue] = (start, place)
    return place
  }

  /// Whether all containers around a line still hold at a place behind it.
  mutating func hold(
    _ containers: ArraySlice<BlockScanner.Container>, behind line: NoteLine, until place: Int, in note: Bytes,
    isLenient: Bool
  ) -> Bool {
    guard let innermost = containers.last else { return true }
    let known = reach[innermost.serial]
    if let end = known?.end, end > line.start { return place < end }
    var inside = Array(containers)
    var reader = LineReader(note)
    var last = line
    if let known, known.behind.number > line.number { last = known.behind }
    reader.resume(behind: last)
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
