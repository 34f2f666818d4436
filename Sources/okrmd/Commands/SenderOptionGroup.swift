import ArgumentParser
import OKRClient

extension UserIDType: WordArgument {}

/// One of the names of the service, in any letter case.
extension Brand: WordArgument {
  public init?(argument: String) {
    self.init(name: argument)
  }
}

/// The flags that say which service is called and how, the same for all commands that call it.
struct SenderOptionGroup: ParsableArguments {
  @Option(help: ArgumentHelp(en: "What kind of ids the mentions hold.", zh: "提及的人用哪种 id。"))
  var userIDType = UserIDType.openID

  @Option(
    help: ArgumentHelp(
      en: "Which service: feishu or lark. Default: OKRMD_BRAND, else that of the login, else feishu.",
      zh: "服务品牌：feishu 或 lark。默认取 OKRMD_BRAND，其次取登录时的品牌，再次为 feishu。"))
  var brand: Brand?

  @Option(
    name: .customLong("base-url"),
    help: ArgumentHelp(
      en: "Call this address in place of the brand's. Default: OKRMD_BASE_URL.",
      zh: "改用这个服务地址。默认取 OKRMD_BASE_URL。", valueName: "URL"))
  var baseURL: String?

  @Option(
    help: ArgumentHelp(
      en: "Read the access token from a file. Default: OKRMD_TOKEN, else the login, else OKRMD_APP_ID and "
        + "OKRMD_APP_SECRET.",
      zh: "从文件读取访问令牌。默认依次取 OKRMD_TOKEN、okrmd login 的登录、OKRMD_APP_ID 与 OKRMD_APP_SECRET。",
      valueName: "FILE"))
  var tokenFile: String?

  @Option(
    help: ArgumentHelp(
      en: "How long the whole command may take; of several records, each.", zh: "整条命令的时限；有多条进展时为每条的时限。",
      valueName: "SECONDS"))
  var timeout = Seconds(60)

  @Option(
    help: ArgumentHelp(
      en: "How often a call is repeated after a transient failure.", zh: "遇到临时故障时最多重试几次。", valueName: "N"))
  var retries = 4

  func validate() throws {
    guard timeout.count > 0, timeout.count <= 86400 else {
      throw ValidationError(
        en: "--timeout takes a number of seconds above 0, up to 86400", zh: "--timeout 须为大于 0、不超过 86400 的秒数")
    }
    guard (0...100).contains(retries) else {
      throw ValidationError(en: "--retries takes a number from 0 to 100", zh: "--retries 须为 0 到 100 的整数")
    }
    try PathValue.check(tokenFile, of: "--token-file <FILE>", names: "file")
  }
}
