import OKRSandbox
import TestSupport
import Testing

/// Files that are just long enough to be told by their bytes.
private let samples: [(type: String, bytes: [UInt8])] = [
  ("image/png", pngSignature),
  ("image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0]),
  ("image/gif", Array("GIF89a".utf8)),
  ("image/bmp", Array("BM".utf8) + Array(repeating: 0, count: 12) + [40, 0, 0, 0]),
  ("image/webp", Array("RIFF0000WEBPVP8 ".utf8)),
  ("image/x-icon", [0, 0, 1, 0, 1, 0] + Array(repeating: 0, count: 20)),
  ("image/tiff", Array("II*\0".utf8)),
  ("image/tiff", Array("MM\0*".utf8)),
  ("image/heic", [0, 0, 0, 24] + Array("ftypheic".utf8)),
]

@Suite struct UploadTests {
  @Test(arguments: samples)
  func imagesAreKeptAndServed(type: String, bytes: [UInt8]) async throws {
    try await RunningSandbox.run { running async throws in
      // What looks like the end of a part is not one in the middle of a line.
      let bytes = bytes + Array("\r\n--X\r\n\r--XX\r\r\n".utf8)
      let reply = try await running.upload(bytes, targetID: "7041430377642082323", targetType: "3")
      #expect(reply.summary == "200 0 success")
      let token = try #require(reply.data?["file_token"]?.string)
      #expect(token.hasPrefix("boxcn"))
      #expect(reply.data?["url"]?.string == "\(running.address.baseURL)/images/\(token)")

      let image = try await running.client.send("GET", "/images/\(token)")
      #expect(image.status == 200)
      #expect(image.body == bytes)
      #expect(image.headers["content-type"] == type)
      #expect(image.headers["x-content-type-options"] == "nosniff")

      let upload = try #require(await running.sandbox.uploads.first)
      #expect(upload.fileToken == token)
      #expect(upload.fileName == "a.png")
      #expect(upload.targetID == "7041430377642082323")
      #expect(upload.targetType == .keyResult)
      #expect(upload.bytes == bytes)
      #expect(await running.sandbox.uploadCount == 1)
    }
  }

  @Test func fileNamesAreReadAsFormsHaveThem() async throws {
    try await RunningSandbox.run { running async throws in
      let names = [
        (#"; filename="a;b\"c.png""#, #"a;b"c.png"#), ("; filename=plain.png", "plain.png"),
        (#"; x=1; Filename="图 片.png""#, "图 片.png"),
      ]
      for (written, _) in names { #expect(try await running.upload(fileName: written).status == 200) }
      #expect(await running.sandbox.uploads.map(\.fileName) == names.map(\.1))
    }
  }

  @Test(arguments: [
    "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "<html></html>", "BMW is a car, not a bitmap", "",
    "GIF88a",
    "-----BEGIN OPENSSH PRIVATE KEY-----",
  ])
  func whatIsNoImageIsRefused(text: String) async throws {
    try await RunningSandbox.run { running async throws in
      #expect(
        try await running.upload(Array(text.utf8)).summary
          == "400 1001001 invalid parameters: the form's `data` is not one of JPG, PNG, GIF, BMP, WEBP, ICO, TIFF "
          + "and HEIC, going by its bytes")
      #expect(await running.sandbox.uploadCount == 0)
    }
  }

  @Test func imagesOver10MiBAreRefused() async throws {
    try await RunningSandbox.run { running async throws in
      let most = pngSignature + Array(repeating: 0, count: 10 << 20 - pngSignature.count)
      #expect(try await running.upload(most).status == 200)
      #expect(
        try await running.upload(most + [0]).summary
          == "400 1001001 invalid parameters: the form's `data` has more than 10 MiB")
    }
  }

  @Test func faultsOfTheFormAreNamed() async throws {
    try await RunningSandbox.run { running async throws in
      func problem(_ reply: RawHTTPClient.Reply) -> String {
        reply.violations.first ?? reply.summary.replacing("400 1001001 invalid parameters: ", with: "")
      }
      let id = RunningSandbox.field("target_id", "1")
      let type = RunningSandbox.field("target_type", "2")
      let noType = "the header Content-Type must be 'multipart/form-data; boundary=…'"
      #expect(problem(try await running.upload(parts: [], type: "multipart/form-data")) == noType)
      #expect(problem(try await running.upload(parts: [], type: RunningSandbox.jsonType)) == noType)
      #expect(
        problem(try await running.upload(parts: [], type: "multipart/form-data; boundary=YY"))
          == "the form has no delimiter '--YY'")
      #expect(problem(try await running.upload(parts: [])) == "target_id: target_id is required")
      #expect(problem(try await running.upload(parts: [id, id])) == "target_id: target_id appears twice")
      #expect(problem(try await running.upload(parts: [id])) == "target_type: target_type is required")
      #expect(problem(try await running.upload(parts: [id, type])) == "data: data is required")
      #expect(
        problem(try await running.upload(parts: [("X: y", [])]))
          == "the form has a part without 'Content-Disposition: form-data; name=…'")
      #expect(problem(try await running.upload(targetID: "x")) == "target_id: target_id is not an id")
      for wrong in ["1", "4", "", "two"] {
        #expect(
          problem(try await running.upload(targetType: wrong))
            == "target_type: target_type must be 2 (objective) or 3 (key result)")
      }
      #expect(
        problem(try await running.upload(fileName: ""))
          == "data: data is not a file: its header names no filename")
    }
  }

  @Test(arguments: [
    ("--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n", "does not end with '--XX--'"),
    ("--XX\r\nno headers\r\n--XX--", "has a part without an empty line after its headers"),
    ("--XXX\r\n\r\n--XX--", "has a delimiter that does not end its line"),
    ("--XX", "has a delimiter that does not end its line"),
  ])
  func brokenFormsAreRefused(body: String, problem: String) async throws {
    try await RunningSandbox.run { running async throws in
      let reply = try await running.send(
        "POST", RunningSandbox.uploadPath,
        headers: ["Content-Type": "multipart/form-data; boundary=\"XX\""], body: Array(body.utf8))
      #expect(reply.summary == "400 1001001 invalid parameters: the form \(problem)")
    }
  }
}
