import CCurl
import ContentBlocks
import Synchronization

/// Where a request goes.
struct Route {
  let host: BaseURL
  let proxy: NetworkSettings.Proxy?
  /// The file of certificates that was named in place of this machine's own; nil for none.
  var certificateFile: String?

  /// The host, with its port if that is not the usual one.
  var hostName: String {
    let name = host.host.contains(":") ? "[\(host.host)]" : host.host
    return host.port.map { "\(name):\($0)" } ?? name
  }
}

/// A request on its way. All but `cancel` happens on the thread that runs it.
final class CurlExchange: @unchecked Sendable {
  private struct Control {
    var isCancelled = false
    var transfer: CurlTransfer?
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
  /// Whether libcurl asks before it sends.
  private var canRefuseToSend = false
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

  func run(_ transfer: CurlTransfer, _ settings: NetworkSettings) -> Result<HTTPReply, TransportFailure> {
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
    _ transfer: CurlTransfer, _ settings: NetworkSettings, _ body: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    transfer.set(CCURL_URL, url)
    setRequest(transfer, body)
    setRoute(transfer, settings)
    var events = ccurl_events(
      context: Unmanaged.passUnretained(self).toOpaque(),
      header: { CurlExchange.from($0)?.take(header: UnsafeBufferPointer(start: $1, count: $2)) ?? false },
      body: { CurlExchange.from($0)?.take(body: UnsafeBufferPointer(start: $1, count: $2)) ?? false },
      will_send: { CurlExchange.from($0)?.willSend() ?? false },
      progress: { CurlExchange.from($0)?.progress($1) })
    guard ccurl_set_events(transfer.pointer, &events, &canRefuseToSend) else { return false }
    // libcurl sends a request once more when a connection that was open before ends without a reply. That must be
    // decided elsewhere. Where `willSend` cannot refuse, no such connection is used for what must not be done twice.
    if !canRefuseToSend, method == .post { transfer.set(CCURL_FRESH_CONNECT, 1) }
    return ccurl_begin(transfer.pointer)
  }

  private func setRequest(_ transfer: CurlTransfer, _ body: UnsafeBufferPointer<UInt8>) {
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

  private func setRoute(_ transfer: CurlTransfer, _ settings: NetworkSettings) {
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
  private func follow(_ transfer: CurlTransfer) -> Result<HTTPReply, TransportFailure> {
    let start = ContinuousClock.now
    lastProgress = start
    while true {
      let now = ContinuousClock.now
      if now >= deadline || control.withLock({ $0.isCancelled }) { return .failure(timedOut) }
      if isSent, now - lastProgress >= patience { return .failure(.dropped(words.noMoreReply)) }
      if !isSent, now - start >= Self.connectPatience {
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

  private static func from(_ context: UnsafeMutableRawPointer?) -> CurlExchange? {
    context.map { Unmanaged<CurlExchange>.fromOpaque($0).takeUnretainedValue() }
  }

  private func willSend() -> Bool {
    // After 417 the same request comes again without the question whether its body is welcome.
    if isSent, canRefuseToSend, status != 417 {
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

  private var timedOut: TransportFailure {
    .timedOut(isSent ? words.noReplyInTime : words.noConnectionInTime, mayHaveArrived: isSent)
  }

  private func outcome(_ result: Int32, _ transfer: CurlTransfer) -> Result<HTTPReply, TransportFailure> {
    if let problem { return .failure(problem) }
    let isEarlyRefusal = Int(result) != CCURL_OK && isHeadComplete && (400..<500).contains(status)
    if Int(result) == CCURL_OK || isEarlyRefusal {
      // A service may refuse a request before it has read it, and close the connection.
      guard isHeadComplete else { return .failure(.dropped(words.closed)) }
      return .success(HTTPReply(status: status, headers: replyHeaders, body: body))
    }
    return .failure(
      CurlFailure(result, transfer, words, isSent: isSent).failure)
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
    var end = endIndex
    while end > startIndex, isTrimmed(self[index(before: end)]) { end = index(before: end) }
    return Substring(self[startIndex..<end])
  }
}
