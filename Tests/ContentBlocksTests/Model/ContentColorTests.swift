import ContentBlocks
import Testing

@Suite struct ContentColorTests {
  @Test func channelsReachFrom0To255() throws {
    let color = try ContentColor(red: 0, green: 255, blue: 128, alpha: 0.25)
    #expect([color.red, color.green, color.blue] == [0, 255, 128])
    #expect(color.alpha == 0.25)
  }

  @Test func alphaIsOpaqueByDefault() throws {
    #expect(try ContentColor(red: 1, green: 2, blue: 3).alpha == 1)
  }

  @Test(arguments: [
    ((256, 0, 0, 1.0), "red: must be a whole number from 0 to 255, not 256"),
    ((0, -1, 0, 1.0), "green: must be a whole number from 0 to 255, not -1"),
    ((0, 0, Int.max, 1.0), "blue: must be a whole number from 0 to 255, not 9223372036854775807"),
    ((0, 0, 0, 1.01), "alpha: must be a number from 0 to 1, not 1.01"),
    ((0, 0, 0, -0.5), "alpha: must be a number from 0 to 1, not -0.5"),
    ((0, 0, 0, Double.nan), "alpha: must be a number from 0 to 1, not nan"),
  ])
  func partsOutOfRangeAreRefused(parts: (Int, Int, Int, Double), fault: String) {
    let error = #expect(throws: ContentBlockFault.self) {
      try ContentColor(red: parts.0, green: parts.1, blue: parts.2, alpha: parts.3)
    }
    #expect(error?.description == fault)
    #expect(error?.severity == .error)
  }

  @Test(arguments: [(-5, 0.0), (0, 0.0), (33, 0.33), (100, 1.0), (120, 1.0)])
  func hundredthsOfOpacityAreClamped(hundredths: Int, alpha: Double) {
    #expect(ContentColor(red: 0, green: 0, blue: 0, hundredths: hundredths).alpha == alpha)
  }
}
