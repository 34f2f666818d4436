import ArgumentParser
import ContentBlocks
import NotePage
import OKRSandbox

/// `okrmd sandbox`: the stand-in server.
struct SandboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: LocalizedText(
      en: "Stand in for the OKR endpoints on this machine.", zh: "在本机模拟 OKR 接口，用于试用。"
    ).localized,
    discussion: LocalizedText(
      en: """
        Answers on 127.0.0.1 only, as strictly about requests as the endpoints' documents are, until Ctrl-C. \
        The first lines of its output are for another shell: with them, okrmd and other clients talk to it. \
        Its address, in a browser, shows the records as Feishu lays them out. It knows two people: one with two \
        objectives and five key results in the current quarter, who logs in, and a colleague whose OKRs cannot be read.

        Examples:
          okrmd sandbox --record 7041857032248410131
          okrmd sandbox --port 8080 --store records.json
          okrmd sandbox --record-file reply.json
        """,
      zh: """
        只监听 127.0.0.1，对请求的要求与接口文档一致，直到按下 Ctrl-C。输出的头几行供另一个终端使用，之后 okrmd 和其他客户端就会\
        连到这里。在浏览器中打开它的网址，可以看到进展记录在飞书中的样子。其中有两个人：一人在本季度有两个目标、五个关键结果，登录的就是\
        此人；另一位同事的 OKR 无权查看。

        示例：
          okrmd sandbox --record 7041857032248410131
          okrmd sandbox --port 8080 --store records.json
          okrmd sandbox --record-file reply.json
        """
    ).localized)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      en: "The port to listen on; 0 is any free one.", zh: "监听的端口；0 表示任意空闲端口。", valueName: "N"))
  var port: UInt16 = 0

  @Option(
    help: ArgumentHelp(
      en: "A file that keeps the records from one start to the next.", zh: "保存进展记录的文件，下次启动时沿用。",
      valueName: "FILE"), completion: .file())
  var store: String?

  @Option(
    help: ArgumentHelp(
      en: "A progress record to begin with, empty unless stored; repeatable.",
      zh: "启动时就有的进展记录，未保存过则为空；可重复。", valueName: "ID"))
  var record: [String] = []

  @Option(
    help: ArgumentHelp(
      en: "A progress record to begin with, as JSON that is read back as it is; repeatable.",
      zh: "启动时就有的进展记录，内容为 JSON，读取时原样返回；可重复。", valueName: "FILE"), completion: .file())
  var recordFile: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      en: "How many calls a minute each endpoint answers.", zh: "每个接口每分钟允许的调用次数。", valueName: "N"))
  var limit = 100

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(en: "How long a token is valid.", zh: "令牌的有效期。", valueName: "SECONDS"))
  var tokenLife: Int64 = 7200

  @Flag(
    help: ArgumentHelp(
      en: "Allow every login at once, as if its button had been pressed; for scripts.",
      zh: "自动同意每次登录，相当于已点击按钮；供脚本使用。"))
  var allowLogins = false

  func validate() throws {
    try NumberFlag.limit.check(limit >= 1)
    try NumberFlag.tokenLife.check((1...31_536_000).contains(tokenLife))
    for file in recordFile { try PathValue.check(file, of: "--record-file <FILE>", names: .file) }
    try PathValue.check(store, of: "--store <FILE>", names: .file)
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
    try Context.requireOpenFiles()
    let sandbox = Sandbox(configuration)
    let address: Sandbox.Address
    do {
      address = try runBlocking { try await sandbox.start() }
    } catch {
      throw Failure(error)
    }
    if let warning = runBlocking({ await sandbox.storeWarning }) { Failure.warn(warning) }
    let intro = LocalizedText(
      en: "OKR sandbox on \(address.baseURL); Ctrl-C ends it. In another shell:",
      zh: "OKR 沙箱已在 \(address.baseURL) 启动，按 Ctrl-C 结束。请在另一个终端中运行：")
    let login = LocalizedText(
      en: "or, in place of the token, the app, with which 'okrmd login' works, too:",
      zh: "也可以不用令牌，改用下面的应用，这样还能试用 okrmd login：")
    try Standard.print(
      """
      # \(intro.localized)
      export OKRMD_BASE_URL=\(address.baseURL)
      export OKRMD_TOKEN=\(Sandbox.token)
      # \(login.localized)
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
    let text = (error as? Sandbox.Failure)?.message ?? (error as? PageServer.Failure)?.message
    self = text.map { Failure(status, $0) } ?? Failure(unexpected: error)
  }
}
