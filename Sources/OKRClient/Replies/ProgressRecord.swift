import ContentBlocks

/// A progress record as the service shows it.
///
/// Source: `data` in the reply of the update endpoint.
public struct ProgressRecord: Equatable, Sendable {
  /// The id of the record.
  public var id: OKRIdentifier
  /// When it was last changed, in milliseconds since 1970, in digits; nil when the reply does not say.
  public var modifyTime: String?
  /// What the record says.
  public var content: ContentBlock
  /// The progress; nil when the record reports none.
  public var progressRate: ProgressRate?
  /// Whether everything in the content could be read; if not, it holds less than the record, or something
  /// else.
  public var isComplete = true

  /// A record all of whose content is known.
  public init(
    id: OKRIdentifier, modifyTime: String? = nil, content: ContentBlock, progressRate: ProgressRate? = nil
  ) {
    self.id = id
    self.modifyTime = modifyTime
    self.content = content
    self.progressRate = progressRate
  }

  /// Reads the record out of a reply. What no document lists is left aside.
  ///
  /// - Returns: nil when the reply holds none.
  init?(reply body: [UInt8]) {
    let (document, faults) = ContentBlockDecoder(wire: .v1, mode: .lenient).read(body)
    guard let document, !faults.contains(where: { $0.severity == .error }),
      let id = document.progressID.flatMap({ OKRIdentifier($0) })
    else { return nil }
    self.init(
      id: id, modifyTime: document.modifyTime, content: document.content, progressRate: document.progressRate)
    isComplete = faults.isEmpty
  }
}
