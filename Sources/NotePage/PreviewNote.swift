import ContentBlocks

/// What the preview shows of a note.
package struct PreviewNote: Sendable {
  /// What the note is called: the file's name.
  package var name: String
  /// The records that the note would make, in its order. While the note cannot be converted, the last ones.
  package var records: [Record]
  /// What the note says outside of its records, in its order: it is not sent.
  package var unsent: [Passage]
  /// When the note was saved, in milliseconds since 1970.
  package var updateTime: Int64
  /// What is said of the note's lines.
  package var remarks: [Remark]
  /// Why ``records`` are not what the note says now; nil when they are.
  package var problem: LocalizedText?
  /// For each image on this machine that the content shows, by its `src`: a text that differs when the image
  /// does. Images that are not listed are named instead of shown.
  package var imageVersions: [String: String]
  /// Whether remarks of the severity `note` are unfolded from the start.
  package var unfoldsNotes: Bool

  /// One record of the note.
  package struct Record: Equatable, Sendable {
    /// The heading of its section; nil for a note that is one record as a whole.
    package var heading: String?
    /// The line of the note at which it begins, from 1.
    package var line: Int
    /// Facts in words: which record it updates, or what it belongs to.
    package var details: [LocalizedText]
    package var content: ContentBlock
    /// The progress that it reports; nil for none.
    package var rate: ProgressRate?

    package init(
      heading: String? = nil, line: Int = 1, details: [LocalizedText] = [],
      content: ContentBlock = ContentBlock(), rate: ProgressRate? = nil
    ) {
      self.heading = heading
      self.line = line
      self.details = details
      self.content = content
      self.rate = rate
    }
  }

  /// Lines of the note that stay on this machine.
  package struct Passage: Equatable, Sendable {
    /// The first of the lines, from 1.
    package var line: Int
    /// The lines as they are written.
    package var text: String

    package init(line: Int, text: String) {
      self.line = line
      self.text = text
    }
  }

  /// Something about a line of the note.
  package struct Remark: Equatable, Sendable {
    /// How much a remark matters; the page marks each differently.
    package enum Severity: Sendable {
      /// As for a diagnostic of the conversion: nothing is lost, something is, there is no output.
      case note, warning, error
    }

    /// The line of the note, from 1.
    package var line: Int
    /// The byte within the line, from 1, in UTF-8.
    package var column: Int
    package var severity: Severity
    /// What is to be said, as a short phrase.
    package var message: LocalizedText
    /// The kind of the remark, such as `link-dropped`; the page shows it after the message. Empty for none.
    package var code: String

    package init(line: Int, column: Int, severity: Severity, message: LocalizedText, code: String) {
      self.line = line
      self.column = column
      self.severity = severity
      self.message = message
      self.code = code
    }
  }

  /// A note; only its name has to be given. By default it is one empty record, and nothing is said of it.
  package init(
    name: String, records: [Record] = [Record()], unsent: [Passage] = [], updateTime: Int64 = 0,
    remarks: [Remark] = [], problem: LocalizedText? = nil, imageVersions: [String: String] = [:],
    unfoldsNotes: Bool = false
  ) {
    self.name = name
    self.records = records
    self.unsent = unsent
    self.updateTime = updateTime
    self.remarks = remarks
    self.problem = problem
    self.imageVersions = imageVersions
    self.unfoldsNotes = unfoldsNotes
  }
}
