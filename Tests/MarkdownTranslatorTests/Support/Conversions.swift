import ContentBlocks
import ConversionOracles

@testable import MarkdownTranslator

/// The lines that a note becomes, in the notation of the mapping manual.
func lines(_ note: String, options: ConversionOptions = ConversionOptions()) throws -> [String] {
  LineNotation.render(try MarkdownConverter(options: options).convert(note).content)
}

/// Where the diagnostics of a note are and what they are: `3:1 heading-flattened`.
func positions(_ note: String) throws -> [String] {
  try MarkdownConverter().convert(note).diagnostics.map { diagnostic in
    "\(diagnostic.position.line):\(diagnostic.position.column) \(diagnostic.code.rawValue)"
  }
}

/// Lends the UTF-8 of a text.
func withBytes<Result>(_ text: String, _ body: (Bytes) throws -> Result) rethrows -> Result {
  try Array(text.utf8).withUnsafeBufferPointer(body)
}
