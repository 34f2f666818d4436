import ContentBlocks

/// A record that is to be made.
///
/// Source: the request body of the create endpoint.
public struct NewRecord: Equatable, Sendable {
  /// The objective or key result that the record belongs to.
  public var target: OKRTarget
  /// What Feishu names as the record's origin.
  public var sourceTitle: String
  /// Where that leads: an `http` or `https` URL.
  public var sourceURL: String
  /// What the record says.
  public var content: ContentBlock
  /// The progress; nil to report none.
  public var progressRate: ProgressRate?

  /// - Returns: nil when the source has no title, or its URL is no `http` or `https` URL.
  public init?(
    target: OKRTarget, sourceTitle: String, sourceURL: String, content: ContentBlock,
    progressRate: ProgressRate? = nil
  ) {
    guard !sourceTitle.isEmpty, Self.isSourceURL(sourceURL) else { return nil }
    self.target = target
    self.sourceTitle = sourceTitle
    self.sourceURL = sourceURL
    self.content = content
    self.progressRate = progressRate
  }

  /// Whether a text can be a source's URL: `http` or `https`, on one line.
  public static func isSourceURL(_ text: String) -> Bool {
    let rest = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }.map {
      text.dropFirst($0.count)
    }
    return rest?.isEmpty == false && !text.contains { $0.isWhitespace || $0.isNewline }
  }

  var body: [UInt8] {
    var object = JSONObjectWriter()
    object.add("source_title", sourceTitle)
    object.add("source_url", sourceURL)
    object.add("target_id", target.id.text)
    object.add("target_type", .number(target.type))
    object.add("content", json: content.json())
    object.add("progress_rate", progressRate?.json)
    return object.finish()
  }
}
