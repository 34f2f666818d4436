import ContentBlocks

/// Something that the writer of a note should know about its conversion.
public struct Diagnostic: Equatable, Sendable {
  /// How much it matters (mapping manual, "Diagnostics").
  public enum Severity: String, Sendable {
    /// Shown differently, nothing lost.
    case note
    /// Something that a reader would miss, or text that was not read as markup.
    case warning
    /// No output.
    case error
  }

  /// What happened. The raw value is the code in brackets at the end of a diagnostic's line.
  public enum Code: String, CaseIterable, Sendable {
    /// A heading became a bold line (R12).
    case headingFlattened = "heading-flattened"
    /// `---` below a paragraph is a rule and not a heading's underline (R35).
    case ruleNotHeading = "rule-not-heading"
    /// A block quote became indented lines (R14).
    case quoteAsIndent = "quote-as-indent"
    /// A code block became shaded lines (R15).
    case codeBlockFlattened = "code-block-flattened"
    /// What is indented by four columns is text, not code (R36).
    case indentAsText = "indent-as-text"
    /// A thematic break became a line of text (R16).
    case ruleAsText = "rule-as-text"
    /// A table became lines (R17).
    case tableFlattened = "table-flattened"
    /// A footnote became text and lines at the end (R19).
    case footnoteFlattened = "footnote-flattened"
    /// A list is nested by fewer columns than CommonMark asks for (R38).
    case indentLenient = "indent-lenient"
    /// The note is hard-wrapped; its line ends were joined (R34).
    case linesJoined = "lines-joined"
    /// Emphasis is not supported; its text is kept (R22).
    case emphasisDropped = "emphasis-dropped"
    /// The title of a link is not carried (R24).
    case titleDropped = "title-dropped"
    /// `[[page]]` is its text (R24).
    case wikilinkAsText = "wikilink-as-text"
    /// The alternative text of an image is not carried (R29).
    case altDropped = "alt-dropped"
    /// An image on this machine appears once it is uploaded (R30).
    case imageNeedsUpload = "image-needs-upload"
    /// A name after `@` is not in the address book (R27).
    case personUnknown = "person-unknown"
    /// Lines outside all sections are not part of any record.
    case outsideSections = "outside-sections"
    /// A line deeper than level 16 is at level 16 (R8).
    case indentClamped = "indent-clamped"
    /// A link that will not work in Feishu; its text is kept (R25).
    case linkDropped = "link-dropped"
    /// An image without a source that can be shown; its alternative text is kept (R30).
    case imageDropped = "image-dropped"
    /// There is no file at the path of an image (R30).
    case imageMissing = "image-missing"
    /// What is given as an image is of a kind that Feishu does not show as one (R30).
    case imageType = "image-type"
    /// An HTML tag that is not supported; its text is kept (R18).
    case htmlDropped = "html-dropped"
    /// A comment or the like that never ends is text (R40).
    case htmlUnclosed = "html-unclosed"
    /// A colour that is not understood (R18).
    case colourIgnored = "colour-ignored"
    /// What looks like markup, and is not one here, is text (R41).
    case markupAsText = "markup-as-text"
    /// A footnote that no text refers to: the parser leaves it out.
    case footnoteDropped = "footnote-dropped"
    /// What is between the two lines `---` looks like front matter but is not YAML (R20).
    case frontMatterIgnored = "front-matter-ignored"
    /// A key of the front matter or of a section that is not known.
    case frontMatterKey = "front-matter-key"
    /// The content is larger than the service documents.
    case serviceLimit = "service-limit"

    /// How much a diagnostic of this code matters.
    public var severity: Severity {
      switch self {
      case .headingFlattened, .ruleNotHeading, .quoteAsIndent, .codeBlockFlattened, .indentAsText,
        .ruleAsText,
        .tableFlattened, .footnoteFlattened, .indentLenient, .linesJoined, .emphasisDropped, .titleDropped,
        .wikilinkAsText, .altDropped, .imageNeedsUpload, .personUnknown, .outsideSections:
        .note
      case .indentClamped, .linkDropped, .imageDropped, .imageMissing, .imageType, .htmlDropped,
        .htmlUnclosed,
        .colourIgnored, .markupAsText, .footnoteDropped, .frontMatterIgnored, .frontMatterKey, .serviceLimit:
        .warning
      }
    }
  }

  /// What kind of thing happened.
  public let code: Code
  /// Where it is in the note, front matter included.
  public let position: SourcePosition
  /// What happened, as a short phrase without a full stop. A warning also says what to write instead. It is one
  /// line, without control characters, whatever it quotes of the note.
  public let message: LocalizedText

  /// How much it matters; the code decides.
  public var severity: Severity { code.severity }

  /// A diagnostic with a text of your own.
  ///
  /// - Parameters:
  ///   - code: what kind of thing happened.
  ///   - position: where it is in the note.
  ///   - message: what happened, as a short phrase without a full stop.
  public init(_ code: Code, at position: SourcePosition, _ message: LocalizedText) {
    self.code = code
    self.position = position
    self.message = message
  }

  /// A diagnostic with a text of the catalogue.
  init(_ message: DiagnosticMessage, at position: SourcePosition) {
    self.init(message.code, at: position, message.text)
  }
}

/// A place in a note.
public struct SourcePosition: Hashable, Comparable, Sendable {
  /// The line, from 1.
  public let line: Int
  /// The byte within the line, from 1, in UTF-8 as compilers count it.
  public let column: Int

  /// A place; both numbers count from 1. They are not checked.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
