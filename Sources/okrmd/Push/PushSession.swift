import ContentBlocks
import MarkdownTranslator
import OKRClient

/// Carries out a plan: looks at the record, uploads images, sends the content, remembers it.
struct PushSession: Sendable {
  let plan: PushPlan
  let client: OKRClient
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
    case .new: try await create()
    }
  }

  // MARK: An existing record

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
    do throws(OKRClientError) {
      reply = try await client.update(id, body: content.requestBody(progressRate: plan.rate))
    } catch {
      // What was certainly not taken was not sent, as far as the next push is concerned.
      if !error.mayHaveArrived { save(before, key) }
      throw refusal(error)
    }
    Interruption.means("record \(id) was updated")
    remember(reply, key, sent: content)
    let images = uploadCount == 0 ? "" : ", \(uploadCount) image\(uploadCount == 1 ? "" : "s") uploaded"
    report.done("updated record \(id)\(images)")
  }

  /// What an interruption means once a call is on its way; nil when it changes no record.
  static func meaning(ofSending call: ServiceCall, for id: OKRIdentifier?) -> String? {
    switch call {
    case .update:
      id.map { "record \($0) may or may not be updated; look with: okrmd pull \($0)" }
    case .create: "a record may or may not have been created; look in Feishu before you push again"
    case .read, .upload, .token: nil
    }
  }

  /// The failure of a change. Images that were uploaded long ago may be what the service refuses: they are
  /// uploaded anew by the next push.
  private func refusal(_ error: OKRClientError) -> Failure {
    if error.code == .invalidParameters, let target = plan.target {
      let memory = ImageMemory(baseURL: baseURL.description, folder: state)
      for file in plan.images.distinctFiles { memory.forget(digest: file.digest, target: target) }
    }
    return failure(error)
  }

  /// Looks whether someone changed the record since this machine saw it.
  ///
  /// - Returns: the record as it is; nil when it cannot be read.
  /// - Throws: when someone did.
  private func recordWithoutConflict(
    _ id: OKRIdentifier, _ memory: RecordMemory
  ) async throws(Failure) -> ProgressRecord? {
    let record: ProgressRecord
    do throws(OKRClientError) {
      record = try await client.read(id)
    } catch {
      guard error.kind == .forbidden else { throw failure(error) }
      report.warn(
        "changes made in Feishu are not noticed: no permission to read the record; "
          + "give the app the scope okr:okr.progress:readonly")
      return nil
    }
    guard let difference = RecordConflict.difference(record, since: memory, sending: plan.rate) else {
      return record
    }
    if showsDifference { show(difference) }
    throw Failure(
      .cannotCreate,
      "\(plan.input.name): record \(id) was changed in Feishu since this machine last saw it; "
        + "get it with 'okrmd pull \(id)', or overwrite it with --force")
  }

  private func show(_ difference: [String]) {
    let shown = difference.prefix(Self.mostShownLines)
    var text = shown.map { line in
      let isLong = line.count > Self.mostShownCharacters
      return (isLong ? line.prefix(Self.mostShownCharacters) + "…" : line).withoutControls + "\n"
    }.joined()
    if difference.count > shown.count { text += "… and \(difference.count - shown.count) more lines\n" }
    ProgressLine.clear()
    Standard.error.write(text)
  }

  private static let mostShownCharacters = 400
  private static let mostShownLines = 40

  private func remember(_ reply: ChangeReply, _ key: RecordKey, sent content: ContentBlock) {
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

  // MARK: A new record

  private func create() async throws(Failure) {
    Interruption.means("no record was created")
    let (content, _) = try await uploadingImages()
    guard let record = plan.newRecord(content) else {
      throw PushCommand.badSource
    }
    let result: Result<ChangeReply, Failure>
    do throws(OKRClientError) {
      result = .success(try await client.create(record))
    } catch {
      result = .failure(refusal(error))
    }
    // From the moment that the id is known it must not get lost.
    try Interruption.shielding { () -> Result<Void, Failure> in
      Result { () throws(Failure) in try store(try result.get(), sent: content) }
    }.get()
  }

  private func store(_ reply: ChangeReply, sent content: ContentBlock) throws(Failure) {
    guard let id = reply.id else {
      throw Failure(
        .unavailable,
        "\(plan.input.name): a record was created, but the reply does not name its id"
          + "\(reply.logID.map { " (log id \($0))" } ?? ""); look for it in Feishu and put its progress_id into the note"
      )
    }
    Interruption.means("record \(id) was created; put progress_id: \"\(id)\" under okr: in the front matter")
    do throws(Failure) {
      // As it is now: it may have been saved again in the meantime.
      let note = try plan.input.read(limit: ConversionLimits.largestInput)
      guard let edited = FrontMatter.setting(progressID: id, in: note) else {
        throw Failure(.inputOutput, "its front matter cannot be edited")
      }
      try OutputFile(path: plan.input.path).write(edited)
    } catch {
      throw Failure(
        .inputOutput,
        "\(plan.input.name): record \(id) was created, but its id cannot be written into the note: "
          + "\(error.message); put progress_id: \"\(id)\" under okr: in the front matter")
    }
    Interruption.means("record \(id) was created")
    remember(reply, RecordKey(baseURL: baseURL.description, id: id), sent: content)
    report.done("created record \(id); its id stands in the note now")
  }

  // MARK: Images

  /// The content with the images uploaded, and how many had to be.
  private func uploadingImages() async throws(Failure) -> (ContentBlock, Int) {
    guard let target = plan.target else { return (plan.content, 0) }
    let memory = ImageMemory(baseURL: baseURL.description, folder: state)
    var uploaded: [String: UploadedImage] = [:]
    var count = 0
    for file in plan.images.distinctFiles {
      if let image = memory.image(digest: file.digest, target: target) {
        uploaded[file.digest] = image
        continue
      }
      let image: UploadedImage
      let upload = try plan.images.upload(of: file)
      do throws(OKRClientError) {
        image = try await client.upload(upload, to: target)
      } catch {
        throw Failure(error, of: "\(plan.input.name): \(file.source)")
      }
      uploaded[file.digest] = image
      count += 1
      do throws(Failure) {
        try memory.remember(image, digest: file.digest, target: target)
      } catch {
        report.warn("the image is uploaded again next time: \(error.message)")
      }
    }
    return (plan.images.replacing(in: plan.content) { uploaded[$0.digest] }, count)
  }

  private func failure(_ error: OKRClientError) -> Failure { Failure(error, of: plan.input.name) }
}
