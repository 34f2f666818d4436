import ContentBlocks

/// Why a call failed for good, after all that could be tried.
///
/// ``text`` is one line for the writer of a note: what failed, with the service's own code, message and log id, and what
/// to do next. No token or secret is ever part of it.
public struct ServiceError: Error, Sendable, CustomStringConvertible {
  /// What kind of remedy there is.
  public enum Kind: Sendable {
    /// The service refused the request, failed, or gave no reply that can be read.
    case refused
    /// A time-out, or something transient.
    case temporary
    /// The app or the person has no right to the call.
    case forbidden
    /// There is no valid token.
    case unauthorized
    /// This machine must be set up in another way first: libcurl, certificates, a proxy's password.
    case configuration
  }

  /// What kind of remedy there is.
  public let kind: Kind
  /// What the failure means.
  public let cause: FailureCause
  /// The call that failed. It may be the one for a token, made before the one that was asked for.
  public let call: ServiceCall
  /// Whether an update or a create may have been carried out all the same; false for other calls.
  public let mayHaveArrived: Bool
  /// What happened, without details and advice.
  let problem: LocalizedText
  /// What to do next, without its full stop.
  let advice: LocalizedText?
  /// What the reply said; nil when there is none.
  let reply: ReplyFacts?

  /// The HTTP status of the reply; nil when there is none.
  public var status: Int? { reply?.status }
  /// The code of the reply; nil when it has none.
  public var code: ServiceCode? { reply?.code }
  /// What the service says, fit for one line and cut.
  public var serverMessage: String? { reply?.message }
  /// The id under which the service logged the call; its support asks for it.
  public var logID: String? { reply?.logID }

  /// Whether the service does not let the record be read, and will not: a code that says no permission, no edition or
  /// invalid; HTTP 404, 405 or 501 without a code. Then nothing is learned by asking again. HTTP 403 without a code may
  /// come from a proxy, and says nothing of the record.
  public var refusesReading: Bool {
    if let code, code.number != 0 { return cause.refusesReading }
    return cause == .loginLacksScope || [404, 405, 501].contains(status)
  }

  /// The whole line in English.
  public var description: String { text[.english] }

  /// The whole line.
  public var text: LocalizedText { text(adding: nil) }

  /// The whole line with one more piece of advice at its end, such as a flag that helps.
  public func text(adding hint: LocalizedText?) -> LocalizedText {
    func line(_ language: Language) -> String {
      let isEnglish = language == .english
      let facts = facts(in: language)
      let details = isEnglish ? " (\(facts.joined(separator: ", ")))" : "（\(facts.joined(separator: "，"))）"
      let advice = [advice, hint].compactMap { $0?[language] }
      let parts = [problem[language] + (facts.isEmpty ? "" : details)] + advice
      return parts.joined(separator: isEnglish ? "; " : "；")
    }
    return LocalizedText(en: line(.english), zh: line(.chinese))
  }

  private func facts(in language: Language) -> [String] {
    guard let reply else { return [] }
    let isEnglish = language == .english
    var facts = ["HTTP \(reply.status)"]
    if let code = reply.code { facts.append(isEnglish ? "code \(code.number)" : "错误码 \(code.number)") }
    if let message = reply.message, !message.isEmpty {
      facts.append(isEnglish ? "\"\(message)\"" : "“\(message)”")
    }
    if !reply.fields.isEmpty {
      facts.append(
        (isEnglish ? "invalid: " : "无效字段：") + reply.fields.joined(separator: isEnglish ? "; " : "；"))
    }
    if !reply.missingPermissions.isEmpty {
      facts.append(
        (isEnglish ? "missing: " : "缺少权限：")
          + reply.missingPermissions.joined(separator: isEnglish ? ", " : "、"))
    }
    if let page = reply.troubleshooter { facts.append(isEnglish ? "see \(page)" : "参见 \(page)") }
    if let logID = reply.logID { facts.append(isEnglish ? "log id \(logID)" : "日志 ID \(logID)") }
    return facts
  }
}

extension ServiceCall {
  /// What did not happen.
  ///
  /// - Parameter isUnknown: whether it may have happened all the same.
  func failed(isUnknown: Bool) -> LocalizedText {
    switch self {
    case .update:
      isUnknown
        ? LocalizedText(en: "the record may or may not be updated", zh: "无法确定记录是否已更新")
        : LocalizedText(en: "the record was not updated", zh: "记录未更新")
    case .read: LocalizedText(en: "the record was not read", zh: "未能读取记录")
    case .create:
      isUnknown
        ? LocalizedText(en: "a record may or may not have been created", zh: "无法确定记录是否已创建")
        : LocalizedText(en: "no record was created", zh: "未创建记录")
    case .upload: LocalizedText(en: "the image was not uploaded", zh: "图片未上传")
    case .token: LocalizedText(en: "no token was fetched", zh: "未能获取令牌")
    case .identify: LocalizedText(en: "the person was not identified", zh: "未能获取用户信息")
    case .list: LocalizedText(en: "the objectives were not listed", zh: "未能列出目标")
    case .authorize, .login: LocalizedText(en: "not logged in", zh: "登录未完成")
    }
  }
}
