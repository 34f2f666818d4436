import ContentBlocks

/// Who a user token belongs to.
///
/// Source: `data` in the reply of the user-info endpoint.
public struct Person: Equatable, Sendable {
  /// The id that one app knows the person by.
  public let openID: String
  /// The id that all apps of one developer know the person by; nil when the reply has none.
  public let unionID: String?
  /// The id in the whole company; nil when the app may not see it.
  public let userID: String?
  /// The name; empty when the reply has none.
  public let name: String

  /// The id of a kind; nil when the reply has none.
  public func id(_ type: UserIDType) -> String? {
    switch type {
    case .openID: openID
    case .unionID: unionID
    case .userID: userID
    }
  }

  init?(_ data: JSONValue?) {
    guard let data, let openID = data.nonEmpty("open_id") else { return nil }
    self.openID = openID
    unionID = data.nonEmpty("union_id")
    userID = data.nonEmpty("user_id")
    name = data["name"]?.string ?? ""
  }
}

/// A period of someone's OKRs, such as a quarter. Where there is no permission, there are ids alone.
///
/// Source: `data.okr_list` in the reply of the endpoint for a user's OKRs. Fields that are missing, or of another type,
/// are as good as absent: names are empty, lists too, numbers nil.
public struct Period: Equatable, Sendable {
  /// The id of the period, for ``ServiceClient/objectives(of:language:periods:)``.
  public let id: String
  /// The name as the service writes it, such as `2026 年 10 月 - 12 月`.
  public let name: String
  /// Whether the objectives may be seen.
  public let isReadable: Bool
  /// The objectives in their order.
  public let objectives: [Objective]

  init?(_ value: JSONValue) {
    guard let id = value.identifierText("period_id") ?? value.identifierText("id") else { return nil }
    self.id = id
    name = value["name"]?.string ?? ""
    isReadable = value["permission"].map { $0.number != 0 } ?? true
    objectives = value.members("objective_list").compactMap { Objective($0) }
  }
}

/// An objective with its key results.
public struct Objective: Equatable, Sendable {
  /// The id, which a new record or an image can belong to.
  public let id: OKRIdentifier
  /// The text, as plain text; it may have several lines.
  public let content: String
  /// The progress; nil when the reply has none.
  public let progressRate: ProgressRate?
  /// The score, 0 to 100; nil when there is none.
  public let score: Double?
  /// The weight in percent; nil when there is none.
  public let weight: Double?
  /// The progress records, as the service orders them.
  public let records: [RecordReference]
  /// When a record was last changed, in milliseconds since 1970; nil for never.
  public let recordsUpdated: Int64?
  /// The deadline, in milliseconds since 1970; nil for none.
  public let deadline: Int64?
  /// The key results in their order.
  public let keyResults: [KeyResult]

  init?(_ value: JSONValue) {
    guard let id = value.identifierText("id").flatMap({ OKRIdentifier($0) }) else { return nil }
    self.id = id
    content = value["content"]?.string ?? ""
    progressRate = ProgressRate(listed: value["progress_rate"])
    score = value["score"]?.number
    weight = value["weight"]?.number
    records = value.members("progress_record_list").compactMap { RecordReference($0) }
    recordsUpdated = value.time("progress_record_last_updated_time")
    deadline = value.time("deadline")
    keyResults = value.members("kr_list").compactMap { KeyResult($0) }
  }
}

/// A key result of an objective.
public struct KeyResult: Equatable, Sendable {
  /// The id, which a new record or an image can belong to.
  public let id: OKRIdentifier
  /// The text, as plain text; it may have several lines.
  public let content: String
  /// The progress; nil when the reply has none.
  public let progressRate: ProgressRate?
  /// The score, 0 to 100; nil when there is none.
  public let score: Double?
  /// The weight in percent; nil when there is none.
  public let weight: Double?
  /// The progress records, as the service orders them.
  public let records: [RecordReference]
  /// When a record was last changed, in milliseconds since 1970; nil for never.
  public let recordsUpdated: Int64?
  /// The deadline, in milliseconds since 1970; nil for none.
  public let deadline: Int64?

  init?(_ value: JSONValue) {
    guard let id = value.identifierText("id").flatMap({ OKRIdentifier($0) }) else { return nil }
    self.id = id
    content = value["content"]?.string ?? ""
    progressRate = ProgressRate(listed: value["progress_rate"])
    score = value["score"]?.number
    weight = value["kr_weight"]?.number ?? value["weight"]?.number
    records = value.members("progress_record_list").compactMap { RecordReference($0) }
    recordsUpdated = value.time("progress_record_last_updated_time")
    deadline = value.time("deadline")
  }
}

/// A progress record, by its id.
public struct RecordReference: Hashable, Sendable {
  /// The id of the record.
  public let id: OKRIdentifier

  init?(_ value: JSONValue) {
    guard let id = value.identifierText("id").flatMap({ OKRIdentifier($0) }) else { return nil }
    self.id = id
  }
}

extension ProgressRate {
  /// The rate of an objective or key result, whose status is a number in a string.
  fileprivate init?(listed value: JSONValue?) {
    guard let value else { return nil }
    let percent = value["percent"]?.digits.flatMap { ProgressPercent($0) }
    let status = value["status"]?.digits.flatMap { Int($0) }.flatMap { ProgressStatus(rawValue: $0) }
    guard percent != nil || status != nil else { return nil }
    self.init(percent: percent, status: status)
  }
}

extension JSONValue {
  /// The digits of a number, also of one in a string; nil for anything else.
  fileprivate var digits: String? {
    switch self {
    case .number: text
    case .string(let text): text
    default: nil
    }
  }

  fileprivate var number: Double? { digits.flatMap { Double($0) } }

  fileprivate func nonEmpty(_ key: String) -> String? {
    self[key]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// An id; a number counts, since some gateways write them so.
  fileprivate func identifierText(_ key: String) -> String? {
    self[key]?.digits.flatMap { $0.isEmpty ? nil : $0 }
  }

  fileprivate func members(_ key: String) -> [JSONValue] {
    guard case .array(let values) = self[key] else { return [] }
    return values
  }

  /// A time in milliseconds; 0 is none.
  fileprivate func time(_ key: String) -> Int64? {
    self[key]?.digits.flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
  }
}
