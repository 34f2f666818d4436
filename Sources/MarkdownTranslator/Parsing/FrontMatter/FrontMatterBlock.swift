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
    return unclosed(note.slice(from: firstEnd.next), firstLine: linesBefore)
  }

  /// Front matter of ours whose last line is missing is content; without a word its keys would be sent as text.
  private static func unclosed(_ text: Bytes, firstLine: Int) -> Detection {
    var start = 0
    while let end = lineEnd(from: start, in: text) {
      let line = text.slice(start..<end.text)
      if line.hasPrefix("okr:") || line.hasPrefix("okr：") {
        return .text(
          NoteFault(
            line: firstLine,
            LocalizedText(en: "it has no end; add a line --- below it", zh: "没有结束行；请在它下面加一行 ---")))
      }
      guard !line.isEmpty, canBeYAML(line) else { break }
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

/// Changes the keys of a record in a note. Every byte that is not part of the change stays.
extension FrontMatter {
  /// Writes the id of a record into a note's front matter.
  ///
  /// Front matter is made when the note has none.
  ///
  /// - Parameters:
  ///   - id: the id to write.
  ///   - note: UTF-8, with or without a byte order mark.
  /// - Returns: the note with the id; nil when the note has an id already, or front matter that is not valid or
  ///   is written in a way that cannot be edited safely.
  public static func setting(progressID id: OKRIdentifier, in note: [UInt8]) -> [UInt8]? {
    guard UTF8Check.firstInvalidOffset(in: note) == nil else { return nil }
    let body = note.withUnsafeBufferPointer { Array($0.withoutByteOrderMark) }
    guard let insertion = body.withUnsafeBufferPointer({ insertion(of: id, into: $0) }) else { return nil }
    var edited = body
    edited.insert(contentsOf: insertion.text.utf8, at: insertion.offset)
    // Whatever YAML's grammar had in store: the result says what was meant, and nothing else changed.
    guard var expected = read(body), let result = read(edited), expected.frontMatter.progressID == nil else {
      return nil
    }
    expected.frontMatter.progressID = id
    guard result.frontMatter == expected.frontMatter, result.rest == expected.rest else { return nil }
    return note.dropLast(body.count) + edited
  }

  /// What the front matter says, and the text after it.
  private static func read(_ body: [UInt8]) -> (frontMatter: FrontMatter, rest: [UInt8])? {
    body.withUnsafeBufferPointer { body in
      let reading = FrontMatterReading(of: body)
      guard reading.faults.isEmpty, reading.textFault == nil else { return nil }
      guard let block = reading.block else { return (FrontMatter(), Array(body)) }
      return reading.frontMatter.map { ($0, Array(body.slice(from: block.length))) }
    }
  }

  private static func insertion(of id: OKRIdentifier, into note: Bytes) -> YAMLInsertion? {
    let lines = NoteLines(note)
    let end = lines.end
    switch FrontMatterBlock.detect(in: note) {
    case .none:
      return YAMLInsertion("---\(end)okr:\(end)  progress_id: \"\(id)\"\(end)---\(end)", at: 0)
    case .unreadable, .text: return nil
    case .found(let block):
      guard let (key, okr) = block.mapping?.first(where: { $0.key.text == "okr" }) else {
        return YAMLInsertion(
          "okr:\(end)  progress_id: \"\(id)\"\(end)", at: lines.start(ofLine: block.lineCount))
      }
      if let fields = okr.mapping, let insertion = YAMLInsertion(id, into: fields, lines, block.linesBefore) {
        return insertion
      }
      return YAMLInsertion(
        "  progress_id: \"\(id)\"\(end)", at: lines.start(ofLine: block.linesBefore + key.mark.line + 1))
    }
  }
}

/// Text that is put into a note.
struct YAMLInsertion {
  let text: String
  let offset: Int

  init?(_ text: String, at offset: Int?) {
    guard let offset else { return nil }
    self.text = text
    self.offset = offset
  }

  /// The entry for a record's id as the first one of a mapping. Whether the result is YAML is not looked at here.
  ///
  /// - Parameter linesBefore: how many lines of the note come before the YAML.
  /// - Returns: nil for an empty mapping that is not written in braces.
  init?(_ id: OKRIdentifier, into fields: YAMLMapping, _ lines: NoteLines, _ linesBefore: Int) {
    let entry = "progress_id: \"\(id)\""
    // A mapping in braces is told by its first character.
    if let start = lines.offset(of: fields.mark, linesBefore), lines.note.starts(with: "{", at: start) {
      self.init(entry + (fields.isEmpty ? "" : ", "), at: start + 1)
    } else if let first = fields.first?.key {
      let indentation = String(repeating: " ", count: first.mark.column - 1)
      self.init(entry + lines.end + indentation, at: lines.offset(of: first.mark, linesBefore))
    } else {
      return nil
    }
  }
}

/// Where the lines of a note start.
struct NoteLines {
  let note: Bytes
  let starts: [Int]

  init(_ note: Bytes) {
    self.note = note
    starts = note.lineStarts
  }

  /// The line end that the note uses first.
  var end: String {
    guard starts.count > 1 else { return "\n" }
    if note.starts(with: "\r\n", at: starts[1] - 2) { return "\r\n" }
    return note[starts[1] - 1] == 0x0A ? "\n" : "\r"
  }

  /// Where a line starts, counted from 1.
  func start(ofLine line: Int) -> Int? {
    starts.indices.contains(line - 1) ? starts[line - 1] : nil
  }

  /// How many bytes some lines have, without their ends.
  func length(of range: ClosedRange<Int>) -> Int { range.reduce(0) { $0 + line($1).count } }

  /// A line without its end, counted from 1.
  func line(_ number: Int) -> Bytes {
    guard starts.indices.contains(number - 1) else { return note.slice(0..<0) }
    let start = starts[number - 1]
    var end = number < starts.count ? starts[number] : note.count
    while end > start, note[end - 1] == 0x0A || note[end - 1] == 0x0D { end -= 1 }
    return note.slice(start..<end)
  }

  /// Where a place in YAML is.
  func offset(of mark: YAMLMark, _ linesBefore: Int) -> Int? {
    guard let start = start(ofLine: mark.line + linesBefore), start + mark.column - 1 <= note.count else {
      return nil
    }
    return start + mark.column - 1
  }
}
