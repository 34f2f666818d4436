import ContentBlocks

/// A converted note.
public struct Conversion: Equatable, Sendable {
  /// The lines and images of the note. Front matter is no part of them.
  public let content: ContentBlock
  /// What the writer should know, in the order of the note.
  public let diagnostics: [Diagnostic]
  /// What the front matter says; nil when the note has none.
  public let frontMatter: FrontMatter?
  /// The text of the first heading, without any style; nil when the note has none.
  public let title: String?
}

/// A note converted to JSON.
public struct JSONConversion {
  private let output: ByteBuffer
  /// Whether the content has no block at all.
  public let isEmpty: Bool
  /// What the writer should know, in the order of the note.
  public let diagnostics: [Diagnostic]
  /// What the front matter says; nil when the note has none.
  public let frontMatter: FrontMatter?

  init(output: ByteBuffer, isEmpty: Bool, diagnostics: [Diagnostic], frontMatter: FrontMatter?) {
    self.output = output
    self.isEmpty = isEmpty
    self.diagnostics = diagnostics
    self.frontMatter = frontMatter
  }

  func replacing(diagnostics: [Diagnostic], frontMatter: FrontMatter?) -> JSONConversion {
    JSONConversion(output: output, isEmpty: isEmpty, diagnostics: diagnostics, frontMatter: frontMatter)
  }

  /// The JSON in UTF-8, without a line end.
  public var json: [UInt8] { Array(output.bytes) }

  /// Lends the JSON without copying it.
  public func withJSON<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    try body(output.bytes)
  }
}
