import ContentBlocks
import NotePage

/// The pages that show records, and the events that keep them up to date.
extension Sandbox {
  func showPage(_ subject: PageSubject, in language: Language) -> HTTPReply {
    let items = items(for: subject)
    switch subject {
    case .allRecords:
      let title = LocalizedText(en: "Progress records", zh: "进展记录")[language]
      return HTTPReply(
        page: PageDocument(
          language: language, title: title, heading: title, eventsPath: subject.eventsPath, items: items,
          emptyText: LocalizedText(en: "No records yet.", zh: "还没有进展记录。")[language]))
    case .record(let id):
      guard !items.isEmpty else {
        let title = LocalizedText(en: "No such record", zh: "没有该进展记录")[language]
        let text = LocalizedText(
          en: "There is no progress record \(id.prefix(80)) here.", zh: "这里没有进展记录 \(id.prefix(80))。")
        return HTTPReply(
          page: PageDocument(
            language: language, title: title, heading: title, listPath: PageSubject.allRecords.path,
            emptyText: text[language]), status: 404)
      }
      return HTTPReply(
        page: PageDocument(
          language: language, title: LocalizedText(en: "Progress record \(id)", zh: "进展记录 \(id)")[language],
          eventsPath: subject.eventsPath, listPath: PageSubject.allRecords.path, items: items))
    }
  }

  func showEvents(_ subject: PageSubject, in language: Language) throws(ServiceError) -> HTTPReply {
    if case .record(let id) = subject, record(id) == nil { throw .unknownPath(subject.eventsPath) }
    // The feed listens from now on, before it looks: no change falls between the two.
    let changes = pageSignals.add { [weak self] number in
      Task { await self?.removePage(number) }
    }
    return HTTPReply(
      PageFeed(changes: changes, heartbeat: configuration.pageHeartbeat, language: language) { [weak self] in
        await self?.items(for: subject) ?? []
      })
  }

  private func removePage(_ number: Int) {
    pageSignals.remove(number)
  }

  private func items(for subject: PageSubject) -> [PageItem] {
    let images = RecordHTML.Images(fileTokens: Set(images.images.map(\.fileToken)))
    switch subject {
    case .allRecords:
      return records.map { item(for: $0, isAlone: false, images: images) }
    case .record(let id):
      return record(id).map { [item(for: $0, isAlone: true, images: images)] } ?? []
    }
  }

  private func item(for record: ProgressRecord, isAlone: Bool, images: RecordHTML.Images) -> PageItem {
    let target = record.source.flatMap { configuration.people.target($0.targetID) }
    let source = record.source
    return PageItem(
      id: "record-\(record.id)", stamp: record.modifyTime,
      order: "\(Self.digits(record.modifyTime)) \(Self.digits(Int64(record.id) ?? 0))"
    ) { language in
      let name = LocalizedText(en: "Progress record \(record.id)", zh: "进展记录 \(record.id)")
      var panel = RecordHTML.Panel(
        title: target.map { $0.keyResult?.text ?? $0.objective.text } ?? name[language],
        address: isAlone ? nil : PageSubject.record(id: record.id).path, content: record.content,
        rate: record.rate, updateTime: record.modifyTime, notShown: record.notShown, isHeading: isAlone)
      if let target {
        if target.keyResult != nil { panel.above = target.objective.text }
        panel.details = [LocalizedText(en: target.person.name, zh: target.person.name), name]
      } else if let source {
        let id = source.targetID
        panel.details = [
          source.targetType == .objective
            ? LocalizedText(en: "Objective \(id)", zh: "目标 \(id)")
            : LocalizedText(en: "Key result \(id)", zh: "关键结果 \(id)")
        ]
      }
      return RecordHTML.article(panel, images: images, language: language)
    }
  }

  /// A number in 19 digits, which are in order as texts, too.
  private static func digits(_ number: Int64) -> String {
    let text = max(number, 0).description
    return String(repeating: "0", count: 19 - text.count) + text
  }
}
