import ContentBlocks

/// What the preview shows of a note.
public struct PreviewNote: Sendable {
  /// What the note is called: the file's name.
  public var name: String
  /// The record that the note would make. While the note cannot be converted, the last one.
  public var content: ContentBlock
  /// The progress that the note reports; nil for none.
  public var rate: ProgressRate?
  /// When the note was saved, in milliseconds since 1970.
  public var updateTime: Int64
  /// What is said of the note's lines.
  public var remarks: [Remark]
  /// Why ``content`` is not what the note says now; nil when it is.
  public var problem: String?
  /// For each image on this machine that the content shows, by its `src`: a text that differs when the image
  /// does. Images that are not listed are named instead of shown.
  public var imageVersions: [String: String]
  /// Whether remarks of the severity `note` are unfolded from the start.
  public var unfoldsNotes: Bool

  /// Something about a line of the note.
  public struct Remark: Equatable, Sendable {
    /// How much a remark matters; the page marks each differently.
    public enum Severity: String, Sendable {
      /// As for a diagnostic of the conversion: nothing is lost, something is, there is no output.
      case note, warning, error
    }

    /// The line of the note, from 1.
    public var line: Int
    /// The byte within the line, from 1, in UTF-8.
    public var column: Int
    /// How much it matters.
    public var severity: Severity
    /// What is to be said, as a short phrase.
    public var message: String
    /// The kind of the remark, such as `link-dropped`; the page shows it behind the message.
    public var code: String

    /// A remark at a place of the note.
    public init(line: Int, column: Int, severity: Severity, message: String, code: String) {
      self.line = line
      self.column = column
      self.severity = severity
      self.message = message
      self.code = code
    }
  }

  /// A note; only its name has to be given. By default it is empty and nothing is said of it.
  public init(
    name: String, content: ContentBlock = ContentBlock(), rate: ProgressRate? = nil, updateTime: Int64 = 0,
    remarks: [Remark] = [], problem: String? = nil, imageVersions: [String: String] = [:],
    unfoldsNotes: Bool = false
  ) {
    self.name = name
    self.content = content
    self.rate = rate
    self.updateTime = updateTime
    self.remarks = remarks
    self.problem = problem
    self.imageVersions = imageVersions
    self.unfoldsNotes = unfoldsNotes
  }
}
