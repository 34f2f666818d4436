import ArgumentParser
import ContentBlocks
import OKRClient

/// `okrmd login`: a person lets okrmd act for them.
struct LoginCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "login",
    abstract: LocalizedText(en: "Log in to Feishu in a browser.", zh: "在浏览器中登录飞书。").localized,
    discussion: LocalizedText(
      en: """
        Shows an address and a code; open the one in a browser, on any machine, and compare the other. The login is \
        kept in login.json in $XDG_CONFIG_HOME/okrmd, for its owner only, and refreshed by itself.

        The app that you log in through comes from OKRMD_APP_ID and OKRMD_APP_SECRET, or is asked for.

        Examples:
          okrmd login
          okrmd login --brand lark --open
        """,
      zh: """
        显示一个网址和一个验证码：在任意设备的浏览器中打开网址并核对验证码。登录信息保存在 $XDG_CONFIG_HOME/okrmd 的 login.json 中，\
        仅本人可读，令牌会自动续期。

        登录所用的应用取自 OKRMD_APP_ID 与 OKRMD_APP_SECRET，未设置时会询问。

        示例：
          okrmd login
          okrmd login --brand lark --open
        """
    ).localized)

  @Flag(help: ArgumentHelp(en: "Open the address in the browser.", zh: "在浏览器中打开网址。"))
  var open = false

  @OptionGroup var sender: SenderOptionGroup

  func run() throws {
    let connection = try Connection(sender)
    guard let file = LoginFile(baseURL: connection.baseURL.description, warn: { Failure.warn($0) }) else {
      throw Failure(
        .cannotCreate, en: "the login cannot be kept: HOME and XDG_CONFIG_HOME are not set",
        zh: "无法保存登录：没有设置 HOME 或 XDG_CONFIG_HOME")
    }
    Context.current.signals.watch()
    Context.current.signals.means(en: "not logged in", zh: "登录未完成")
    let app = try app(connection.environment)
    // A person takes longer than a call.
    let timeout = sender.timeout.count == 60 ? Duration.seconds(600) : sender.timeout.duration
    let service = try Service(connection, credentials: nil, warn: { Failure.warn($0) })
    let opens = self.open
    let tokens = try service.logIn(app, timeout: timeout) { authorization throws(Failure) in
      let address = authorization.completeAddress ?? authorization.address
      try Standard.print(
        LocalizedText(
          en: "Open this address and allow the login; the code is \(authorization.userCode):\n\(address)\n",
          zh: "请打开以下网址并同意登录，验证码是 \(authorization.userCode)：\n\(address)\n"
        ).localized)
      if opens { Browser.open(address) }
    }
    let isOwnBrand = connection.baseURL == connection.brand.baseURL
    try file.locked { () throws(Failure) in
      // A file that cannot be read is of no use to anyone any more.
      if (try? file.entry()) == nil { try file.makeRoom() }
      try file.replace(LoginFile.Entry(app: app, brand: isOwnBrand ? connection.brand : nil, tokens: tokens))
    }
    Context.current.signals.means(en: "logged in", zh: "已登录")
    try Standard.print(
      LocalizedText(
        en: "logged in at \(connection.baseURL); the login is kept in \(file.path)\n",
        zh: "已登录 \(connection.baseURL)；登录信息保存在 \(file.path)\n"
      ).localized)
  }

  /// The app that the person logs in through.
  private func app(_ environment: Environment) throws(Failure) -> LoginApp {
    let (id, secret) = (environment.secret("OKRMD_APP_ID"), environment.secret("OKRMD_APP_SECRET"))
    if (id == nil) != (secret == nil) { throw Connection.halfAnApp(hasID: id != nil) }
    let typedID = id ?? Question.ask(LocalizedText(en: "App ID: ", zh: "应用 App ID："), isSecret: false)
    guard let appID = typedID else {
      throw Failure(
        .configuration,
        en: "no app to log in through; set OKRMD_APP_ID and OKRMD_APP_SECRET, or run this on a terminal",
        zh: "没有可用于登录的应用；请设置 OKRMD_APP_ID 与 OKRMD_APP_SECRET，或在终端中运行")
    }
    let typedSecret =
      secret
      ?? Question.ask(
        LocalizedText(en: "App Secret (not shown): ", zh: "应用 App Secret（不显示）："), isSecret: true)
    guard let text = typedSecret, let appSecret = Secret(text) else {
      throw Failure(
        .configuration, en: "OKRMD_APP_SECRET: is not a secret; set it to the secret alone",
        zh: "OKRMD_APP_SECRET：不是有效的密钥；请只填密钥本身")
    }
    return LoginApp(id: appID, secret: appSecret)
  }
}

/// `okrmd logout`: okrmd forgets a login.
struct LogoutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logout",
    abstract: LocalizedText(en: "Forget the login of a base URL.", zh: "删除本机保存的登录。").localized,
    discussion: LocalizedText(
      en: """
        Examples:
          okrmd logout
        """,
      zh: """
        示例：
          okrmd logout
        """
    ).localized)

  @OptionGroup var sender: SenderOptionGroup

  func run() throws {
    let connection = try Connection(sender)
    let file = LoginFile(baseURL: connection.baseURL.description, warn: { Failure.warn($0) })
    let hadOne = try file?.locked { () throws(Failure) in try file?.replace(nil) ?? false } ?? false
    try Standard.print(
      (hadOne
        ? LocalizedText(en: "logged out of \(connection.baseURL)\n", zh: "已退出 \(connection.baseURL)\n")
        : LocalizedText(
          en: "there was no login at \(connection.baseURL)\n", zh: "尚未登录 \(connection.baseURL)\n")).localized)
  }
}
