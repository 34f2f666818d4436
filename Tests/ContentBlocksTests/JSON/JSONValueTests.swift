import Testing

@testable import ContentBlocks

@Suite struct JSONNumberTests {
  @Test(arguments: [
    ("0", 0), ("-0", 0), ("0.000", 0), ("0e999999999999", 0), ("7", 7), ("-7", -7), ("7.0", 7), ("70e-1", 7),
    ("0.7E1", 7), ("7e+2", 700), ("-1.5e1", -15), ("1000000e-6", 1),
    ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
    ("0.00000000000000000000000000000000000000005e41", 5),
  ])
  func wholeNumbersInAnyNotation(literal: String, value: Int64) {
    #expect(JSONNumber(literal: literal).wholeNumber == value)
  }

  @Test(arguments: [
    "0.5", "7.01", "1e-1", "9223372036854775808", "-9223372036854775809", "1e19",
    "1e999999999999", "1e-999999999999",
    "123456789012345678901234567890",
  ])
  func otherNumbersAreNotWholeOrDoNotFit(literal: String) {
    #expect(JSONNumber(literal: literal).wholeNumber == nil)
  }

  @Test(arguments: [
    ("50.21", 5021), ("0.29", 29), ("1.1", 110), ("5.021e1", 5021), ("1e-2", 1), ("-0.01", -1), ("2", 200),
  ])
  func hundredthsAreExact(literal: String, value: Int64) {
    #expect(JSONNumber(literal: literal).multiplied(byTenToThe: 2) == value)
  }

  @Test(arguments: ["0.001", "1e-3", "50.215"])
  func moreThanTwoDecimalsAreNoHundredths(literal: String) {
    #expect(JSONNumber(literal: literal).multiplied(byTenToThe: 2) == nil)
  }
}
