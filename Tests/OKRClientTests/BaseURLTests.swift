import Testing

@testable import OKRClient

@Suite struct BaseURLTests {
  @Test(
    arguments: [
      ("https://open.feishu.cn", "https://open.feishu.cn"),
      ("HTTPS://Open.Feishu.CN/", "https://open.feishu.cn"),
      ("https://proxy.example.com:8443/okr/", "https://proxy.example.com:8443/okr"),
      ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
      ("http://127.8.9.10", "http://127.8.9.10"),
      ("http://localhost:80/a/b", "http://localhost:80/a/b"),
      ("http://[::1]:8080", "http://[::1]:8080"),
      ("https://[2001:DB8::1]", "https://[2001:db8::1]"),
    ])
  func addressesAreRead(text: String, expected: String) throws {
    #expect(try BaseURL(text).description == expected)
  }

  @Test(
    arguments: [
      "http://open.feishu.cn", "http://127.0.0.1.example.com", "http://127.1", "http://0x7f.0.0.1",
      "http://127.0.0.01", "http://0.0.0.0", "http://10.0.0.1", "http://localhost.example.com",
      "http://[::]", "http://128.0.0.1", "http://127.0.0.256",
    ])
  func theTokenIsNotSentInTheClear(text: String) {
    let problem = "would send the token in the clear; use https:// for any host but 127.0.0.1"
    let fault = #expect(throws: BaseURL.Fault.self) { try BaseURL(text) }
    #expect(fault?.problem == problem)
  }

  @Test(
    arguments: [
      ("", "must start with https://, such as https://open.feishu.cn"),
      ("open.feishu.cn", "must start with https://, such as https://open.feishu.cn"),
      ("ftp://open.feishu.cn", "must start with https://, such as https://open.feishu.cn"),
      ("https://", "must name a host, and a port from 1 to 65535 if any"),
      ("https:///a", "must name a host, and a port from 1 to 65535 if any"),
      ("https://a:0", "must name a host, and a port from 1 to 65535 if any"),
      ("https://a:65536", "must name a host, and a port from 1 to 65535 if any"),
      ("https://a:b", "must name a host, and a port from 1 to 65535 if any"),
      ("https://a b", "must name a host, and a port from 1 to 65535 if any"),
      ("https://飞书.cn", "must name a host, and a port from 1 to 65535 if any"),
      ("https://user:password@a", "must not hold a user name or a password"),
      ("http://127.0.0.1@example.com", "must not hold a user name or a password"),
      ("https://a?b", "must end after the path, without ? or #"),
      ("https://a#b", "must end after the path, without ? or #"),
      ("https://a/b c", "has a path that is not valid"),
      ("https://a/../b", "has a path that is not valid"),
      ("https://a/b\r\nHost: c", "has a path that is not valid"),
    ])
  func anythingElseIsRefusedWithAReason(text: String, problem: String) {
    let fault = #expect(throws: BaseURL.Fault.self) { try BaseURL(text) }
    #expect(fault?.problem == problem)
  }

  @Test(arguments: [("https://127.0.0.1", true), ("https://localhost", true), ("https://a.cn", false)])
  func loopbackIsKnown(text: String, isLoopback: Bool) throws {
    #expect(try BaseURL(text).isLoopback == isLoopback)
  }
}
