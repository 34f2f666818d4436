import Testing

@testable import OKRClient

@Suite struct ProxySettingsTests {
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
      // Never toward loopback.
      ("https://127.0.0.1/", "", false),
      ("https://localhost:8443/", "", false),
      ("http://127.0.0.1:8080/", "", false),
    ])
  func requestsGoThroughItUnlessExcepted(url: String, exceptions: String, expected: Bool) throws {
    for name in ["NO_PROXY", "no_proxy"] {
      let settings = try ProxySettings(environment: Self.proxy.merging([name: exceptions]) { $1 })
      #expect(settings.applies(to: url) == expected)
    }
  }

  @Test func withoutOneEverythingIsDirect() throws {
    #expect(!ProxySettings().applies(to: "https://open.feishu.cn/"))
    #expect(try !ProxySettings(environment: ["HTTPS_PROXY": ""]).applies(to: "https://open.feishu.cn/"))
    // Plain http reaches loopback only, and never a proxy.
    #expect(
      try !ProxySettings(environment: ["HTTP_PROXY": "http://a:1"]).applies(to: "https://open.feishu.cn/"))
  }

  @Test func bothLetterCasesAreReadAndTheLowerOneWins() throws {
    #expect(try ProxySettings(environment: ["https_proxy": "http://a:1"]).proxy?.host == "a")
    let both = ["https_proxy": "http://a:1", "HTTPS_PROXY": "http://b:2"]
    #expect(try ProxySettings(environment: both).proxy?.host == "a")
  }

  @Test func addressAndPasswordAreTakenApart() throws {
    let settings = try ProxySettings(environment: ["HTTPS_PROXY": "http://us%65r:p%40ss:word@Proxy:3128/"])
    let proxy = try #require(settings.proxy)
    #expect(proxy.host == "proxy")
    #expect(proxy.port == 3128)
    #expect(proxy.credentials?.user == "user")
    #expect(proxy.credentials?.password == "p@ss:word")
    #expect(try ProxySettings(environment: ["HTTPS_PROXY": "proxy:8080"]).proxy?.port == 8080)
    #expect(try ProxySettings(environment: ["HTTPS_PROXY": "http://proxy"]).proxy?.port == 80)
    let socks = try ProxySettings(environment: ["HTTPS_PROXY": "socks5://proxy"]).proxy
    #expect(socks?.kind == .socks)
    #expect(socks?.port == 1080)
  }

  @Test(
    arguments: [
      ("https://proxy", "must start with http:// or socks5://"),
      ("http://", "must name a host, and a port from 1 to 65535 if any"),
      ("http://proxy:99999", "must name a host, and a port from 1 to 65535 if any"),
      ("socks5://user:password@proxy", "must not hold a user name: SOCKS proxies are spoken to without one"),
    ])
  func whatCannotBeSpokenToIsRefusedWithoutItsValue(text: String, problem: String) {
    #expect(throws: ProxySettings.Fault(variable: "HTTPS_PROXY", problem: problem)) {
      try ProxySettings(environment: ["HTTPS_PROXY": text])
    }
  }
}
