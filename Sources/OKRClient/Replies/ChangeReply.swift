import ContentBlocks

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

  init(_ envelope: ServiceReply, logID: String?) {
    record = ProgressRecord(reply: envelope.root)
    // A reply may name the record and not show it.
    let named = envelope.data?["progress_id"]
    id = record?.id ?? (named?.string ?? named?.wholeNumber?.description).flatMap { OKRIdentifier($0) }
    self.logID = logID
  }
}
