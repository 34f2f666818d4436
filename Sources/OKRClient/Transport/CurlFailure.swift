import CCurl
import ContentBlocks

/// Tells what an error of libcurl means. Its own messages are searched for known words, and never shown.
struct CurlFailure {
  let failure: TransportFailure

  init(_ result: Int32, _ transfer: CurlTransfer, _ words: RouteWords, isSent: Bool) {
    let message = String(cString: ccurl_message(transfer.pointer)).lowercased()
    let number = { (fact: ccurl_number_fact) in Int32(clamping: ccurl_number(transfer.pointer, fact)) }
    failure =
      isSent
      ? Self.afterSending(result, words)
      : Self.beforeSending(result, message: message, number: number, words)
  }

  private static func afterSending(_ result: Int32, _ words: RouteWords) -> TransportFailure {
    switch Int(result) {
    case CCURL_BAD_CONTENT_ENCODING, CCURL_WRITE_ERROR:
      .unreadable(LocalizedText(en: "it is compressed and cannot be decompressed", zh: "内容经过压缩，但无法解压"))
    case CCURL_UNSUPPORTED_PROTOCOL, CCURL_WEIRD_SERVER_REPLY:
      .unreadable(LocalizedText(en: "it is not HTTP", zh: "不是 HTTP 响应"))
    default: .dropped(words.closed)
    }
  }

  private static func beforeSending(
    _ result: Int32, message: String, number: (ccurl_number_fact) -> Int32, _ words: RouteWords
  ) -> TransportFailure {
    switch Int(result) {
    case CCURL_COULDNT_RESOLVE_HOST: return .notConnected(words.unknownHost)
    case CCURL_COULDNT_RESOLVE_PROXY: return .notConnected(words.unknownProxy)
    case CCURL_SSL_CACERT_BAD_FILE: return .misconfigured(words.noCertificates)
    case CCURL_PEER_FAILED_VERIFICATION:
      return .untrusted(words.untrusted(certificate(number(CCURL_SSL_VERIFY_RESULT), message)))
    case CCURL_UNSUPPORTED_PROTOCOL, CCURL_NOT_BUILT_IN:
      return .misconfigured(words.unsupportedProxy)
    case CCURL_SSL_CONNECT_ERROR:
      let isBroken = ["syscall", "reset", "unexpected eof", "closed"].contains { message.contains($0) }
      return isBroken ? .notConnected(words.brokenHandshake) : .untrusted(words.noTLS)
    default: break
    }
    let connectCode = number(CCURL_HTTP_CONNECT_CODE)
    switch connectCode {
    case 407: return .misconfigured(words.proxyWantsPassword)
    case 500...599: return .notConnected(words.proxyRefused(connectCode))
    case 300...499: return .untrusted(words.proxyRefused(connectCode))
    default: break
    }
    if Int(result) == CCURL_PROXY_ERROR {
      let isLogin = ["authent", "password", "user"].contains { message.contains($0) }
      return isLogin ? .misconfigured(words.proxyWantsPassword) : .notConnected(words.proxyRefused(nil))
    }
    let system = number(CCURL_OS_ERRNO)
    return .notConnected(words.notConnected(system == 0 ? words.noAnswer : words.system(system)))
  }

  enum Certificate {
    case expired, notYetValid, forAnotherHost, unknownIssuer
  }

  /// OpenSSL tells by a number, others in words.
  private static func certificate(_ verifyResult: Int32, _ message: String) -> Certificate {
    switch verifyResult {
    case 10: return .expired
    case 9: return .notYetValid
    case 62, 64: return .forAnotherHost
    case 18, 19, 20, 21: return .unknownIssuer
    // GnuTLS has a bit for each fault.
    case 512...:
      return verifyResult & 1024 != 0 ? .expired : verifyResult & 512 != 0 ? .notYetValid : .unknownIssuer
    default: break
    }
    if message.contains("expire") { return .expired }
    if message.contains("not yet") || message.contains("activat") { return .notYetValid }
    let isOtherHost = ["alternative", "does not match", "target host", "hostname"].contains {
      message.contains($0)
    }
    return isOtherHost ? .forAnotherHost : .unknownIssuer
  }
}

/// What is said about a connection.
struct RouteWords {
  private let host: String
  private let proxy: String?
  private let certificateFile: String?

  init(_ route: Route) {
    host = route.hostName
    proxy = route.proxy?.name
    certificateFile = route.certificateFile
  }

  /// The host, and through which proxy.
  private var peer: (en: String, zh: String) {
    proxy.map { ("\(host) through the proxy \($0)", "\(host)（经由代理 \($0)）") } ?? (host, host)
  }

  var unknownHost: LocalizedText {
    LocalizedText(en: "cannot resolve \(peer.en)", zh: "无法解析主机名 \(peer.zh)")
  }

  var unknownProxy: LocalizedText {
    LocalizedText(en: "cannot resolve the proxy \(proxy ?? "")", zh: "无法解析代理主机名 \(proxy ?? "")")
  }

  func notConnected(_ reason: LocalizedText) -> LocalizedText {
    let (en, zh) = proxy.map { ("the proxy \($0)", "代理 \($0)") } ?? (host, " \(host)")
    return LocalizedText(
      en: "cannot connect to \(en): \(reason[.english])", zh: "无法连接\(zh)：\(reason[.chinese])")
  }

  var noAnswer: LocalizedText { LocalizedText(en: "no answer", zh: "没有应答") }

  func system(_ number: Int32) -> LocalizedText { systemText(number) }

  var noConnectionInTime: LocalizedText {
    LocalizedText(en: "no connection to \(peer.en) within the time given", zh: "在限定时间内未能连接 \(peer.zh)")
  }

  var noReplyInTime: LocalizedText {
    LocalizedText(en: "no reply from \(peer.en) within the time given", zh: "在限定时间内没有收到 \(peer.zh) 的响应")
  }

  var noMoreReply: LocalizedText {
    LocalizedText(en: "no reply from \(peer.en) for a long time", zh: "长时间没有收到 \(peer.zh) 的响应")
  }

  var closed: LocalizedText {
    LocalizedText(
      en: "\(peer.en) closed the connection before the reply was complete", zh: "\(peer.zh) 在响应完成之前关闭了连接")
  }

  var noCertificates: LocalizedText {
    if let certificateFile {
      return LocalizedText(
        en:
          "SSL_CERT_FILE names '\(certificateFile)', which has no certificates to verify \(host) with; name another file, "
          + "or unset it",
        zh: "SSL_CERT_FILE 所指的“\(certificateFile)”中没有可用于验证 \(host) 的证书；请改为其他文件，或取消该变量")
    }
    return LocalizedText(
      en:
        "no certificates on this machine to verify \(host) with; install the package ca-certificates, or set SSL_CERT_FILE",
      zh: "本机没有可用于验证 \(host) 的根证书；请安装软件包 ca-certificates，或设置 SSL_CERT_FILE")
  }

  func untrusted(_ certificate: CurlFailure.Certificate) -> LocalizedText {
    switch certificate {
    case .expired:
      LocalizedText(en: "the certificate of \(peer.en) has expired", zh: "\(peer.zh) 的证书已过期")
    case .notYetValid:
      LocalizedText(en: "the certificate of \(peer.en) is not valid yet", zh: "\(peer.zh) 的证书尚未生效")
    case .forAnotherHost:
      LocalizedText(en: "the certificate of \(peer.en) is for another host", zh: "\(peer.zh) 的证书属于其他主机")
    case .unknownIssuer:
      LocalizedText(en: "the certificate of \(peer.en) is not trusted", zh: "\(peer.zh) 的证书不受信任")
    }
  }

  var brokenHandshake: LocalizedText {
    LocalizedText(
      en: "\(peer.en) closed the connection during the TLS handshake", zh: "\(peer.zh) 在 TLS 握手期间关闭了连接")
  }

  var noTLS: LocalizedText {
    LocalizedText(en: "\(peer.en) does not speak TLS 1.2 or newer", zh: "\(peer.zh) 不支持 TLS 1.2 或更新的版本")
  }

  var unsupportedProxy: LocalizedText {
    LocalizedText(
      en: "unsupported proxy \(proxy ?? ""): this machine's libcurl was built without it",
      zh: "不支持代理 \(proxy ?? "")：本机的 libcurl 未包含此类代理")
  }

  var proxyWantsPassword: LocalizedText {
    LocalizedText(
      en: "the proxy \(proxy ?? "") asks for another user name and password",
      zh: "代理 \(proxy ?? "") 的用户名或密码不正确")
  }

  func proxyRefused(_ status: Int32?) -> LocalizedText {
    let detail = status.map { (" (HTTP \($0))", "（HTTP \($0)）") } ?? ("", "")
    return LocalizedText(
      en: "the proxy \(proxy ?? "") refused the connection to \(host)\(detail.0)",
      zh: "代理 \(proxy ?? "") 拒绝连接 \(host)\(detail.1)")
  }
}
