import ContentBlocks

/// A note by its records: what its front matter says, and its sections.
///
/// A note may hold several records. A comment that begins with `okr` and a line end, directly below a heading, makes
/// the heading's section a record (mapping manual, "Sections"):
///
///     ## KR1 登录转化率
///     <!-- okr
///     key_result: "7041430377642082323"
///     percent: 62.5
///     -->
///     登录改版已全量。
///
/// ```swift
/// let note = try Note(bytes)
/// for section in note.sections {
///   let conversion = try MarkdownConverter().convert(section)
/// }
/// ```
///
/// A note without sections is one record; convert it as a whole.
public struct Note: Sendable {
  /// What the front matter says; nil when the note has none, or it is ``faults``.
  public let frontMatter: FrontMatter?
  /// The records of the note, in its order; none when the note is one record.
  public let sections: [Section]
  /// Everything that is an error in the front matter and in the comments of sections, in the order of the note:
  /// values that cannot be, a record inside a record, two sections with one id, a comment that cannot be read, a
  /// section without a target.
  public let faults: [NoteFault]
  /// What is a warning or a note about the note as a whole: keys that are not known, lines outside all sections.
  public let diagnostics: [Diagnostic]

  /// Reads a note without converting it.
  ///
  /// - Parameter note: UTF-8, with or without a byte order mark.
  /// - Throws: ``ConversionError/notUTF8(offset:)``.
  public init(_ note: [UInt8]) throws(ConversionError) {
    if let offset = UTF8Check.firstInvalidOffset(in: note) { throw .notUTF8(offset: offset) }
    let reader = note.withUnsafeBufferPointer { SectionReader($0.withoutByteOrderMark) }
    frontMatter = reader.frontMatter.frontMatter
    sections = reader.sections
    faults = reader.faults.sorted { $0.line < $1.line }
    diagnostics = reader.diagnostics.sorted { $0.position < $1.position }
  }

  /// Why a section was not found.
  public enum SelectionError: Error, Equatable, Sendable {
    /// The note has no sections.
    case noSections
    /// None has this number or heading.
    case notFound
    /// Several have this heading; their numbers, from 1.
    case ambiguous([Int])
  }

  /// The section that a person means.
  ///
  /// - Parameter name: its number, from 1; or its heading, in any letter case; a heading that is a number after `=`
  ///   (`=2026`).
  /// - Returns: its index in ``sections``.
  public func index(ofSection name: String) throws(SelectionError) -> Int {
    if sections.isEmpty { throw .noSections }
    if let number = Int(name) {
      guard sections.indices.contains(number - 1) else { throw .notFound }
      return number - 1
    }
    let heading = (name.hasPrefix("=") ? String(name.dropFirst()) : name).lowercased().trimmingASCIISpace
    let found = sections.indices.filter { index in
      [sections[index].heading, sections[index].rawHeading].contains { $0.lowercased() == heading }
    }
    guard let first = found.first else { throw .notFound }
    if found.count > 1 { throw .ambiguous(found.map { $0 + 1 }) }
    return first
  }

  /// Writes the id of a record into a section's comment. Every other byte of the note stays.
  ///
  /// - Parameters:
  ///   - id: the id to write.
  ///   - index: the index of the section in ``sections``.
  ///   - note: UTF-8, with or without a byte order mark.
  /// - Returns: the note with the id; nil when the section has an id already, or the note has no such section, or
  ///   one that is not valid or is written in a way that cannot be edited safely.
  public static func setting(progressID id: OKRIdentifier, ofSection index: Int, in note: [UInt8]) -> [UInt8]?
  {
    guard let before = try? Note(note), before.sections.indices.contains(index) else { return nil }
    let section = before.sections[index]
    guard section.keys.progressID == nil else { return nil }
    let body = note.withUnsafeBufferPointer { Array($0.withoutByteOrderMark) }
    let insertion = body.withUnsafeBufferPointer { body in
      let lines = NoteLines(body)
      return SectionReader.comment(at: section.commentLine, of: lines).flatMap { comment -> YAMLInsertion? in
        guard let mapping = comment.mapping else {
          let entry = "progress_id: \"\(id)\"\(lines.end)"
          return YAMLInsertion(entry, at: lines.start(ofLine: section.commentLine + 1))
        }
        return YAMLInsertion(id, into: mapping, lines, section.commentLine)
      }
    }
    guard let insertion else { return nil }
    var edited = body
    edited.insert(contentsOf: insertion.text.utf8, at: insertion.offset)
    guard let after = try? Note(edited), after.sections.count == before.sections.count else { return nil }
    var keys = before.sections.map(\.keys)
    keys[index].progressID = id
    guard after.sections.map(\.keys) == keys,
      after.sections.map(\.text.bytes) == before.sections.map(\.text.bytes)
    else { return nil }
    return note.dropLast(body.count) + edited
  }
}

/// A part of a note that is a record of its own: a heading with a comment, and what follows up to the next heading of
/// the same or a higher level.
public struct Section: Sendable {
  /// The text of the heading without any style.
  public let heading: String
  /// The heading as it is written, without its marks.
  public let rawHeading: String
  /// The level of the heading, 1…6.
  public let level: Int
  /// The line of the heading in the note, from 1.
  public let line: Int
  /// The line on which the comment begins.
  public let commentLine: Int
  /// The lines of the section, its heading included.
  public let lines: ClosedRange<Int>
  /// What the comment says of the record. What it leaves out, but ids and rates, comes from the front matter.
  public let keys: FrontMatter
  /// The text to convert.
  var text: SectionText
}

/// The text of a section with the definitions that it refers to, and where its lines are in the note.
struct SectionText: Sendable {
  private(set) var bytes: [UInt8] = []
  /// The line of the note for each line of the text.
  private(set) var noteLines: [Int] = []
  /// How the whole note is wrapped (rule R34).
  var wrapping: NoteWrapping?
  /// The lines of footnotes that other sections refer to.
  var footnotesOfOthers: Set<Int> = []

  /// Adds lines of the note.
  mutating func add(_ range: ClosedRange<Int>, of lines: NoteLines) {
    for number in range {
      bytes += lines.line(number)
      bytes.append(0x0A)
      noteLines.append(number)
    }
  }

  /// Adds a line of its own that belongs to a line of the note.
  mutating func add(_ line: [UInt8], at number: Int) {
    bytes += line
    bytes.append(0x0A)
    noteLines.append(number)
  }

  /// A place in the text as a place in the note.
  func position(_ position: SourcePosition) -> SourcePosition {
    let index = min(max(position.line - 1, 0), noteLines.count - 1)
    return SourcePosition(line: noteLines.isEmpty ? 1 : noteLines[index], column: position.column)
  }
}

extension MarkdownConverter {
  /// What ``inspect(_:)`` finds.
  public struct Inspection: Sendable {
    /// The note's front matter and sections, and all that is an error in them.
    public let note: Note
    /// What the note is converted to as a whole.
    public let content: ContentBlock
    /// What the writer should know, in the order of the note.
    public let diagnostics: [Diagnostic]
  }

  /// Finds all that can be said about a note at once: a fault in its front matter does not hide the rest.
  ///
  /// - Parameter note: UTF-8, with or without a byte order mark.
  /// - Throws: ``ConversionError`` when the text cannot be read or is beyond a limit.
  public func inspect(_ note: [UInt8]) throws(ConversionError) -> Inspection {
    var converter = self
    converter.toleratesFaults = true
    let conversion = try converter.convert(note)
    let parsed = try Note(note)
    // What is about the front matter was said by the conversion.
    let first = parsed.sections.first?.line ?? Int.max
    let own = parsed.diagnostics.filter { $0.code == .outsideSections || $0.position.line >= first }
    let diagnostics = (conversion.diagnostics + own).enumerated()
      .sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }.map(\.element)
    return Inspection(note: parsed, content: conversion.content, diagnostics: diagnostics)
  }

  /// Converts a section. Diagnostics have the lines of the note; ``Conversion/frontMatter`` is what the section's
  /// comment says, ``Conversion/title`` its heading.
  ///
  /// - Throws: ``ConversionError``; there is no output then.
  public func convert(_ section: Section) throws(ConversionError) -> Conversion {
    let conversion = try converter(for: section).convert(section.text.bytes)
    return Conversion(
      content: conversion.content, diagnostics: section.located(conversion.diagnostics),
      frontMatter: section.keys,
      title: section.heading.isEmpty ? nil : section.heading)
  }

  /// Converts a section straight to JSON.
  ///
  /// - Throws: ``ConversionError``; there is no output then.
  public func convertToJSON(
    _ section: Section, wire: WireFormat = .v1, layout: JSONLayout = .compact, asRequestBody: Bool = false
  ) throws(ConversionError) -> JSONConversion {
    let json = try converter(for: section).convertToJSON(
      section.text.bytes, wire: wire, layout: layout, asRequestBody: asRequestBody)
    return json.replacing(diagnostics: section.located(json.diagnostics), frontMatter: section.keys)
  }

  private func converter(for section: Section) -> MarkdownConverter {
    var converter = self
    converter.givenKeys = section.keys
    converter.wrapping = section.text.wrapping
    return converter
  }
}

extension Section {
  fileprivate func located(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.map { Diagnostic($0.code, at: text.position($0.position), $0.message) }
      .filter { $0.code != .footnoteDropped || !text.footnotesOfOthers.contains($0.position.line) }
      .enumerated().sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }.map(
        \.element)
  }
}
