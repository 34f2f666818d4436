import ContentBlocks

/// What a note's front matter, or the comment of a section, says about its record (mapping manual, "Front matter
/// keys"). Other keys are left alone.
public struct FrontMatter: Equatable, Sendable {
  /// The record that the note belongs to.
  public var progressID: OKRIdentifier?
  /// The progress to report: `percent` and `status`; nil when the note gives neither.
  public var progressRate: ProgressRate?
  /// The objective that a new record and uploaded images belong to.
  public var objective: OKRIdentifier?
  /// The key result that a new record and uploaded images belong to.
  public var keyResult: OKRIdentifier?
  /// How line ends are read (rule R10); nil when the note does not say.
  public var softBreaks: ConversionOptions.SoftBreaks?

  /// Front matter that says nothing.
  public init() {}

  /// Reads the front matter of a note without converting the note.
  ///
  /// - Parameter note: UTF-8, with or without a byte order mark; its start is enough.
  /// - Returns: nil when the note has none.
  /// - Throws: ``ConversionError/frontMatter(line:problem:)``, also for what looks like front matter of ours
  ///   but is not YAML.
  public static func read(from note: [UInt8]) throws(ConversionError) -> FrontMatter? {
    let reading = note.withUnsafeBufferPointer { FrontMatterReading(of: $0.withoutByteOrderMark) }
    if let fault = reading.faults.first ?? reading.textFault {
      throw .frontMatter(line: fault.line, problem: fault.problem)
    }
    return reading.frontMatter
  }
}

/// The front matter of a note, and all that is wrong with it.
struct FrontMatterReading {
  /// Where it is; nil when the note has none.
  private(set) var block: FrontMatterBlock?
  /// What it says; nil when the note has none or it is not YAML.
  private(set) var frontMatter: FrontMatter?
  /// What is an error, in the order of the note.
  private(set) var faults: [NoteFault] = []
  /// Why what a line `okr:` is in is content.
  private(set) var textFault: NoteFault?
  /// What is a warning, in the order of the note.
  private(set) var warnings: [Diagnostic] = []
  /// The line on which a progress id is.
  private(set) var progressIDLine: Int?

  /// - Parameter note: UTF-8 without a byte order mark.
  init(of note: Bytes) {
    switch FrontMatterBlock.detect(in: note) {
    case .none: break
    case .text(let fault):
      textFault = fault
      let problem = fault.problem
      warnings = [
        ignored(
          fault,
          LocalizedText(
            en: "read as text, not as front matter: \(problem[.english])",
            zh: "当作正文，不是文件头：\(problem[.chinese])"))
      ]
    case .unreadable(let block, let fault, let isOurs):
      self.block = block
      if isOurs {
        faults = [fault]
      } else {
        let problem = fault.problem
        warnings = [
          ignored(
            fault,
            LocalizedText(
              en: "the front matter is ignored: \(problem[.english])", zh: "文件头未生效：\(problem[.chinese])"))
        ]
      }
    case .found(let block):
      self.block = block
      var keys = RecordKeys(linesBefore: block.linesBefore)
      keys.readTop(block.mapping)
      frontMatter = keys.values
      faults = keys.faults
      warnings = keys.warnings
      progressIDLine = keys.progressIDLine
    }
  }

  private func ignored(_ fault: NoteFault, _ problem: LocalizedText) -> Diagnostic {
    Diagnostic(.frontMatterIgnored(problem), at: SourcePosition(line: fault.line, column: 1))
  }
}

/// Reads and checks the keys of a record from YAML.
struct RecordKeys {
  private(set) var values = FrontMatter()
  /// What is an error.
  private(set) var faults: [NoteFault] = []
  /// Keys that are not known.
  private(set) var warnings: [Diagnostic] = []
  /// The line of the note on which the value of `progress_id` is.
  private(set) var progressIDLine: Int?
  private let linesBefore: Int

  /// - Parameter linesBefore: how many lines of the note come before the YAML.
  init(linesBefore: Int) {
    self.linesBefore = linesBefore
  }

  private enum Key: String, CaseIterable {
    case progressID = "progress_id"
    case percent, status, objective
    case keyResult = "key_result"
    case softBreaks = "soft_breaks"

    /// What people write instead.
    var synonyms: [String] {
      switch self {
      case .progressID: ["id", "progress", "record", "record_id", "进展id", "记录id"]
      case .percent: ["percentage", "progress_percent", "进度", "百分比", "完成度"]
      case .status: ["state", "progress_status", "状态"]
      case .objective: ["objective_id", "o", "目标"]
      case .keyResult: ["key_result_id", "kr", "kr_id", "关键结果"]
      case .softBreaks: ["line_breaks", "breaks", "换行"]
      }
    }
  }

  /// Reads front matter: the mapping under `okr`.
  mutating func readTop(_ mapping: YAMLMapping?) {
    guard let mapping else { return }
    for (key, _) in mapping {
      guard let name = key.text, name != "okr" else { continue }
      if name.lowercased() == "okr" {
        warn(key, suggestion: "okr")
      } else if name.lowercased().hasPrefix("okr.") {
        let suggestion = Self.suggestion(for: String(name.dropFirst(4))) ?? String(name.dropFirst(4))
        warn(key, suggestion: "okr: {\(suggestion): …}")
      } else if [Key.progressID, .keyResult].map(\.rawValue).contains(name) {
        warn(key, suggestion: "okr: {\(name): …}")
      }
    }
    guard let okr = mapping.value(of: "okr") else { return }
    guard let fields = okr.mapping else {
      // `percent：5` is a text.
      var text = okr.text ?? ""
      return fail(
        okr,
        text.withUTF8 { YAMLExplanation.cause(in: $0.lines.first ?? $0) }
          ?? LocalizedText(
            en: "okr must be a mapping of keys such as progress_id", zh: "okr 下面应为 progress_id 等键"))
    }
    read(fields)
    warnings.sort { $0.position < $1.position }
  }

  /// Reads the keys of a record.
  mutating func read(_ fields: YAMLMapping) {
    values.progressID = identifier(.progressID, in: fields)
    progressIDLine = fields.value(of: Key.progressID.rawValue).map { linesBefore + $0.mark.line }
    values.objective = identifier(.objective, in: fields)
    values.keyResult = identifier(.keyResult, in: fields)
    if values.objective != nil, let keyResult = fields.value(of: Key.keyResult.rawValue),
      values.keyResult != nil
    {
      let objective = fields.value(of: Key.objective.rawValue) ?? keyResult
      fail(
        objective.mark.line > keyResult.mark.line ? objective : keyResult,
        LocalizedText(
          en: "objective and key_result cannot be combined; keep the one that the record belongs to",
          zh: "objective 和 key_result 不能同时使用；请只保留进展所属的那一个"))
    }
    values.progressRate = progressRate(in: fields)
    if let node = fields.value(of: Key.softBreaks.rawValue) {
      values.softBreaks = node.text.flatMap { ConversionOptions.SoftBreaks(rawValue: $0) }
      if values.softBreaks == nil {
        fail(
          node,
          LocalizedText(
            en: "soft_breaks must be auto, join or line", zh: "soft_breaks 只能是 auto、join 或 line"))
      }
    }
    for (key, _) in fields {
      let name = key.text ?? ""
      if Key(rawValue: name) == nil { warn(key, suggestion: Self.suggestion(for: name)) }
    }
    faults.sort { $0.line < $1.line }
  }

  private mutating func identifier(_ key: Key, in fields: YAMLMapping) -> OKRIdentifier? {
    guard let node = fields.value(of: key.rawValue) else { return nil }
    if let id = node.text.flatMap({ OKRIdentifier($0) }) { return id }
    fail(
      node,
      LocalizedText(
        en: "\(key.rawValue) must be a positive whole number, as Feishu shows it",
        zh: "\(key.rawValue) 必须是飞书显示的那串数字"))
    return nil
  }

  /// The keys `percent` and `status`; nil when neither is given.
  private mutating func progressRate(in fields: YAMLMapping) -> ProgressRate? {
    var rate = ProgressRate()
    let percent = fields.value(of: Key.percent.rawValue)
    if let percent {
      rate.percent = percent.text.flatMap { ProgressPercent(Self.withoutSign($0)) }
      if rate.percent == nil {
        fail(
          percent,
          LocalizedText(
            en: "percent must be a number with at most two decimals, from -99999999999 to 99999999999",
            zh: "percent 必须是最多两位小数的数字，范围 -99999999999 到 99999999999"))
      }
    }
    if let node = fields.value(of: Key.status.rawValue) {
      rate.status = node.text.flatMap { ProgressStatus(name: $0) }
      if rate.status == nil {
        fail(
          node,
          LocalizedText(
            en: "status must be none, normal, risk or delayed (暂无, 正常, 风险, 延期), or a number from -1 to 2",
            zh: "status 只能是 暂无、正常、风险、延期（none、normal、risk、delayed）或 -1 到 2 的数字"))
      } else if percent == nil {
        fail(
          node,
          LocalizedText(
            en: "status needs percent with it, or the service sets the percentage to 0",
            zh: "写了 status 也要写 percent，否则服务端会把进度改成 0"))
      }
    }
    return rate == ProgressRate() ? nil : rate
  }

  /// A percentage without its sign: `58%`.
  private static func withoutSign(_ text: String) -> Substring {
    guard let last = text.last, last == "%" || last == "％" else { return text[...] }
    var number = text.dropLast()
    while number.last == " " { number.removeLast() }
    return number
  }

  // MARK: Unknown keys

  private mutating func fail(_ node: YAMLNode, _ problem: LocalizedText) {
    faults.append(NoteFault(line: linesBefore + node.mark.line, problem))
  }

  private mutating func warn(_ key: YAMLNode, suggestion: String?) {
    warnings.append(
      Diagnostic(
        .frontMatterKey(key.text ?? "?", suggestion: suggestion),
        at: SourcePosition(line: linesBefore + key.mark.line, column: key.mark.column)))
  }

  /// The key that was likely meant; nil when none is close.
  private static func suggestion(for name: String) -> String? {
    let plain = plain(name)
    guard !plain.isEmpty, plain.count <= 40 else { return nil }
    let exact = Key.allCases.first { key in
      ([key.rawValue] + key.synonyms).contains { self.plain($0) == plain }
    }
    if let exact { return exact.rawValue }
    let close = plain.closest(of: Key.allCases.map { self.plain($0.rawValue) })
    return Key.allCases.first { self.plain($0.rawValue) == close }?.rawValue
  }

  /// A name without letter case and what joins its words.
  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " && $0 != "." }
  }
}
