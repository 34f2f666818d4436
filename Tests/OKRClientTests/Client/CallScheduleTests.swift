import Testing

@testable import OKRClient

@Suite struct CallScheduleTests {
  /// The times at which calls are made that all want to be made at once.
  private func starts(of count: Int) -> [Int64] {
    var schedule = CallSchedule()
    return (0..<count).compactMap { _ in schedule.reserve(at: 1_000_000, waitingAtMost: .max) }
  }

  @Test func fortyCallsGoAtOnceAndThenOneASecond() {
    let starts = starts(of: 43)
    #expect(starts.prefix(40).allSatisfy { $0 == 0 })
    #expect(starts.suffix(3) == [1000, 2000, 3000])
  }

  @Test func noMinuteHoldsMoreThanAHundred() {
    let starts = starts(of: 500)
    for start in starts {
      #expect(starts.count { (start..<start + 60_000).contains($0) } <= 100)
    }
  }

  @Test func pausesAreGivenBack() {
    var schedule = CallSchedule()
    for _ in 0..<40 { #expect(schedule.reserve(at: 0, waitingAtMost: 0) == 0) }
    #expect(schedule.reserve(at: 0, waitingAtMost: 999) == nil)
    #expect(schedule.reserve(at: 10_000, waitingAtMost: 0) == 0)
  }

  @Test func aPlaceThatIsTooFarAwayIsNotTaken() {
    var schedule = CallSchedule()
    for _ in 0..<40 { _ = schedule.reserve(at: 0, waitingAtMost: 0) }
    let before = schedule
    #expect(schedule.reserve(at: 0, waitingAtMost: 500) == nil)
    #expect(schedule == before)
  }

  @Test func aScheduleOfAnotherClockIsForgotten() {
    var schedule = CallSchedule(end: .max)
    #expect(schedule.reserve(at: 0, waitingAtMost: 0) == 0)
    schedule = CallSchedule(end: .min)
    #expect(schedule.reserve(at: 0, waitingAtMost: 0) == 0)
  }
}
