import ArgumentParser
import Dispatch
import NotePage
import OKRClient

/// `okrmd preview`: a note in the browser, as Feishu would show it, after every save.
struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Show a note as Feishu would, and again whenever it is saved.",
    discussion: """
      Prints the address of a page on 127.0.0.1 and answers there until Ctrl-C. The page follows every save \
      and shows the diagnostics beside the note. Nothing leaves this machine; images on the web are named, \
      not fetched.

      Examples:
        okrmd preview note.md
        okrmd preview --open --port 8080 note.md
      """)

  @Argument(help: ArgumentHelp("The note.", valueName: "FILE"))
  var file: String

  @Option(help: ArgumentHelp("The port to listen on; 0 is any free one.", valueName: "N"))
  var port: UInt16 = 0

  @Flag(help: "Open the page in the browser.")
  var open = false

  @OptionGroup var conversion: ConversionOptionGroup

  func validate() throws {
    if file == "-" {
      throw ValidationError("preview follows a file as it is saved, which standard input is not; name a file")
    }
    if conversion.wire != .v1 { throw ValidationError("preview shows no JSON; leave --wire out") }
  }

  func run() throws {
    var signals = EndingSignals()
    let input = InputFile(path: file)
    let state = FileFingerprint(of: input.path)
    guard state.exists else { throw Failure(.noInput, "\(input.name): no such file; check the path") }
    try input.checkIsFile(state)
    let images = LocalImages(folder: input.folder)
    let server = PreviewServer(port: port) { images.image($0) }
    let port: UInt16
    do {
      port = try runBlocking { try await server.start() }
    } catch {
      throw Failure(.unavailable, "\(error)")
    }
    let address = "http://127.0.0.1:\(port)/"
    Standard.output.write("\(address)\n")
    if self.open { Browser.open(address) }
    follow(input, server)
    do {
      try signals.wait { () async throws(PageServer.Failure) in try await server.waitUntilStopped() }
    } catch {
      throw Failure(.unavailable, "\(error)")
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

extension LocalImages {
  /// The bytes of an image file that can be shown. One that a push would refuse for its size is not.
  fileprivate func image(_ source: String) -> [UInt8]? {
    let limit = UploadImage.mostBytes
    guard let bytes = try? contents(of: source, limit: limit), bytes.count <= limit else { return nil }
    return bytes
  }
}
