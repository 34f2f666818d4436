import ContentBlocks
import NotePage

/// Tokens: the app's, and those of people who log in. The page of a login has one button.
extension Sandbox {
  func issueTenantToken(_ request: Request, at now: Int64) throws(ServiceError) -> HTTPReply {
    let body = try RequestBody(of: request, allowing: ["app_id", "app_secret"])
    guard let id = body["app_id"]?.string, let secret = body["app_secret"]?.string else {
      throw .invalidApp(code: 10003, "invalid param: $.app_id and $.app_secret must be strings")
    }
    guard id == Self.appID, secret == Self.appSecret else {
      throw .invalidApp(code: 10014, "app secret invalid")
    }
    let (token, seconds) = tokens.issue(at: now)
    return HTTPReply(
      json: .object([
        "code": .number(0), "expire": .number(seconds), "msg": .string("ok"),
        "tenant_access_token": .string(token),
      ]))
  }

  // MARK: The device flow

  func authorizeDevice(_ request: Request, at now: Int64) -> HTTPReply {
    do throws(LoginError) {
      let form = try LoginForm(of: request)
      // The app proves itself by Basic authentication, or by the form.
      let isBasic = request.header("Authorization") == "Basic \(Self.basicCredentials)"
      guard form["client_id"] == Self.appID, isBasic || form["client_secret"] == Self.appSecret else {
        throw LoginError(
          "invalid_client", code: 20002, status: 401, "the app id or the app secret is invalid")
      }
      let login = logins.begin(scopes: (form["scope"] ?? "").split(separator: " ").map(String.init), at: now)
      if configuration.allowsLogins { decideLogin(userCode: login.userCode) }
      let page = "\(Address(port: port).baseURL)\(Endpoint.loginPath)"
      return HTTPReply(
        json: .object([
          "device_code": .string(login.deviceCode), "expires_in": .number(Logins.life),
          "interval": .number(logins.interval), "user_code": .string(login.userCode),
          "verification_uri": .string(page),
          "verification_uri_complete": .string("\(page)?user_code=\(login.userCode)"),
        ]))
    } catch {
      return error.reply
    }
  }

  /// `cli_sandbox:sandbox` in Base64.
  private static let basicCredentials = "Y2xpX3NhbmRib3g6c2FuZGJveA=="

  func issueUserToken(_ request: Request, at now: Int64) -> HTTPReply {
    do throws(LoginError) {
      let form = try LoginForm(of: request)
      guard form["client_id"] == Self.appID, form["client_secret"] == Self.appSecret else {
        throw LoginError("invalid_client", code: 20002, "the app id or the app secret is invalid")
      }
      switch form["grant_type"] {
      case "urn:ietf:params:oauth:grant-type:device_code":
        let (openID, scopes) = try logins.poll(deviceCode: form["device_code"] ?? "", at: now)
        return Self.reply(tokens.makeUserTokens(of: openID, scopes: scopes, at: now))
      case "refresh_token":
        return Self.reply(try tokens.refresh(form["refresh_token"] ?? "", at: now))
      default:
        throw LoginError("unsupported_grant_type", code: 20036, "the grant type is not supported")
      }
    } catch {
      return error.reply
    }
  }

  private static func reply(_ tokens: AccessTokens.UserTokens) -> HTTPReply {
    var members = [
      JSONMember(key: "access_token", value: .string(tokens.access)),
      JSONMember(key: "code", value: .number(0)),
      JSONMember(key: "expires_in", value: .number(tokens.accessSeconds)),
    ]
    if let refresh = tokens.refresh {
      members.append(JSONMember(key: "refresh_token", value: .string(refresh)))
      members.append(JSONMember(key: "refresh_token_expires_in", value: .number(tokens.refreshSeconds)))
    }
    members.append(JSONMember(key: "scope", value: .string(tokens.scopes.joined(separator: " "))))
    members.append(JSONMember(key: "token_type", value: .string("Bearer")))
    return HTTPReply(json: .object(members))
  }

  // MARK: The page of a login

  func showLogin(_ request: Request, at now: Int64) throws(ServiceError) -> HTTPReply {
    let code = try QueryItems(request.query).value("user_code") ?? ""
    let language = request.language
    guard let login = logins.open(userCode: code, at: now), let person = configuration.people.first else {
      return loginPage(
        LocalizedText(
          en: "No login waits under this code. It may have expired: begin again with `okrmd login`.",
          zh: "这个验证码没有待确认的登录，可能已过期：请重新运行 okrmd login。"), in: language, status: 404)
    }
    var form = HTMLText()
    form.append(markup: "<article class=\"record login\"><header class=\"summary\"><h1>")
    form.append(
      text: LocalizedText(en: "Log in to the sandbox?", zh: "登录到沙箱？"), in: language)
    form.append(markup: "</h1></header><div class=\"content\"><p>")
    form.append(
      text: LocalizedText(
        en:
          "The app \(Self.appID) asks to act as \(person.name). Compare the code with the one in your terminal:",
        zh: "应用 \(Self.appID) 请求以 \(person.name) 的身份操作。请核对终端中显示的验证码："), in: language)
    form.append(markup: "</p><p class=\"code\">")
    form.append(text: login.userCode)
    form.append(markup: "</p><ul>")
    for scope in login.scopes {
      form.append(markup: "<li><code>")
      form.append(text: scope)
      form.append(markup: "</code></li>")
    }
    form.append(markup: "</ul><form method=\"post\" action=\"")
    form.append(url: Endpoint.loginPath)
    form.append(markup: "\"><input type=\"hidden\" name=\"user_code\" value=\"")
    form.append(attribute: login.userCode)
    form.append(markup: "\"><button>")
    form.append(text: LocalizedText(en: "Allow", zh: "允许"), in: language)
    form.append(markup: "</button></form></div></article>")
    return HTTPReply(
      page: PageDocument(
        language: language, title: LocalizedText(en: "Log in", zh: "登录")[language], footer: form),
      hasForm: true)
  }

  /// What the button sends. `decision=deny` and `open_id=…` are for scripts.
  func decideLogin(_ request: Request) throws(ServiceError) -> HTTPReply {
    // A page of another site must not press the button.
    if let origin = request.header("Origin"),
      !["127.0.0.1", "localhost"].contains(where: { origin == "http://\($0):\(port)" })
    {
      throw .noPermission("a login is not allowed from \(origin.prefix(200))")
    }
    let form = try QueryItems(String(decoding: request.body, as: UTF8.self))
    let isAllowed = try form.value("decision") != "deny"
    let openID = try form.value("open_id")
    if let openID, !configuration.people.contains(where: { $0.openID == openID }) {
      throw .userNotFound("nobody here has the open_id \(openID.prefix(80))")
    }
    let language = request.language
    guard decideLogin(userCode: try form.value("user_code") ?? "", as: openID, allows: isAllowed) else {
      return loginPage(
        LocalizedText(
          en: "No login waits under this code. It may have expired: begin again with `okrmd login`.",
          zh: "这个验证码没有待确认的登录，可能已过期：请重新运行 okrmd login。"), in: language, status: 404)
    }
    return loginPage(
      isAllowed
        ? LocalizedText(en: "Logged in. You can close this page.", zh: "登录成功，可以关闭此页面。")
        : LocalizedText(en: "The login was denied.", zh: "已拒绝登录。"), in: language)
  }

  private func loginPage(_ text: LocalizedText, in language: Language, status: Int = 200) -> HTTPReply {
    HTTPReply(
      page: PageDocument(
        language: language, title: LocalizedText(en: "Log in", zh: "登录")[language],
        heading: text[language], listPath: PageSubject.allRecords.path), status: status)
  }
}

/// What a request for tokens says, as a form or as JSON: both are documented.
private struct LoginForm {
  private let values: [String: String]

  init(of request: HTTPRequest) throws(LoginError) {
    let type = (request.header("Content-Type") ?? "").prefix { $0 != ";" }.trimmed.lowercased()
    var values: [String: String] = [:]
    switch type {
    case "application/x-www-form-urlencoded":
      guard let items = try? QueryItems(String(decoding: request.body, as: UTF8.self)) else {
        throw Self.invalid("the form cannot be decoded")
      }
      for name in Self.names {
        guard items.values(name).count < 2 else { throw Self.invalid("\(name) appears twice") }
        values[name] = items.values(name).first
      }
    case "application/json":
      guard let json = try? JSONReader.read(request.body), case .object = json else {
        throw Self.invalid("the body is not a JSON object")
      }
      for name in Self.names { values[name] = json[name]?.string }
    default:
      throw Self.invalid("the Content-Type must be application/x-www-form-urlencoded or application/json")
    }
    self.values = values
  }

  private static let names = [
    "grant_type", "client_id", "client_secret", "device_code", "refresh_token", "scope",
  ]

  private static func invalid(_ problem: String) -> LoginError {
    LoginError("invalid_request", code: 20001, problem)
  }

  /// An empty value is as good as none.
  subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }
}
