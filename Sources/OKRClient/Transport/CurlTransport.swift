import CCurl
import ContentBlocks
import Synchronization

/// Carries requests with libcurl, which is opened when the first request is sent. TLS is verified, redirects are not
/// followed, plain `http` goes to loopback addresses only.
///
/// Each request runs on a thread of its own. Connections are kept open for the next request.
public final class CurlTransport: HTTPTransport {
  private let settings: NetworkSettings
  private let patience: Duration
  private let library: CurlLibrary?
  /// Transfers that nobody uses now, with their open connections.
  private let idle = Mutex<[Transfer]>([])

  /// Lends a transport and closes its connections afterwards.
  ///
  /// - Parameters:
  ///   - settings: proxy and certificates; no proxy and the system's certificates by default.
  ///   - patience: how long a reply may make no progress before its connection is given up; 30 seconds by default.
  ///   - body: makes calls with the transport. It must not keep it.
  /// - Throws: what the body throws.
  public static func with<Value: Sendable, Failure>(
    settings: NetworkSettings = NetworkSettings(), patience: Duration = .seconds(30),
    _ body: (CurlTransport) async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let transport = CurlTransport(settings: settings, patience: patience)
    do throws(Failure) {
      let value = try await body(transport)
      await transport.close()
      return value
    } catch {
      await transport.close()
      throw error
    }
  }

  /// A transport. Close it when it is no longer needed.
  ///
  /// - Parameters:
  ///   - settings: proxy and certificates; no proxy and the system's certificates by default.
  ///   - patience: how long a reply may make no progress before its connection is given up; 30 seconds by default.
  public convenience init(settings: NetworkSettings = NetworkSettings(), patience: Duration = .seconds(30)) {
    self.init(settings: settings, patience: patience, libraries: nil)
  }

  /// - Parameter libraries: the file names of libcurl, the best first; nil for the system's.
  init(settings: NetworkSettings, patience: Duration, libraries: [String]?) {
    self.settings = settings
    self.patience = patience
    library = libraries.map { CurlLibrary(names: $0) } ?? CurlLibrary.installed
  }

  public func send(
    _ method: APIRequest.Method, _ url: String, headers: [APIRequest.Header], body: [UInt8],
    replyLimit: Int, deadline: ContinuousClock.Instant
  ) async throws(TransportFailure) -> HTTPReply {
    guard let base = try? BaseURL(String(url.prefix { $0 != "?" })) else {
      throw .misconfigured(LocalizedText(en: "the address is not an https URL", zh: "地址不是 https 网址"))
    }
    guard let library else { throw .misconfigured(CurlLibrary.missing) }
    let exchange = Exchange(
      route: Route(host: base, proxy: settings.proxy(for: base)), method: method, url: url, headers: headers,
      body: body,
      replyLimit: replyLimit, deadline: deadline, patience: patience)
    let result = await withTaskCancellationHandler {
      await onOwnThread { self.run(exchange, library) } ?? .failure(.noThread)
    } onCancel: {
      exchange.cancel()
    }
    return try result.get()
  }

  private func run(_ exchange: Exchange, _ library: CurlLibrary) -> Result<HTTPReply, TransportFailure> {
    guard let transfer = idle.withLock({ $0.popLast() }) ?? Transfer(library) else {
      return .failure(.noThread)
    }
    let result = exchange.run(transfer, settings)
    if transfer.end(isConnecting: exchange.isConnecting) { idle.withLock { $0.append(transfer) } }
    return result
  }

  /// Closes the connections that nobody uses now.
  public func close() async {
    // On a thread that knows no signals: closing a connection whose peer is gone may raise one.
    _ = await onOwnThread { self.idle.withLock { $0.removeAll() } }
  }
}

extension TransportFailure {
  fileprivate static let noThread = TransportFailure.notConnected(
    LocalizedText(en: "the system is out of threads or memory", zh: "系统的线程或内存不足"))
}

private final class Job: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}

/// Runs work on a thread of its own; nil when there is no thread to be had.
private func onOwnThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
  await withCheckedContinuation { continuation in
    let job = Unmanaged.passRetained(Job { continuation.resume(returning: work()) })
    let isStarted = ccurl_detach(
      { context in
        guard let context else { return }
        Unmanaged<Job>.fromOpaque(context).takeRetainedValue().run()
      }, job.toOpaque())
    if !isStarted {
      job.release()
      continuation.resume(returning: nil)
    }
  }
}

// MARK: - libcurl

/// An open libcurl. It never changes and is never closed.
private struct CurlLibrary: @unchecked Sendable {
  let pointer: OpaquePointer

  /// The system's.
  static let installed = CurlLibrary(names: names)

  #if canImport(Darwin)
    private static let names = ["/usr/lib/libcurl.4.dylib", "libcurl.4.dylib"]
  #else
    // The second is what git brings along on Debian.
    private static let names = ["libcurl.so.4", "libcurl-gnutls.so.4"]
  #endif

  static let missing = LocalizedText(
    en:
      "libcurl 7.68 or newer was not found; install the package libcurl4 (Debian, Ubuntu), libcurl (Fedora, Alpine) "
      + "or curl (Arch, Homebrew)",
    zh: "没有找到 libcurl 7.68 或更新的版本；请安装软件包 libcurl4（Debian、Ubuntu）、libcurl（Fedora、Alpine）或 curl（Arch、Homebrew）")

  init?(names: [String]) {
    guard let pointer = names.lazy.compactMap({ ccurl_open($0) }).first else { return nil }
    self.pointer = pointer
  }
}

/// A transfer of libcurl with its open connections. One thread at a time uses it; `wake` alone is for any thread.
private final class Transfer: @unchecked Sendable {
  let pointer: OpaquePointer
  /// Whether libcurl can end a transfer without waiting for the name server.
  private var endsQuickly = false

  init?(_ library: CurlLibrary) {
    guard let pointer = ccurl_transfer_new(library.pointer) else { return nil }
    self.pointer = pointer
  }

  deinit {
    ccurl_transfer_free(pointer)
  }

  func set(_ option: ccurl_number_option, _ value: Int) { ccurl_set_number(pointer, option, value) }
  func set(_ option: ccurl_text_option, _ value: String) { ccurl_set_text(pointer, option, value) }

  /// What is the same for all requests.
  func prepare() {
    set(CCURL_NO_SIGNAL, 1)
    set(CCURL_PROTOCOLS, 3)  // http and https
    set(CCURL_HTTP_VERSION, 2)  // HTTP/1.1
    set(CCURL_SSL_VERSION, 6)  // TLS 1.2 or newer
    set(CCURL_VERIFY_PEER, 1)
    set(CCURL_VERIFY_HOST, 2)
    set(CCURL_FOLLOW_LOCATION, 0)
    set(CCURL_HTTP09_ALLOWED, 0)
    set(CCURL_PATH_AS_IS, 1)
    set(CCURL_HEADER_OPT, 1)  // A proxy does not see the headers.
    set(CCURL_SUPPRESS_CONNECT_HEADERS, 1)
    // All that libcurl knows. What is decompressed is bounded as it comes, like any reply.
    set(CCURL_ACCEPT_ENCODING, "")
    // A connection that the service closes at the same moment would leave a call's fate unknown.
    set(CCURL_MAX_AGE_CONN, 5)
    set(CCURL_EXPECT_100_TIMEOUT_MS, 500)
    endsQuickly = ccurl_set_number(pointer, CCURL_QUICK_EXIT, 1)
  }

  /// Ends the request.
  ///
  /// - Parameter isConnecting: whether it was given up while it connected.
  /// - Returns: whether the transfer can be used again.
  func end(isConnecting: Bool) -> Bool {
    if isConnecting, !endsQuickly {
      // Before 7.87 libcurl waits for an answer of the name server here. Better to lose some memory.
      _ = Unmanaged.passRetained(self)
      return false
    }
    ccurl_end(pointer)
    return true
  }
}

/// Where a request goes.
private struct Route {
  let host: BaseURL
  let proxy: NetworkSettings.Proxy?

  /// The host, with its port if that is not the usual one.
  var hostName: String {
    let name = host.host.contains(":") ? "[\(host.host)]" : host.host
    return host.port.map { "\(name):\($0)" } ?? name
  }
}

// MARK: - A request

/// A request on its way. All but `cancel` happens on the thread that runs it.
private final class Exchange: @unchecked Sendable {
  private struct Control {
    var isCancelled = false
    var transfer: Transfer?
  }

  private let route: Route
  private let method: APIRequest.Method
  private let url: String
  private let headers: [APIRequest.Header]
  private let requestBody: [UInt8]
  private let replyLimit: Int
  private let deadline: ContinuousClock.Instant
  private let patience: Duration
  private let control = Mutex(Control())

  private var status = 0
  private var replyHeaders: [APIRequest.Header] = []
  private var isHeadComplete = false
  private var headLength = 0
  private var body: [UInt8] = []
  private var transferredBytes: Int64 = 0
  private var lastProgress = ContinuousClock.now
  /// Whether libcurl tells when it is about to send.
  private var tellsSending = false
  private var isSent = false
  private var isOver = false
  /// What kept this side from reading on.
  private var problem: TransportFailure?

  /// How long a connection may take to be made, name server and handshakes included.
  private static let connectPatience = Duration.seconds(10)
  /// From how many bytes on a body is sent only when the service says so, or says nothing.
  private static let largeBody = 256 << 10
  /// The most bytes of a reply's headers.
  private static let maxHeadLength = 256 << 10

  init(
    route: Route, method: APIRequest.Method, url: String, headers: [APIRequest.Header], body: [UInt8],
    replyLimit: Int,
    deadline: ContinuousClock.Instant, patience: Duration
  ) {
    self.route = route
    self.method = method
    self.url = url
    self.headers = headers
    requestBody = body
    self.replyLimit = replyLimit
    self.deadline = deadline
    self.patience = patience
  }

  /// Whether it was given up while the connection was made.
  var isConnecting: Bool { !isOver && !isSent }

  /// Ends the request, from any thread.
  func cancel() {
    control.withLock { control in
      control.isCancelled = true
      if let transfer = control.transfer { ccurl_wake(transfer.pointer) }
    }
  }

  func run(_ transfer: Transfer, _ settings: NetworkSettings) -> Result<HTTPReply, TransportFailure> {
    transfer.prepare()
    return requestBody.withUnsafeBufferPointer { body in
      guard setUp(transfer, settings, body) else { return .failure(.noThread) }
      control.withLock { $0.transfer = transfer }
      // Afterwards it may be another request's.
      defer { control.withLock { $0.transfer = nil } }
      return follow(transfer)
    }
  }

  private func setUp(
    _ transfer: Transfer, _ settings: NetworkSettings, _ body: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    transfer.set(CCURL_URL, url)
    setRequest(transfer, body)
    setRoute(transfer, settings)
    var events = ccurl_events(
      context: Unmanaged.passUnretained(self).toOpaque(),
      header: { Exchange.from($0)?.take(header: UnsafeBufferPointer(start: $1, count: $2)) ?? false },
      body: { Exchange.from($0)?.take(body: UnsafeBufferPointer(start: $1, count: $2)) ?? false },
      will_send: { Exchange.from($0)?.willSend() ?? false },
      progress: { Exchange.from($0)?.progress($1) })
    guard ccurl_set_events(transfer.pointer, &events, &tellsSending) else { return false }
    // libcurl sends a request once more when a connection that was open before ends without a reply. That must be
    // decided elsewhere, so where `willSend` cannot refuse, no such connection is used.
    if !tellsSending, method == .post { transfer.set(CCURL_FRESH_CONNECT, 1) }
    return ccurl_begin(transfer.pointer)
  }

  private func setRequest(_ transfer: Transfer, _ body: UnsafeBufferPointer<UInt8>) {
    if method == .get {
      transfer.set(CCURL_HTTP_GET, 1)
    } else {
      transfer.set(CCURL_POST, 1)
      if method != .post { transfer.set(CCURL_CUSTOM_REQUEST, method.rawValue) }
      transfer.set(CCURL_POST_FIELD_SIZE, body.count)
      body.withMemoryRebound(to: CChar.self) { bytes in
        if bytes.isEmpty {
          transfer.set(CCURL_POST_FIELDS, "")
        } else {
          _ = ccurl_set_text(transfer.pointer, CCURL_POST_FIELDS, bytes.baseAddress)
        }
      }
      // A service that refuses a large request may close the connection while it is being sent, and then its reply is
      // lost. So it is asked first; one that does not know the question costs a moment.
      ccurl_add_header(transfer.pointer, body.count < Self.largeBody ? "Expect:" : "Expect: 100-continue")
      // Or libcurl would add one.
      if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
        ccurl_add_header(transfer.pointer, "Content-Type:")
      }
    }
    for header in headers {
      let line = "\(header.name): \(header.value)".unicodeScalars.filter {
        $0.value >= 0x20 && $0.value != 0x7F
      }
      ccurl_add_header(transfer.pointer, String(String.UnicodeScalarView(line)))
    }
  }

  private func setRoute(_ transfer: Transfer, _ settings: NetworkSettings) {
    // Set in any case, or libcurl would read the environment itself.
    transfer.set(CCURL_NO_PROXY, "")
    transfer.set(CCURL_PROXY, "")
    if let proxy = route.proxy {
      transfer.set(CCURL_PROXY, "\(proxy.kind)://\(proxy.name)")
      transfer.set(CCURL_HTTP_PROXY_TUNNEL, 1)
      if let credentials = proxy.credentials {
        transfer.set(CCURL_PROXY_USER_NAME, credentials.user)
        transfer.set(CCURL_PROXY_PASSWORD, credentials.password)
      }
    }
    if let file = settings.certificateFile {
      transfer.set(CCURL_CA_INFO, file)
      transfer.set(CCURL_PROXY_CA_INFO, file)
    }
    if let folder = settings.certificateFolder {
      transfer.set(CCURL_CA_PATH, folder)
      transfer.set(CCURL_PROXY_CA_PATH, folder)
    }
  }

  /// Goes on until there is a reply, an error, or no more time.
  private func follow(_ transfer: Transfer) -> Result<HTTPReply, TransportFailure> {
    let start = ContinuousClock.now
    lastProgress = start
    while true {
      let now = ContinuousClock.now
      if now >= deadline || control.withLock({ $0.isCancelled }) { return .failure(timedOut) }
      if isSent, now - lastProgress >= patience { return .failure(.dropped(words.noMoreReply)) }
      if !isSent, tellsSending, now - start >= Self.connectPatience {
        return .failure(.notConnected(words.notConnected(words.noAnswer)))
      }
      let wait = min(deadline - now, patience, .seconds(1))
      var result: Int32 = 0
      if ccurl_step(transfer.pointer, Int32(clamping: max(wait.milliseconds, 1)), &result) {
        isOver = true
        return outcome(result, transfer)
      }
    }
  }

  // MARK: What libcurl tells

  private static func from(_ context: UnsafeMutableRawPointer?) -> Exchange? {
    context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
  }

  private func willSend() -> Bool {
    // After 417 the same request comes again without the question whether its body is welcome.
    if isSent, status != 417 {
      problem = .dropped(words.closed)
      return false
    }
    isSent = true
    lastProgress = .now
    return true
  }

  private func progress(_ bytes: Int64) {
    if bytes != transferredBytes { lastProgress = .now }
    transferredBytes = bytes
  }

  private func take(header bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    lastProgress = .now
    headLength += bytes.count
    guard headLength <= Self.maxHeadLength else {
      problem = .unreadable(LocalizedText(en: "its headers are too long", zh: "响应头过长"))
      return false
    }
    // Trailers come last; they say nothing that matters here.
    if isHeadComplete { return true }
    let line = String(decoding: bytes, as: UTF8.self).trimmingSuffix { $0.isNewline }
    if line.isEmpty {
      isHeadComplete = status >= 200
    } else if line.hasPrefix("HTTP/") {
      // After a reply such as 100 there is another.
      status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      replyHeaders = []
    } else if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...].trimmingPrefix { $0 == " " || $0 == "\t" }
      replyHeaders.append(
        APIRequest.Header(
          name: String(line[..<colon]), value: String(value.trimmingSuffix { $0 == " " || $0 == "\t" })))
    }
    return true
  }

  private func take(body bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    lastProgress = .now
    guard bytes.count <= replyLimit - body.count else {
      problem = .tooLong(limit: replyLimit)
      return false
    }
    body += bytes
    return true
  }

  // MARK: What it means

  private var words: RouteWords { RouteWords(route) }

  private var mayHaveArrived: Bool { isSent || !tellsSending }

  private var timedOut: TransportFailure {
    .timedOut(isSent ? words.noReplyInTime : words.noConnectionInTime, mayHaveArrived: mayHaveArrived)
  }

  private func outcome(_ result: Int32, _ transfer: Transfer) -> Result<HTTPReply, TransportFailure> {
    if let problem { return .failure(problem) }
    let isEarlyRefusal = Int(result) != CCURL_OK && isHeadComplete && (400..<500).contains(status)
    if Int(result) == CCURL_OK || isEarlyRefusal {
      // A service may refuse a request before it has read it, and close the connection.
      guard isHeadComplete else { return .failure(.dropped(words.closed)) }
      return .success(HTTPReply(status: status, headers: replyHeaders, body: body))
    }
    return .failure(
      CurlFailure(result, transfer, words, isSent: tellsSending ? isSent : nil).failure)
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
    var end = endIndex
    while end > startIndex, isTrimmed(self[index(before: end)]) { end = index(before: end) }
    return Substring(self[startIndex..<end])
  }
}

// MARK: - Failures

/// Tells what an error of libcurl means. Its own messages are searched for known words, and never shown.
private struct CurlFailure {
  let failure: TransportFailure

  /// Errors that come up before a request is sent, for a libcurl that does not tell when it sends.
  private static let connectErrors = [
    CCURL_NOT_BUILT_IN, CCURL_COULDNT_RESOLVE_PROXY, CCURL_COULDNT_RESOLVE_HOST, CCURL_COULDNT_CONNECT,
    CCURL_SSL_CONNECT_ERROR, CCURL_PEER_FAILED_VERIFICATION, CCURL_SSL_CACERT_BAD_FILE, CCURL_PROXY_ERROR,
  ]

  /// - Parameter isSent: whether the request was about to be sent; nil when that is not known.
  init(_ result: Int32, _ transfer: Transfer, _ words: RouteWords, isSent: Bool?) {
    let message = String(cString: ccurl_message(transfer.pointer)).lowercased()
    let number = { (fact: ccurl_number_fact) in Int32(clamping: ccurl_number(transfer.pointer, fact)) }
    let isRefusedByProxy = number(CCURL_HTTP_CONNECT_CODE) >= 300
    failure =
      isSent ?? !(Self.connectErrors.contains(Int(result)) || isRefusedByProxy)
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
private struct RouteWords {
  private let host: String
  private let proxy: String?

  init(_ route: Route) {
    host = route.hostName
    proxy = route.proxy?.name
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
    LocalizedText(
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
      zh: "代理 \(proxy ?? "") 要求正确的用户名和密码")
  }

  func proxyRefused(_ status: Int32?) -> LocalizedText {
    let detail = status.map { (" (HTTP \($0))", "（HTTP \($0)）") } ?? ("", "")
    return LocalizedText(
      en: "the proxy \(proxy ?? "") refused the connection to \(host)\(detail.0)",
      zh: "代理 \(proxy ?? "") 拒绝连接 \(host)\(detail.1)")
  }
}
