/// The id of a progress record, an objective or a key result: a positive 64-bit number in digits, as Feishu
/// shows it.
///
/// It is kept as text, since that is how the service writes it: JavaScript cannot count so far.
/// Source: the path parameter `progress_id` of the update endpoint.
public struct OKRIdentifier: Hashable, Sendable, CustomStringConvertible {
  /// The digits, without a leading zero.
  public let text: String

  /// - Returns: nil when the text is anything but the digits of a positive 64-bit number.
  public init?(_ text: some StringProtocol) {
    let isDigit = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard !text.isEmpty, text.utf8.allSatisfy(isDigit.contains), text.utf8.first != isDigit.lowerBound,
      Int64(text) != nil
    else { return nil }
    self.text = String(text)
  }

  public var description: String { text }
}
