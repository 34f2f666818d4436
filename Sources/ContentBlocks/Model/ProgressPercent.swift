/// A percentage with two decimals, kept exactly: −99999999999…99999999999.
public struct ProgressPercent: Equatable, Sendable, CustomStringConvertible {
  /// The percentage in hundredths of a percent.
  public let hundredths: Int64

  /// The largest percentage.
  static let limit: Int64 = 99_999_999_999

  /// - Returns: nil outside the range.
  public init?(hundredths: Int64) {
    guard hundredths.magnitude <= (Self.limit * 100).magnitude else { return nil }
    self.hundredths = hundredths
  }

  /// Reads a decimal number such as `50`, `-3.5` or `50.21`.
  ///
  /// - Returns: nil when the text is not a decimal number, has more than two decimals that are not
  ///   zero, or is out of range.
  public init?(_ text: some StringProtocol) {
    var digits = Array(text.utf8)[...]
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty else { return nil }
    var decimals = parts.count == 2 ? parts[1] : parts[0].prefix(0)
    if parts.count == 2, decimals.isEmpty { return nil }
    while decimals.count > 2, decimals.last == UInt8(ascii: "0") { decimals = decimals.dropLast() }
    guard decimals.count <= 2 else { return nil }
    var value: Int64 = 0
    let padding = repeatElement(UInt8(ascii: "0"), count: 2 - decimals.count)
    for digit in parts[0] + decimals + padding {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int64(digit - UInt8(ascii: "0"))
      guard value <= Self.limit * 100 else { return nil }
    }
    self.init(hundredths: isNegative ? -value : value)
  }

  /// The shortest decimal notation: `50`, `-3.5`, `50.21`.
  public var description: String {
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
