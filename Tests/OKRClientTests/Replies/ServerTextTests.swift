import Testing

@testable import OKRClient

@Suite struct ServerTextTests {
  private func shown(_ text: String, hiding secrets: String...) -> String {
    ServerText(hiding: secrets.compactMap { Secret($0) }).shown(text)
  }

  @Test func itIsOneLineWithoutControls() {
    #expect(shown("a\r\nb\u{1B}[31mc\u{202E}d\u{2028}e  f\u{0}") == "a b [31mc d e f")
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
