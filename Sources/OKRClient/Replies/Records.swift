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
  /// What the record holds and ``content`` and ``progressRate`` do not, or not as it is written.
  public var notShown: [NotShown] = []
  /// The digest of the content as it came, see ``ContentDocument/digest``.
  public var digest: String?

  /// Whether everything in the record could be read; if not, the content holds less than the record, or something
  /// else.
  public var isComplete: Bool { notShown.isEmpty }

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
  /// - Parameter userIDType: what kind of ids was asked for.
  /// - Returns: nil when the reply holds none.
  init?(reply: JSONValue, userIDType: UserIDType) {
    var decoder = ContentBlockDecoder(wire: .v1, mode: .lenient)
    decoder.namesPeopleByUserID = userIDType == .userID
    guard let document = try? decoder.decodeDocument(reply),
      let id = document.progressID.flatMap({ OKRIdentifier($0) })
    else { return nil }
    self.init(
      id: id, modifyTime: document.modifyTime, content: document.content, progressRate: document.progressRate)
    notShown = document.notShown
    digest = document.digest
  }
}

/// What an accepted change was answered with.
///
/// Source: `data` in the reply of the update endpoint.
public struct ChangeReply: Equatable, Sendable {
  /// The id of the record; nil when the reply does not name it.
  public let id: OKRIdentifier?
  /// The record after the change; nil when the reply reports a success without it.
  public let record: ProgressRecord?
  /// The id under which the service logged the call.
  public let logID: String?

  init(_ envelope: ServiceReply, userIDType: UserIDType, logID: String?) {
    record = ProgressRecord(reply: envelope.root, userIDType: userIDType)
    // A reply may name the record and not show it.
    let named = envelope.data?["progress_id"]
    id = record?.id ?? (named?.string ?? named?.wholeNumber?.description).flatMap { OKRIdentifier($0) }
    self.logID = logID
  }
}
