/// Why a document could not be converted. There is no output then.
public enum ConversionError: Error, Equatable, Sendable {
  /// The document is not UTF-8; the offset of the first byte at fault, from 0.
  case notUTF8(offset: Int)
  /// The document is larger than the limit, in bytes.
  case inputLimit(Int)
  /// Parsing would take more memory than the limit, in bytes.
  case memoryLimit(Int)
  /// The content would have more text than the limit, in bytes.
  case textLimit(Int)
  /// Parsing took longer than the limit.
  case timeLimit(Duration)
  /// The front matter says something about the record that cannot be; the line in the note, from 1.
  case frontMatter(line: Int, problem: String)
}

extension ConversionError: CustomStringConvertible {
  /// What is wrong and what to do, as one sentence without the file's name.
  public var description: String {
    switch self {
    case .notUTF8(let offset):
      "not UTF-8 at byte \(offset); save the file as UTF-8"
    case .inputLimit(let limit):
      "larger than \(limit) bytes; split the note or raise --max-bytes"
    case .memoryLimit(let limit):
      "parsing needs more than \(limit >> 20) MiB of memory; simplify the note or raise --max-bytes"
    case .textLimit(let limit):
      "the content would have more than \(limit >> 20) MiB of text; shorten table headers and addresses that are "
        + "repeated, or raise --max-bytes"
    case .timeLimit(let limit):
      "parsing takes more than \(limit.components.seconds) seconds; simplify the note or raise --max-bytes"
    case .frontMatter(let line, let problem):
      "line \(line): front matter: \(problem)"
    }
  }
}
