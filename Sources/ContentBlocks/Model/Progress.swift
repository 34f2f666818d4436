/// The progress that a record reports: a percentage and a status.
///
/// Source: `progress_rate` of the update endpoint.
public struct ProgressRate: Equatable, Sendable {
  /// How much is done; nil when nothing is said of it.
  public var percent: ProgressPercent?
  /// The status; nil when nothing is said of it.
  public var status: ProgressStatus?

  /// A rate; by default one that says nothing.
  public init(percent: ProgressPercent? = nil, status: ProgressStatus? = nil) {
    self.percent = percent
    self.status = status
  }
}

/// The status of an objective or key result.
public enum ProgressStatus: Int, CaseIterable, Sendable {
  /// No status: 暂无.
  case none = -1
  /// All is well: 正常.
  case normal = 0
  /// At risk: 风险.
  case risk = 1
  /// Late: 延期.
  case delayed = 2

  /// Reads a status by its number, its English name or its Chinese name (`风险` or `有风险`), in any letter case.
  public init?(name: String) {
    switch name.lowercased() {
    case "none", "暂无", "-1": self = .none
    case "normal", "正常", "0": self = .normal
    case "risk", "风险", "有风险", "1": self = .risk
    case "delayed", "延期", "已延期", "2": self = .delayed
    default: return nil
    }
  }

  /// What Feishu calls it.
  package var label: LocalizedText {
    switch self {
    case .none: LocalizedText(en: "No status", zh: "暂无")
    case .normal: LocalizedText(en: "Normal", zh: "正常")
    case .risk: LocalizedText(en: "At risk", zh: "风险")
    case .delayed: LocalizedText(en: "Delayed", zh: "延期")
    }
  }
}

/// A percentage with two decimals, kept exactly: −99999999999…99999999999.
public struct ProgressPercent: Equatable, Sendable, CustomStringConvertible {
  /// The percentage in hundredths of a percent.
  public let hundredths: Int64

  /// The largest percentage.
  static let limit: Int64 = 99_999_999_999

  /// - Returns: nil outside the range.
  public init?(hundredths: Int64) {
    guard hundredths.magnitude <= (Self.limit * 100).magnitude else { return nil }
    self.hundredths = hundredths
  }

  /// Reads a decimal number such as `50`, `-3.5` or `50.21`.
  ///
  /// - Returns: nil when the text is not a decimal number, has more than two decimals that are not
  ///   zero, or is out of range.
  public init?(_ text: some StringProtocol) {
    var digits = Array(text.utf8)[...]
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty else { return nil }
    var decimals = parts.count == 2 ? parts[1] : parts[0].prefix(0)
    if parts.count == 2, decimals.isEmpty { return nil }
    while decimals.count > 2, decimals.last == UInt8(ascii: "0") { decimals = decimals.dropLast() }
    guard decimals.count <= 2 else { return nil }
    var value: Int64 = 0
    let padding = repeatElement(UInt8(ascii: "0"), count: 2 - decimals.count)
    for digit in parts[0] + decimals + padding {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - UInt8(ascii: "0"))
      guard value <= Self.limit * 100 else { return nil }
    }
    self.init(hundredths: isNegative ? -value : value)
  }

  /// The shortest decimal notation: `50`, `-3.5`, `50.21`.
  public var description: String {
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}

/// The id of a progress record, an objective or a key result: a positive 64-bit number in digits, as Feishu
/// shows it.
///
/// It is kept as text, since that is how the service writes it: JavaScript cannot count so far.
/// Source: the path parameter `progress_id` of the update endpoint.
public struct OKRIdentifier: Hashable, Sendable, CustomStringConvertible {
  /// The digits, without a leading zero.
  public let text: String

  /// - Returns: nil when the text is anything but the digits of a positive 64-bit number.
  public init?(_ text: some StringProtocol) {
    let isDigit = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard !text.isEmpty, text.utf8.allSatisfy(isDigit.contains), text.utf8.first != isDigit.lowerBound,
      Int64(text) != nil
    else { return nil }
    self.text = String(text)
  }

  public var description: String { text }
}

/// What kind of ids people are named by in a record.
///
/// Source: the query parameter `user_id_type` of the update endpoint.
public enum UserIDType: String, CaseIterable, Sendable {
  /// Known to one app only, such as `ou_…`. The default.
  case openID = "open_id"
  /// Known to all apps of one developer, such as `on_…`.
  case unionID = "union_id"
  /// Known in the whole company.
  case userID = "user_id"
}
