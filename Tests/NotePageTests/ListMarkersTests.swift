import ContentBlocks
import Testing

@testable import NotePage

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

@Suite struct LineNumberingTests {
  /// Numbers that a record does not say go on from those before them.
  @Test func numbersContinue() throws {
    var numbering = LineNumbering()
    func next(_ type: ContentList.ListType?, _ level: Int = 1, _ number: Int32? = nil) throws -> Int32? {
      numbering.number(of: try type.map { try ContentList(type: $0, indentLevel: level, number: number) })
    }
    #expect(try next(.number) == 1)
    #expect(try next(.number) == 2)
    #expect(try next(.number, 2) == 1)
    #expect(try next(.indent, 2) == nil)
    #expect(try next(.number, 2) == 2)
    #expect(try next(.number) == 3)
    #expect(try next(.number, 2) == 1)
    #expect(try next(.number, 1, 9) == 9)
    #expect(try next(.number) == 10)
    #expect(try next(.bullet) == nil)
    #expect(try next(.number) == 1)
    #expect(try next(nil) == nil)
    #expect(try next(.number) == 1)
    #expect(try next(.number, 1, .max) == .max)
    #expect(try next(.number) == .max)
  }
}
