import ContentBlocks

/// A progress record as the sandbox keeps it.
public struct ProgressRecord: Equatable, Sendable {
  /// The `progress_id`: a whole number from 1 to the largest of 64 bits, without leading zeros.
  public let id: String
  /// What the record says.
  public internal(set) var content: ContentBlock
  /// The progress; nil as long as none was ever set.
  public internal(set) var rate: ProgressRate?
  /// When the record was last changed, in milliseconds since 1970. It grows with every change, even of a
  /// clock that stands still.
  public internal(set) var modifyTime: Int64
  /// Where a record that was created through the API says that it comes from.
  public internal(set) var source: Source?

  /// What a creating request says about a record beside its content.
  public struct Source: Equatable, Sendable {
    /// The title of the origin, `source_title`.
    public let title: String
    /// Where that leads, `source_url`: an `http` or `https` URL.
    public let url: String
    /// The objective or key result that the record belongs to.
    public let targetID: String
    /// Which of the two it is.
    public let targetType: TargetType
  }

  /// What a record or an image belongs to.
  public enum TargetType: Int, CaseIterable, Sendable {
    /// An objective.
    case objective = 2
    /// A key result.
    case keyResult = 3
  }

  /// Puts another content, and possibly another rate, in the place of the record's.
  ///
  /// A rate that names no status leaves the status as it was; without a rate the rate stays.
  mutating func replace(content: ContentBlock, rate: ProgressRate?, at now: Int64) {
    self.content = content
    if var rate {
      rate.status = rate.status ?? self.rate?.status
      self.rate = rate
    }
    modifyTime = max(now, modifyTime + 1)
  }

  /// Whether a text is an id that a record can have.
  static func isID(_ text: some StringProtocol) -> Bool {
    guard let number = Int64(text), number > 0 else { return false }
    // One record, one name: no sign, no leading zeros.
    return text == number.description
  }
}
