import ContentBlocks

/// Shows one note on a page of 127.0.0.1, as Feishu would lay it out, and again whenever it has changed.
///
/// Nothing can be written to it: the page, its files, its images and its events are all that it answers.
package actor PreviewServer {
  private let requestedPort: UInt16
  private let heartbeat: Duration
  private let readImage: @Sendable (_ source: String) -> [UInt8]?
  private var port: UInt16?
  private var starting: Task<UInt16, any Error>?
  private var serving: Task<Void, any Error>?
  private var signals = PageSignals()
  private var note: PreviewNote?
  /// Grows with every note.
  private var stamp: Int64 = 0
  /// Those who asked before there was a note.
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// A preview that is not started yet.
  ///
  /// - Parameters:
  ///   - port: the port to listen on; 0 for any free one.
  ///   - heartbeat: how often a page is told that the server is still there.
  ///   - readImage: the bytes of an image on this machine by its `src`; nil when it cannot be read. It is asked
  ///     only for images that the note shows, and what it returns is served only if it is an image.
  package init(
    port: UInt16 = 0, heartbeat: Duration = .seconds(15),
    readImage: @escaping @Sendable (_ source: String) -> [UInt8]? = { _ in nil }
  ) {
    requestedPort = port
    self.heartbeat = heartbeat
    self.readImage = readImage
  }

  deinit {
    serving?.cancel()
    signals.finish()
  }

  /// Listens. Pages that are asked for before the first note wait for it.
  ///
  /// - Returns: the port of 127.0.0.1 where the page is. A preview that runs already returns its port.
  /// - Throws: ``PageServer/Failure`` when the port is not free.
  package func start() async throws -> UInt16 {
    if let port { return port }
    // Who comes while another starts it waits for that one: there is one server.
    if let starting { return try await starting.value }
    let starting = Task { try await listen() }
    self.starting = starting
    return try await starting.value
  }

  private func listen() async throws -> UInt16 {
    defer { starting = nil }
    let server = try await PageServer(port: requestedPort)
    let port = server.port
    self.port = port
    serving = Task {
      try await server.run { [weak self] request in
        await self?.reply(to: request, port: port) ?? HTTPReply(status: 503, text: "the preview has ended")
      }
    }
    return port
  }

  /// Puts a note, or a new state of it, on all pages.
  package func show(_ note: PreviewNote) {
    self.note = note
    stamp += 1
    resumeWaiting()
    signals.send()
  }

  /// Stops listening and ends all connections.
  package func stop() async {
    _ = await starting?.result
    port = nil
    serving?.cancel()
    resumeWaiting()
    _ = await serving?.result
    serving = nil
  }

  /// Returns when the preview was stopped.
  ///
  /// - Throws: ``PageServer/Failure`` when the server ended without being told to.
  package func waitUntilStopped() async throws(PageServer.Failure) {
    guard let serving else { return }
    let result = await serving.result
    // It was stopped, and perhaps started again.
    guard port != nil, self.serving == serving else { return }
    port = nil
    resumeWaiting()
    throw .ended(result)
  }

  // MARK: Answers

  private func reply(to request: HTTPRequest, port: UInt16) async -> HTTPReply {
    guard request.isAddressed(to: port) else {
      return HTTPReply(status: 403, text: "host not allowed: this page is at 127.0.0.1:\(port)")
    }
    let path = request.path
    let file = PageFile(rawValue: path)
    let isOfNote = [Self.pagePath, Self.eventsPath].contains(path) || path.hasPrefix(Self.imagesPath)
    guard file != nil || isOfNote else { return Self.notFound }
    guard request.method == "GET" else {
      return HTTPReply(status: 405, text: "method not allowed", headers: [HTTPHeader("Allow", "GET")])
    }
    if let file { return HTTPReply(file) }
    await waitForNote()
    switch path {
    case Self.pagePath: return page(in: request.language)
    case Self.eventsPath: return events(in: request.language)
    default: return image(at: path)
    }
  }

  private static let pagePath = "/"
  private static let eventsPath = "/events"
  private static let imagesPath = "/images/"
  private static let notFound = HTTPReply(status: 404, text: "page not found")

  private func waitForNote() async {
    guard note == nil, port != nil else { return }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func resumeWaiting() {
    for continuation in waiting { continuation.resume() }
    waiting = []
  }

  private func page(in language: Language) -> HTTPReply {
    let title = LocalizedText(en: "preview", zh: "预览")[language]
    let waiting = LocalizedText(en: "The note has not been read yet.", zh: "文件尚未读取。")
    return HTTPReply(
      page: PageDocument(
        language: language, title: note.map { "\($0.name) – \(title)" } ?? title, eventsPath: Self.eventsPath,
        items: items, emptyText: waiting[language]))
  }

  private func events(in language: Language) -> HTTPReply {
    let changes = signals.add { [weak self] number in
      Task { await self?.removePage(number) }
    }
    return HTTPReply(
      PageFeed(changes: changes, heartbeat: heartbeat, language: language) { [weak self] in
        await self?.items ?? []
      })
  }

  private func removePage(_ number: Int) {
    signals.remove(number)
  }

  private var items: [PageItem] {
    guard let note else { return [] }
    let paths = imagePaths(of: note)
    return [
      PageItem(id: "note", stamp: stamp) { language in
        PreviewHTML.entry(note, images: RecordHTML.Images(pathsBySource: paths), language: language)
      }
    ]
  }

  // MARK: Images

  /// Where the page finds each image: its place among the note's images, and a version, so that a new one is loaded.
  private func imagePaths(of note: PreviewNote) -> [String: String] {
    var paths: [String: String] = [:]
    for (index, source) in imageSources(of: note).enumerated() {
      if let version = note.imageVersions[source] {
        paths[source] = "\(Self.imagesPath)\(index + 1)?v=\(version)"
      }
    }
    return paths
  }

  /// The images on this machine that the note shows, each once, in its order.
  private func imageSources(of note: PreviewNote) -> [String] {
    var known: Set<String> = []
    return note.records.flatMap(\.content.blocks).compactMap { block in
      guard case .gallery(let gallery) = block, let source = gallery.image.src,
        note.imageVersions[source] != nil, known.insert(source).inserted
      else { return nil }
      return source
    }
  }

  private func image(at path: String) -> HTTPReply {
    let sources = note.map(imageSources) ?? []
    guard let place = Int(path.dropFirst(Self.imagesPath.count)), place > 0, place <= sources.count,
      let bytes = readImage(sources[place - 1]), let format = ImageFormat(bytes)
    else { return Self.notFound }
    return HTTPReply(image: bytes, format: format)
  }
}
