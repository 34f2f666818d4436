/// A ContentBlock and what came around it: an update request, a progress record or a reply.
///
/// Source: the request body and the response body of the update endpoint.
public struct ContentDocument: Equatable, Sendable {
  /// The lines and images.
  public var content: ContentBlock
  /// The progress; nil when the document reports none.
  public var progressRate: ProgressRate?
  /// The id of the progress record; in replies only.
  public var progressID: String?
  /// When the record was last changed, in milliseconds since 1970, as the service writes it; in
  /// replies only.
  public var modifyTime: String?
  /// The notation of the content.
  public var wire: WireFormat

  /// A document and what came around it; the content alone by default.
  public init(
    content: ContentBlock, progressRate: ProgressRate? = nil, progressID: String? = nil,
    modifyTime: String? = nil, wire: WireFormat = .v1
  ) {
    self.content = content
    self.progressRate = progressRate
    self.progressID = progressID
    self.modifyTime = modifyTime
    self.wire = wire
  }
}
