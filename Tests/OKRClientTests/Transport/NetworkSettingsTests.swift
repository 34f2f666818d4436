import Testing

@testable import OKRClient

@Suite struct NetworkSettingsTests {
  private func base(_ url: String) throws -> BaseURL { try BaseURL(String(url.prefix { $0 != "?" })) }

  private static let proxy = ["HTTPS_PROXY": "http://proxy.example.com:3128"]

  @Test(
    arguments: [
      ("https://open.feishu.cn/open-apis?user_id_type=open_id", "", true),
      ("https://open.feishu.cn/", "example.com", true),
      ("https://open.feishu.cn/", "feishu.cn", false),
      ("https://open.feishu.cn/", ".feishu.cn", false),
      ("https://open.feishu.cn/", "*.feishu.cn", false),
      ("https://open.feishu.cn/", "a.b, open.feishu.cn", false),
      ("https://open.feishu.cn/", "OPEN.Feishu.cn", false),
      ("https://open.feishu.cn/", "open.feishu.cn:443", false),
      ("https://open.feishu.cn/", "open.feishu.cn:8443", true),
      ("https://open.feishu.cn:8443/", "open.feishu.cn:8443", false),
      ("https://open.feishu.cn/", "*", false),
      ("https://notfeishu.cn/", "feishu.cn", true),
      ("https://10.1.2.3/", "10.0.0.0/8", false),
      ("https://11.1.2.3/", "10.0.0.0/8", true),
      ("https://10.1.2.3/", "10.1.2.3/32", false),
      ("https://10.1.2.3/", "0.0.0.0/0", false),
      ("https://10.1.2.3/", "10.0.0.0/33", true),
      ("https://open.feishu.cn/", "10.0.0.0/8", true),
      ("https://[2001:db8::1]/", "[2001:db8::1]", false),
      // Never toward loopback.
      ("https://127.0.0.1/", "", false),
      ("https://localhost:8443/", "", false),
      ("http://127.0.0.1:8080/", "", false),
    ])
  func requestsGoThroughItUnlessExcepted(url: String, exceptions: String, expected: Bool) throws {
    for name in ["NO_PROXY", "no_proxy"] {
      let settings = try NetworkSettings(environment: Self.proxy.merging([name: exceptions]) { $1 })
      #expect((settings.proxy(for: try base(url)) != nil) == expected)
    }
  }

  @Test func withoutOneEverythingIsDirect() throws {
    let service = Brand.feishu.baseURL
    #expect(NetworkSettings().proxy(for: service) == nil)
    // Plain http reaches loopback only, and never a proxy.
    for name in ["HTTPS_PROXY", "ALL_PROXY"] {
      #expect(
        try NetworkSettings(environment: [name: "", "HTTP_PROXY": "http://a:1"]).proxy(for: service) == nil)
    }
  }

  @Test func bothLetterCasesAreReadAndTheLowerOneWins() throws {
    #expect(try NetworkSettings(environment: ["https_proxy": "http://a:1"]).proxy?.host == "a")
    let both = ["https_proxy": "http://a:1", "HTTPS_PROXY": "http://b:2"]
    #expect(try NetworkSettings(environment: both).proxy?.host == "a")
    #expect(try NetworkSettings(environment: ["ALL_PROXY": "http://c:1"]).proxy?.host == "c")
    let all = ["all_proxy": "http://c:1", "HTTPS_PROXY": "http://b:2"]
    #expect(try NetworkSettings(environment: all).proxy?.host == "b")
  }

  @Test func certificatesComeFromTheEnvironment() throws {
    let settings = try NetworkSettings(environment: ["SSL_CERT_FILE": "/a.pem", "SSL_CERT_DIR": ""])
    #expect(settings.certificateFile == "/a.pem")
    #expect(settings.certificateFolder == nil)
  }

  @Test func addressAndPasswordAreTakenApart() throws {
    let settings = try NetworkSettings(environment: ["HTTPS_PROXY": "http://us%65r:p%40ss:word@Proxy:3128/"])
    let proxy = try #require(settings.proxy)
    #expect(proxy.host == "proxy")
    #expect(proxy.port == 3128)
    #expect(proxy.credentials?.user == "user")
    #expect(proxy.credentials?.password == "p@ss:word")
    #expect(try NetworkSettings(environment: ["HTTPS_PROXY": "proxy:8080"]).proxy?.port == 8080)
    #expect(try NetworkSettings(environment: ["HTTPS_PROXY": "http://proxy"]).proxy?.port == 80)
  }

  @Test(arguments: [
    ("socks5", 1080), ("socks5h", 1080), ("socks4", 1080), ("SOCKS4a", 1080), ("https", 443), ("HTTP", 80),
  ])
  func allKindsHaveAPort(scheme: String, port: Int) throws {
    let proxy = try NetworkSettings(environment: ["HTTPS_PROXY": "\(scheme)://user:a%2Bb@proxy"]).proxy
    #expect(proxy?.kind.rawValue == scheme.lowercased())
    #expect(proxy?.port == port)
    #expect(proxy?.credentials == .init(user: "user", password: "a+b"))
  }

  private static let badPercent =
    "has a % in its user name or password that is not followed by two digits; write %25"

  @Test(
    arguments: [
      (
        "ftp://proxy",
        "must start with http://, https://, socks4://, socks4a://, socks5:// or socks5h://"
      ),
      ("http://", "must name a host, and a port from 1 to 65535 if any"),
      ("http://proxy:99999", "must name a host, and a port from 1 to 65535 if any"),
      ("http://user:%00@proxy", badPercent), ("http://user:%+f@proxy", badPercent),
      ("http://user:100%@proxy", badPercent), ("http://%FF:a@proxy", badPercent),
    ])
  func rejectsInvalidProxiesWithoutTheirValue(text: String, problem: String) {
    let fault = #expect(throws: NetworkSettings.Fault.self) {
      try NetworkSettings(environment: ["HTTPS_PROXY": text])
    }
    #expect(fault?.variable == "HTTPS_PROXY")
    #expect(fault?.problem == problem)
    #expect(fault?.text[.chinese].contains("password") == false)
  }
}
