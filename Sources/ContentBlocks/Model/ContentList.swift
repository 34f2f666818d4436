/// How a line is marked and how far it is indented.
public struct ContentList: Hashable, Sendable {
  /// The marker of a line.
  public enum ListType: String, CaseIterable, Sendable {
    /// A number, or a letter or Roman numeral on deeper levels.
    case number
    /// A bullet.
    case bullet
    /// A task that is not done.
    case checkBox
    /// A task that is done.
    case checkedBox
    /// No marker: the line is only indented.
    case indent
  }

  /// The levels of indentation: the first is 1, in both wire formats (v2 writes it as 0).
  public static let levels = 1...16

  /// The marker of the line.
  public let type: ListType
  /// The level of indentation, 1…16.
  public let indentLevel: Int
  /// The number that the line shows; only on `.number`, and nil when the source gave none.
  public let number: Int32?

  /// - Throws: ``ContentBlockFault`` when the level is outside 1…16, or a list that is not numbered
  ///   is given a number.
  public init(type: ListType, indentLevel: Int, number: Int32? = nil) throws(ContentBlockFault) {
    guard Self.levels.contains(indentLevel) else {
      throw ContentBlockFault(
        path: "indentLevel", "must be a whole number from 1 to 16, not \(indentLevel)")
    }
    if number != nil, type != .number {
      throw ContentBlockFault(path: "number", "does not belong on a list of type \(type.rawValue)")
    }
    self.init(type: type, clampedLevel: indentLevel, number: number)
  }

  /// A list style at the nearest level that there is.
  package init(type: ListType, clampedLevel: Int, number: Int32? = nil) {
    self.type = type
    self.indentLevel = min(max(clampedLevel, Self.levels.lowerBound), Self.levels.upperBound)
    self.number = type == .number ? number : nil
  }
}
