import ContentBlocks

/// Shows one note on a page of 127.0.0.1, as Feishu would lay it out, and again whenever it has changed.
///
/// Nothing can be written to it: the page, its files, its images and its events are all that it answers.
public actor PreviewServer {
  private let port: UInt16
  private let heartbeat: Duration
  private let readImage: @Sendable (_ source: String) -> [UInt8]?
  private var address: Sandbox.Address?
  private var starting: Task<Sandbox.Address, any Error>?
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
  public init(
    port: UInt16 = 0, heartbeat: Duration = .seconds(15),
    readImage: @escaping @Sendable (_ source: String) -> [UInt8]? = { _ in nil }
  ) {
    self.port = port
    self.heartbeat = heartbeat
    self.readImage = readImage
  }

  deinit {
    serving?.cancel()
    signals.finish()
  }

  /// Listens. Pages that are asked for before the first note wait for it.
  ///
  /// - Returns: where the page is. A preview that runs already returns its address.
  /// - Throws: ``Sandbox/Failure`` when the port is not free.
  public func start() async throws -> Sandbox.Address {
    if let address { return address }
    // Who comes while another starts it waits for that one: there is one server.
    if let starting { return try await starting.value }
    let starting = Task { try await listen() }
    self.starting = starting
    return try await starting.value
  }

  private func listen() async throws -> Sandbox.Address {
    defer { starting = nil }
    let server = try await SandboxServer(port: port)
    let address = Sandbox.Address(port: server.port)
    self.address = address
    serving = Task {
      try await server.run { [weak self] request in
        await self?.reply(to: request, port: address.port) ?? Reply(status: 503, json: .null)
      }
    }
    return address
  }

  /// Puts a note, or a new state of it, on all pages.
  public func show(_ note: PreviewNote) {
    self.note = note
    stamp += 1
    resumeWaiting()
    signals.send()
  }

  /// Stops listening and ends all connections.
  public func stop() async {
    _ = await starting?.result
    address = nil
    serving?.cancel()
    resumeWaiting()
    _ = await serving?.result
    serving = nil
  }

  /// Returns when the preview was stopped.
  ///
  /// - Throws: ``Sandbox/Failure`` when the server ended without being told to.
  public func waitUntilStopped() async throws(Sandbox.Failure) {
    guard let serving else { return }
    let result = await serving.result
    // It was stopped, and perhaps started again.
    guard address != nil, self.serving == serving else { return }
    address = nil
    resumeWaiting()
    throw .ended(result)
  }

  // MARK: Answers

  private func reply(to request: Sandbox.Request, port: UInt16) async -> Reply {
    do throws(ServiceError) {
      try request.checkHost(port: port)
      let path = request.path
      let asset = PageAsset(rawValue: path)
      let isOfNote = [Self.pagePath, Self.eventsPath].contains(path) || path.hasPrefix(Self.imagesPath)
      guard asset != nil || isOfNote else { throw .unknownPath(path) }
      guard request.method == "GET" else { throw .methodNotAllowed(allowed: ["GET"]) }
      if let asset { return Reply(asset) }
      await waitForNote()
      switch path {
      case Self.pagePath: return showPage()
      case Self.eventsPath: return showEvents()
      default: return try showImage(path)
      }
    } catch {
      return error.reply
    }
  }

  private static let pagePath = "/"
  private static let eventsPath = "/events"
  private static let imagesPath = "/images/"

  private func waitForNote() async {
    guard note == nil, address != nil else { return }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func resumeWaiting() {
    for continuation in waiting { continuation.resume() }
    waiting = []
  }

  private func showPage() -> Reply {
    Reply(
      page: PageDocument(
        title: note.map { "\($0.name) – preview" } ?? "Preview", eventsPath: Self.eventsPath,
        entries: items.map(\.entry), emptyText: "The note has not been read yet."))
  }

  private func showEvents() -> Reply {
    let changes = signals.add { [weak self] number in
      Task { await self?.removePage(number) }
    }
    return Reply(PageFeed(changes: changes, heartbeat: heartbeat) { [weak self] in await self?.items ?? [] })
  }

  private func removePage(_ number: Int) {
    signals.remove(number)
  }

  private var items: [PageItem] {
    guard let note else { return [] }
    let paths = imagePaths(of: note)
    return [
      PageItem(id: "note", stamp: stamp) {
        PreviewHTML.entry(note, images: ShownImages(pathsBySource: paths))
      }
    ]
  }

  // MARK: Images

  /// Where the page finds each image: its place among the note's images, and a version to be loaded anew by.
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
    return note.content.blocks.compactMap { block in
      guard case .gallery(let gallery) = block, let source = gallery.image.src,
        note.imageVersions[source] != nil, known.insert(source).inserted
      else { return nil }
      return source
    }
  }

  private func showImage(_ path: String) throws(ServiceError) -> Reply {
    let sources = note.map(imageSources) ?? []
    guard let place = Int(path.dropFirst(Self.imagesPath.count)), place > 0, place <= sources.count,
      let bytes = readImage(sources[place - 1]), let format = ImageFormat(bytes)
    else { throw .unknownPath(path) }
    return Reply(image: bytes, format: format)
  }
}
