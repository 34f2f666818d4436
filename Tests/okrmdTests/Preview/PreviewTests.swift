import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct PreviewTests {
  private let folder = TemporaryFolder()

  /// A preview that has said where it is.
  private func preview(_ arguments: String...) throws -> (okrmd: ChildProcess, port: UInt16) {
    let okrmd = try folder.startOkrmd(["preview"] + arguments)
    let line = try #require(try okrmd.lines(1).first)
    let match = try #require(line.wholeMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)\//), "\(line)")
    return (okrmd, try #require(UInt16(match.1)))
  }

  private func end(_ okrmd: ChildProcess, _ signal: Int32 = SIGINT) async throws -> Outcome {
    okrmd.send(signal)
    return try await okrmd.outcome()
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func itAnswersUntilItIsTold(signal: Int32) async throws {
    try folder.write("---\nokr: {percent: 62.5, status: risk}\n---\n# 甲\n\n[见](b.md)\n", to: "note.md")
    let (okrmd, port) = try preview("note.md")
    let page = try await RawHTTPClient(port: port).send("GET", "/")
    #expect(page.status == 200)
    for part in [
      "<h1>note.md</h1>", "<strong>甲</strong>", "</progress>62.5%", "At risk", "<h2>1 warning</h2>",
      "Line 6, column 1</span><strong>warning</strong> a relative link does not work",
      "<code>link-dropped</code>",
      "1 thing shown differently", "<code>heading-flattened</code>",
    ] {
      #expect(page.text.contains(part), "\(part)")
    }
    // A page that listens does not keep it from ending.
    let events = try EventStreamClient(port: port)
    #expect(try await events.next().data.contains("甲"))
    #expect(try await end(okrmd, signal) == Outcome(errors: linkWarning("note.md", line: 6)))
    await #expect(throws: (any Error).self) { try await events.next() }
  }

  /// Each record under its heading, what is not sent, and what a push would refuse; in the reader's language.
  @Test func recordsOfANoteAreShownEach() async throws {
    let note = """
      ---
      title: x
      ---
      # 第 48 周

      随便写写。

      ## KR1 **登录**
      <!-- okr
      progress_id: "7"
      percent: 62.5
      -->
      [甲](b.md)

      ## KR2
      <!-- okr
      percent: 5
      -->
      乙

      ## 备忘
      丙

      """
    try folder.write(note, to: "note.md")
    let (okrmd, port) = try preview("note.md")
    let client = RawHTTPClient(port: port)
    let page = try await client.send("GET", "/", headers: ["Accept-Language": "zh-CN"]).text
    for part in [
      "<h1>note.md</h1>", "2 条进展记录", "<h2>KR1 登录</h2>", "</progress>62.5%", "更新进展记录 7", "<h2>KR2</h2>",
      "第 4 行</span><pre dir=\"auto\"># 第 48 周\n\n随便写写。</pre>",
      "第 21 行</span><pre dir=\"auto\">## 备忘\n丙</pre>",
      "第 13 行，第 1 列</span><strong>警告</strong>", "<strong>错误</strong>",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(!page.contains("title: x"))
    let english = try await client.send("GET", "/").text
    #expect(english.contains("2 records") && english.contains("Updates record 7"))
    #expect(try await end(okrmd).errors.contains("note.md:13:1: warning:"))
  }

  /// However an editor saves.
  @Test func everySaveIsShown() async throws {
    try folder.write("one\n", to: "note.md")
    let (okrmd, port) = try preview("note.md")
    let events = try EventStreamClient(port: port)
    #expect(try await events.next().data.contains("one"))
    let path = folder.path(of: "note.md")
    func writeInPlace(_ text: String, _ flags: Int32) throws {
      let file = open(path, O_WRONLY | flags)
      #expect(text.withCString { write(file, $0, strlen($0)) } > 0)
      close(file)
    }
    // Emptied and filled.
    try writeInPlace("two", O_TRUNC)
    #expect(try await events.next().data.contains(">two<"))
    try writeInPlace("three and four", O_APPEND)
    #expect(try await events.next().data.contains(">twothree and four<"))
    // Renamed from beside it, as vim and many others do.
    try folder.write("five", to: ".note.md.swp")
    rename(folder.path(of: ".note.md.swp"), path)
    #expect(try await events.next().data.contains(">five<"))
    // Moved away as a backup, and written again.
    rename(path, path + "~")
    try folder.write("six", to: "note.md")
    #expect(try await events.next(containing: ">six<").name == "one")
    // Removed, and back only after that was seen.
    unlink(path)
    let missing = try await events.next()
    #expect(
      missing.data.contains("note.md: no such file; check the path\\nBelow is the note as it was before."))
    #expect(missing.data.contains(">six<"))
    try folder.write("seven", to: "note.md")
    let back = try await events.next()
    #expect(back.data.contains(">seven<") && !back.data.contains("no such file"))
    #expect(try await end(okrmd).status == 0)
  }

  @Test func aNoteThatIsALinkIsFollowed() async throws {
    try folder.write("one", to: "elsewhere/real.md")
    try folder.link("note.md", to: "elsewhere/real.md")
    let (okrmd, port) = try preview("note.md")
    let events = try EventStreamClient(port: port)
    #expect(try await events.next().data.contains(">one<"))
    try folder.write("two", to: "elsewhere/real.md")
    #expect(try await events.next().data.contains(">two<"))
    #expect(try await end(okrmd).status == 0)
  }

  @Test func whatCannotBeConvertedLeavesTheLastState() async throws {
    try folder.write("good", to: "note.md")
    let (okrmd, port) = try preview("note.md", "--max-bytes", "100")
    let events = try EventStreamClient(port: port)
    _ = try await events.next()
    let faults: [([UInt8], String)] = [
      (notUTF8, "not UTF-8 at byte 4; save the file as UTF-8"),
      (
        [UInt8](repeating: 65, count: 101),
        "note.md: line 1: larger than 100 bytes; split the note"
      ),
      (
        Array("---\nokr: {status: risk}\n---\n".utf8),
        "note.md: line 2: status needs percent with it, or the service sets the percentage to 0"
      ),
    ]
    for (bytes, message) in faults {
      try folder.write(bytes, to: "note.md")
      let event = try await events.next()
      #expect(event.data.contains(message), "\(event.data)")
      #expect(event.data.contains("role=\\\"alert\\\"") && event.data.contains(">good<"))
      try folder.write("good", to: "note.md")
      #expect(try await !events.next().data.contains("role=\\\"alert\\\""))
    }
    let outcome = try await end(okrmd)
    #expect(outcome.status == 0)
    #expect(outcome.errors.split(separator: "\n").count == 3)
    #expect(outcome.errors.hasPrefix("note.md:1:1: error: not UTF-8 at byte 4; save the file as UTF-8\n"))
  }

  /// One that is broken from the start is waited for.
  @Test func aNoteThatIsBrokenAtFirstIsWaitedFor() async throws {
    try folder.write(notUTF8, to: "note.md")
    let (okrmd, port) = try preview("note.md", "--diagnostics", "none")
    let events = try EventStreamClient(port: port)
    let first = try await events.next()
    #expect(first.data.contains("not UTF-8 at byte 4") && !first.data.contains("as it was before"))
    try folder.write("good [x](b.md)", to: "note.md")
    let second = try await events.next()
    #expect(second.data.contains(">good x<") && !second.data.contains("link-dropped"))
    #expect(try await end(okrmd) == Outcome())
  }

  @Test func imagesOfTheNoteAreServed() async throws {
    let secret = "not an image\n"
    try folder.write(TinyImage.png(3, 4), to: "a b.png")
    try folder.write(secret, to: "secret.png")
    try folder.write(
      "![](a%20b.png) ![](secret.png) ![](https://else.example/c.png) ![](none.png)", to: "note.md")
    let (okrmd, port) = try preview("note.md")
    let client = RawHTTPClient(port: port)
    let events = try EventStreamClient(port: port)
    let page = try await events.next().data
    #expect(page.components(separatedBy: "<img ").count == 2)
    let path = try #require(page.firstMatch(of: /<img src=\\"([^"\\]+)\\"/)?.1)
    let image = try await client.send("GET", String(path))
    #expect(image.status == 200 && image.body == TinyImage.png(3, 4))
    #expect(image.headers["content-type"] == "image/png")
    for name in [
      "/images/2", "/images/0", "/images/-1", "/images/secret.png", "/images/../secret.png", "/a%20b.png",
    ] {
      let reply = try await client.send("GET", name)
      #expect(reply.status == 404 && !reply.text.contains(secret), "\(name)")
    }
    // Another picture is another address.
    try folder.write(TinyImage.png(5, 6), to: "a b.png")
    let other = try await events.next().data
    #expect(other.contains("width=\\\"5\\\"") && !other.contains(path))
    // What is not an image any more is not served, whatever a page may still ask for.
    try folder.write(secret, to: "a b.png")
    #expect(try await !events.next().data.contains("<img "))
    #expect(try await client.send("GET", String(path)).status == 404)
    #expect(try await end(okrmd).status == 0)
  }

  @Test func nothingCanBeWritten() async throws {
    try folder.write("note", to: "note.md")
    let (okrmd, port) = try preview("note.md")
    let client = RawHTTPClient(port: port)
    for (method, path) in [
      ("PUT", "/open-apis/okr/v1/progress_records/1"), ("POST", "/open-apis/okr/v1/progress_records"),
      ("GET", "/open-apis/okr/v1/progress_records/1"), ("POST", "/open-apis/okr/v1/images/upload"),
      ("GET", "/records/1"), ("GET", "/note.md"),
    ] {
      #expect(try await client.send(method, path, body: []).status == 404)
    }
    for path in ["/", "/events", "/page.js"] {
      #expect(try await client.send("POST", path, body: []).status == 405)
      #expect(try await client.send("GET", path, headers: ["Host": "evil.example"]).status == 403)
    }
    #expect(try await end(okrmd).status == 0)
  }

  @Test func strictWarningsAreErrors() async throws {
    try folder.write(noteWithWarning, to: "note.md")
    let (okrmd, port) = try preview("note.md", "--strict", "--verbose")
    let page = try await RawHTTPClient(port: port).send("GET", "/").text
    #expect(page.contains("<h2>1 error</h2>") && page.contains("<strong>error</strong>"))
    #expect(try await end(okrmd).errors == linkWarning("note.md", severity: "error"))
  }

  @Test func theBrowserIsOpened() async throws {
    try folder.write("note", to: "note.md")
    for name in ["xdg-open", "open"] {
      try folder.write(
        "#!/bin/sh\necho noise\necho \"$1\" >opened.part && mv opened.part opened\n", to: "bin/\(name)")
      folder.setMode(0o755, of: "bin/\(name)")
    }
    let okrmd = try folder.startOkrmd(
      ["preview", "--open", "note.md"],
      environment: ["PATH": "\(folder.path(of: "bin")):/usr/bin:/bin"])
    let line = try #require(try okrmd.lines(1).first)
    while !(try folder.names().contains("opened")), !Task.isCancelled { await Task.yield() }
    #expect(try folder.text(of: "opened") == "\(line)\n")
    #expect(try await end(okrmd) == Outcome())
  }

  @Test func whatCannotBePreviewedIsAnError() throws {
    try folder.write("note", to: "note.md")
    try folder.createFolder("folder")
    #expect(
      try folder.okrmd("preview", "none.md") == .error("none.md: no such file; check the path", status: 66))
    #expect(
      try folder.okrmd("preview", "folder")
        == .error("folder: is not a regular file; only files can be previewed", status: 74))
    #expect(
      try folder.okrmd("preview", "-")
        == .error(
          "preview follows a file as it is saved, which standard input is not; name a file; see 'okrmd preview --help'",
          status: 64))
    #expect(
      try folder.okrmd("preview", "note.md", "--wire", "v2")
        == .error("preview shows no JSON; leave --wire out; see 'okrmd preview --help'", status: 64))
    #expect(try folder.okrmd("preview").status == 64)
    #expect(try folder.okrmd("preview", "note.md", "note.md").status == 64)
    let other = try FaultServer { _, _ in .nothing }
    #expect(try folder.okrmd("preview", "note.md", "--port", "\(other.port)").status == 69)
  }
}
