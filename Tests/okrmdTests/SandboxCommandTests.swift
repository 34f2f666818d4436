import Foundation
import TestSupport
import Testing

@Suite struct SandboxCommandTests {
  private let folder = TemporaryFolder()
  private static let records = "/open-apis/okr/v1/progress_records"

  /// A sandbox that has said that it is ready, and the port that it named.
  private func running(_ okrmd: ChildProcess) throws -> UInt16 {
    let lines = try okrmd.lines(5)
    let first = try #require(lines.first)
    let port = try #require(first.firstMatch(of: /127\.0\.0\.1:([0-9]+)/).flatMap { UInt16($0.1) })
    #expect(
      lines == [
        "# OKR sandbox on http://127.0.0.1:\(port); Ctrl-C ends it. In another shell:",
        "export OKRMD_BASE_URL=http://127.0.0.1:\(port)",
        "export OKRMD_TOKEN=t-sandbox",
        "# or, in place of the token, the app, with which 'okrmd login' works, too:",
        "# export OKRMD_APP_ID=cli_sandbox OKRMD_APP_SECRET=sandbox",
      ])
    return port
  }

  private func send(
    _ method: String, _ path: String, to port: UInt16, body: String? = nil
  ) async throws -> RawHTTPClient.Reply {
    try await RawHTTPClient(port: port).send(
      method, path,
      headers: [
        "Authorization": "Bearer t-sandbox", "Content-Type": "application/json; charset=utf-8",
      ], body: body.map { Array($0.utf8) })
  }

  @Test func itSpeaksChinese() async throws {
    let okrmd = try folder.startOkrmd(["--lang", "zh", "sandbox"])
    let lines = try okrmd.lines(5)
    #expect(lines[0].contains(/^# OKR 沙箱已在 http:\/\/127\.0\.0\.1:[0-9]+ 启动，/))
    #expect(lines[3].hasPrefix("# 也可以不用令牌，"))
    #expect(lines.filter { $0.hasPrefix("export ") }.count == 2)
    okrmd.send(SIGINT)
    #expect(try await okrmd.outcome().status == 0)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func itAnswersUntilItIsTold(signal: Int32) async throws {
    let okrmd = try folder.startOkrmd(["sandbox", "--record", "5", "--record", "7"])
    let port = try running(okrmd)
    for id in ["5", "7"] {
      #expect(try await send("GET", "\(Self.records)/\(id)", to: port).status == 200)
    }
    #expect(try await send("GET", "\(Self.records)/6", to: port).status == 400)
    // A client that holds on to its connection does not keep it from ending.
    let connection = try RawConnection(port: port)
    defer { connection.close() }
    connection.send("GET / HTTP/1.1\r\nHost: localhost:\(port)\r\n\r\n")
    #expect(try await !connection.receive().isEmpty)
    okrmd.send(signal)
    #expect(try await okrmd.outcome() == Outcome())
  }

  #if os(Linux)
    /// A file system without locks, as some network shares are.
    @Test func withoutLocksItSaysSoAndStarts() async throws {
      try folder.write(
        "#include <errno.h>\nint flock(int file, int what) { errno = ENOLCK; return -1; }\n", to: "locks.c")
      #expect(try folder.shell("cc -shared -fPIC -o locks.so locks.c").status == 0)
      let okrmd = try folder.startOkrmd(
        ["sandbox", "--store", "records.json"], environment: ["LD_PRELOAD": folder.path(of: "locks.so")])
      _ = try running(okrmd)
      okrmd.send(SIGINT)
      let outcome = try await okrmd.outcome()
      #expect(outcome.status == 0)
      #expect(
        outcome.errors.hasPrefix(
          "okrmd: warning: two sandboxes on one store are not kept apart: records.json: cannot be locked: "))
      #expect(outcome.errors.count { $0 == "\n" } == 1)
    }
  #endif

  @Test func recordsOutliveIt() async throws {
    var time: String?
    for round in 0..<2 {
      let okrmd = try folder.startOkrmd(["sandbox", "--record", "5", "--store", "records.json"])
      let port = try running(okrmd)
      let before = try await send("GET", "\(Self.records)/5", to: port).text
      if round == 1 { #expect(before == time) }
      let reply = try await send("PUT", "\(Self.records)/5", to: port, body: #"{"content":{"blocks":[]}}"#)
      #expect(reply.status == 200)
      time = reply.text
      okrmd.send(SIGTERM)
      #expect(try await okrmd.outcome().status == 0)
    }
    #expect(folder.mode(of: "records.json") == 0o600)
  }

  @Test func theLimitCanBeSet() async throws {
    let okrmd = try folder.startOkrmd(["sandbox", "--record", "5", "--limit", "1"])
    let port = try running(okrmd)
    #expect(try await send("GET", "\(Self.records)/5", to: port).status == 200)
    var refused = try await send("GET", "\(Self.records)/5", to: port)
    // On a busy machine a minute may pass between two calls.
    for _ in 0..<5 where refused.status == 200 {
      refused = try await send("GET", "\(Self.records)/5", to: port)
    }
    #expect(refused.status == 429)
    #expect(refused.headers["x-ogw-ratelimit-limit"] == "1")
  }

  @Test func recordsOfFilesAreReadBack() async throws {
    let record = #"{"content":{"blocks":[{"type":"code","code":{}}]},"modify_time":"5","progress_id":"9"}"#
    try folder.write(record, to: "r.json")
    let okrmd = try folder.startOkrmd(["sandbox", "--record-file", "r.json"])
    let port = try running(okrmd)
    #expect(try await send("GET", "\(Self.records)/9", to: port).text.contains(record))
    okrmd.send(SIGTERM)
    #expect(try await okrmd.outcome().status == 0)
    try folder.write("{}", to: "r.json")
    #expect(
      try folder.okrmd("sandbox", "--record-file", "r.json")
        == .error(
          "r.json: is not a progress record: $.progress_id: is not a progress id in double quotes", status: 65
        ))
    #expect(
      try folder.okrmd("sandbox", "--record-file", "none")
        == .error("none: no such file; check the path", status: 66))
  }

  @Test func aStoreHasOneSandbox() async throws {
    let okrmd = try folder.startOkrmd(["sandbox", "--store", "store"])
    _ = try running(okrmd)
    #expect(
      try folder.okrmd("sandbox", "--store", "store")
        == .error(
          "store: another sandbox is using it; stop that one, or name another file", status: 73))
    okrmd.send(SIGTERM)
    #expect(try await okrmd.outcome().status == 0)
  }

  @Test func aPortThatIsTakenIsAnError() throws {
    let other = try FaultServer { _, _ in .nothing }
    #expect(
      try folder.okrmd("sandbox", "--port", "\(other.port)")
        == .error(
          "cannot listen on 127.0.0.1:\(other.port): address already in use; choose another port, or 0 for any "
            + "free one", status: 69))
  }

  @Test func damagedStoresAreLeftAlone() throws {
    try folder.write("{", to: "store")
    #expect(
      try folder.okrmd("sandbox", "--store", "store")
        == .error(
          "store: is not a store of the sandbox: $: is not valid JSON at line 1, column 2: expected a key in double "
            + "quotes or `}`, found the end of the input; name another file, or move this one away",
          status: 65))
    #expect(try folder.text(of: "store") == "{")
    #expect(
      try folder.okrmd("sandbox", "--store", "missing/store")
        == .error("missing/store: cannot be written: no such file or directory", status: 73))
    #expect(
      try folder.okrmd("sandbox", "--store", "/dev/null")
        == .error("/dev/null: cannot be read: it is not a regular file", status: 74))
  }

  @Test(arguments: [
    (["--port", "65536"], "--port takes a number from 0 to 65535"),
    (["--port", "-1"], "--port takes a number from 0 to 65535"),
    (["--limit", "0"], "--limit takes a number from 1"),
    (
      ["--token-life", "0"],
      "--token-life takes a number of seconds from 1 to 31536000"
    ),
    (["--record-file", ""], "the value '' is invalid for '--record-file <FILE>'; it names a file"),
    (["--store", ""], "the value '' is invalid for '--store <FILE>'; it names a file"),
    (["extra"], "unexpected argument 'extra'"),
  ])
  func wrongFlagsAreRefused(flags: [String], problem: String) throws {
    let outcome = try folder.okrmd(["sandbox"] + flags)
    #expect(outcome == .error("\(problem); see 'okrmd sandbox --help'", status: 64))
  }

  @Test(arguments: ["x", "0", "01", "9223372036854775808"])
  func wrongRecordsAreRefused(id: String) throws {
    #expect(
      try folder.okrmd("sandbox", "--record", id)
        == .error(
          "'\(id)' is not a progress id: it is a whole number from 1 to 9223372036854775807", status: 64))
  }
}
