import ContentBlocks

/// Front matter in a note: where it ends and what it says.
struct FrontMatterBlock {
  /// The length of the front matter in bytes, its last line included.
  let length: Int
  let lineCount: Int
  /// The YAML between the two lines.
  let mapping: YAMLMapping?

  enum Detection {
    case none
    case found(FrontMatterBlock)
    /// It looks like front matter of ours but is not YAML: the line of the note and what is wrong.
    case broken(line: Int, problem: LocalizedText)
  }

  /// Looks for front matter at the start of a note (rule R20).
  static func detect(in note: Bytes) -> Detection {
    guard let firstEnd = lineEnd(from: 0, in: note), isDelimiter(note.slice(0..<firstEnd.text), orDots: false)
    else { return .none }
    var start = firstEnd.next
    var lineCount = 1
    while start < note.count, let end = lineEnd(from: start, in: note) {
      lineCount += 1
      if isDelimiter(note.slice(start..<end.text), orDots: true) {
        return parse(note.slice(firstEnd.next..<start), length: end.next, lineCount: lineCount)
      }
      start = end.next
    }
    return .none
  }

  private static func parse(_ yaml: Bytes, length: Int, lineCount: Int) -> Detection {
    var text = yaml.string
    func unreadable(_ problem: LocalizedText) -> Detection {
      let isOurs = text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("okr:") }
      return isOurs ? .broken(line: 1, problem: problem) : .none
    }
    let mayGrow = tokenCount(of: UInt8(ascii: "&"), in: yaml) > 0
    guard !mayGrow || tokenCount(of: UInt8(ascii: "*"), in: yaml) <= mostAliases else {
      return unreadable(
        LocalizedText(
          en: "too many YAML aliases, so it is part of the text", zh: "YAML 别名过多，已当作正文"))
    }
    do {
      let root = try text.withUTF8 { text throws(NotYAML) in try YAMLDocument.root(of: text) }
      guard let node = root else {
        return .found(FrontMatterBlock(length: length, lineCount: lineCount, mapping: nil))
      }
      guard let mapping = node.mapping else { return .none }
      return .found(FrontMatterBlock(length: length, lineCount: lineCount, mapping: mapping))
    } catch {
      return unreadable(LocalizedText(en: "not YAML, so it is part of the text", zh: "不是 YAML，已当作正文"))
    }
  }

  /// Aliases of aliases can stand for more than any memory holds. Nothing here unfolds them, but what reads the
  /// note next might, and no front matter needs so many.
  private static let mostAliases = 10

  /// How many times `&name` or `*name` stands where YAML may read an anchor or an alias.
  private static func tokenCount(of mark: UInt8, in yaml: Bytes) -> Int {
    var count = 0
    for index in yaml.indices.dropLast() where yaml[index] == mark {
      let before = index == 0 ? UInt8(ascii: "\n") : yaml[index - 1]
      let isTokenStart = before.isASCIISpace || "[{,:?-".utf8.contains(before)
      if isTokenStart, !yaml[index + 1].isASCIISpace { count += 1 }
    }
    return count
  }

  private static func isDelimiter(_ line: Bytes, orDots: Bool) -> Bool {
    guard line.hasPrefix("---") || (orDots && line.hasPrefix("...")) else { return false }
    return line[3...].allSatisfy { $0.isSpaceOrTab }
  }

  private static func lineEnd(from start: Int, in text: Bytes) -> (text: Int, next: Int)? {
    guard start < text.count else { return nil }
    var end = start
    while end < text.count, text[end] != 0x0A, text[end] != 0x0D { end += 1 }
    if end == text.count { return (end, end) }
    let isPair = text[end] == 0x0D && text.starts(with: "\n", at: end + 1)
    return (end, end + (isPair ? 2 : 1))
  }
}
