import ContentBlocks

/// What a note's front matter says about its record (mapping manual, "Front matter keys"). Other keys are
/// left alone.
public struct FrontMatter: Equatable, Sendable {
  /// The record that the note belongs to.
  public var progressID: OKRIdentifier?
  /// The progress to report: `percent` and `status`; nil when the note gives neither.
  public var progressRate: ProgressRate?
  /// The objective that uploaded images belong to.
  public var objective: OKRIdentifier?
  /// The key result that uploaded images belong to.
  public var keyResult: OKRIdentifier?

  /// Front matter that says nothing.
  public init() {}

  /// Reads the front matter of a note without converting the note.
  ///
  /// - Parameter note: UTF-8, with or without a byte order mark; its start is enough.
  /// - Returns: nil when the note has none.
  /// - Throws: ``ConversionError/frontMatter(line:problem:)``, also for what looks like front matter of ours
  ///   but is not YAML.
  public static func read(from note: [UInt8]) throws(ConversionError) -> FrontMatter? {
    let result = note.withUnsafeBufferPointer { note in
      Result { () throws(ConversionError) -> FrontMatter? in
        let body = note.hasPrefix("\u{FEFF}") ? note.slice(from: 3) : note
        switch FrontMatterBlock.detect(in: body) {
        case .none: return nil
        case .broken(let line, let problem): throw .frontMatter(line: line, problem: problem)
        case .found(let block): return try FrontMatter(block)
        }
      }
    }
    return try result.get()
  }
}

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
    case broken(line: Int, problem: String)
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
    func unreadable(_ problem: String) -> Detection {
      let isOurs = text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("okr:") }
      return isOurs ? .broken(line: 1, problem: "\(problem), so it is part of the text") : .none
    }
    let mayGrow = tokenCount(of: UInt8(ascii: "&"), in: yaml) > 0
    guard !mayGrow || tokenCount(of: UInt8(ascii: "*"), in: yaml) <= mostAliases else {
      return unreadable("too many YAML aliases")
    }
    do {
      let root = try text.withUTF8 { text throws(NotYAML) in try YAMLDocument.root(of: text) }
      guard let node = root else {
        return .found(FrontMatterBlock(length: length, lineCount: lineCount, mapping: nil))
      }
      guard let mapping = node.mapping else { return .none }
      return .found(FrontMatterBlock(length: length, lineCount: lineCount, mapping: mapping))
    } catch {
      return unreadable("not YAML")
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

extension FrontMatter {
  /// Reads and checks the key `okr`.
  ///
  /// - Throws: ``ConversionError/frontMatter(line:problem:)``.
  init(_ block: FrontMatterBlock) throws(ConversionError) {
    self.init()
    guard let okr = block.mapping?.value(of: "okr") else { return }
    if okr.isNull { return }
    guard let fields = okr.mapping else {
      throw .frontMatter(line: okr.noteLine, problem: "okr must be a mapping of keys such as progress_id")
    }
    progressID = try Self.identifier("progress_id", in: fields)
    objective = try Self.identifier("objective", in: fields)
    keyResult = try Self.identifier("key_result", in: fields)
    if objective != nil, keyResult != nil {
      throw .frontMatter(
        line: max(
          fields.value(of: "objective")?.noteLine ?? 1, fields.value(of: "key_result")?.noteLine ?? 1),
        problem: "objective and key_result exclude each other; keep the one that images belong to")
    }
    var rate = ProgressRate()
    if let node = fields.value(of: "percent"), !node.isNull {
      guard let text = node.text, let percent = ProgressPercent(text) else {
        throw .frontMatter(
          line: node.noteLine,
          problem: "percent must be a number with at most two decimals, from -99999999999 to 99999999999")
      }
      rate.percent = percent
    }
    if let node = fields.value(of: "status"), !node.isNull {
      guard let text = node.text, let status = ProgressStatus(name: text) else {
        throw .frontMatter(
          line: node.noteLine,
          problem: "status must be none, normal, risk or delayed (暂无, 正常, 风险, 延期), or a number from -1 to 2")
      }
      guard rate.percent != nil else {
        throw .frontMatter(
          line: node.noteLine,
          problem: "status needs percent beside it, or the service sets the percentage to 0")
      }
      rate.status = status
    }
    progressRate = rate == ProgressRate() ? nil : rate
  }

  private static func identifier(
    _ key: String, in fields: YAMLMapping
  ) throws(ConversionError) -> OKRIdentifier? {
    guard let node = fields.value(of: key), !node.isNull else { return nil }
    guard let id = node.text.flatMap({ OKRIdentifier($0) }) else {
      throw .frontMatter(
        line: node.noteLine, problem: "\(key) must be a positive number of digits, as Feishu shows it")
    }
    return id
  }
}

extension YAMLNode {
  /// The line of the note: the YAML starts on the second.
  fileprivate var noteLine: Int { mark.line + 1 }
}
