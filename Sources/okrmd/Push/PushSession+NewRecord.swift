import ContentBlocks
import MarkdownTranslator
import OKRClient

/// The way of a note without a record.
extension PushSession {
  func create(_ record: NewRecord) async throws(Failure) {
    Interruption.means("no record was created")
    let (content, _) = try await uploadingImages()
    let reply: ChangeReply
    do throws(ServiceError) {
      reply = try await client.create(plan.filling(record, with: content))
    } catch {
      throw refusal(error)
    }
    // From the moment that the id is known it must not get lost.
    try Interruption.shielding { () throws(Failure) in try store(reply, sent: content) }
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
}
