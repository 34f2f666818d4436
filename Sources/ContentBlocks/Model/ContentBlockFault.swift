/// Something in a ContentBlock that the format does not allow, and where.
public struct ContentBlockFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// How bad a fault is.
  public enum Severity: String, Sendable {
    /// The document cannot be read as it is.
    case error
    /// The document can be read; what it says is shown badly, was changed or was left out.
    case warning
  }

  /// The JSON path of the value at fault, such as `$.blocks[2].paragraph.style.list.indentLevel`.
  /// A value that is not part of a document yet has its key alone.
  public let path: String
  /// What is wrong with it, in words that follow the path.
  public let problem: LocalizedText
  /// Whether the document could be read in spite of it.
  public let severity: Severity

  /// A fault at a value.
  ///
  /// - Parameters:
  ///   - path: where the value is, such as `$.blocks[2]`.
  ///   - problem: what is wrong, in words that follow the path.
  ///   - severity: whether the document can be read in spite of it; an error by default.
  public init(path: String, _ problem: LocalizedText, severity: Severity = .error) {
    self.path = path
    self.problem = problem
    self.severity = severity
  }

  /// The fault in one language: path and problem.
  public func description(in language: Language) -> String {
    "\(path)\(language == .chinese ? "：" : ": ")\(problem[language])"
  }

  /// The fault in English.
  public var description: String { description(in: .english) }
}
