/// How a note is converted. The defaults are those of the command line tool.
public struct ConversionOptions: Sendable {
  /// How a table is shown (rule R17).
  public enum Tables: String, CaseIterable, Sendable {
    /// A bullet for each row, each cell behind its header. The default.
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
