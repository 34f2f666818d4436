import ContentBlocks
import OKRClient

/// Carries out a plan: looks at the record, uploads images, sends the content, remembers it.
struct PushSession: Sendable {
  let plan: PushPlan
  let client: ServiceClient
  let baseURL: BaseURL
  /// Where this machine remembers; nil to remember nothing.
  let state: UserFolder?
  let overwritesChanges: Bool
  let report: PushReport
  /// Whether the difference to a changed record is shown.
  let showsDifference: Bool

  /// Does it all.
  ///
  /// - Parameter memory: what this machine knows of the record; nil for nothing.
  func push(_ memory: RecordMemory?) async throws(Failure) {
    switch plan.destination {
    case .existing(let id): try await update(id, memory)
    case .new(let record): try await create(record)
    }
  }

  private func update(_ id: OKRIdentifier, _ memory: RecordMemory?) async throws(Failure) {
    Interruption.means("record \(id) was not changed")
    let key = RecordKey(baseURL: baseURL.description, id: id)
    var memory = memory ?? RecordMemory()
    if memory != RecordMemory(), !overwritesChanges, let record = try await recordWithoutConflict(id, memory)
    {
      memory.modifyTime = record.modifyTime
      memory.known = RecordMemory.Version(content: record.content, rate: record.progressRate)
    }
    let (content, uploadCount) = try await uploadingImages()
    let before = memory
    memory.sent = RecordMemory.Version(content: content, rate: plan.rate)
    memory.pushed = nil
    save(memory, key)
    let reply: ChangeReply
    do throws(ServiceError) {
      reply = try await client.update(id, body: content.requestBody(progressRate: plan.rate))
    } catch {
      // What was certainly not taken was not sent, as far as the next push is concerned.
      if !error.mayHaveArrived { save(before, key) }
      throw refusal(error)
    }
    Interruption.means("record \(id) was updated")
    remember(reply, key, sent: content)
    let images = uploadCount == 0 ? "" : ", \(counted(uploadCount, "image")) uploaded"
    report.done("updated record \(id)\(images)")
  }

  /// What an interruption means once a call is on its way; nil when it changes no record.
  static func meaning(ofSending call: ServiceCall, for id: OKRIdentifier?) -> String? {
    switch call {
    case .update:
      id.map { "record \($0) may or may not be updated; look with: okrmd pull \($0)" }
    case .create: "a record may or may not have been created; look in Feishu before you push again"
    case .read, .upload, .token, .identify, .list, .authorize, .login: nil
    }
  }

  /// Looks whether someone changed the record since this machine saw it.
  ///
  /// - Returns: the record as it is; nil when it cannot be read.
  /// - Throws: when someone did.
  private func recordWithoutConflict(
    _ id: OKRIdentifier, _ memory: RecordMemory
  ) async throws(Failure) -> ProgressRecord? {
    let record: ProgressRecord
    do throws(ServiceError) {
      record = try await client.read(id)
    } catch {
      guard error.kind == .forbidden || error.refusesReading else { throw failure(error) }
      report.warn(
        "changes made in Feishu are not noticed: no permission to read the record; "
          + "give the app the scope okr:okr.progress:readonly")
      return nil
    }
    guard let difference = RecordConflict.difference(record, since: memory, sending: plan.rate) else {
      return record
    }
    if showsDifference {
      ProgressLine.clear()
      Standard.error.write(RecordConflict.excerpt(of: difference))
    }
    throw Failure(
      .cannotCreate,
      "\(plan.input.name): record \(id) was changed in Feishu since this machine last saw it; "
        + "get it with 'okrmd pull \(id)', or overwrite it with --force")
  }

  /// Keeps what the reply says, for the next push to compare with.
  func remember(_ reply: ChangeReply, _ key: RecordKey, sent content: ContentBlock) {
    if reply.record == nil {
      let logID = reply.logID.map { " (log id \($0))" } ?? ""
      report.warn("the service took the record but did not return it\(logID)")
    }
    var memory = RecordMemory()
    memory.modifyTime = reply.record?.modifyTime
    memory.known = RecordMemory.Version(
      content: reply.record?.content ?? content, rate: reply.record?.progressRate ?? plan.rate)
    // What the service makes of the content is no change by someone else.
    memory.sent = RecordMemory.Version(content: content, rate: plan.rate)
    memory.pushed = plan.digest
    save(memory, key)
  }

  private func save(_ memory: RecordMemory, _ key: RecordKey) {
    guard let state else { return }
    if memory == RecordMemory() { return RecordMemory.forget(key, in: state) }
    do throws(Failure) {
      try memory.save(key, to: state)
    } catch {
      report.warn("this push is not remembered: \(error.message)")
    }
  }

  /// The failure of a change. Images that were uploaded long ago may be what the service refuses: they are
  /// uploaded anew by the next push.
  func refusal(_ error: ServiceError) -> Failure {
    if error.code == .invalidParameters { forgetImages() }
    return failure(error)
  }

  private func failure(_ error: ServiceError) -> Failure { Failure(error, of: plan.input.name) }
}
