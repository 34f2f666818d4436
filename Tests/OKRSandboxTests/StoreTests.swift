import ContentBlocks
import Foundation
import NotePage
import OKRSandbox
import TestSupport
import Testing

@Suite struct StoreTests {
  /// A folder that is gone after the test.
  private static func withFolder(_ test: (String) async throws -> Void) async throws {
    let folder =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
      + "/okrmd-store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await test(folder)
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func recordsSurviveARestart() async throws {
    try await Self.withFolder { folder in
      let path = "\(folder)/records.json"
      var replies: [[UInt8]] = []
      var created = ""
      try await RunningSandbox.run(.with { $0.storePath = path }) { running async throws in
        let request = String(decoding: try fixture("update-request"), as: UTF8.self)
        replies.append(try await running.update(request).body)
        let reply = try await running.create(
          #"{"source_title":"t","source_url":"http://x","target_id":"1","target_type":2,"content":"#
            + #"{"blocks":[]},"progress_rate":{"percent":0.5}}"#)
        created = try #require(reply.data?["progress_id"]?.string)
        replies.append(reply.body)
      }
      try await RunningSandbox.run(.with { $0.storePath = path }) { running async throws in
        #expect(try await running.read().body == replies[0])
        #expect(try await running.read(created).body == replies[1])
        #expect(await running.sandbox.record(created)?.source?.targetType == .objective)
        try await running.sandbox.edit(record: created, content: .line("theirs"))
      }
      #expect(try Self.text(path).contains("theirs"))
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
      // No temporary file is left.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["records.json"])
    }
  }

  @Test func linksAreFollowed() async throws {
    try await Self.withFolder { folder in
      try FileManager.default.createDirectory(atPath: "\(folder)/real", withIntermediateDirectories: false)
      try #"{"records":[],"version":1}"#.write(
        toFile: "\(folder)/real/store", atomically: false, encoding: .utf8)
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/link", withDestinationPath: "real/store")
      try await RunningSandbox.run(.with { $0.storePath = "\(folder)/link" }) { _ in }
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/link") == "real/store")
      #expect(try Self.text("\(folder)/real/store").contains(RunningSandbox.recordID))
    }
  }

  private static let record = #"{"content":{"blocks":[]},"modify_time":"1","progress_id":"5"}"#

  @Test(arguments: [
    ("", "$: is not valid JSON at line 1, column 1: expected a value, found the end of the input"),
    (#"{"records":[],"version":2}"#, "it holds no list of records of version 1"),
    (#"{"version":1}"#, "it holds no list of records of version 1"),
    ("[]", "it holds no list of records of version 1"),
    (#"{"records":[\#(record),\#(record)],"version":1}"#, "records[1]: the progress id 5 appears twice"),
    (#"{"records":[1],"version":1}"#, "records[0]: $: is not an object"),
    (
      #"{"records":[{"content":{"blocks":[]},"modify_time":"1"}],"version":1}"#,
      "records[0]: $.progress_id: is not a progress id"
    ),
    (
      #"{"records":[{"content":{"blocks":[]},"modify_time":"x","progress_id":"5"}],"version":1}"#,
      "records[0]: $.modify_time: is not a time in milliseconds"
    ),
    (
      #"{"records":[{"content":{"blocks":[7]},"modify_time":"1","progress_id":"5"}],"version":1}"#,
      "records[0]: $.content.blocks[0]: must be an object, not a number"
    ),
    (
      #"{"records":[{"content":{"blocks":[]},"modify_time":"1","progress_id":"5","source":{}}],"version":1}"#,
      "records[0]: $.source: is not the source of a record"
    ),
  ])
  func damagedStoresAreLeftAlone(text: String, problem: String) async throws {
    try await Self.withFolder { folder in
      let path = "\(folder)/store"
      try text.write(toFile: path, atomically: false, encoding: .utf8)
      let failure = await #expect(throws: Sandbox.Failure.self) {
        try await RunningSandbox.run(.with { $0.storePath = path }) { _ in }
      }
      #expect(
        failure?.description
          == "\(path): is not a store of the sandbox: \(problem); name another file, or move this "
          + "one away")
      #expect(try Self.text(path) == text)
    }
  }

  @Test func placesThatCannotBeAStoreAreFailures() async throws {
    try await Self.withFolder { folder in
      let path = "\(folder)/missing/store"
      await #expect(throws: Sandbox.Failure.storeUnwritable(path: path, reason: "no such file or directory"))
      {
        try await RunningSandbox.run(.with { $0.storePath = path }) { _ in }
      }
      await #expect(throws: Sandbox.Failure.storeUnreadable(path: folder, reason: "it is not a regular file"))
      {
        try await RunningSandbox.run(.with { $0.storePath = folder }) { _ in }
      }
      let pipe = "\(folder)/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      await #expect(throws: Sandbox.Failure.storeUnreadable(path: pipe, reason: "it is not a regular file")) {
        try await RunningSandbox.run(.with { $0.storePath = pipe }) { _ in }
      }
    }
  }

  @Test func whatCannotBeStoredDoesNotHappen() async throws {
    try await Self.withFolder { folder in
      try FileManager.default.createDirectory(atPath: "\(folder)/gone", withIntermediateDirectories: false)
      try await RunningSandbox.run(.with { $0.storePath = "\(folder)/gone/store" }) { running async throws in
        let before = try await running.read().body
        try FileManager.default.removeItem(atPath: "\(folder)/gone")
        let reply = try await running.update(#"{"content":\#(content("lost"))}"#)
        #expect(
          reply.summary
            == "500 1009999 internal server error: \(folder)/gone/store: cannot be written: "
            + "no such file or directory"
        )
        #expect(try await running.read().body == before)
      }
    }
  }

  @Test func idsThatNoRecordCanHaveAreFailures() async throws {
    for id in ["", "0", "-1", "x", "007", "9223372036854775808"] {
      await #expect(throws: Sandbox.Failure.invalidRecordID(id)) {
        try await RunningSandbox.run(.with { $0.recordIDs = [id] }) { _ in }
      }
    }
  }

  /// Two sandboxes would overwrite each other's records.
  @Test func aStoreHasOneSandbox() async throws {
    try await Self.withFolder { folder in
      let path = "\(folder)/store"
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: "store")
      try await RunningSandbox.run(.with { $0.storePath = path }) { running async throws in
        for other in [path, "\(folder)/link"] {
          await #expect(throws: Sandbox.Failure.storeInUse(path: other)) {
            try await RunningSandbox.run(.with { $0.storePath = other }) { _ in }
          }
        }
        // The lock holds for the file that a change makes, too.
        try await running.sandbox.edit(record: RunningSandbox.recordID, content: .line("mine"))
        await #expect(throws: Sandbox.Failure.storeInUse(path: path)) {
          try await RunningSandbox.run(.with { $0.storePath = path }) { _ in }
        }
      }
      try await RunningSandbox.run(.with { $0.storePath = path }) { running async throws in
        #expect(try await running.read().text.contains("mine"))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["link", "store"])
    }
  }

  /// A sandbox that cannot listen lets go of its store.
  @Test func aPortThatIsTakenLeavesTheStore() async throws {
    try await Self.withFolder { folder in
      let path = "\(folder)/store"
      let other = try FaultServer { _, _ in .nothing }
      let sandbox = Sandbox(
        .with {
          $0.storePath = path
          $0.port = other.port
        })
      await #expect(throws: PageServer.Failure.self) { try await sandbox.start() }
      try await RunningSandbox.run(.with { $0.storePath = path }) { _ in }
    }
  }

  // MARK: Records from files

  private static let foreign =
    #"{"progress_id":"9","content":{"blocks":[{"type":"code","code":{"x":[1.50,null,{}]}},{"type":"paragraph","#
    + #""paragraph":{"elements":[{"type":"textRun","textRun":{"text":"一","style":{"italic":true}}}],"z":1}}]},"#
    + #""progress_rate":{"percent":1e1,"status":7},"modify_time":"5","more":true}"#

  /// Kinds that nobody here knows are read back as they were given, until someone writes the record.
  @Test(arguments: [foreign, #"{"code":0,"msg":"","data":\#(foreign)}"#])
  func recordsFromFilesAreReadBackAsTheyAre(file: String) async throws {
    try await Self.withFolder { folder in
      let configure = { (configuration: inout Sandbox.Configuration) in
        configuration.storePath = "\(folder)/store"
        configuration.recordFiles = [Sandbox.RecordFile(name: "r.json", json: Array(file.utf8))]
      }
      for _ in 0..<2 {
        try await RunningSandbox.run(.with(configure)) { running async throws in
          #expect(try await running.read("9").data?.text == Self.foreign)
          #expect(await running.sandbox.record("9")?.modifyTime == 5)
          let page = try await running.send("GET", "/").text
          #expect(page.contains(">一<") && page.contains("<code>$.content.blocks[0]</code>"))
        }
      }
      try await RunningSandbox.run(.with(configure)) { running async throws in
        let reply = try await running.update(#"{"content":\#(content("new"))}"#, of: "9")
        #expect(reply.status == 200 && !reply.text.contains("more"))
      }
      try await RunningSandbox.run(.with(configure)) { running async throws in
        #expect(try await running.read("9").text.contains("new"))
      }
    }
  }

  @Test(arguments: [
    (
      "{",
      "$: is not valid JSON at line 1, column 2: expected a key in double quotes or `}`, found the end of the input"
    ),
    ("[]", "$: is not an object"), ("{}", "$.progress_id: is not a progress id in double quotes"),
    (#"{"progress_id":"x","content":{}}"#, "$.progress_id: is not a progress id in double quotes"),
    (#"{"progress_id":"1"}"#, "$.content: is not an object"),
  ])
  func filesThatHoldNoRecordAreFailures(json: String, problem: String) async throws {
    let failure = await #expect(throws: Sandbox.Failure.self) {
      try await RunningSandbox.run(
        .with { $0.recordFiles = [Sandbox.RecordFile(name: "r.json", json: Array(json.utf8))] }
      ) { _ in }
    }
    #expect(failure?.description == "r.json: is not a progress record: \(problem)")
    #expect(failure?.message[.chinese].hasPrefix("r.json：不是进展记录：$") == true)
  }
}
