/// A text that must never be seen. Printing, describing or dumping it shows a placeholder.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The text itself, for the one place that sends it.
  package let value: String

  /// - Returns: nil for a text that cannot stand in a header: empty, or with anything but visible ASCII.
  public init?(_ value: some StringProtocol) {
    guard !value.isEmpty, value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    self.value = String(value)
  }

  public var description: String { "(secret)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
