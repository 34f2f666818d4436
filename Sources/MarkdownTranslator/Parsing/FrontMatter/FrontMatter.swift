import ContentBlocks

/// What a note's front matter says about its record (mapping manual, "Front matter keys"). Other keys are
/// left alone.
public struct FrontMatter: Equatable, Sendable {
  /// The record that the note belongs to.
  public var progressID: OKRIdentifier?
  /// The progress to report: `percent` and `status`; nil when the note gives neither.
  public var progressRate: ProgressRate?
  /// The objective that a new record and uploaded images belong to.
  public var objective: OKRIdentifier?
  /// The key result that a new record and uploaded images belong to.
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
        switch FrontMatterBlock.detect(in: note.withoutByteOrderMark) {
        case .none: return nil
        case .broken(let line, let problem): throw .frontMatter(line: line, problem: problem[.english])
        case .found(let block): return try FrontMatter(block)
        }
      }
    }
    return try result.get()
  }
}

extension FrontMatter {
  /// Reads and checks the key `okr`.
  ///
  /// - Throws: ``ConversionError/frontMatter(line:problem:)``.
  init(_ block: FrontMatterBlock) throws(ConversionError) {
    self.init()
    guard let okr = block.mapping?.value(of: "okr") else { return }
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
    progressRate = try Self.progressRate(in: fields)
  }

  private static func identifier(
    _ key: String, in fields: YAMLMapping
  ) throws(ConversionError) -> OKRIdentifier? {
    guard let node = fields.value(of: key) else { return nil }
    guard let id = node.text.flatMap({ OKRIdentifier($0) }) else {
      throw .frontMatter(
        line: node.noteLine, problem: "\(key) must be a positive number of digits, as Feishu shows it")
    }
    return id
  }

  /// The keys `percent` and `status`; nil when neither is given.
  private static func progressRate(in fields: YAMLMapping) throws(ConversionError) -> ProgressRate? {
    var rate = ProgressRate()
    if let node = fields.value(of: "percent") {
      guard let text = node.text, let percent = ProgressPercent(text) else {
        throw .frontMatter(
          line: node.noteLine,
          problem: "percent must be a number with at most two decimals, from -99999999999 to 99999999999")
      }
      rate.percent = percent
    }
    if let node = fields.value(of: "status") {
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
    return rate == ProgressRate() ? nil : rate
  }
}

extension YAMLNode {
  /// The line of the note: the YAML starts on the second.
  fileprivate var noteLine: Int { mark.line + 1 }
}
