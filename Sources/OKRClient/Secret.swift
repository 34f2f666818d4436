/// A text that must never be seen. Printing, describing or dumping it shows a placeholder.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The text itself, for the one place that sends it.
  package let value: String

  /// No server takes as much in a header, and the HTTP library cannot send more than 64 KiB of them.
  private static let mostBytes = 32 << 10

  /// - Returns: nil for a text that cannot stand in a header: empty, longer than 32 KiB, or with anything but
  ///   visible ASCII.
  public init?(_ value: some StringProtocol) {
    guard (1...Self.mostBytes).contains(value.utf8.count),
      value.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    self.value = String(value)
  }

  public var description: String { "(secret)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
