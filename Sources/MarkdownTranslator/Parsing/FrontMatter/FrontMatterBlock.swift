import ContentBlocks

/// Front matter in a note: where it ends and what it says (rule R20).
struct FrontMatterBlock {
  /// The length of the front matter in bytes, its last line and blank lines before it included.
  let length: Int
  /// How many lines of the note that is.
  let lineCount: Int
  /// How many lines of the note come before the YAML.
  let linesBefore: Int
  /// The YAML between the two lines; nil when it is empty or only a comment.
  let mapping: YAMLMapping?

  enum Detection {
    case none
    case found(FrontMatterBlock)
    /// It has the shape of front matter but is not YAML, so it is ignored.
    case unreadable(FrontMatterBlock, NoteFault, isOurs: Bool)
    /// It is content, though a line of it begins with `okr:`.
    case text(NoteFault)
  }

  /// Looks for front matter at the start of a note.
  static func detect(in note: Bytes) -> Detection {
    var start = 0
    var linesBefore = 0
    while let end = lineEnd(from: start, in: note), note.slice(start..<end.text).allSatisfy(\.isSpaceOrTab) {
      start = end.next
      linesBefore += 1
    }
    guard let firstEnd = lineEnd(from: start, in: note),
      isDelimiter(note.slice(start..<firstEnd.text), orDots: false)
    else { return .none }
    linesBefore += 1
    start = firstEnd.next
    var lineCount = linesBefore
    while start < note.count, let end = lineEnd(from: start, in: note) {
      lineCount += 1
      if isDelimiter(note.slice(start..<end.text), orDots: true) {
        let block = { (mapping: YAMLMapping?) in
          FrontMatterBlock(length: end.next, lineCount: lineCount, linesBefore: linesBefore, mapping: mapping)
        }
        return parse(note.slice(firstEnd.next..<start), linesBefore: linesBefore, block)
      }
      start = end.next
    }
    return .none
  }

  private static func parse(
    _ yaml: Bytes, linesBefore: Int, _ block: (YAMLMapping?) -> FrontMatterBlock
  ) -> Detection {
    do throws(NotYAML) {
      guard let node = try YAMLDocument.parse(yaml) else { return .found(block(nil)) }
      guard let mapping = node.mapping else { return .none }
      return .found(block(mapping))
    } catch {
      let lines = yaml.lines
      let isOurs = lines.contains { $0.hasPrefix("okr:") }
      let explanation = YAMLExplanation(error, in: yaml)
      let fault = NoteFault(line: linesBefore + explanation.line, explanation.problem)
      if lines.dropLast(lines.last?.isEmpty == true ? 1 : 0).allSatisfy(Self.canBeYAML),
        lines.contains(where: \.isYAMLKey)
      {
        return .unreadable(block(nil), fault, isOurs: isOurs)
      }
      return isOurs || lines.contains(where: { $0.hasPrefix("okr：") }) ? .text(fault) : .none
    }
  }

  /// Whether a line looks like one of front matter: a comment, blank, indented, an item or a key.
  private static func canBeYAML(_ line: Bytes) -> Bool {
    guard let first = line.first else { return true }
    return first.isSpaceOrTab || first == UInt8(ascii: "#") || line.hasPrefix("- ")
      || line.elementsEqual("-".utf8)
      || line.isYAMLKey
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

extension Bytes {
  /// Whether a line is a key at the left edge with a space or the line end after its colon.
  fileprivate var isYAMLKey: Bool {
    guard let colon = firstIndex(of: UInt8(ascii: ":"), from: 0), colon > 0 else { return false }
    return !slice(0..<colon).contains(where: \.isASCIISpace)
      && (colon + 1 == count || self[colon + 1].isSpaceOrTab)
  }
}

/// Something in a note's front matter, or in the comment of a section, that is an error.
public struct NoteFault: Error, Hashable, Sendable {
  /// The line of the note, from 1.
  public let line: Int
  /// What is wrong and what to write instead, as a phrase without a full stop.
  public let problem: LocalizedText

  /// A fault on a line.
  public init(line: Int, _ problem: LocalizedText) {
    self.line = line
    self.problem = problem
  }
}
