/// Code spans (rule R23).
enum CodeSpan {
  /// The longest run of backticks that the parser takes for a delimiter.
  private static let longestDelimiter = 80

  /// - Returns: nil when the text has runs of backticks of all lengths.
  static func scalars(for text: String) -> [Unicode.Scalar]? {
    var runs: Set<Int> = []
    var run = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "`") {
        run += 1
      } else {
        runs.insert(run)
        run = 0
      }
    }
    runs.insert(run)
    guard let length = (1...longestDelimiter).first(where: { !runs.contains($0) }) else { return nil }
    let inside = Array(text.unicodeScalars)
    // The parser takes one space off both edges, but not off spaces alone.
    let losesSpaces = inside.first == " " && inside.last == " " && inside.contains { $0 != " " }
    let isPadded = losesSpaces || inside.first == "`" || inside.last == "`"
    let delimiter = [Unicode.Scalar](repeating: "`", count: length)
    return delimiter + (isPadded ? [" "] : []) + inside + (isPadded ? [" "] : []) + delimiter
  }
}
