import Testing

@testable import NotePage

@Suite struct UTCTimeTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (1_640_677_887_123, "2021-12-28T07:51:27Z"),
    (951_782_399_999, "2000-02-28T23:59:59Z"), (951_782_400_000, "2000-02-29T00:00:00Z"),
    (4_107_542_400_000, "2100-03-01T00:00:00Z"), (-5, "1970-01-01T00:00:00Z"),
    (Int64.max, "9999-12-31T23:59:59Z"),
  ])
  func isoIsForMachines(milliseconds: Int64, text: String) {
    #expect(UTCTime(milliseconds: milliseconds).iso == text)
  }

  @Test func wordsAreForPeople() {
    #expect(UTCTime(milliseconds: 1_640_677_887_123).words == "2021-12-28 07:51 UTC")
  }

  @Test(
    arguments: [
      (0, 1970, 1), (951_782_400_000, 2000, 1), (1_640_677_887_123, 2021, 4), (4_107_542_400_000, 2100, 1),
      (1_656_633_599_999, 2022, 2), (1_656_633_600_000, 2022, 3),
    ] as [(Int64, Int64, Int64)])
  func quartersAreThoseOfTheCalendar(milliseconds: Int64, year: Int64, quarter: Int64) {
    #expect(UTCTime(milliseconds: milliseconds).quarter == (year, quarter))
  }
}
