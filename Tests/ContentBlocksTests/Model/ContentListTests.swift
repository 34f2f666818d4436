import ContentBlocks
import Testing

@Suite struct ContentListTests {
  @Test(arguments: 1...16)
  func levelsReachFrom1To16(level: Int) throws {
    #expect(try ContentList(type: .bullet, indentLevel: level).indentLevel == level)
  }

  @Test(arguments: [Int.min, -1, 0, 17, Int.max])
  func otherLevelsAreRefused(level: Int) {
    let error = #expect(throws: ContentBlockFault.self) {
      try ContentList(type: .bullet, indentLevel: level)
    }
    #expect(error?.description == "indentLevel: must be a whole number from 1 to 16, not \(level)")
  }

  @Test(arguments: ContentList.ListType.allCases)
  func onlyNumberedListsHaveANumber(type: ContentList.ListType) throws {
    if type == .number {
      #expect(try ContentList(type: type, indentLevel: 1, number: 7).number == 7)
    } else {
      let error = #expect(throws: ContentBlockFault.self) {
        try ContentList(type: type, indentLevel: 1, number: 7)
      }
      #expect(error?.description == "number: does not belong on a list of type `\(type.rawValue)`")
    }
  }

  @Test(arguments: [(Int.min, 1), (0, 1), (9, 9), (17, 16), (Int.max, 16)])
  func aClampedLevelIsTheNearest(level: Int, expected: Int) {
    #expect(ContentList(type: .indent, clampedLevel: level).indentLevel == expected)
  }

  @Test func aClampedListLeavesOutANumberThatDoesNotBelong() {
    #expect(ContentList(type: .bullet, clampedLevel: 1, number: 3).number == nil)
    #expect(ContentList(type: .number, clampedLevel: 1, number: 3).number == 3)
  }
}
