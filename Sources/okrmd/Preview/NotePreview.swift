import ContentBlocks
import MarkdownTranslator
import NotePage

/// Turns each state of a note into what its page shows.
struct NotePreview {
  private let input: InputFile
  private let options: ConversionOptionGroup
  private let printer: DiagnosticPrinter
  private let images: LocalImages
  /// What is shown, to fall back on.
  private var shown: PreviewNote
  private var hasShown = false
  /// The paths of the images that the note shows, as far as they may lie on this machine.
  private(set) var imagePaths: [String] = []

  init(_ input: InputFile, _ options: ConversionOptionGroup) {
    self.input = input
    self.options = options
    printer = DiagnosticPrinter(options)
    images = LocalImages(folder: input.folder)
    shown = PreviewNote(name: input.fileName, unfoldsNotes: options.verbose)
  }

  /// Reads and converts the note. One that cannot be leaves what was shown, with the reason.
  mutating func update(_ state: FileFingerprint) -> PreviewNote {
    do throws(Failure) {
      show(try conversion(state), updateTime: state.modifyTime)
      hasShown = true
    } catch {
      shown.problem = LocalizedText(
        en: error.message + (hasShown ? "\nBelow is the note as it was before." : ""),
        zh: error.message + (hasShown ? "\n以下是文件之前的内容。" : ""))
      if options.diagnostics != .none { error.report() }
    }
    return shown
  }

  private func conversion(_ state: FileFingerprint) throws(Failure) -> Conversion {
    // What is no file, such as a pipe, would be waited for.
    if state.exists { try input.checkIsFile(state) }
    let bytes = try input.read(limit: options.maxBytes)
    let conversion: Conversion
    do {
      conversion = try options.converter(for: input, reportsNotes: true).convert(bytes)
    } catch {
      throw Failure(.data, "\(input.name): \(error)")
    }
    let printed = conversion.diagnostics.filter { printer.showsNotes || $0.severity != .note }
    printer.print(printed, of: input, source: bytes)
    return conversion
  }

  private mutating func show(_ conversion: Conversion, updateTime: Int64) {
    shown.records = [
      PreviewNote.Record(content: conversion.content, rate: conversion.frontMatter?.progressRate)
    ]
    shown.updateTime = updateTime
    shown.remarks = options.diagnostics == .none ? [] : conversion.diagnostics.map(remark)
    shown.problem = nil
    shown.imageVersions = [:]
    imagePaths = []
    for case .gallery(let gallery) in conversion.content.blocks {
      guard let source = gallery.image.localSource, shown.imageVersions[source] == nil else { continue }
      let paths = images.paths(for: source)
      imagePaths += paths
      guard images.size(of: source) != nil else { continue }
      shown.imageVersions[source] = paths.map { FileFingerprint(of: $0).version }.joined(separator: "-")
    }
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

extension InputFile {
  func checkIsFile(_ state: FileFingerprint) throws(Failure) {
    guard state.isFile else {
      throw Failure(.inputOutput, "\(name): is not a regular file; only files can be previewed")
    }
  }
}
