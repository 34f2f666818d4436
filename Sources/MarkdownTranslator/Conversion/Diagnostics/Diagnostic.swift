/// Something that the writer of a note should know about its conversion.
public struct Diagnostic: Equatable, Sendable {
  /// How much it matters (mapping manual, "Diagnostics").
  public enum Severity: String, Sendable {
    /// Shown differently, nothing lost.
    case note
    /// Something that a reader would miss.
    case warning
    /// No output.
    case error
  }

  /// What happened. The raw value is the code in brackets at the end of a diagnostic's line.
  public enum Code: String, CaseIterable, Sendable {
    /// A heading became a bold line (R12).
    case headingFlattened = "heading-flattened"
    /// A block quote became indented lines (R14).
    case quoteAsIndent = "quote-as-indent"
    /// A code block became shaded lines (R15).
    case codeBlockFlattened = "code-block-flattened"
    /// A thematic break became a line of text (R16).
    case ruleAsText = "rule-as-text"
    /// A table became lines (R17).
    case tableFlattened = "table-flattened"
    /// A footnote became text and lines at the end (R19).
    case footnoteFlattened = "footnote-flattened"
    /// Emphasis has no counterpart; its text stays (R22).
    case emphasisDropped = "emphasis-dropped"
    /// The title of a link is not carried (R24).
    case titleDropped = "title-dropped"
    /// The alternative text of an image is not carried (R29).
    case altDropped = "alt-dropped"
    /// A line deeper than level 16 stands at level 16 (R8).
    case indentClamped = "indent-clamped"
    /// A link that Feishu would not follow; its text stays (R25).
    case linkDropped = "link-dropped"
    /// An image on this machine is shown only after it was uploaded (R30).
    case imageNeedsUpload = "image-needs-upload"
    /// An image without a source that can be shown; its alternative text stays (R30).
    case imageDropped = "image-dropped"
    /// An HTML tag without a meaning here; its text stays (R18).
    case htmlDropped = "html-dropped"
    /// A colour that is not understood (R18).
    case colourIgnored = "colour-ignored"
    /// A footnote that no text refers to: the parser leaves it out.
    case footnoteDropped = "footnote-dropped"
    /// What stands between the two lines `---` looks like front matter but is not YAML (R20).
    case frontMatterIgnored = "front-matter-ignored"

    /// How much a diagnostic of this code matters.
    public var severity: Severity {
      switch self {
      case .headingFlattened, .quoteAsIndent, .codeBlockFlattened, .ruleAsText, .tableFlattened,
        .footnoteFlattened, .emphasisDropped, .titleDropped, .altDropped:
        .note
      case .indentClamped, .linkDropped, .imageNeedsUpload, .imageDropped, .htmlDropped,
        .colourIgnored, .footnoteDropped, .frontMatterIgnored:
        .warning
      }
    }
  }

  /// What kind of thing happened.
  public let code: Code
  /// Where it stands in the note, front matter included.
  public let position: SourcePosition
  /// What happened, as a short phrase without a full stop.
  public let message: String

  /// How much it matters; the code decides.
  public var severity: Severity { code.severity }

  /// A diagnostic.
  ///
  /// - Parameters:
  ///   - code: what kind of thing happened.
  ///   - position: where it stands in the note.
  ///   - message: what happened, as a short phrase without a full stop.
  public init(_ code: Code, at position: SourcePosition, _ message: String) {
    self.code = code
    self.position = position
    self.message = message
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
