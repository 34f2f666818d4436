import ArgumentParser
import OKRSandbox

/// `okrmd sandbox`: the stand-in server.
struct SandboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "Stand in for the OKR endpoints on this machine.",
    discussion: """
      Answers on 127.0.0.1 only, as strictly about requests as the endpoints' documents are, until Ctrl-C. \
      The first lines of its output are for another shell: with them, okrmd and other clients talk to it. \
      Its address, in a browser, shows the records as Feishu lays them out.

      Examples:
        okrmd sandbox --record 7041857032248410131
        okrmd sandbox --port 8080 --store records.json
      """)

  @Option(help: ArgumentHelp("The port to listen on; 0 is any free one.", valueName: "N"))
  var port: UInt16 = 0

  @Option(help: ArgumentHelp("A file that keeps the records from one start to the next.", valueName: "FILE"))
  var store: String?

  @Option(
    help: ArgumentHelp("A progress record to begin with, empty unless stored; repeatable.", valueName: "ID"))
  var record: [String] = []

  @Option(help: ArgumentHelp("How many calls a minute each endpoint answers.", valueName: "N"))
  var limit = 100

  func validate() throws {
    if limit < 1 {
      throw ValidationError("The value '\(limit)' is invalid for '--limit <N>'; it is 1 or more")
    }
    try PathValue.check(store, of: "--store <FILE>", names: "file")
  }

  func run() throws {
    var signals = EndingSignals()
    var configuration = Sandbox.Configuration()
    configuration.port = port
    configuration.storePath = store
    configuration.recordIDs = record
    configuration.callsPerMinute = limit
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
      # or, in place of the token: export OKRMD_APP_ID=\(Sandbox.appID) OKRMD_APP_SECRET=\(Sandbox.appSecret)

      """)

    do {
      try signals.wait { () async throws(Sandbox.Failure) in try await sandbox.waitUntilStopped() }
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
      case .storeDamaged: .data
      case .storeUnwritable: .cannotCreate
      case .storeUnreadable: .inputOutput
      case .portUnavailable, .ended, .unknownRecord, nil: .unavailable
      }
    self.init(status, "\(error)")
  }
}
