/// A moment, in the calendar.
package struct UTCTime: Sendable {
  /// Such as `2021-12-28T07:51:27Z`.
  package let iso: String
  /// Such as `2021-12-28 07:51 UTC`.
  package let words: String
  /// The year and the quarter, from 1.
  package let quarter: (year: Int64, quarter: Int64)

  /// - Parameter milliseconds: since 1970. Times before that and after the year 9999 are moved to the limit.
  package init(milliseconds: Int64) {
    let seconds = min(max(milliseconds, 0) / 1000, 253_402_300_799)
    // Years that begin in March have their odd day at the end.
    let days = seconds / 86400 + 719_468
    let (era, dayOfEra) = days.quotientAndRemainder(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    quarter = (year, (month + 2) / 3)
    let date = "\(year)-\(two(month))-\(two(day))"
    let time = "\(two(seconds / 3600 % 24)):\(two(seconds / 60 % 60))"
    iso = "\(date)T\(time):\(two(seconds % 60))Z"
    words = "\(date) \(time) UTC"
  }
}
