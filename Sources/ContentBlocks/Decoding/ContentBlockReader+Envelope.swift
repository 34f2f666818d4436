/// A key around a ContentBlock. Both wire formats share them.
private enum EnvelopeKey: String, DocumentKey {
  case code, msg, data
  case content
  case progressRate = "progress_rate"
  case progressID = "progress_id"
  case modifyTime = "modify_time"
  case percent, status

  func name(in wire: WireFormat) -> String { rawValue }
}

/// What is around a ContentBlock: a request body, a record, a reply, a list of records.
extension ContentBlockReader {
  /// Reads a document of any shape.
  ///
  /// - Returns: its records; none when it holds no ContentBlock.
  mutating func documents(_ root: JSONNode) -> [ContentDocument] {
    if root.value["blocks"] != nil { return [bare(root)].compactMap { $0 } }
    if root.value["content"] != nil { return [record(root, allowsOthers: false)].compactMap { $0 } }
    if root.value["data"] != nil || root.value["code"] != nil { return reply(root) }
    let records = records(in: root)
    if records.isEmpty {
      fail(
        LocalizedText(
          en: "is not a ContentBlock document: expected an object with `blocks`, `content` or `data`",
          zh: "不是 ContentBlock 文档：应为含有 `blocks`、`content` 或 `data` 的对象"),
        at: root.path)
    }
    return records.compactMap { record($0, allowsOthers: true) }
  }

  /// Reads a content that is alone.
  private mutating func bare(_ node: JSONNode) -> ContentDocument? {
    content(node).map { content in
      ContentDocument(content: content, notShown: takeNotShown(), digest: digest(of: node.value), wire: wire)
    }
  }

  /// Reads a reply of the service, or what lark-cli prints of one.
  private mutating func reply(_ node: JSONNode) -> [ContentDocument] {
    guard let fields = fields(of: node, [EnvelopeKey.code, .msg, .data], allowsOthers: true) else {
      return []
    }
    if let code = fields[.code] {
      guard case .number(let number) = code.value, number.wholeNumber == 0 else {
        let reason = fields[.msg]?.value.string.map { $0.excerpt() }
        fail(
          LocalizedText(
            en:
              "is not 0, so the reply reports an error and holds no content\(reason.map { ": \($0)" } ?? "")",
            zh: "不是 0，说明该响应是错误响应，不含内容\(reason.map { "：\($0)" } ?? "")"), at: code.path)
        return []
      }
    }
    guard let data = fields[.data] else {
      fail(
        LocalizedText(
          en: "is missing; the reply holds no progress record", zh: "缺失；该响应不含进展记录"),
        at: fields.path(of: .data))
      return []
    }
    let records = data.value["content"] == nil ? records(in: data) : []
    return (records.isEmpty ? [data] : records).compactMap { record($0, allowsOthers: true) }
  }

  /// The records somewhere in a value, in its order: objects whose `content` holds blocks.
  private func records(in node: JSONNode) -> [JSONNode] {
    var found: [JSONNode] = []
    var pending = [node]
    while let next = pending.popLast() {
      if next.value["content"].map(Self.holdsBlocks) == true {
        found.append(next)
      } else {
        pending += (next.elements ?? next.members?.map(\.node) ?? []).reversed()
      }
    }
    return found
  }

  private static func holdsBlocks(_ content: JSONValue) -> Bool {
    if content["blocks"] != nil { return true }
    guard let text = content.string else { return false }
    return (try? JSONReader.read(text.utf8))?["blocks"] != nil
  }

  /// Reads the body of an update request, or a progress record.
  private mutating func record(_ node: JSONNode, allowsOthers: Bool) -> ContentDocument? {
    guard node.members != nil else {
      fail(
        Self.problem(
          expected: LocalizedText(en: "an object with `content`", zh: "含有 `content` 的对象"),
          found: node.value.typeName), at: node.path)
      return nil
    }
    let keys: [EnvelopeKey] = [.content, .progressRate, .progressID, .modifyTime]
    guard let fields = fields(of: node, keys, allowsOthers: allowsOthers || mode == .lenient) else {
      return nil
    }
    guard var source = fields[.content] else {
      fail(LocalizedText(en: "is missing", zh: "缺失"), at: fields.path(of: .content))
      return nil
    }
    // JSON in a string, as lark-cli prints a record.
    if let text = source.value.string, text.utf8.first(where: { !$0.isJSONSpace }) == UInt8(ascii: "{") {
      do {
        source = JSONNode(value: try JSONReader.read(text.utf8, at: source.path), path: source.path)
        if !isWireGiven { wire = .detected(in: source.value) }
      } catch {
        fail(error)
        return nil
      }
    }
    let content = content(source)
    let rate = fields[.progressRate].flatMap { progressRate($0) }
    let id = digits(fields[.progressID])
    let time = digits(fields[.modifyTime])
    let notShown = takeNotShown()
    return content.map {
      ContentDocument(
        content: $0, notShown: notShown, digest: digest(of: source.value), progressRate: rate, progressID: id,
        modifyTime: time, wire: wire)
    }
  }

  private mutating func takeNotShown() -> [NotShown] {
    defer { notShown = [] }
    return notShown
  }

  private func digest(of content: JSONValue) -> String {
    SHA256.digest(of: (content.canonical ?? .object([])).bytes)
  }

  /// A number that the service writes as a string, because it is longer than JavaScript can count.
  private mutating func digits(_ node: JSONNode?) -> String? {
    guard let node else { return nil }
    switch node.value {
    case .string(let text): return text
    case .number(let number):
      refuse(
        Self.problem(expected: LocalizedText(en: "a string", zh: "字符串"), found: node.value.typeName),
        at: node.path)
      return number.literal
    default:
      refuse(
        Self.problem(expected: LocalizedText(en: "a string", zh: "字符串"), found: node.value.typeName),
        at: node.path)
      return nil
    }
  }

  /// - Returns: nil when there is neither a percentage nor a status.
  private mutating func progressRate(_ node: JSONNode) -> ProgressRate? {
    guard let fields = fields(of: node, [EnvelopeKey.percent, .status]) else { return nil }
    let rate = ProgressRate(percent: percent(fields[.percent]), status: status(fields[.status]))
    return rate == ProgressRate() ? nil : rate
  }

  /// A percentage to the letter; the nearest one when it is refused.
  private mutating func percent(_ node: JSONNode?) -> ProgressPercent? {
    guard let node else { return nil }
    guard case .number(let number) = node.value else {
      loseType(of: node, expected: LocalizedText(en: "a number", zh: "数字"))
      return nil
    }
    if let percent = number.multiplied(byTenToThe: 2).flatMap({ ProgressPercent(hundredths: $0) }) {
      return percent
    }
    let limit = Int(ProgressPercent.limit)
    let expected = LocalizedText(
      en: "a number from -\(limit) to \(limit) with at most two decimals",
      zh: " -\(limit) 到 \(limit) 之间、最多两位小数的数字")
    lose(node, Self.problem(expected: expected, found: number))
    let nearest = (number.double * 100).nearestWhole(in: -limit * 100...limit * 100)
    return ProgressPercent(hundredths: Int64(nearest))
  }

  private mutating func status(_ node: JSONNode?) -> ProgressStatus? {
    guard let node else { return nil }
    guard case .number(let number) = node.value else {
      loseType(of: node, expected: LocalizedText(en: "a number", zh: "数字"))
      return nil
    }
    if let whole = number.wholeNumber, let status = ProgressStatus(rawValue: Int(clamping: whole)) {
      return status
    }
    let expected = LocalizedText(
      en: "-1 (none), 0 (normal), 1 (risk) or 2 (delayed)", zh: " -1（暂无）、0（正常）、1（风险）或 2（延期）")
    lose(node, Self.problem(expected: expected, found: number))
    return nil
  }
}

extension UInt8 {
  fileprivate var isJSONSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
