/// Something in a ContentBlock that the format does not allow, and where it stands.
public struct ContentBlockFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// The JSON path of the value at fault, such as `$.blocks[2].paragraph.style.list.indentLevel`.
  /// A value that is not part of a document yet has its key alone.
  public let path: String
  /// What is wrong with it, in words that follow the path.
  public let problem: String

  public init(path: String, _ problem: String) {
    self.path = path
    self.problem = problem
  }

  public var description: String { "\(path): \(problem)" }
}
