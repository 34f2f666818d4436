import ContentBlocks

/// The pages, and the events that keep them up to date.
extension Sandbox {
  func showPage(_ subject: PageSubject) -> Reply {
    let items = items(for: subject)
    switch subject {
    case .allRecords:
      return Reply(
        page: PageDocument(
          title: "Progress records", heading: "Progress records", eventsPath: subject.eventsPath,
          entries: items.map(\.entry),
          emptyText: "No records yet. A client creates one, or 'okrmd sandbox --record ID' begins with it."))
    case .record(let id):
      guard !items.isEmpty else {
        return Reply(
          page: PageDocument(
            title: "No such record", heading: "No such record", listPath: PageSubject.allRecords.path,
            entries: [], emptyText: "There is no progress record \(id.prefix(80)) here."), status: 404)
      }
      return Reply(
        page: PageDocument(
          title: "Progress record \(id)", eventsPath: subject.eventsPath,
          listPath: PageSubject.allRecords.path, entries: items.map(\.entry),
          emptyText: "The record is gone."))
    }
  }

  func showEvents(_ subject: PageSubject) throws(ServiceError) -> Reply {
    if case .record(let id) = subject, record(id) == nil { throw .unknownPath(subject.eventsPath) }
    // The feed listens from now on, before it looks: no change falls between the two.
    let changes = pageSignals.add { [weak self] number in
      Task { await self?.removePage(number) }
    }
    return Reply(
      PageFeed(changes: changes, heartbeat: configuration.pageHeartbeat) { [weak self] in
        await self?.items(for: subject) ?? []
      })
  }

  private func removePage(_ number: Int) {
    pageSignals.remove(number)
  }

  private func items(for subject: PageSubject) -> [PageItem] {
    let images = ShownImages(fileTokens: Set(images.images.map(\.fileToken)))
    switch subject {
    case .allRecords:
      return records.map { item(for: $0, address: PageSubject.record(id: $0.id).path, images: images) }
    case .record(let id):
      return record(id).map { [item(for: $0, address: nil, images: images)] } ?? []
    }
  }

  private func item(for record: ProgressRecord, address: String?, images: ShownImages) -> PageItem {
    let panel = RecordHTML.Panel(
      title: "Progress record \(record.id)", address: address, content: record.content, rate: record.rate,
      updateTime: record.modifyTime)
    return PageItem(id: "record-\(record.id)", stamp: record.modifyTime) {
      RecordHTML.article(panel, images: images)
    }
  }
}
