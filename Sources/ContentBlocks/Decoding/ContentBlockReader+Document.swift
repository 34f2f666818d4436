/// A key of what stands around a ContentBlock. Both wire formats share them.
private enum EnvelopeKey: String, DocumentKey {
  case code, msg, data
  case content
  case progressRate = "progress_rate"
  case progressID = "progress_id"
  case modifyTime = "modify_time"
  case percent, status

  func name(in wire: WireFormat) -> String { rawValue }
}

extension ContentBlockReader {
  /// Reads a document of any shape.
  ///
  /// - Returns: nil when it holds no ContentBlock.
  mutating func document(_ root: JSONNode) -> ContentDocument? {
    let names = Set((root.members ?? []).map(\.key))
    if names.contains("blocks") {
      return content(root).map { ContentDocument(content: $0, wire: wire) }
    }
    if names.contains("content") { return record(root) }
    if names.contains("data") || names.contains("code") { return reply(root) }
    fail(
      "is not a ContentBlock document: expected an object with `blocks`, `content` or `data`",
      at: root.path)
    return nil
  }

  /// Reads a reply of the service.
  private mutating func reply(_ node: JSONNode) -> ContentDocument? {
    guard let fields = fields(of: node, [EnvelopeKey.code, .msg, .data]) else { return nil }
    let message = string(fields[.msg])
    if let code = fields[.code] {
      guard case .number(let number) = code.value, number.wholeNumber == 0 else {
        let reason = message.map { ": \($0.excerpt())" } ?? ""
        fail("is not 0, so the reply reports an error and holds no content\(reason)", at: code.path)
        return nil
      }
    }
    guard let data = fields[.data] else {
      fail("is missing; the reply holds no progress record", at: fields.path(of: .data))
      return nil
    }
    return record(data)
  }

  /// Reads the body of an update request, or a progress record.
  private mutating func record(_ node: JSONNode) -> ContentDocument? {
    guard node.members != nil else {
      fail("must be an object with `content`, not \(node.value.typeName)", at: node.path)
      return nil
    }
    let keys: [EnvelopeKey] = [.content, .progressRate, .progressID, .modifyTime]
    guard let fields = fields(of: node, keys) else { return nil }
    let content: ContentBlock?
    if let node = fields[.content] {
      content = self.content(node)
    } else {
      fail("is missing", at: fields.path(of: .content))
      content = nil
    }
    let rate = fields[.progressRate].flatMap { progressRate($0) }
    let id = digits(fields[.progressID])
    let time = digits(fields[.modifyTime])
    return content.map {
      ContentDocument(
        content: $0, progressRate: rate, progressID: id, modifyTime: time, wire: wire)
    }
  }

  /// A number that the service writes as a string, because it is longer than JavaScript can count.
  private mutating func digits(_ node: JSONNode?) -> String? {
    guard let node else { return nil }
    guard case .number(let number) = node.value else { return string(node) }
    refuseType(of: node, expected: "a string")
    return number.literal
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
      refuseType(of: node, expected: "a number")
      return nil
    }
    if let percent = number.multiplied(byTenToThe: 2).flatMap({ ProgressPercent(hundredths: $0) }) {
      return percent
    }
    let limit = Int(ProgressPercent.limit)
    refuse(
      "must be a number from -\(limit) to \(limit) with at most two decimals, "
        + "not \(number.literal.excerpt())", at: node.path)
    let nearest = (number.double * 100).nearestWhole(in: -limit * 100...limit * 100)
    return ProgressPercent(hundredths: Int64(nearest))
  }

  private mutating func status(_ node: JSONNode?) -> ProgressStatus? {
    guard let node else { return nil }
    guard case .number(let number) = node.value else {
      refuseType(of: node, expected: "a number")
      return nil
    }
    if let whole = number.wholeNumber, let status = ProgressStatus(rawValue: Int(clamping: whole)) {
      return status
    }
    refuse(
      "must be -1 (none), 0 (normal), 1 (risk) or 2 (delayed), not \(number.literal.excerpt())",
      at: node.path)
    return nil
  }
}
