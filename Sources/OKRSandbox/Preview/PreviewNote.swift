import ContentBlocks

/// What the preview shows of a note.
public struct PreviewNote: Sendable {
  /// What the note is called: the file's name.
  public var name: String
  /// The record that the note would make. While the note cannot be converted, the last one.
  public var content: ContentBlock
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
    public enum Severity: String, Sendable {
      case note, warning, error
    }

    public var line: Int
    public var column: Int
    public var severity: Severity
    public var message: String
    public var code: String

    public init(line: Int, column: Int, severity: Severity, message: String, code: String) {
      self.line = line
      self.column = column
      self.severity = severity
      self.message = message
      self.code = code
    }
  }

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
