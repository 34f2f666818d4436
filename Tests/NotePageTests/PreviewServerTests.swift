import ContentBlocks
import Synchronization
import TestSupport
import Testing

@testable import NotePage

/// As much of a PNG as tells it from other files.
private let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

@Suite struct PreviewServerTests {
  private func note(_ name: String, images: [String] = [], versions: [String: String] = [:]) throws
    -> PreviewNote
  {
    let blocks = try images.map { source in
      ContentBlockElement.gallery(ContentGallery(image: try ContentImageItem(src: source)))
    }
    return PreviewNote(
      name: name, records: [PreviewNote.Record(content: ContentBlock(blocks: blocks))],
      imageVersions: versions)
  }

  @Test func pagesWaitForTheFirstNote() async throws {
    let server = PreviewServer()
    let port = try await server.start()
    #expect(try await server.start() == port)
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
    let port = try await server.start()
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
    let ports = try await [first, second]
    #expect(ports[0] == ports[1])
    await server.stop()
    try await server.waitUntilStopped()
    for port in ports {
      await #expect(throws: (any Error).self) { try await RawHTTPClient(port: port).send("GET", "/") }
    }
  }

  #if os(Linux)
    @Test func anEndByItselfIsToldToThoseWhoWait() async throws {
      let server = PreviewServer()
      try await shutDownListener(on: server.start())
      await #expect(throws: PageServer.Failure.self) { try await server.waitUntilStopped() }
      await server.stop()
    }
  #endif

  /// No file is read that the note does not show, and none is served that is not an image.
  @Test func onlyImagesOfTheNoteAreServed() async throws {
    let asked = Mutex<[String]>([])
    let server = PreviewServer { source in
      asked.withLock { $0.append(source) }
      return source == "a.png" ? pngSignature : source == "gone.png" ? nil : Array("secret".utf8)
    }
    let client = RawHTTPClient(port: try await server.start())
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

  private func html(_ note: PreviewNote, _ language: Language = .english) -> String {
    PreviewHTML.entry(note, images: RecordHTML.Images(), language: language).string
  }

  private static func warning(_ message: String, code: String = "c") -> PreviewNote.Remark {
    PreviewNote.Remark(
      line: 3, column: 5, severity: .warning, message: LocalizedText(en: message, zh: "消息"), code: code)
  }

  @Test func remarksAreEscaped() {
    var note = PreviewNote(
      name: "<i>", remarks: [Self.warning("<b>\u{202E}", code: "x\"y")],
      problem: LocalizedText(en: "<script>", zh: "&"))
    let html = html(note)
    #expect(
      html.contains(
        "<li class=\"warning\"><span class=\"where\">Line 3, column 5</span><strong>warning</strong> "
          + "&lt;b&gt;<span class=\"control\">U+202E</span> <code>x&quot;y</code></li>"))
    #expect(html.contains("<p class=\"problem\" role=\"alert\">&lt;script&gt;</p>"))
    note.records[0].heading = "<h>"
    note.unsent = [PreviewNote.Passage(line: 2, text: "<u>")]
    #expect(self.html(note).contains("<h2>&lt;h&gt;</h2>"))
    #expect(self.html(note).contains("<span class=\"where\">Line 2</span><pre dir=\"auto\">&lt;u&gt;</pre>"))
  }

  @Test func remarksAreCounted() {
    let remark = { (severity: PreviewNote.Remark.Severity) in
      PreviewNote.Remark(
        line: 4, column: 1, severity: severity, message: LocalizedText(en: "n", zh: "注"), code: "c")
    }
    var note = PreviewNote(name: "n")
    #expect(html(note).contains("<h2>Nothing is lost</h2>"))
    #expect(html(note, .chinese).contains("<h2>没有内容丢失</h2>"))
    note.remarks = [remark(.note)]
    #expect(html(note).contains("<details id=\"notes\"><summary>1 thing shown differently</summary>"))
    note.unfoldsNotes = true
    #expect(html(note, .chinese).contains("<details id=\"notes\" open><summary>1 处显示方式不同</summary>"))
    note.remarks = [remark(.warning), remark(.error), remark(.error), remark(.note)]
    #expect(html(note).contains("<h2>2 errors, 1 warning</h2>"))
    #expect(html(note, .chinese).contains("<h2>2 个错误，1 个警告</h2>"))
    #expect(html(note, .chinese).contains("第 4 行，第 1 列</span><strong>错误</strong>"))
  }

  /// Each record under its heading, and the note's name once.
  @Test func recordsOfANoteStandUnderTheirHeadings() {
    let details = [LocalizedText(en: "Key result 7", zh: "关键结果 7")]
    let note = PreviewNote(
      name: "w48.md",
      records: [
        PreviewNote.Record(heading: "KR1", line: 3, details: details),
        PreviewNote.Record(heading: "KR2", line: 9),
      ])
    let html = html(note)
    #expect(html.contains("<h1>w48.md</h1><div class=\"facts\"><span>2 records</span>"))
    #expect(html.firstRange(of: "<h2>KR1</h2>")!.lowerBound < html.firstRange(of: "<h2>KR2</h2>")!.lowerBound)
    #expect(html.contains("<span class=\"detail\">Key result 7</span>"))
    #expect(!html.contains("unsent"))
    #expect(self.html(note, .chinese).contains("<span>2 条进展记录</span>"))
  }

  /// All that a preview says is in Chinese for a reader of Chinese.
  @Test func thePreviewIsInChinese() {
    let remarks = [PreviewNote.Remark.Severity.error, .warning, .note].map {
      PreviewNote.Remark(
        line: 4, column: 1, severity: $0, message: LocalizedText(en: "thing", zh: "注"), code: "c")
    }
    var note = PreviewNote(
      name: "周报",
      records: [PreviewNote.Record(heading: "甲", line: 3), PreviewNote.Record(heading: "乙", line: 9)],
      remarks: remarks, problem: LocalizedText(en: "broken", zh: "坏了"))
    note.unsent = [PreviewNote.Passage(line: 2, text: "别的")]
    let html = html(note, .chinese)
    let texts =
      html.matches(of: />([^<]+)</).map { $0.1 } + html.matches(of: /aria-label="([^"]+)"/).map { $0.1 }
    #expect(texts.count > 10)
    for text in texts where text.firstMatch(of: /UTC/) == nil {
      #expect(text.firstMatch(of: /[A-Za-z]{2}/) == nil, "\(text)")
    }
  }

  /// The page speaks the language that its reader's browser asks for.
  @Test(arguments: [
    ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN", "预览"), ("en-US,zh;q=0.5", "en", "preview"), ("zh", "zh-CN", "预览"),
    ("fr, ZH-tw;q=0.3", "zh-CN", "预览"), ("fr", "en", "preview"), ("", "en", "preview"),
    ("en;q=0, zh;q=0.1", "zh-CN", "预览"), ("zh;q=x,en;q=0.1", "en", "preview"),
  ])
  func thePageIsInTheReadersLanguage(header: String, language: String, title: String) async throws {
    let server = PreviewServer()
    let port = try await server.start()
    await server.show(PreviewNote(name: "n.md", remarks: [Self.warning("message")]))
    let headers = ["Accept-Language": header]
    let page = try await RawHTTPClient(port: port).send("GET", "/", headers: headers).text
    #expect(page.contains("<html lang=\"\(language)\">") && page.contains("<title>n.md – \(title)</title>"))
    #expect(page.contains(title == "预览" ? "消息" : "message"))
    await server.stop()
  }
}
