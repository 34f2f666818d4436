import Testing

@testable import OKRSandbox

@Suite struct LineMarkerTests {
  @Test(
    arguments: [
      (1, 1, "1."), (12, 1, "12."), (1, 2, "a."), (26, 2, "z."), (27, 2, "aa."), (703, 2, "aaa."),
      (1, 3, "i."),
      (4, 3, "iv."), (49, 3, "xlix."), (1994, 3, "mcmxciv."), (3999, 3, "mmmcmxcix."), (4000, 3, "4000."),
      (3, 4, "3."), (3, 5, "c."), (3, 6, "iii."), (2, 16, "2."), (0, 1, "0."), (0, 2, "0."), (-1, 3, "-1."),
      (Int32.max, 2, "fxshrxw."), (Int32.min, 3, "-2147483648."),
    ] as [(Int32, Int, String)])
  func numbersDependOnTheLevel(number: Int32, level: Int, text: String) {
    #expect(LineMarker.number(number, level: level) == text)
  }

  @Test func bulletsTakeTurns() {
    #expect((1...7).map { "\(LineMarker.bullet(level: $0).text)" }.joined() == "•◦▪•◦▪•")
  }
}
