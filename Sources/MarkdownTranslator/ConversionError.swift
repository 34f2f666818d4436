import ContentBlocks

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
  /// The front matter, or the comment of a section, says something about the record that cannot be; the line in the
  /// note, from 1.
  case frontMatter(line: Int, problem: LocalizedText)

  /// The line of the note that is to blame, from 1; 1 where the error has no place.
  public var line: Int {
    if case .frontMatter(let line, _) = self { line } else { 1 }
  }

  /// What is wrong, as a phrase without the file's name and the line.
  public var problem: LocalizedText {
    switch self {
    case .notUTF8(let offset):
      LocalizedText(
        en: "not UTF-8 at byte \(offset); save the file as UTF-8", zh: "第 \(offset) 字节不是 UTF-8；请存为 UTF-8")
    case .inputLimit(let limit):
      LocalizedText(en: "larger than \(limit) bytes; split the note", zh: "超过 \(limit) 字节；请拆分")
    case .memoryLimit(let limit):
      LocalizedText(
        en: "parsing needs more than \(limit >> 20) MiB of memory; simplify the note",
        zh: "解析需要超过 \(limit >> 20) MiB 内存；请简化内容")
    case .textLimit(let limit):
      LocalizedText(
        en:
          "the content would have more than \(limit >> 20) MiB of text; shorten table headers and addresses that are "
          + "repeated", zh: "转换后的文字超过 \(limit >> 20) MiB；请缩短重复出现的表头和网址")
    case .timeLimit(let limit):
      LocalizedText(
        en: "parsing takes more than \(limit.components.seconds) seconds; simplify the note",
        zh: "解析超过 \(limit.components.seconds) 秒；请简化内容")
    case .frontMatter(_, let problem): problem
    }
  }
}

extension ConversionError: CustomStringConvertible {
  /// What is wrong in English, with the line where there is one.
  public var description: String {
    if case .frontMatter(let line, let problem) = self { return "line \(line): \(problem[.english])" }
    return problem[.english]
  }
}
