import ArgumentParser
import NotePage
import OKRSandbox

/// `okrmd sandbox`: the stand-in server.
struct SandboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Stand in for the OKR endpoints on this machine.",
    discussion: """
      Answers on 127.0.0.1 only, as strictly about requests as the endpoints' documents are, until Ctrl-C. \
      The first lines of its output are for another shell: with them, okrmd and other clients talk to it. \
      Its address, in a browser, shows the records as Feishu lays them out. It knows two people: one with two \
      objectives and five key results in the current quarter, who logs in, and a colleague without permission.

      Examples:
        okrmd sandbox --record 7041857032248410131
        okrmd sandbox --port 8080 --store records.json
        okrmd sandbox --record-file reply.json
      """)

  @Option(help: ArgumentHelp("The port to listen on; 0 is any free one.", valueName: "N"))
  var port: UInt16 = 0

  @Option(help: ArgumentHelp("A file that keeps the records from one start to the next.", valueName: "FILE"))
  var store: String?

  @Option(
    help: ArgumentHelp("A progress record to begin with, empty unless stored; repeatable.", valueName: "ID"))
  var record: [String] = []

  @Option(
    help: ArgumentHelp(
      "A progress record to begin with, as JSON that is read back as it is; repeatable.", valueName: "FILE"))
  var recordFile: [String] = []

  @Option(help: ArgumentHelp("How many calls a minute each endpoint answers.", valueName: "N"))
  var limit = 100

  @Option(help: ArgumentHelp("How long a token is valid.", valueName: "SECONDS"))
  var tokenLife: Int64 = 7200

  @Flag(help: "Allow every login at once, as if its button had been pressed; for scripts.")
  var allowLogins = false

  func validate() throws {
    if limit < 1 {
      throw ValidationError("The value '\(limit)' is invalid for '--limit <N>'; it is 1 or more")
    }
    if !(1...31_536_000).contains(tokenLife) {
      throw ValidationError(
        "The value '\(tokenLife)' is invalid for '--token-life <SECONDS>'; it is 1 to 31536000")
    }
    for file in recordFile { try PathValue.check(file, of: "--record-file <FILE>", names: "file") }
    try PathValue.check(store, of: "--store <FILE>", names: "file")
  }

  func run() throws {
    var signals = EndingSignals()
    var configuration = Sandbox.Configuration()
    configuration.port = port
    configuration.storePath = store
    configuration.recordIDs = record
    configuration.callsPerMinute = limit
    configuration.people = Sandbox.samplePeople(at: configuration.now())
    configuration.tokenLife = tokenLife
    configuration.allowsLogins = allowLogins
    // Nobody is served by waiting five seconds for one's own machine.
    configuration.loginInterval = 1
    for file in recordFile {
      let input = InputFile(path: file)
      let json = try input.read(limit: PageServer.bodyLimit)
      configuration.recordFiles.append(Sandbox.RecordFile(name: input.name, json: json))
    }
    let sandbox = Sandbox(configuration)
    let address: Sandbox.Address
    do {
      address = try runBlocking { try await sandbox.start() }
    } catch {
      throw Failure(error)
    }
    Standard.output.write(
      """
      # OKR sandbox on \(address.baseURL); Ctrl-C ends it. In another shell:
      export OKRMD_BASE_URL=\(address.baseURL)
      export OKRMD_TOKEN=\(Sandbox.token)
      # or, in place of the token, the app, with which 'okrmd login' works, too:
      # export OKRMD_APP_ID=\(Sandbox.appID) OKRMD_APP_SECRET=\(Sandbox.appSecret)

      """)

    do {
      try signals.wait { () async throws(PageServer.Failure) in try await sandbox.waitUntilStopped() }
    } catch {
      throw Failure(error)
    }
    runBlocking { await sandbox.stop() }
  }
}

extension Failure {
  /// What the sandbox reports, with the exit code that fits.
  fileprivate init(_ error: any Error) {
    let status: ExitStatus =
      switch error as? Sandbox.Failure {
      case .invalidRecordID: .usage
      case .storeDamaged, .invalidRecord: .data
      case .storeUnwritable, .storeInUse: .cannotCreate
      case .storeUnreadable: .inputOutput
      case .unknownRecord, nil: .unavailable
      }
    self.init(status, "\(error)")
  }
}
