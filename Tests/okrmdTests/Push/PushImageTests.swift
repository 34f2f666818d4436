import ContentBlocks
import OKRSandbox
import TestSupport
import Testing

/// Images are uploaded once and shown where the note shows them.
@Suite struct PushImageTests {
  private func galleries(of sandbox: Sandbox) async -> [ContentImageItem] {
    (await sandbox.record(Sender.record)?.content.blocks ?? []).compactMap { block in
      if case .gallery(let gallery) = block { gallery.image } else { nil }
    }
  }

  private func push(_ note: String, by sender: Sender) async throws -> Outcome {
    try await sender.push(note, "--objective", Sender.objective)
  }

  private func updated(_ images: String) -> Outcome {
    Outcome("note.md: updated record \(Sender.record)\(images)\n")
  }

  @Test func anImageIsUploadedAndShown() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      #expect(try await push("甲\n\n![](a.png)\n\n乙", by: sender) == updated(", 1 image uploaded"))
      #expect(await sandbox.methods == ["GET", "POST", "PUT"])
      let upload = try #require(await sandbox.uploads.first)
      #expect(upload.bytes == TinyImage.png(3, 4))
      #expect(upload.targetID == Sender.objective)
      #expect(upload.targetType == .objective)
      #expect(!upload.fileName.contains("a.png"))
      let image = try #require(await galleries(of: sandbox).first)
      #expect(image.fileToken == upload.fileToken)
      #expect(image.src?.hasSuffix("/images/\(upload.fileToken)") == true)
      #expect([image.width, image.height] == [3, 4])
      #expect(await sandbox.lines() == ["甲", "(image)", "乙"])
    }
  }

  @Test func twoNamesOfOneContentAreOneUpload() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      try sender.folder.write(TinyImage.png(3, 4), to: "b.png")
      try sender.folder.write(TinyImage.gif(5, 6), to: "c.gif")
      #expect(
        try await push("![](a.png)![](b.png)![](a.png)![](c.gif)", by: sender)
          == updated(", 2 images uploaded"))
      #expect(await sandbox.uploadCount == 2)
      let tokens = await galleries(of: sandbox).compactMap(\.fileToken)
      #expect(tokens.count == 4)
      #expect(Set(tokens).count == 2)
      #expect(tokens[0] == tokens[1] && tokens[0] == tokens[2])
    }
  }

  @Test func anUploadIsRememberedForTheNextTime() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      #expect(try await push("![](a.png)", by: sender) == updated(", 1 image uploaded"))
      #expect(try await push("甲\n\n![](a.png)", by: sender) == updated(""))
      #expect(await sandbox.uploadCount == 1)
      #expect(await galleries(of: sandbox).first?.fileToken == sandbox.uploads.first?.fileToken)
      try sender.folder.write(TinyImage.png(5, 4), to: "a.png")
      #expect(try await push("![](a.png)", by: sender) == updated(", 1 image uploaded"))
      // What belongs to something else is another image.
      #expect(
        try await sender.push("![](a.png)", "--key-result", Sender.keyResult) == updated(", 1 image uploaded")
      )
      #expect(await sandbox.uploads.last?.targetType == .keyResult)
      #expect(await sandbox.uploadCount == 3)
    }
  }

  @Test func aPutThatIsRepeatedUploadsNothingAgain() async throws {
    let server = try RecordServer { request, index in
      request.method == "POST"
        ? .json(#"{"code":0,"data":{"file_token":"boxcn1","url":"https://a.cn/1"}}"#)
        : index == 1 ? .nothing : index == 2 ? .json("", status: 502) : .accepted
    }
    let sender = Sender(to: server.baseURL)
    try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
    #expect(try await push("![](a.png)", by: sender).status == 0)
    #expect(server.requests.map(\.method) == ["POST", "PUT", "PUT", "PUT"])
    #expect(
      server.requests[3].text.contains(#""fileToken":"boxcn1","src":"https://a.cn/1","width":3,"height":4"#))
  }

  @Test func anUploadIsRepeatedAfterALimitOnly() async throws {
    let limited = try RecordServer { request, index in
      if index == 0 { return .rateLimit(retryAfter: 0) }
      return request.method == "POST"
        ? .json(#"{"code":0,"data":{"file_token":"boxcn1","url":"u"}}"#) : .accepted
    }
    let patient = Sender(to: limited.baseURL)
    try patient.folder.write(TinyImage.png(3, 4), to: "a.png")
    #expect(try await push("![](a.png)", by: patient).status == 0)
    #expect(limited.requests.map(\.method) == ["POST", "POST", "PUT"])

    for reply in [FaultServer.Reply.nothing, .reset, .json("", status: 502)] {
      let server = try RecordServer { _, _ in reply }
      let sender = Sender(to: server.baseURL)
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      let outcome = try await push("![](a.png)", by: sender)
      #expect(outcome.status == 75)
      #expect(outcome.errors.hasPrefix("okrmd: error: note.md: a.png: the image was not uploaded: "))
      #expect(server.requests.map(\.method) == ["POST"])
    }
  }

  @Test func anImageThatIsRefusedEndsThePush() async throws {
    try await withSandbox(scopes: [.read, .write]) { sandbox, sender in
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      let outcome = try await push("![](a.png)", by: sender)
      #expect(outcome.status == 77)
      #expect(outcome.errors.contains("give the app the scope okr:okr.progress.file:upload"))
      #expect(await sandbox.methods == ["GET", "POST"])
    }
    for body in [
      #"{"code":0}"#, #"{"code":0,"data":{"file_token":"","url":"u"}}"#,
      #"{"code":0,"data":{"file_token":"t"}}"#,
    ] {
      let server = try RecordServer { _, _ in .json(body) }
      let sender = Sender(to: server.baseURL)
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      let outcome = try await push("![](a.png)", by: sender)
      #expect(outcome.status == 69)
      #expect(outcome.isOneLineOfError)
      #expect(
        outcome.errors.hasPrefix(
          "okrmd: error: note.md: a.png: the image was not uploaded: the reply names no "
            + "\(body.contains("file_token\":\"t") ? "address of the image" : "file token") (HTTP 200)"))
      #expect(server.requests.count == 1)
    }
  }

  @Test func imagesAsLinksStayHere() async throws {
    try await withSandbox { sandbox, sender async throws in
      #expect(try await sender.push("![图](https://a.cn/a.png)", "--images", "link") == updated(""))
      #expect(try await sender.push("![图](https://a.cn/b.png)") == updated(""))
      #expect(await sandbox.uploadCount == 0)
    }
  }
}
