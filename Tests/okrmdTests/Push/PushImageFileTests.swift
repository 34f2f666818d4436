import OKRSandbox
import Testing

/// Which files a note can send, and where they are looked for.
@Suite struct PushImageFileTests {
  private func refusal(
    _ markdown: String, in sender: Sender, _ sandbox: Sandbox,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Outcome {
    let outcome = try await sender.push(markdown, "--objective", Sender.objective)
    #expect(await sandbox.methods == [], sourceLocation: sourceLocation)
    return outcome
  }

  @Test func aMissingImageIsAnError() async throws {
    try await withSandbox { sandbox, sender async throws in
      #expect(
        try await refusal("![](a.png)", in: sender, sandbox)
          == .error(
            "note.md: a.png: no such image; paths start from the folder of the note", status: 66))
    }
  }

  @Test func onlyImagesAreSent() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write("text", to: "a.png")
      try sender.folder.write("", to: "empty.png")
      try sender.folder.write("-----BEGIN OPENSSH PRIVATE KEY-----\n", to: "home/.ssh/id_rsa")
      try sender.folder.link("link.png", to: "home/.ssh/id_rsa")
      let key = sender.folder.path(of: "home/.ssh/id_rsa")
      for source in [
        "a.png", "empty.png", "link.png", "home/.ssh/id_rsa", "./home/../a.png", key, "file://\(key)",
      ] {
        #expect(
          try await refusal("![](\(source))", in: sender, sandbox)
            == .error(
              "note.md: \(source): is not a PNG, JPEG, GIF, BMP or WebP image; only images are uploaded",
              status: 65))
      }
    }
  }

  /// Files that only begin like a picture.
  @Test(
    arguments: [
      Array("BM, this is a text that is long enough to have a header of a bitmap in it.".utf8),
      Array("GIF89a is a format of pictures; this is a text about it.".utf8),
      Array("RIFF1234WEBPVP8X is how such a picture begins, and this text".utf8),
      [0xFF, 0xD8, 0xFF, 0xC0, 0x00, 0x11, 0x08, 0x00, 0x04, 0x00, 0x03],
      [0xFF, 0xD8, 0xFF, 0xC0, 0x00, 0x11, 0x08, 0x00, 0x04, 0x00, 0x03, 0x03]
        + Array("password=hunter2".utf8),
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [
        0, 0, 0, 3, 0, 0, 0, 4,
      ],
      Array("GIF89a".utf8) + [3, 0, 4, 0, 0, 0, 0] + Array("password=hunter2".utf8),
    ] as [[UInt8]])
  func whatOnlyBeginsLikeAPictureIsNotSent(bytes: [UInt8]) async throws {
    try await withSandbox { sandbox, sender async throws in
      try sender.folder.write(bytes, to: "a.png")
      let outcome = try await refusal("![](a.png)", in: sender, sandbox)
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("is not a PNG, JPEG, GIF, BMP or WebP image"))
    }
  }

  /// Two files for the system, whatever a string thinks of them.
  @Test func namesThatDifferInNormalizationAreTwoFiles() async throws {
    try await withSandbox { sandbox, sender async throws in
      try sender.folder.write(TinyImage.png(3, 4), to: "e\u{301}.png")
      try sender.folder.write(TinyImage.png(5, 4), to: "\u{E9}.png")
      let note = "![](e\u{301}.png)\n\n![](\u{E9}.png)"
      #expect(try await sender.push(note, "--objective", Sender.objective).status == 0)
      #expect(await sandbox.uploads.map(\.bytes) == [TinyImage.png(3, 4), TinyImage.png(5, 4)])
    }
  }

  @Test func onlyRegularFilesAreSent() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.createFolder("folder.png")
      #expect(try await sender.shell("mkfifo pipe.png").status == 0)
      for source in ["folder.png", "pipe.png", "/dev/zero", "/dev/null"] {
        #expect(
          try await refusal("![](\(source))", in: sender, sandbox)
            == .error("note.md: \(source): is not a regular file; only images are uploaded", status: 65))
      }
    }
  }

  @Test func aTargetIsNeeded() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      #expect(
        try await sender.push("![](a.png)")
          == .error(
            "note.md: a.png: cannot be uploaded without --objective ID or --key-result ID, "
              + "or one of them in the front matter", status: 64))
      #expect(await sandbox.methods == [])
    }
  }

  @Test func theTargetIsInTheFrontMatterOrInAFlag() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      let note = "---\nokr:\n  key_result: \(Sender.keyResult)\n---\n![](a.png)"
      #expect(try await sender.push(note).status == 0)
      #expect(await sandbox.uploads.first?.targetID == Sender.keyResult)
      #expect(await sandbox.uploads.first?.targetType == .keyResult)
      #expect(try await sender.push(note, "--objective", Sender.objective).status == 0)
      #expect(await sandbox.uploads.last?.targetID == Sender.objective)
      #expect(await sandbox.uploads.last?.targetType == .objective)
    }
  }

  @Test func percentEncodedNamesAreFound() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write(TinyImage.png(3, 4), to: "图 片/第1张.png")
      try sender.folder.write(TinyImage.png(5, 4), to: "100%25.png")
      try sender.folder.write(TinyImage.png(7, 4), to: "100%.png")
      let note = "![](%E5%9B%BE%20片/第1张.png) ![](100%25.png)"
      #expect(try await sender.push(note, "--objective", Sender.objective).status == 0)
      // As written comes first.
      #expect(await sandbox.uploads.map(\.bytes) == [TinyImage.png(3, 4), TinyImage.png(5, 4)])
    }
  }

  @Test func pathsStartFromTheNote() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write(TinyImage.png(3, 4), to: "notes/a.png")
      try sender.folder.write("no image", to: "a.png")
      try sender.folder.write("![](a.png)", to: "notes/note.md")
      let flags = ["--progress-id", Sender.record, "--objective", Sender.objective]
      #expect(try await sender.okrmd(["push", "notes/note.md"] + flags).status == 0)
      #expect(await sandbox.uploads.map(\.bytes) == [TinyImage.png(3, 4)])
      // From standard input they start from the current folder.
      #expect(
        try await sender.okrmd(["push"] + flags, input: "![](notes/a.png)")
          == Outcome("<stdin>: updated record \(Sender.record)\n"))
      #expect(await sandbox.uploadCount == 1)
    }
  }

  @Test func imagesOver10MiBAreRefused() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write(TinyImage.png(3, 4) + [UInt8](repeating: 0, count: 10 << 20), to: "a.png")
      #expect(
        try await refusal("![](a.png)", in: sender, sandbox)
          == .error("note.md: a.png: is larger than 10 MiB; make the image smaller", status: 65))
      try sender.folder.write(
        TinyImage.png(3, 4) + [UInt8](repeating: 0, count: (10 << 20) - 29), to: "a.png")
      #expect(TinyImage.png(3, 4).count == 29)
      #expect(try await sender.push("![](a.png)", "--objective", Sender.objective).status == 0)
      #expect(await sandbox.uploadCount == 1)
    }
  }

  @Test func sendsNothingWhenTheSecondImageIsInvalid() async throws {
    try await withSandbox { sandbox, sender in
      try sender.folder.write(TinyImage.png(3, 4), to: "a.png")
      #expect(try await refusal("![](a.png)![](b.png)", in: sender, sandbox).status == 66)
    }
  }
}
