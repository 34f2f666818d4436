import ContentBlocks
import Testing

@Suite struct ProgressPercentTests {
  @Test(arguments: [
    ("50", 5000, "50"), ("50.2", 5020, "50.2"), ("50.21", 5021, "50.21"), ("50.05", 5005, "50.05"),
    ("0.09", 9, "0.09"), ("0.1", 10, "0.1"), ("0.11", 11, "0.11"),
    ("0", 0, "0"), ("-0", 0, "0"), ("-3.5", -350, "-3.5"), ("-0.01", -1, "-0.01"), ("+7", 700, "7"),
    ("1.100", 110, "1.1"), ("007", 700, "7"), ("2.000000000000000000000", 200, "2"),
    ("99999999999", 9_999_999_999_900, "99999999999"),
    ("-99999999999.00", -9_999_999_999_900, "-99999999999"),
  ])
  func decimalNumbersAreKeptExactly(text: String, hundredths: Int64, description: String) throws {
    let percent = try #require(ProgressPercent(text))
    #expect(percent.hundredths == hundredths)
    #expect(percent.description == description)
    #expect(ProgressPercent(description) == percent)
  }

  @Test(arguments: [
    "", "-", "+", ".", ".5", "5.", "1.234", "1.2.3", "1e2", "5%", " 5", "5 ", "--5", "٣", "0x1F", "1,5",
    "99999999999.01", "-99999999999.01", "100000000000", "99999999999999999999999999", "nan", "inf",
  ])
  func otherTextsAreRefused(text: String) {
    #expect(ProgressPercent(text) == nil)
  }

  @Test(arguments: [Int64.min, .min + 1, -9_999_999_999_901, 9_999_999_999_901, .max])
  func hundredthsOutOfRangeAreRefused(hundredths: Int64) {
    #expect(ProgressPercent(hundredths: hundredths) == nil)
  }
}

@Suite struct ProgressStatusTests {
  @Test(arguments: [
    (ProgressStatus.none, ["none", "None", "暂无", "-1"]),
    (.normal, ["normal", "NORMAL", "正常", "0"]),
    (.risk, ["risk", "Risk", "风险", "1"]),
    (.delayed, ["delayed", "DELAYED", "延期", "2"]),
  ])
  func namesInBothLanguages(status: ProgressStatus, names: [String]) {
    for name in names { #expect(ProgressStatus(name: name) == status) }
  }

  @Test(arguments: ["", "3", "-2", "ok", "late", " risk"])
  func otherNamesAreRefused(name: String) {
    #expect(ProgressStatus(name: name) == nil)
  }

  @Test func theNumbersAreThoseOfTheEndpoint() {
    #expect(ProgressStatus.allCases.map(\.rawValue) == [-1, 0, 1, 2])
  }
}
