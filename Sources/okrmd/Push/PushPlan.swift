import ContentBlocks
import OKRClient

/// What is to be sent for a note or a section of it. Making it sends nothing.
struct PushPlan: Sendable {
  /// What becomes of the content.
  enum Destination {
    case existing(OKRIdentifier)
    /// Content and rate are put into the record when it is sent.
    case new(NewRecord)
  }

  let note: PushNote
  let part: NotePart
  let destination: Destination
  let content: ContentBlock
  let rate: ProgressRate?
  let images: NoteImages
  /// What images belong to; nil when nobody says.
  let target: OKRTarget?
  let userIDType: UserIDType

  var input: InputFile { note.input }

  /// What messages call the note or the section.
  var name: String { part.name(in: input) }

  /// The record that is replaced; nil when a new one is made.
  var recordID: OKRIdentifier? {
    if case .existing(let id) = destination { id } else { nil }
  }

  /// The digest of everything that a push sends.
  var digest: String {
    let body = images.withDigests(in: content).requestBody(progressRate: rate)
    return SHA256.digest(of: body + Array(" \(userIDType.rawValue)".utf8))
  }

  /// The request, with what the images became.
  func request(_ content: ContentBlock) -> APIRequest {
    switch destination {
    case .existing(let id):
      return .update(id, body: content.requestBody(progressRate: rate), userIDType: userIDType)
    case .new(let record):
      return .create(filling(record, with: content), userIDType: userIDType)
    }
  }

  /// The record to be made, with what the images became.
  func filling(_ record: NewRecord, with content: ContentBlock) -> NewRecord {
    var record = record
    record.content = content
    record.progressRate = rate
    return record
  }

  /// The result of the plan.
  func result(_ kind: RecordResult.Kind, _ message: LocalizedText) -> RecordResult {
    var result = RecordResult(file: input.name, kind, part.heading.map { message.of($0) } ?? message)
    result.section = part.heading
    result.record = recordID
    result.keyResult = keyResult
    return result
  }

  var keyResult: OKRIdentifier? {
    if case .keyResult(let id) = target { id } else { nil }
  }
}
