import ContentBlocks

/// How a note is converted. The defaults are those of the command line tool.
public struct ConversionOptions: Sendable {
  /// How a table is shown (rule R17).
  public enum Tables: String, CaseIterable, Sendable {
    /// A bullet for each row, each cell after its header. The default.
    case list
    /// A line for each row, the cells side by side.
    case rows
  }

  /// How an image is shown (rules R29 and R30).
  public enum Images: String, CaseIterable, Sendable {
    /// In a gallery on a row of its own. The default.
    case gallery
    /// As a link, for places that show no galleries.
    case link
  }

  /// What a line end inside a paragraph becomes (rule R10).
  public enum SoftBreaks: String, CaseIterable, Sendable {
    /// A new line, but joined in a note that is wrapped at a fixed width (rule R34). The default.
    case auto
    /// A space, or nothing between Chinese characters.
    case join
    /// A new line.
    case line
  }

  /// How tables are shown: a bullet for each row by default (rule R17).
  public var tables = Tables.list
  /// How images are shown: in galleries by default (rules R29 and R30).
  public var images = Images.gallery
  /// What line ends inside a paragraph become (rule R10). nil, the default, is what the front matter says, else
  /// ``SoftBreaks/auto``.
  public var softBreaks: SoftBreaks?
  /// Whether links to Feishu documents are shown as chips (rule R26). True by default.
  public var docsLinks = true
  /// What relative links are resolved against: an absolute URL. Without one, the default, relative
  /// links are dropped (rule R25).
  public var linkBase: String?
  /// Whether notes are gathered, and not only warnings. True by default; without them a conversion is
  /// faster by a tenth.
  public var reportsNotes = true
  /// What a document may take.
  public var limits = ConversionLimits()
  /// Looks at an image on this machine by the path or `file:` URL in the note (rule R30). By default no file is looked
  /// at, and no image is reported as missing. It is called while the parser is held, which reads one note at a time:
  /// it must not convert another note.
  public var imageFile: (@Sendable (_ source: String) -> ImageFile)?
  /// The address book: ids of people by the names with which they are mentioned, `@张三` (rule R27). A name has 1 to
  /// ``longestName`` characters without white space; others are not found. The longest name that matches wins. Empty
  /// by default.
  public var people: [String: String] {
    get { addressBook.people }
    set { addressBook = AddressBook(newValue) }
  }

  /// The longest name of ``people``, in characters.
  public static let longestName = 64

  var addressBook = AddressBook([:])

  /// The default of every option.
  public init() {}

  /// Whether a URL can be a ``linkBase``: `http` or `https`, with a host and without white space.
  public static func isLinkBase(_ url: String) -> Bool { URLReference.isBase(url) }
}

/// What one document may take (mapping manual, "Input"). Each limit ends a conversion with a clear error.
public struct ConversionLimits: Equatable, Sendable {
  /// The largest document in bytes: 1 MiB by default, at most ``largestInput``.
  ///
  /// Raising it raises the other limits in proportion, by 256 bytes of memory, 32 bytes of text and 10 µs for each
  /// byte allowed; they never sink below their defaults.
  public var inputBytes: Int {
    didSet { self = ConversionLimits(inputBytes: inputBytes) }
  }

  /// The default size: 1 MiB.
  public static let defaultInputBytes = 1 << 20
  /// The parser counts bytes in 32 bits and needs room to grow a buffer: 512 MiB.
  public static let largestInput = 512 << 20

  /// Limits for documents of some size.
  ///
  /// - Parameter inputBytes: the largest document in bytes. Below 0 it becomes 0, over ``largestInput`` it
  ///   becomes that.
  public init(inputBytes: Int = Self.defaultInputBytes) {
    self.inputBytes = min(max(inputBytes, 0), Self.largestInput)
    parserMemory = max(256 << 20, 256 * self.inputBytes)
    parserNanoseconds =
      self.inputBytes > Self.defaultInputBytes ? 10_000 * UInt64(self.inputBytes) : 10_000_000_000
  }

  /// The memory of the parser in bytes: 256 MiB, or 256 bytes for each input byte allowed.
  public internal(set) var parserMemory: Int

  /// The text and addresses of the content in bytes, as JSON has them: an eighth of the memory. A table repeats its header in every
  /// row and a link its address in every run, so that a short note can grow to gigabytes.
  public var text: Int { parserMemory / 8 }

  /// The time for a document: 10 s, or 10 µs for each input byte allowed.
  public var duration: Duration { .nanoseconds(Int64(clamping: parserNanoseconds)) }

  var parserNanoseconds: UInt64
}

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
