import ContentBlocks
import MarkdownTranslator

/// What of a note becomes one record: the whole of it, or a section.
struct NotePart: Sendable {
  /// Its place among the parts of the note.
  let index: Int
  /// The heading of a section; nil for a whole note.
  let heading: String?
  /// What is said of the record.
  let frontMatter: FrontMatter
  /// The lines of a section, and the one on which its comment begins; nil for a whole note.
  var lines: ClosedRange<Int>?
  var commentLine: Int?

  /// How a message calls the part, after the name of the file.
  func name(in input: InputFile) -> String { heading.map { "\(input.name): \($0)" } ?? input.name }
}

/// A note as a push reads it.
struct PushNote: Sendable {
  let input: InputFile
  let bytes: [UInt8]
  let parts: [NotePart]

  /// Its sections, one for each part; none when the whole note is one record.
  private let sections: [Section]
  private let faults: [NoteFault]
  /// What is to be said about the note as a whole.
  let diagnostics: [Diagnostic]

  /// Reads a note.
  ///
  /// - Throws: when it is not UTF-8, or something is wrong with it that concerns all its records.
  init(_ input: InputFile, _ bytes: [UInt8]) throws(Failure) {
    self.input = input
    self.bytes = bytes
    let note: Note
    do throws(ConversionError) {
      note = try Note(bytes)
    } catch {
      throw input.failure(error)
    }
    sections = note.sections
    faults = note.faults
    diagnostics = note.sections.isEmpty ? [] : note.diagnostics
    parts =
      note.sections.isEmpty
      ? [NotePart(index: 0, heading: nil, frontMatter: note.frontMatter ?? FrontMatter())]
      : note.sections.enumerated().map { index, section in
        NotePart(
          index: index, heading: section.heading.isEmpty ? section.rawHeading : section.heading,
          frontMatter: section.keys, lines: section.lines, commentLine: section.commentLine)
      }
    if let fault = faults.first(where: { fault in !parts.contains { $0.lines?.contains(fault.line) == true } }
    ) {
      throw input.failure(fault)
    }
  }

  /// Refuses a part that cannot be a record.
  func check(_ part: NotePart) throws(Failure) {
    if let fault = faults.first(where: { part.lines?.contains($0.line) == true }) {
      throw input.failure(fault)
    }
  }

  /// Converts a part.
  func convert(_ part: NotePart, with converter: MarkdownConverter) throws(Failure) -> Conversion {
    do throws(ConversionError) {
      guard sections.indices.contains(part.index) else { return try converter.convert(bytes) }
      return try converter.convert(sections[part.index])
    } catch {
      throw input.failure(error)
    }
  }

  /// The records that the note names.
  var recordIDs: Set<OKRIdentifier> { Set(parts.compactMap(\.frontMatter.progressID)) }

  /// Whether the note may say anything of records: the cheap look before it is read.
  static func mayBeOurs(_ bytes: [UInt8]) -> Bool {
    // One in UTF-16 is refused, and not passed over in silence.
    let text = String(decoding: bytes.contains(0) ? bytes.filter { $0 != 0 } : bytes, as: UTF8.self)
    return text.utf8.starts(with: "okr".utf8)
      || text.split(whereSeparator: \.isNewline).contains { line in
        line.hasPrefix("okr") || line.drop { $0 == " " }.hasPrefix("<!--")
      }
  }

  /// Whether there is nothing in it.
  var saysNothing: Bool { bytes.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) } }

  /// The note with the id of a new record in a part; nil when it cannot be edited.
  func setting(_ id: OKRIdentifier, in part: NotePart) -> [UInt8]? {
    part.lines == nil
      ? FrontMatter.setting(progressID: id, in: bytes)
      : Note.setting(progressID: id, ofSection: part.index, in: bytes)
  }

  /// The first line of the note that marks a conflict of a merge, from 1; nil when there is none.
  var conflictLine: Int? {
    var line = 1
    var start = 0
    let marks = [Array("<<<<<<< ".utf8), Array(">>>>>>> ".utf8)]
    while start < bytes.count {
      if bytes[start] == marks[0][0] || bytes[start] == marks[1][0],
        marks.contains(where: { bytes[start...].starts(with: $0) })
      {
        return line
      }
      guard let end = bytes[start...].firstIndex(of: 0x0A) else { break }
      start = end + 1
      line += 1
    }
    return nil
  }

  /// The first line that holds a text, from 1; nil when none does.
  func line(of text: String) -> Int? {
    let (note, text) = (bytes, Array(text.utf8))
    guard !text.isEmpty, note.count >= text.count else { return nil }
    var line = 1
    for index in 0...(note.count - text.count) {
      if note[index] == 0x0A { line += 1 }
      if note[index] == text[0], note[index...].starts(with: text) { return line }
    }
    return nil
  }
}

extension PushNote {
  /// The part that is what another was when the note was read before: a section may have moved since, but is known by
  /// its heading and target.
  func counterpart(of part: NotePart) -> NotePart? {
    guard part.heading != nil else { return parts.first { $0.heading == nil } }
    let same = parts.filter { other in
      let (own, others) = (part.frontMatter, other.frontMatter)
      return other.heading == part.heading && own.keyResult == others.keyResult
        && own.objective == others.objective
    }
    return same.count > 1 ? same.first { $0.index == part.index } : same.first
  }
}
