import ContentBlocks

/// A code in a reply.
///
/// Sources: the error codes of the update endpoint; the open platform's common codes.
public struct ServiceCode: Hashable, Sendable {
  /// The number, such as 1001001; 0 is a success.
  public let number: Int64

  /// A code by its number. It need not be one that a document lists.
  public init(_ number: Int64) {
    self.number = number
  }

  /// Something in the request is not as the service wants it.
  public static let invalidParameters = ServiceCode(1_001_001)

  /// What the code means; nil for one that no document lists.
  public var cause: FailureCause? {
    switch number {
    case 1_001_001: .invalidParameters
    case 1_001_002: .noPermission
    case 1_001_003: .userNotFound
    case 1_001_004: .notFound
    case 1_009_998, 1_009_999: .serviceFailed
    case 99_991_400: .rateLimited
    case 99_991_661, 99_991_663, 99_991_668, 99_991_677: .tokenInvalid
    case 99_991_671: .tokenMalformed
    case 99_991_672: .appLacksScope
    case 99_991_679: .tokenLacksScope
    case 1_000_403: .noOKREdition
    case 99_992_402: .invalidFields
    case 99_992_351, 99_992_352, 99_992_359...99_992_361, 99_992_363, 99_992_364: .unknownUserID
    case 99_991_403: .quotaUsedUp
    case 99_991_401: .addressNotAllowed
    case 99_991_662: .appDisabled
    case 99_991_673: .appNotInstalled
    // The codes of a login's tokens.
    case 20_026, 20_037, 20_064, 20_073: .loginExpired
    case 20_074: .refreshSwitchedOff
    case 20_050, 20_072: .serviceFailed
    default: nil
    }
  }
}

/// What a failure means, whether a code, a status or the network told it. This is the one vocabulary for all of them.
public enum FailureCause: String, CaseIterable, Sendable {
  // MARK: The network

  /// No connection was made; nothing was sent.
  case notConnected
  /// No connection can be made before this machine is set up in another way; nothing was sent.
  case misconfigured
  /// The certificate is not trusted, or a proxy refused for good; nothing was sent.
  case untrusted
  /// The time is over.
  case timedOut
  /// The connection ended before the reply was complete.
  case connectionLost

  // MARK: A reply that is not what the service sends

  /// It is longer than what is read.
  case replyTooLong
  /// It is not HTTP, or cannot be decompressed.
  case unreadable
  /// It is a redirect.
  case redirect
  /// It has no code of the service, and its status tells nothing else.
  case notTheService
  /// It reports a success and lacks what the call is for, or is about something else.
  case wrongReply

  // MARK: What the service says of the request

  /// Something in it is invalid.
  case invalidParameters
  /// Fields are invalid; the error names them.
  case invalidFields
  /// A user was not found.
  case userNotFound
  /// A user id is not known, or is one of another app.
  case unknownUserID
  /// The record, objective or key result was not found.
  case notFound

  // MARK: What it says of who asks

  /// The person or the app has no right to the record.
  case noPermission
  /// The app lacks a scope.
  case appLacksScope
  /// The user token lacks a scope.
  case tokenLacksScope
  /// The company's edition has no OKR API.
  case noOKREdition
  /// The token is missing, invalid or expired.
  case tokenInvalid
  /// The token is not one.
  case tokenMalformed
  /// The app is not known, or its secret is another one.
  case appUnknown
  /// The app is disabled.
  case appDisabled
  /// The app is not installed in the company.
  case appNotInstalled
  /// This machine's IP address is not on the app's list.
  case addressNotAllowed

  // MARK: What it says of itself

  /// There were too many calls in this minute.
  case rateLimited
  /// The app's calls of this month are used up.
  case quotaUsedUp
  /// It failed.
  case serviceFailed
  /// A code that no document lists.
  case unlisted

  // MARK: Logins

  /// The login is no longer valid.
  case loginExpired
  /// The person did not allow what the call needs.
  case loginLacksScope
  /// The person denied the login.
  case loginDenied
  /// Nobody allowed the login in time.
  case loginCodeExpired
  /// The app may not refresh tokens.
  case refreshSwitchedOff

  /// What kind of remedy there is.
  public var kind: ServiceError.Kind {
    switch self {
    case .notConnected, .timedOut, .connectionLost, .rateLimited, .quotaUsedUp, .serviceFailed: .temporary
    case .misconfigured: .configuration
    case .untrusted, .replyTooLong, .unreadable, .redirect, .notTheService, .wrongReply, .invalidParameters,
      .invalidFields, .userNotFound, .unknownUserID, .notFound, .noOKREdition, .unlisted:
      .refused
    case .noPermission, .appLacksScope, .tokenLacksScope, .loginLacksScope: .forbidden
    case .tokenInvalid, .tokenMalformed, .appUnknown, .appDisabled, .appNotInstalled, .addressNotAllowed,
      .loginExpired, .loginDenied, .loginCodeExpired, .refreshSwitchedOff:
      .unauthorized
    }
  }

  /// Whether the same request may succeed in a moment.
  var isTransient: Bool {
    switch self {
    case .notConnected, .connectionLost, .rateLimited, .serviceFailed: true
    default: false
    }
  }

  /// Whether a new token may help.
  var asksForNewToken: Bool { self == .tokenInvalid || self == .tokenMalformed }

  /// Whether the service does not let a record be read, and will not: no permission, no edition, or a request that it
  /// finds invalid.
  var refusesReading: Bool {
    switch self {
    case .noPermission, .appLacksScope, .tokenLacksScope, .loginLacksScope, .noOKREdition, .invalidParameters,
      .invalidFields, .unknownUserID:
      true
    default: false
    }
  }
}

// MARK: - Words

extension FailureCause {
  /// What happened, in words that follow "the record was not updated: ". Whoever found it may have better ones.
  var reason: LocalizedText {
    switch self {
    case .notConnected, .misconfigured, .untrusted, .timedOut, .connectionLost, .replyTooLong, .unreadable,
      .wrongReply:
      LocalizedText(en: "the call failed", zh: "调用失败")
    case .loginLacksScope: LocalizedText(en: "the login lacks a scope", zh: "登录缺少权限范围")
    case .redirect:
      LocalizedText(
        en: "the reply is a redirect, and redirects are not followed", zh: "服务返回了重定向，不会自动跳转")
    case .notTheService:
      LocalizedText(en: "the reply is not in the service's form", zh: "响应不符合服务的格式")
    case .invalidParameters, .userNotFound, .notFound, .unlisted, .appUnknown:
      LocalizedText(en: "the service refused the request", zh: "服务拒绝了请求")
    case .invalidFields:
      LocalizedText(en: "a field of the request is invalid", zh: "请求中有字段无效")
    case .unknownUserID:
      LocalizedText(
        en: "a user id is unknown to the service, or belongs to another app", zh: "有用户 ID 不存在，或属于其他应用")
    case .noPermission, .appLacksScope: LocalizedText(en: "no permission", zh: "没有权限")
    case .tokenLacksScope: LocalizedText(en: "the user token lacks a scope", zh: "用户令牌缺少权限范围")
    case .noOKREdition:
      LocalizedText(en: "this company's edition has no OKR API", zh: "企业所用的版本不支持 OKR 接口")
    case .tokenInvalid:
      LocalizedText(en: "the token is missing, invalid or expired", zh: "令牌缺失、无效或已过期")
    case .tokenMalformed: LocalizedText(en: "the token is malformed", zh: "令牌格式不正确")
    case .appDisabled: LocalizedText(en: "the app is disabled", zh: "应用已停用")
    case .appNotInstalled: LocalizedText(en: "the app is not installed in this company", zh: "企业尚未安装该应用")
    case .addressNotAllowed:
      LocalizedText(en: "the IP address of this machine is not on the app's list", zh: "本机的 IP 地址不在应用的白名单中")
    case .rateLimited: LocalizedText(en: "too many calls", zh: "调用过于频繁")
    case .quotaUsedUp: LocalizedText(en: "the app's calls of this month are used up", zh: "应用本月的调用次数已用完")
    case .serviceFailed: LocalizedText(en: "the service failed", zh: "服务出错")
    case .loginExpired: LocalizedText(en: "the login is no longer valid", zh: "登录已失效")
    case .loginDenied: LocalizedText(en: "the login was denied", zh: "登录请求被拒绝")
    case .loginCodeExpired: LocalizedText(en: "the code has expired", zh: "验证码已过期")
    case .refreshSwitchedOff:
      LocalizedText(en: "the app may not refresh user tokens", zh: "应用未开启刷新用户令牌的开关")
    }
  }

  /// What to do next, without its full stop; nil when there is nothing to be said. Flags and variables are left to
  /// whoever has them.
  ///
  /// - Parameter brand: the brand that was called; nil for any other address.
  func advice(for call: ServiceCall, brand: Brand?) -> LocalizedText? {
    switch self {
    case .notConnected:
      LocalizedText(en: "check the network and the base URL, then try again", zh: "请检查网络和服务地址，然后重试")
    case .misconfigured: nil
    case .untrusted:
      LocalizedText(
        en: "check the base URL, the proxy, and this machine's clock and certificates",
        zh: "请检查服务地址、代理，以及本机的时钟和证书")
    case .timedOut: LocalizedText(en: "try again, or allow more time", zh: "请重试，或延长时限")
    case .connectionLost: LocalizedText(en: "try again", zh: "请重试")
    case .replyTooLong, .redirect: LocalizedText(en: "check the base URL", zh: "请检查服务地址")
    case .unreadable, .notTheService:
      LocalizedText(
        en: "check the base URL, and whether a proxy answers in its place", zh: "请检查服务地址，以及是否由代理代为应答")
    case .wrongReply:
      LocalizedText(
        en: "try again; if it stays, give the log id to Feishu's support", zh: "请重试；若仍如此，请将日志 ID 提供给飞书客服")
    case .invalidParameters: invalidParameters(call)
    case .invalidFields: nil
    case .userNotFound:
      call == .list
        ? LocalizedText(en: "check the id of the person and its kind", zh: "请检查用户 ID 及其类型")
        : LocalizedText(
          en: "a mentioned user was not found; check the ids of mentions and their kind",
          zh: "提及的用户不存在；请检查提及中的用户 ID 及其类型")
    case .unknownUserID:
      LocalizedText(en: "check the ids of mentions and their kind", zh: "请检查提及中的用户 ID 及其类型")
    case .notFound:
      switch call {
      case .create, .upload:
        LocalizedText(en: "check the id of the objective or key result", zh: "请检查目标或关键结果的 ID")
      case .list: LocalizedText(en: "check the id of the person and the periods", zh: "请检查用户 ID 和周期")
      case .update, .read, .token, .identify, .authorize, .login:
        LocalizedText(en: "check the progress id; the record may have been deleted", zh: "请检查进展 ID；该记录可能已被删除")
      }
    case .noPermission: noPermission(call)
    case .appLacksScope:
      LocalizedText(
        en:
          "give the app the scope \(call.scopeWords[.english]) in the open platform's console, and publish it",
        zh: "请在开放平台后台为应用开通权限 \(call.scopeWords[.chinese]) 并发布版本")
    case .tokenLacksScope, .loginLacksScope:
      LocalizedText(
        en: "log in again, with an app that has the scope \(call.scopeWords[.english])",
        zh: "请为应用开通权限 \(call.scopeWords[.chinese])，然后重新登录")
    case .noOKREdition: LocalizedText(en: "ask the company's administrator", zh: "请咨询企业管理员")
    case .tokenInvalid, .tokenMalformed:
      LocalizedText(
        en: "get a new token, log in again, or let tokens be fetched with an app's id and secret",
        zh: "请获取新的令牌、重新登录，或改用应用的 ID 和密钥自动获取令牌")
    case .appUnknown: unknownApp(brand)
    case .appDisabled:
      LocalizedText(en: "enable it in the open platform's console", zh: "请在开放平台后台启用该应用")
    case .appNotInstalled:
      LocalizedText(en: "publish it, and have the administrator install it", zh: "请发布应用，并由管理员安装")
    case .addressNotAllowed:
      LocalizedText(en: "add it in the open platform's console", zh: "请在开放平台后台添加该地址")
    case .rateLimited: LocalizedText(en: "wait a minute and try again", zh: "请一分钟后重试")
    case .quotaUsedUp:
      LocalizedText(en: "wait for next month, or ask for a larger quota", zh: "请等到下个月，或申请提高额度")
    case .serviceFailed:
      LocalizedText(
        en: "try again later; if it stays, give the log id to Feishu's support",
        zh: "请稍后重试；若仍如此，请将日志 ID 提供给飞书客服")
    case .unlisted:
      LocalizedText(en: "look the code up in the open platform's documents", zh: "请在开放平台文档中查询该错误码")
    case .loginExpired, .loginDenied, .loginCodeExpired: LocalizedText(en: "log in again", zh: "请重新登录")
    case .refreshSwitchedOff:
      LocalizedText(
        en: "switch it on in the open platform's console (security settings), and log in again",
        zh: "请在开放平台后台的安全设置中开启，然后重新登录")
    }
  }

  private func invalidParameters(_ call: ServiceCall) -> LocalizedText {
    switch call {
    case .update, .create:
      LocalizedText(
        en: "check the ids of mentions, image tokens and the percentage in the note",
        zh: "请检查提及的用户 ID、图片令牌和百分比")
    case .upload:
      LocalizedText(
        en: "check the objective or key result, and that the image opens", zh: "请检查目标或关键结果的 ID，以及图片能否打开")
    case .read, .list, .token, .identify, .authorize, .login:
      LocalizedText(en: "check the id, and the kind of user ids", zh: "请检查 ID 以及用户 ID 的类型")
    }
  }

  private func noPermission(_ call: ServiceCall) -> LocalizedText {
    let scopes = call.scopeWords
    return switch call {
    case .update, .create, .upload:
      LocalizedText(
        en: "ask for edit rights on the OKR, and give the app the scope \(scopes[.english])",
        zh: "请取得该 OKR 的编辑权限，并为应用开通权限 \(scopes[.chinese])")
    case .read, .list:
      LocalizedText(
        en: "ask for access to the OKR, and give the app the scope \(scopes[.english])",
        zh: "请取得该 OKR 的查看权限，并为应用开通权限 \(scopes[.chinese])")
    case .token, .identify, .authorize, .login:
      LocalizedText(en: "check the app in the open platform's console", zh: "请在开放平台后台检查应用")
    }
  }

  private func unknownApp(_ brand: Brand?) -> LocalizedText {
    guard let brand else { return LocalizedText(en: "check the app's id and secret", zh: "请检查应用的 ID 和密钥") }
    let (this, other) = (brand.title, brand.other.title)
    return LocalizedText(
      en: "check the app's id and secret, and whether the app belongs to \(other): this is \(this)",
      zh: "请检查应用的 ID 和密钥，以及应用是否属于 \(other)：当前服务是 \(this)")
  }
}
