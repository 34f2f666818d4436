import ContentBlocks
import Synchronization
import TestSupport
import Testing

@testable import OKRSandbox

@Suite struct PreviewServerTests {
  private func note(_ name: String, images: [String] = [], versions: [String: String] = [:]) throws
    -> PreviewNote
  {
    let blocks = try images.map { source in
      ContentBlockElement.gallery(ContentGallery(image: try ContentImageItem(src: source)))
    }
    return PreviewNote(name: name, content: ContentBlock(blocks: blocks), imageVersions: versions)
  }

  @Test func pagesWaitForTheFirstNote() async throws {
    let server = PreviewServer()
    let port = try await server.start().port
    #expect(try await server.start().port == port)
    // The style sheet needs no note.
    #expect(try await RawHTTPClient(port: port).send("GET", "/page.css").status == 200)
    async let page = RawHTTPClient(port: port).send("GET", "/")
    let events = try EventStreamClient(port: port)
    await server.show(try note("a.md"))
    #expect(try await page.text.contains("<h1>a.md</h1>"))
    #expect(try await events.next().data.contains("<h1>a.md</h1>"))
    await server.show(try note("b.md"))
    #expect(try await events.next().data.contains("<h1>b.md</h1>"))
    await server.stop()
    await #expect(throws: (any Error).self) { try await events.next() }
  }

  @Test func stoppingEndsThoseWhoWait() async throws {
    let server = PreviewServer()
    let port = try await server.start().port
    let connection = try RawConnection(port: port)
    connection.send("GET / HTTP/1.1\r\nHost: localhost:\(port)\r\n\r\nGET")
    await server.stop()
    while let bytes = try? await connection.receive(), !bytes.isEmpty {}
    connection.close()
  }

  @Test func startingTwiceAtOnceMakesOneServer() async throws {
    let server = PreviewServer()
    async let first = server.start()
    async let second = server.start()
    let addresses = try await [first, second]
    #expect(addresses[0] == addresses[1])
    await server.stop()
    try await server.waitUntilStopped()
    for address in addresses {
      await #expect(throws: (any Error).self) { try await RawHTTPClient(port: address.port).send("GET", "/") }
    }
  }

  #if os(Linux)
    @Test func anEndByItselfIsToldToThoseWhoWait() async throws {
      let server = PreviewServer()
      try await shutDownListener(on: server.start().port)
      await #expect(throws: Sandbox.Failure.self) { try await server.waitUntilStopped() }
      await server.stop()
    }
  #endif

  /// No file is read that the note does not show, and none is served that is no image.
  @Test func onlyImagesOfTheNoteAreServed() async throws {
    let asked = Mutex<[String]>([])
    let server = PreviewServer { source in
      asked.withLock { $0.append(source) }
      return source == "a.png" ? pngSignature : source == "gone.png" ? nil : Array("secret".utf8)
    }
    let client = RawHTTPClient(port: try await server.start().port)
    await server.show(
      try note(
        "note.md", images: ["a.png", "a.png", "secret.txt", "b.png", "gone.png"],
        versions: ["a.png": "1", "secret.txt": "1", "gone.png": "1", "other.png": "1"]))
    let page = try await client.send("GET", "/").text
    #expect(page.components(separatedBy: "<img src=\"/images/1?v=1\"").count == 3)
    #expect(page.contains("title=\"b.png\">b.png</span>"))
    let image = try await client.send("GET", "/images/1?v=1")
    #expect(image.body == pngSignature && image.headers["content-type"] == "image/png")
    #expect(image.headers["x-content-type-options"] == "nosniff")
    for place in ["0", "2", "3", "4", "5", "", "1/2", "x", "9223372036854775807", "-9223372036854775808"] {
      #expect(try await client.send("GET", "/images/\(place)").status == 404, "\(place)")
    }
    #expect(asked.withLock { $0 } == ["a.png", "secret.txt", "gone.png"])
    await server.stop()
  }

  @Test func remarksAreEscaped() {
    let remarks = [
      PreviewNote.Remark(line: 3, column: 5, severity: .warning, message: "<b>\u{202E}", code: "x\"y"),
      PreviewNote.Remark(line: 4, column: 1, severity: .note, message: "n", code: "c"),
    ]
    var note = PreviewNote(name: "<i>", remarks: remarks, problem: "<script>")
    let html = PreviewHTML.entry(note, images: ShownImages()).string
    #expect(
      html.contains(
        "<li class=\"warning\"><span class=\"where\">Line 3, column 5</span><strong>warning</strong> "
          + "&lt;b&gt;<span class=\"control\">U+202E</span> <code>x&quot;y</code></li>"))
    #expect(html.contains("<p class=\"problem\" role=\"alert\">&lt;script&gt;</p>"))
    #expect(
      html.contains("<h2>1 warning</h2>") && html.contains("<details id=\"notes\"><summary>1 thing shown"))
    note.unfoldsNotes = true
    note.remarks.removeFirst()
    let unfolded = PreviewHTML.entry(note, images: ShownImages()).string
    #expect(unfolded.contains("<h2>Nothing is lost</h2>") && unfolded.contains("<details id=\"notes\" open>"))
  }
}
