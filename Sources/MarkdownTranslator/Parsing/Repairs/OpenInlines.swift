/// Finds the line ends of a paragraph at which a link, image, code span, emphasis, tag or comment is open (rule R10).
///
/// This is a reading of its own, for paragraphs with a line that is outside of its list or quote. What it misses
/// is read as it looks.
struct OpenInlines {
  struct Line {
    /// From 0.
    let number: Int
    let start: Int
    /// Where the text starts, after markers and white space.
    let text: Int
    let end: Int

    /// Where the line ends if it ends in a backslash that breaks it.
    func endOfBackslashBreak(in note: Bytes) -> Int? {
      var index = end
      while index > text, note[index - 1] == UInt8(ascii: "\\") { index -= 1 }
      return (end - index) % 2 == 1 ? end : nil
    }
  }

  /// The numbers of the lines before whose line end something is open.
  static func linesInside(_ lines: [Line], of note: Bytes) -> [Int] {
    var text: [UInt8] = []
    var starts: [Int] = []
    for line in lines {
      starts.append(text.count)
      text.append(contentsOf: note[line.text..<line.end])
      text.append(0x0A)
    }
    let spans = text.withUnsafeBufferPointer { bytes in
      var scanner = OpenInlines(bytes)
      scanner.scan()
      return scanner.spans
    }
    // How many spans begin before a line's start, less those that end there.
    var changes = [Int](repeating: 0, count: lines.count + 1)
    for span in spans {
      let first = starts.count(below: span.lowerBound + 1)
      let last = starts.count(below: span.upperBound)
      guard first < last else { continue }
      changes[first] += 1
      changes[last] -= 1
    }
    var open = 0
    var inside: [Int] = []
    for index in lines.indices {
      open += changes[index]
      if open > 0 { inside.append(lines[index].number) }
    }
    return inside
  }

  private let text: Bytes
  private var spans: [Range<Int>] = []
  private var delimiters: [Delimiter] = []
  private var brackets: [Int] = []
  /// For each run of backticks, by its start: where the next one of the same length starts.
  private var nextBackticks: [Int: Int] = [:]
  private var hasNoCommentEnd = false

  /// No tag or link target is looked for further than this.
  private static let longestMarkup = 4096

  private struct Delimiter {
    let byte: UInt8
    var start: Int
    var count: Int
    let opens: Bool
    let closes: Bool
    let length: Int
  }

  private init(_ text: Bytes) {
    self.text = text
  }

  private mutating func scan() {
    findBackticks()
    var index = 0
    while index < text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "\\"):
        index += index + 1 < text.count && text[index + 1].isASCIIPunctuation ? 2 : 1
      case UInt8(ascii: "`"):
        var end = index
        while end < text.count, text[end] == byte { end += 1 }
        if let close = nextBackticks[index] {
          let length = end - index
          spans.append(index..<close + length)
          end = close + length
        }
        index = end
      case UInt8(ascii: "<"):
        if let end = markup(at: index) {
          spans.append(index..<end)
          index = end
        } else {
          index += 1
        }
      case UInt8(ascii: "["):
        brackets.append(index > 0 && text[index - 1] == UInt8(ascii: "!") ? index - 1 : index)
        index += 1
      case UInt8(ascii: "]"):
        index += 1
        guard let open = brackets.popLast() else { break }
        if let end = linkEnd(at: index) {
          spans.append(open..<end)
          index = end
        }
      case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        index = addDelimiter(at: index)
      case UInt8(ascii: ":"):
        index = BareURL(schemeAt: index, in: text)?.end ?? index + 1
      default: index += 1
      }
    }
    pairDelimiters()
  }

  private mutating func findBackticks() {
    var runs: [(start: Int, length: Int)] = []
    var index = 0
    while let start = text.firstIndex(of: UInt8(ascii: "`"), from: index) {
      index = start
      while index < text.count, text[index] == UInt8(ascii: "`") { index += 1 }
      runs.append((start, index - start))
    }
    var last: [Int: Int] = [:]
    for run in runs.reversed() {
      nextBackticks[run.start] = last[run.length]
      last[run.length] = run.start
    }
  }

  /// Where a tag, a comment or an autolink ends.
  private mutating func markup(at start: Int) -> Int? {
    if text.starts(with: "<!--", at: start) {
      guard !hasNoCommentEnd else { return nil }
      guard let end = text.firstIndex(of: "-->", from: start + 4) else {
        hasNoCommentEnd = true
        return nil
      }
      return end + 3
    }
    let limit = min(text.count, start + Self.longestMarkup)
    return HTMLTagSyntax(text, start, limit)?.end
  }

  /// Where the target of a link ends that begins with a parenthesis, or the label of its definition.
  private func linkEnd(at start: Int) -> Int? {
    guard start < text.count else { return nil }
    let limit = min(text.count, start + Self.longestMarkup)
    if text[start] == UInt8(ascii: "[") {
      guard let close = text.slice(0..<limit).firstIndex(of: UInt8(ascii: "]"), from: start) else {
        return nil
      }
      return close + 1
    }
    guard text[start] == UInt8(ascii: "(") else { return nil }
    var depth = 0
    var index = start
    while index < limit {
      switch text[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return index + 1 }
      default: break
      }
      index += 1
    }
    return nil
  }

  // MARK: Emphasis

  private mutating func addDelimiter(at start: Int) -> Int {
    let byte = text[start]
    var end = start
    while end < text.count, text[end] == byte { end += 1 }
    let before: UInt32 = start == 0 ? 0x0A : text.scalar(before: start)
    let after: UInt32 = end == text.count ? 0x0A : text.scalar(at: end).value
    let spaceBefore = CommonMarkText.isSpace(before)
    let spaceAfter = CommonMarkText.isSpace(after)
    let markBefore = CommonMarkText.isPunctuation(before)
    let markAfter = CommonMarkText.isPunctuation(after)
    var left = !spaceAfter && (!markAfter || spaceBefore || markBefore)
    var right = !spaceBefore && (!markBefore || spaceAfter || markAfter)
    if EastAsian.isWide(before) || EastAsian.isWide(after) {
      left = !spaceAfter
      right = !spaceBefore
    }
    let isUnderscore = byte == UInt8(ascii: "_")
    let length = end - start
    guard byte != UInt8(ascii: "~") || length == 2,
      byte != UInt8(ascii: "*") || !LiteralCharacters.isLiteral(start..<end, in: text)
    else { return end }
    delimiters.append(
      Delimiter(
        byte: byte, start: start, count: length, opens: left && (!isUnderscore || !right || markBefore),
        closes: right && (!isUnderscore || !left || markAfter), length: length))
    return end
  }

  /// CommonMark's pairing: each closer takes the nearest opener of its kind.
  private mutating func pairDelimiters() {
    // The openers that are left, by their bytes.
    var stacks: [UInt8: [Int]] = [:]
    for index in delimiters.indices {
      let byte = delimiters[index].byte
      if delimiters[index].closes {
        while delimiters[index].count > 0, let opener = stacks[byte]?.last {
          let isMismatch =
            (delimiters[opener].closes || delimiters[index].opens)
            && (delimiters[opener].length + delimiters[index].length) % 3 == 0
            && delimiters[opener].length % 3 != 0 && byte != UInt8(ascii: "~")
          if isMismatch { break }
          let used = min(delimiters[opener].count, delimiters[index].count, 2)
          delimiters[opener].count -= used
          delimiters[index].count -= used
          spans.append(delimiters[opener].start..<delimiters[index].start + used)
          // What is opened in between stays text.
          for other in stacks.keys where other != byte {
            while let last = stacks[other]?.last, last > opener { stacks[other]?.removeLast() }
          }
          if delimiters[opener].count == 0 { stacks[byte]?.removeLast() }
        }
      }
      if delimiters[index].opens, delimiters[index].count > 0 { stacks[byte, default: []].append(index) }
    }
  }
}
