import ArgumentParser
import ContentBlocks
import Dispatch
import NotePage
import OKRClient

/// `okrmd preview`: a note in the browser, as Feishu would show it, after every save.
struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: LocalizedText(
      en: "Show a note as Feishu would, and again whenever it is saved.", zh: "按飞书的样子预览文件，保存后自动更新。"
    ).localized,
    discussion: LocalizedText(
      en: """
        Prints the address of a page on 127.0.0.1 and answers there until Ctrl-C. The page follows every save and \
        shows the diagnostics beside the note; of a note with sections each record, and what is not sent. Nothing \
        leaves this machine; images on the web are named, not fetched.

        Examples:
          okrmd preview note.md
          okrmd preview --open --port 8080 note.md
        """,
      zh: """
        输出 127.0.0.1 上的一个网址，直到按下 Ctrl-C。页面随每次保存更新，并在旁边显示诊断信息；分节的文件会逐条显示各进展记录，\
        以及不会发送的内容。数据不会离开本机；网络图片只显示网址，不会下载。

        示例：
          okrmd preview note.md
          okrmd preview --open --port 8080 note.md
        """
    ).localized)

  @Argument(help: ArgumentHelp(en: "The note.", zh: "要预览的文件。", valueName: "FILE"), completion: .file())
  var file: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      en: "The port to listen on; 0 is any free one.", zh: "监听的端口；0 表示任意空闲端口。", valueName: "N"))
  var port: UInt16 = 0

  @Flag(help: ArgumentHelp(en: "Open the page in the browser.", zh: "在浏览器中打开页面。"))
  var open = false

  @OptionGroup var conversion: ConversionOptionGroup

  func validate() throws {
    if file == "-" {
      throw ValidationError(
        en: "preview follows a file as it is saved, which standard input is not; name a file",
        zh: "预览需要跟踪文件的保存，不能用标准输入；请写文件名")
    }
    if conversion.section != nil {
      throw ValidationError(
        en: "preview shows all sections; leave --section out", zh: "预览会显示所有小节；请去掉 --section")
    }
    if conversion.wire != .v1 {
      throw ValidationError(en: "preview shows no JSON; leave --wire out", zh: "预览不显示 JSON；请去掉 --wire")
    }
  }

  func run() throws {
    var signals = EndingSignals()
    let input = InputFile(path: file)
    let state = FileFingerprint(of: input.path)
    guard state.exists else {
      throw Failure(
        .noInput, en: "\(input.name): no such file; check the path", zh: "\(input.name)：没有这个文件；请检查路径")
    }
    try input.checkIsFile(state)
    try Context.requireOpenFiles()
    let images = LocalImages(folder: input.folder)
    let server = PreviewServer(port: port) { images.image($0) }
    let port: UInt16
    do {
      port = try runBlocking { try await server.start() }
    } catch {
      throw Failure(server: error)
    }
    let address = "http://127.0.0.1:\(port)/"
    try Standard.print("\(address)\n")
    if self.open { Browser.open(address) }
    follow(input, server)
    do {
      try signals.wait { () async throws(PageServer.Failure) in try await server.waitUntilStopped() }
    } catch {
      throw Failure(server: error)
    }
    runBlocking { await server.stop() }
  }

  /// Converts the note now and after every save, on a thread of its own that ends with the process.
  private func follow(_ input: InputFile, _ server: PreviewServer) {
    let options = conversion
    DispatchQueue(label: "okrmd.preview").async {
      var preview = NotePreview(input, options)
      var watcher = FileWatcher(note: input.path)
      while true {
        let note = preview.update(watcher.noteState)
        runBlocking { await server.show(note) }
        watcher.watch(images: preview.imagePaths)
        watcher.waitForChange()
      }
    }
  }
}

extension Failure {
  /// Why a server does not listen, or no longer does.
  init(server error: any Error) {
    self =
      (error as? PageServer.Failure).map { Failure(.unavailable, $0.message) } ?? Failure(unexpected: error)
  }
}

extension LocalImages {
  /// The bytes of an image file that can be shown. One that a push would refuse for its size is not.
  fileprivate func image(_ source: String) -> [UInt8]? {
    let limit = UploadImage.maxBytes
    guard let bytes = try? contents(of: source, limit: limit), bytes.count <= limit else { return nil }
    return bytes
  }
}

/// The user's browser.
enum Browser {
  #if canImport(Darwin)
    private static let program = "open"
  #else
    private static let program = "xdg-open"
  #endif

  /// Opens an address with the program that the system has for it.
  ///
  /// Returns at once; a failure is a warning, since the address can be opened by hand.
  static func open(_ address: String) {
    guard let process = start(address) else { return warn(address) }
    DispatchQueue.global().async {
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      if status != 0 { warn(address) }
    }
  }

  private static func warn(_ address: String) {
    Failure.warn(
      LocalizedText(
        en: "\(program) cannot open a browser; open \(address) by hand",
        zh: "\(program) 无法打开浏览器；请手动打开 \(address)"))
  }

  /// - Returns: the process; nil when it cannot be started.
  private static func start(_ address: String) -> pid_t? {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Its messages are not ours, and must not follow the address.
    for stream: Int32 in 0...2 {
      posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0)
    }
    // The signals that end the preview are held back here; the browser must not inherit that.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))
    let words = [strdup(program), strdup(address), nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    return posix_spawnp(&process, program, &actions, &attributes, words, environ) == 0 ? process : nil
  }
}
