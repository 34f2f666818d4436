import Testing

@testable import OKRClient

@Suite struct SecretTests {
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

  @Test(arguments: ["", " ", "a b", "a\r\nX-Evil: 1", "密", "\u{7F}"])
  func rejectsWhatCannotBeInAHeader(text: String) {
    #expect(Secret(text) == nil)
  }

  @Test func whiteSpaceAroundItIsNotPartOfIt() {
    for text in ["a-1\n", " a-1", "\t a-1 \r\n"] { #expect(Secret(text)?.value == "a-1") }
  }

  @Test func rejectsWhatNoServerTakes() {
    #expect(Secret(String(repeating: "x", count: 32 << 10)) != nil)
    #expect(Secret(String(repeating: "x", count: 32 << 10 + 1)) == nil)
  }
}
