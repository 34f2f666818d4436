/// The progress that a record reports: a percentage and how things stand.
///
/// Source: `progress_rate` of the update endpoint.
public struct ProgressRate: Equatable, Sendable {
  /// How much is done; nil when nothing is said of it.
  public var percent: ProgressPercent?
  /// How things stand; nil when nothing is said of it.
  public var status: ProgressStatus?

  /// A rate; by default one that says nothing.
  public init(percent: ProgressPercent? = nil, status: ProgressStatus? = nil) {
    self.percent = percent
    self.status = status
  }
}

/// How things stand.
public enum ProgressStatus: Int, CaseIterable, Sendable {
  /// No status: 暂无.
  case none = -1
  /// All is well: 正常.
  case normal = 0
  /// At risk: 风险.
  case risk = 1
  /// Late: 延期.
  case delayed = 2

  /// Reads a status by its number, its English name or its Chinese name (`风险`), in any letter case.
  public init?(name: String) {
    switch name.lowercased() {
    case "none", "暂无", "-1": self = .none
    case "normal", "正常", "0": self = .normal
    case "risk", "风险", "1": self = .risk
    case "delayed", "延期", "2": self = .delayed
    default: return nil
    }
  }
}
