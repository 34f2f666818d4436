import ContentBlocks
import MarkdownTranslator
import NotePage

/// Turns each state of a note into what its page shows: each record by itself, and what is not sent.
struct NotePreview {
  private let input: InputFile
  private let options: ConversionOptionGroup
  private let printer: DiagnosticPrinter
  private let images: LocalImages
  /// What is shown, to fall back on.
  private var shown: PreviewNote
  private var hasShown = false
  /// The paths of the images that the note shows, as far as they may be on this machine.
  private(set) var imagePaths: [String] = []

  init(_ input: InputFile, _ options: ConversionOptionGroup) {
    self.input = input
    self.options = options
    printer = DiagnosticPrinter(options)
    images = LocalImages(folder: input.folder)
    shown = PreviewNote(name: input.fileName, unfoldsNotes: options.verbose)
  }

  /// Reads and converts the note. One that cannot be converted leaves what was shown, with the reason.
  mutating func update(_ state: FileFingerprint) -> PreviewNote {
    do throws(Failure) {
      // What is not a file, such as a pipe, would be waited for.
      if state.exists { try input.checkIsFile(state) }
      let bytes = try input.readNote(limit: options.maxBytes)
      let reading = try Reading(bytes, of: input, options)
      show(reading)
      report(reading, source: bytes)
      shown.updateTime = state.modifyTime
      shown.problem = nil
      hasShown = true
    } catch {
      let problem = error.place.map { place in
        LocalizedText(
          en: "\(place.file): line \(place.line): \(error.text[.english])",
          zh: "\(place.file)：第 \(place.line) 行：\(error.text[.chinese])")
      }
      shown.problem = LocalizedText(
        en: (problem ?? error.text)[.english] + (hasShown ? "\nBelow is the note as it was before." : ""),
        zh: (problem ?? error.text)[.chinese] + (hasShown ? "\n以下是文件之前的内容。" : ""))
      if options.diagnostics != .none { error.report() }
    }
    return shown
  }

  private mutating func show(_ reading: Reading) {
    shown.records = reading.records
    shown.unsent = reading.unsent
    let remarks = reading.faults.map(Self.remark) + reading.diagnostics.map(remark)
    shown.remarks = options.diagnostics == .none ? [] : remarks
    shown.imageVersions = [:]
    imagePaths = []
    for case .gallery(let gallery) in reading.records.flatMap(\.content.blocks) {
      guard let source = gallery.image.localSource, shown.imageVersions[source] == nil else { continue }
      let paths = images.paths(for: source)
      imagePaths += paths
      guard images.size(of: source) != nil else { continue }
      shown.imageVersions[source] = paths.map { FileFingerprint(of: $0).version }.joined(separator: "-")
    }
  }

  /// Prints what is said of the note, as the other commands do.
  private func report(_ reading: Reading, source: [UInt8]) {
    guard options.diagnostics != .none else { return }
    for fault in reading.faults { input.failure(fault).report() }
    let printed = reading.diagnostics.filter { printer.showsNotes || $0.severity != .note }
    printer.print(printed, of: input, source: source)
  }

  private static func remark(_ fault: NoteFault) -> PreviewNote.Remark {
    PreviewNote.Remark(line: fault.line, column: 1, severity: .error, message: fault.problem, code: "")
  }

  private func remark(_ diagnostic: Diagnostic) -> PreviewNote.Remark {
    let severity: PreviewNote.Remark.Severity =
      switch diagnostic.severity {
      case .note: .note
      case .warning: options.strict ? .error : .warning
      case .error: .error
      }
    return PreviewNote.Remark(
      line: diagnostic.position.line, column: diagnostic.position.column, severity: severity,
      message: diagnostic.message, code: diagnostic.code.rawValue)
  }
}

/// A state of a note, converted.
private struct Reading {
  private(set) var records: [PreviewNote.Record] = []
  private(set) var unsent: [PreviewNote.Passage] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// What a push would refuse.
  private(set) var faults: [NoteFault] = []

  init(_ bytes: [UInt8], of input: InputFile, _ options: ConversionOptionGroup) throws(Failure) {
    let converter = try options.converter(for: input, reportsNotes: true)
    do throws(ConversionError) {
      let note = try Note(bytes)
      // What is too large as a whole is refused as a whole.
      if note.sections.isEmpty || bytes.count > options.maxBytes {
        let conversion = try converter.convert(bytes)
        add(conversion, heading: nil, line: 1, keys: conversion.frontMatter ?? FrontMatter())
      } else {
        faults = note.faults
        diagnostics = note.diagnostics
        for section in note.sections {
          add(
            try converter.convert(section), heading: section.heading, line: section.line, keys: section.keys)
        }
        diagnostics = diagnostics.enumerated().sorted {
          ($0.element.position, $0.offset) < ($1.element.position, $1.offset)
        }.map(\.element)
        unsent = Self.passages(of: bytes, outside: note)
      }
    } catch {
      throw input.failure(error)
    }
  }

  private mutating func add(_ conversion: Conversion, heading: String?, line: Int, keys: FrontMatter) {
    diagnostics += conversion.diagnostics
    records.append(
      PreviewNote.Record(
        heading: heading, line: line, details: Self.details(of: keys), content: conversion.content,
        rate: keys.progressRate))
  }

  /// Which record a push would write.
  private static func details(of keys: FrontMatter) -> [LocalizedText] {
    if let id = keys.progressID { return [LocalizedText(en: "Updates record \(id)", zh: "更新进展记录 \(id)")] }
    if let id = keys.keyResult {
      return [LocalizedText(en: "New record of key result \(id)", zh: "新建进展记录，所属关键结果 \(id)")]
    }
    if let id = keys.objective {
      return [LocalizedText(en: "New record of objective \(id)", zh: "新建进展记录，所属目标 \(id)")]
    }
    return []
  }

  /// The lines outside of front matter and sections, without blank ones around them.
  private static func passages(of bytes: [UInt8], outside note: Note) -> [PreviewNote.Passage] {
    var lines = String(decoding: bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false) { $0.isNewline }[...]
    if lines.first?.first == "\u{FEFF}" { lines[0] = lines[0].dropFirst() }
    var first = 0
    if note.frontMatter != nil || isFence(lines.first) {
      first = (lines.dropFirst().firstIndex { isFence($0) || $0.hasPrefix("...") } ?? -1) + 1
    }
    var sections = note.sections.map(\.lines)[...]
    var passages: [PreviewNote.Passage] = []
    var isOpen = false
    for index in lines.indices where index >= first {
      if let section = sections.first, section.upperBound < index + 1 { sections.removeFirst() }
      let isInside = sections.first?.contains(index + 1) == true
      if isInside || !isOpen && lines[index].allSatisfy(\.isWhitespace) {
        isOpen = false
      } else if isOpen {
        passages[passages.count - 1].text += "\n\(lines[index])"
      } else {
        passages.append(PreviewNote.Passage(line: index + 1, text: String(lines[index])))
        isOpen = true
      }
    }
    for index in passages.indices {
      while passages[index].text.last?.isWhitespace == true { passages[index].text.removeLast() }
    }
    return passages
  }

  private static func isFence(_ line: Substring?) -> Bool {
    guard let line, line.hasPrefix("---") else { return false }
    return line.dropFirst(3).allSatisfy { $0 == " " || $0 == "\t" }
  }
}

extension InputFile {
  func checkIsFile(_ state: FileFingerprint) throws(Failure) {
    guard state.isFile else {
      throw Failure(
        .inputOutput, en: "\(name): is not a regular file; only files can be previewed",
        zh: "\(name)：不是普通文件；只能预览文件")
    }
  }
}
