/// Which proxy stands between this machine and the service, as the environment says.
///
/// Only `https` addresses go through it: plain `http` reaches loopback only, and never a proxy.
public struct ProxySettings: Sendable {
  /// Why a variable of the environment cannot be followed, in words that follow its name. The value stays
  /// unsaid: it may hold a password.
  public struct Fault: Error, Equatable, Sendable {
    /// The name of the variable, as it is written in the environment.
    public let variable: String
    /// What is wrong with its value.
    public let problem: String
  }

  /// A proxy and how it is spoken to.
  struct Proxy: Sendable {
    enum Kind: Sendable {
      case http, socks
    }

    var kind: Kind
    var host: String
    var port: Int
    var credentials: (user: String, password: String)?
  }

  let proxy: Proxy?
  private let exceptions: [Exception]

  /// No proxy.
  public init() {
    proxy = nil
    exceptions = []
  }

  /// Reads `HTTPS_PROXY` and `NO_PROXY`, in either letter case.
  ///
  /// `NO_PROXY` is a list of hosts, separated by commas: `feishu.cn` stands for its subdomains too, a port
  /// may follow, and `*` is every host.
  ///
  /// - Throws: ``Fault`` when the proxy is none that can be spoken to.
  public init(environment: [String: String]) throws(Fault) {
    func value(_ name: String) -> (name: String, text: String)? {
      [name.lowercased(), name].lazy.compactMap { name in
        environment[name].flatMap { $0.isEmpty ? nil : (name, $0) }
      }.first
    }
    if let (name, text) = value("HTTPS_PROXY") {
      do throws(BaseURL.Fault) {
        proxy = try Proxy(text)
      } catch {
        throw Fault(variable: name, problem: error.problem)
      }
    } else {
      proxy = nil
    }
    let list = value("NO_PROXY")?.text ?? ""
    exceptions = list.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map { Exception($0) }
  }

  /// Whether a request to this address goes through the proxy.
  func applies(to url: String) -> Bool {
    guard proxy != nil, let base = try? BaseURL(String(url.prefix { $0 != "?" })) else { return false }
    return base.isEncrypted && !base.isLoopback && !exceptions.contains { $0.covers(base) }
  }
}

extension ProxySettings.Proxy {
  init(_ text: String) throws(BaseURL.Fault) {
    var rest = text[...]
    kind = .http
    if let schemeEnd = text.firstRange(of: "://") {
      switch text[..<schemeEnd.lowerBound].lowercased() {
      case "http": kind = .http
      case "socks5", "socks5h": kind = .socks
      default:
        throw BaseURL.Fault(problem: "must start with http:// or socks5://")
      }
      rest = text[schemeEnd.upperBound...]
    }
    if let at = rest.lastIndex(of: "@") {
      let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      credentials = (parts[0].percentDecoded, parts.count == 2 ? parts[1].percentDecoded : "")
      rest = rest[rest.index(after: at)...]
      guard kind == .http else {
        throw BaseURL.Fault(problem: "must not hold a user name: SOCKS proxies are spoken to without one")
      }
    }
    // Only host and port matter; the rest of the grammar is that of a base URL.
    let base = try BaseURL("https://\(rest)")
    host = base.host
    port = base.port ?? (kind == .socks ? 1080 : 80)
  }
}

/// One entry of `NO_PROXY`.
private struct Exception {
  let host: String
  let port: Int?

  init(_ entry: Substring) {
    var entry = entry.lowercased()[...]
    if entry.hasPrefix("*.") { entry = entry.dropFirst() }
    if entry.hasPrefix(".") { entry = entry.dropFirst() }
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
    if let port, port != base.port ?? 443 { return false }
    return host == "*" || base.host == host || base.host.hasSuffix(".\(host)")
  }
}

extension Substring {
  fileprivate var percentDecoded: String {
    var bytes: [UInt8] = []
    var rest = utf8
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(Substring(rest.prefix(2)), radix: 16), rest.count >= 2 {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
