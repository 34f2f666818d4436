import Testing

@testable import OKRClient

struct SecretTests {
  @Test func noWayOfPrintingShowsIt() throws {
    let secret = try #require(Secret("u-7f1bcd13fc57d46bac21793a18e560"))
    var dumped = ""
    dump([secret], to: &dumped)
    dump(Credentials.app(id: "cli_1", secret: secret), to: &dumped)
    dump(TenantToken(secret: secret, expires: 1), to: &dumped)
    let texts = [
      "\(secret)", String(reflecting: secret), "\([secret])", "\(Credentials.token(secret))",
      String(reflecting: Credentials.token(secret)), dumped,
    ]
    for text in texts { #expect(!text.contains("7f1bcd")) }
  }

  @Test(arguments: ["", " ", "a b", "a\r\nX-Evil: 1", "a\n", "密", "\u{7F}"])
  func whatCannotStandInAHeaderIsNone(text: String) {
    #expect(Secret(text) == nil)
  }
}

struct ServerTextTests {
  private func shown(_ text: String, hiding secrets: String...) -> String {
    ServerText(hiding: secrets.compactMap { Secret($0) }).shown(text)
  }

  @Test func itIsOneLineWithoutControls() {
    #expect(shown("a\r\nb\u{1B}[31mc\u{202E}d\u{2028}e  f\u{0}") == "a b [31mc d e f ")
  }

  @Test func itHoldsNoSecret() {
    #expect(
      shown("token t-1 and t-12 and t-1", hiding: "t-1", "t-12") == "token (secret) and (secret) and (secret)"
    )
  }

  @Test func itIsCutAt500Characters() {
    #expect(shown(String(repeating: "错", count: 500)).count == 500)
    #expect(!shown(String(repeating: "错", count: 500)).hasSuffix("…"))
    #expect(shown(String(repeating: "错", count: 501)) == String(repeating: "错", count: 499) + "…")
  }
}
