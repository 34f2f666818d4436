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
  private let idleSeconds: Int
  private let library: CurlLibrary?
  /// Transfers that nobody uses now, with their open connections.
  private let idle = Mutex<[CurlTransfer]>([])

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
      transport.close()
      return value
    } catch {
      transport.close()
      throw error
    }
  }

  /// A transport, whose connections stay open until it is closed or given up.
  ///
  /// - Parameters:
  ///   - settings: proxy and certificates; no proxy and the system's certificates by default.
  ///   - patience: how long a reply may make no progress before its connection is given up; 30 seconds by default.
  public convenience init(settings: NetworkSettings = NetworkSettings(), patience: Duration = .seconds(30)) {
    self.init(settings: settings, patience: patience, libraries: nil)
  }

  /// - Parameter libraries: the file names of libcurl, the best first; nil for the system's.
  ///   - idleSeconds: how long a connection may be idle to be used again.
  init(settings: NetworkSettings, patience: Duration, libraries: [String]?, idleSeconds: Int = 20) {
    self.idleSeconds = idleSeconds
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
    let exchange = CurlExchange(
      route: Route(
        host: base, proxy: settings.proxy(for: base), certificateFile: settings.certificateFile),
      method: method, url: url, headers: headers,
      body: body,
      replyLimit: replyLimit, deadline: deadline, patience: patience)
    let result = await withTaskCancellationHandler {
      await onOwnThread { self.run(exchange, library) } ?? .failure(.noThread)
    } onCancel: {
      exchange.cancel()
    }
    return try result.get()
  }

  private func run(_ exchange: CurlExchange, _ library: CurlLibrary) -> Result<HTTPReply, TransportFailure> {
    guard let transfer = idle.withLock({ $0.popLast() }) ?? CurlTransfer(library, idleSeconds: idleSeconds)
    else {
      return .failure(.noThread)
    }
    let result = exchange.run(transfer, settings)
    if transfer.end(isConnecting: exchange.isConnecting) { idle.withLock { $0.append(transfer) } }
    return result
  }

  /// Closes the connections that nobody uses now. So does the end of the transport.
  public func close() {
    let transfers = idle.withLock { idle in
      defer { idle = [] }
      return idle
    }
    withExtendedLifetime(transfers) {}
  }
}

extension TransportFailure {
  static let noThread = TransportFailure.notConnected(
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
struct CurlLibrary: @unchecked Sendable {
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
final class CurlTransfer: @unchecked Sendable {
  let pointer: OpaquePointer
  /// How long a connection may be idle to be used again.
  private let idleSeconds: Int
  /// Whether libcurl can end a transfer without waiting for the name server.
  private var endsQuickly = false

  init?(_ library: CurlLibrary, idleSeconds: Int) {
    self.idleSeconds = idleSeconds
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
    set(CCURL_MAX_AGE_CONN, idleSeconds)
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
