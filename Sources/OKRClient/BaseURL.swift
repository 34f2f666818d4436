import ContentBlocks

/// Where the endpoints are: scheme, host, port and the path that theirs are appended to.
///
/// A token is never sent in the clear: plain `http` is taken for a loopback address only.
public struct BaseURL: Hashable, Sendable, CustomStringConvertible {
  /// Why a text is not a base URL, in words that follow it.
  public struct Fault: Error, Equatable, Sendable {
    /// What is wrong, such as `must start with https://`.
    public let text: LocalizedText
    /// The text in English.
    public var problem: String { text[.english] }

    init(en: String, zh: String) {
      text = LocalizedText(en: en, zh: zh)
    }
  }

  /// Whether the connection is encrypted; only loopback addresses may do without.
  public let isEncrypted: Bool
  /// The host in lower case; an IPv6 address without its brackets.
  public let host: String
  /// Nil for the scheme's own port.
  public let port: Int?
  /// The path before that of an endpoint: empty, or with a slash at its start and none at its end.
  public let path: String

  init(publicHost: String) {
    isEncrypted = true
    host = publicHost
    port = nil
    path = ""
  }

  /// Reads a URL such as `https://open.feishu.cn` or `http://127.0.0.1:8080/okr`.
  ///
  /// - Throws: ``Fault`` for anything but `https` with a host, or `http` with a loopback address, and for
  ///   a URL with a user name, a query or a fragment.
  public init(_ text: String) throws(Fault) {
    let lowercased = text.lowercased()
    let scheme = lowercased.hasPrefix("https://") ? "https://" : "http://"
    guard lowercased.hasPrefix(scheme) else {
      throw Fault(
        en: "must start with https://, such as \(Brand.feishu.baseURL)",
        zh: "必须以 https:// 开头，例如 \(Brand.feishu.baseURL)")
    }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" }
    guard !rest.contains("@") else {
      throw Fault(en: "must not hold a user name or a password", zh: "不能包含用户名或密码")
    }
    guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else {
      throw Fault(en: "must end after the path, without ? or #", zh: "不能包含 ? 或 #")
    }
    guard let (host, port) = Self.hostAndPort(authority) else {
      throw Fault(en: "must name a host, and a port from 1 to 65535 if any", zh: "必须包含主机名；如有端口，须为 1 到 65535")
    }
    var path = rest.dropFirst(authority.count)
    while path.last == "/" { path = path.dropLast() }
    guard path.utf8.allSatisfy({ $0.isURLPathByte }), !path.split(separator: "/").contains("..") else {
      throw Fault(en: "has a path that is not valid", zh: "路径无效")
    }
    self.isEncrypted = scheme == "https://"
    self.host = host
    self.port = port
    self.path = String(path)
    guard isEncrypted || isLoopback else {
      throw Fault(
        en: "would send the token in the clear; use https:// for any host but 127.0.0.1",
        zh: "会以明文发送令牌；除 127.0.0.1 外请使用 https://")
    }
  }

  /// Whether the address is one of this machine: `localhost`, 127.0.0.0/8 or ::1.
  public var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    let isDottedQuad = parts.count == 4 && parts.allSatisfy { UInt8($0)?.description == String($0) }
    return isDottedQuad && parts.first == "127"
  }

  private static func hostAndPort(_ authority: Substring) -> (host: String, port: Int?)? {
    var host = authority
    var port: Int?
    let portStart = authority.lastIndex(of: ":").flatMap { colon in
      authority[colon...].contains("]") ? nil : colon
    }
    if let portStart {
      let digits = authority[authority.index(after: portStart)...]
      guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
        (1...65535).contains(number)
      else { return nil }
      port = number
      host = authority[..<portStart]
    }
    if host.hasPrefix("["), host.hasSuffix("]") {
      let address = host.dropFirst().dropLast().lowercased()
      let isAddress = address.contains(":") && address.utf8.allSatisfy { $0.isHexDigit || $0 == 0x3A }
      return isAddress ? (address, port) : nil
    }
    guard host.utf8.contains(where: \.isHostByte), host.utf8.allSatisfy({ $0.isHostByte || $0 == 0x2E })
    else {
      return nil
    }
    return (host.lowercased(), port)
  }

  /// The host as it is in a URL.
  private var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }

  public var description: String {
    "\(isEncrypted ? "https" : "http")://\(bracketedHost)\(port.map { ":\($0)" } ?? "")\(path)"
  }
}

extension UInt8 {
  fileprivate var isHexDigit: Bool {
    (0x30...0x39).contains(self) || (0x61...0x66).contains(self)
  }

  fileprivate var isHostByte: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
      || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
  }

  fileprivate var isURLPathByte: Bool {
    isHostByte || "/.~!$&'()*+,;=:%".utf8.contains(self)
  }
}

/// The two names that the service goes by; accounts of one are unknown to the other.
public enum Brand: String, CaseIterable, Sendable {
  /// Feishu (飞书), whose open platform is open.feishu.cn.
  case feishu
  /// Lark, whose open platform is open.larksuite.com.
  case lark

  /// The brand of a name in any letter case; nil for any other text.
  public init?(name: some StringProtocol) { self.init(rawValue: name.lowercased()) }

  /// The brand whose open platform is at an address; nil for any other address.
  public init?(baseURL: BaseURL) {
    guard let brand = Self.allCases.first(where: { $0.baseURL == baseURL }) else { return nil }
    self = brand
  }

  /// Where the brand's open platform answers, which is also the page it is known by.
  public var baseURL: BaseURL {
    switch self {
    case .feishu: BaseURL(publicHost: "open.feishu.cn")
    case .lark: BaseURL(publicHost: "open.larksuite.com")
    }
  }

  /// Where people of the brand log in.
  public var accountsURL: BaseURL {
    switch self {
    case .feishu: BaseURL(publicHost: "accounts.feishu.cn")
    case .lark: BaseURL(publicHost: "accounts.larksuite.com")
    }
  }

  /// The brand as it writes itself.
  public var title: String { self == .feishu ? "Feishu" : "Lark" }

  /// The other one.
  public var other: Brand { self == .feishu ? .lark : .feishu }
}
