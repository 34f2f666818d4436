import ContentBlocks

/// How this machine reaches the service, as its environment says: through which proxy, and which certificates it
/// trusts.
///
/// Only `https` addresses go through a proxy, and never a loopback address.
public struct NetworkSettings: Sendable {
  /// Why a variable of the environment cannot be used, in words that follow its name. The value is left out: it may
  /// hold a password.
  public struct Fault: Error, Equatable, Sendable {
    /// The name of the variable, as it is written in the environment.
    public let variable: String
    /// What is wrong with its value.
    public let text: LocalizedText
    /// The text in English.
    public var problem: String { text[.english] }
  }

  /// A proxy.
  struct Proxy: Equatable, Sendable {
    /// The schemes of a proxy's URL.
    enum Kind: String, CaseIterable, Sendable {
      case http, https, socks4, socks4a, socks5, socks5h

      var defaultPort: Int {
        switch self {
        case .http: 80
        case .https: 443
        case .socks4, .socks4a, .socks5, .socks5h: 1080
        }
      }
    }

    struct Credentials: Equatable, Sendable {
      let user: String
      let password: String
    }

    let kind: Kind
    let host: String
    let port: Int
    let credentials: Credentials?

    /// The host and the port, without the password.
    var name: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
  }

  let proxy: Proxy?
  private let exceptions: [Exception]
  /// A file of certificates in place of the system's; nil for the system's.
  let certificateFile: String?
  /// A folder of certificates in place of the system's; nil for the system's.
  let certificateFolder: String?

  /// No proxy, and the system's certificates.
  public init() {
    proxy = nil
    exceptions = []
    certificateFile = nil
    certificateFolder = nil
  }

  /// Reads `HTTPS_PROXY`, else `ALL_PROXY`, and `NO_PROXY`, in either letter case; `SSL_CERT_FILE` and
  /// `SSL_CERT_DIR`.
  ///
  /// A proxy is `http://`, `https://`, `socks4://`, `socks4a://`, `socks5://` or `socks5h://`; without a scheme it is
  /// `http://`. `NO_PROXY` is a list of hosts, separated by commas: `feishu.cn` covers its subdomains too, a port may
  /// follow, `10.0.0.0/8` is a range of addresses, and `*` is every host.
  ///
  /// - Throws: ``Fault`` when the proxy's address is not one of these.
  public init(environment: [String: String]) throws(Fault) {
    func value(_ name: String) -> (name: String, text: String)? {
      [name.lowercased(), name].lazy.compactMap { name in
        environment[name].flatMap { $0.isEmpty ? nil : (name, $0) }
      }.first
    }
    if let (name, text) = value("HTTPS_PROXY") ?? value("ALL_PROXY") {
      do throws(BaseURL.Fault) {
        proxy = try Proxy(text)
      } catch {
        throw Fault(variable: name, text: error.text)
      }
    } else {
      proxy = nil
    }
    let list = value("NO_PROXY")?.text ?? ""
    exceptions = list.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map { Exception($0) }
    certificateFile = environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    certificateFolder = environment["SSL_CERT_DIR"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The proxy that requests to an address go through; nil for none.
  func proxy(for base: BaseURL) -> Proxy? {
    guard base.isEncrypted, !base.isLoopback, !exceptions.contains(where: { $0.covers(base) }) else {
      return nil
    }
    return proxy
  }
}

extension NetworkSettings.Proxy {
  init(_ text: String) throws(BaseURL.Fault) {
    var rest = text[...]
    var kind = Kind.http
    if let schemeEnd = text.firstRange(of: "://") {
      guard let known = Kind(rawValue: text[..<schemeEnd.lowerBound].lowercased()) else {
        throw BaseURL.Fault(
          en: "must start with http://, https://, socks4://, socks4a://, socks5:// or socks5h://",
          zh: "必须以 http://、https://、socks4://、socks4a://、socks5:// 或 socks5h:// 开头")
      }
      kind = known
      rest = text[schemeEnd.upperBound...]
    }
    var credentials: Credentials?
    if let at = rest.lastIndex(of: "@") {
      let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard let user = parts[0].percentDecoded,
        let password = (parts.count == 2 ? parts[1] : "").percentDecoded
      else {
        throw BaseURL.Fault(
          en: "has a % in its user name or password that is not followed by two digits; write %25",
          zh: "用户名或密码中的 % 后面必须是两位十六进制数字；% 本身请写成 %25")
      }
      credentials = Credentials(user: user, password: password)
      rest = rest[rest.index(after: at)...]
    }
    // Only host and port matter; the rest of the grammar is that of a base URL.
    let base = try BaseURL("https://\(rest)")
    self.kind = kind
    self.credentials = credentials
    host = base.host
    port = base.port ?? kind.defaultPort
  }
}

/// One entry of `NO_PROXY`.
private struct Exception {
  private let host: String
  private let port: Int?
  private let range: (address: UInt32, mask: UInt32)?

  init(_ entry: Substring) {
    var entry = entry.lowercased()[...]
    if entry.hasPrefix("*.") { entry = entry.dropFirst() }
    if entry.hasPrefix(".") { entry = entry.dropFirst() }
    if entry.hasPrefix("["), entry.hasSuffix("]") { entry = entry.dropFirst().dropLast() }
    let network = entry.split(separator: "/", omittingEmptySubsequences: false)
    if network.count == 2, let address = Self.address(network[0]), let bits = Int(network[1]),
      (0...32).contains(bits)
    {
      let mask = bits == 0 ? 0 : UInt32.max << (32 - bits)
      range = (address & mask, mask)
    } else {
      range = nil
    }
    let parts = entry.split(separator: ":")
    if parts.count == 2, let port = Int(parts[1]) {
      host = String(parts[0])
      self.port = port
    } else {
      host = String(entry)
      port = nil
    }
  }

  func covers(_ base: BaseURL) -> Bool {
    if let range { return Self.address(base.host[...]).map { $0 & range.mask == range.address } ?? false }
    if let port, port != base.port ?? 443 { return false }
    return host == "*" || base.host == host || base.host.hasSuffix(".\(host)")
  }

  /// The number of an IPv4 address; nil for anything else.
  private static func address(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard let part else { return nil }
      address = address << 8 | UInt32(part)
    }
    return address
  }
}
