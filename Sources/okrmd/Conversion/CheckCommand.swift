import ArgumentParser
import ContentBlocks
import MarkdownTranslator

/// `okrmd check`: diagnostics without output.
struct CheckCommand: FilesCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: LocalizedText(
      en: "Say what cannot be carried over, or what is wrong with ContentBlock JSON.",
      zh: "检查 Markdown 文件有哪些内容无法原样显示，或检查 ContentBlock JSON 是否有效。"
    ).localized,
    discussion: LocalizedText(
      en: """
        Nothing is written or sent. What push would refuse is an error here, all of it at once: faults in the front \
        matter and in the comments of sections, sections without a target, images that are missing or cannot be \
        uploaded, records that would lose all their text. Files that end in .json are read as ContentBlock, in either \
        notation; each fault is named by its JSON path. The exit code is 1 when there is an error.

        Examples:
          okrmd check note.md
          okrmd check --strict --diagnostics json notes/*.md
          okrmd check record.json
        """,
      zh: """
        不写文件，也不发送任何内容。push 会拒绝的问题在这里一次列出：文件头和小节注释的错误、没有归属的小节、\
        找不到或无法上传的图片、会被清空的进展记录。以 .json 结尾的文件按 ContentBlock 检查（两种格式都可以），每个问题给出 JSON 路径。\
        有错误时退出码为 1。

        示例：
          okrmd check note.md
          okrmd check --strict --diagnostics json notes/*.md
          okrmd check record.json
        """
    ).localized)

  @Argument(
    help: ArgumentHelp(
      en: "Notes and .json files; - or none is a note from standard input.",
      zh: "Markdown 文件和 .json 文件；- 或不写表示从标准输入读 Markdown。", valueName: "FILE"), completion: .file())
  var files: [String] = []

  @OptionGroup var conversion: ConversionOptionGroup

  func run() throws {
    let printer = DiagnosticPrinter(conversion, alwaysNotes: true)
    let inputs = inputs
    try Batch.run(inputs, printer) { index throws(Failure) in
      let input = inputs[index]
      return input.isJSON ? try checkJSON(input, printer) : try checkNote(input, printer)
    }
  }

  // MARK: Notes

  private func checkNote(_ input: InputFile, _ printer: DiagnosticPrinter) throws(Failure) -> ExitStatus {
    let bytes = try input.readNote(limit: conversion.maxBytes)
    if let line = ConflictMarks.firstLine(in: bytes) { throw input.conflictFailure(line: line) }
    let converter = try conversion.converter(for: input, reportsNotes: printer.showsNotes)
    var faults: [NoteFault]
    var diagnostics: [Diagnostic]
    let content: ContentBlock
    do {
      if let section = try conversion.section(in: bytes, of: input) {
        let result = try converter.convert(section.value)
        (content, diagnostics) = (result.content, section.note.diagnostics + result.diagnostics)
        faults = section.note.faults.filter { section.value.lines.contains($0.line) }
        if section.value.isEmptied(in: content) { faults.append(.wipes(line: section.value.line)) }
      } else {
        let inspection = try converter.inspect(bytes)
        (content, diagnostics, faults) = (inspection.content, inspection.diagnostics, inspection.note.faults)
        for section in inspection.note.sections where section.keys.progressID != nil {
          guard let content = try? converter.convert(section).content else { continue }
          if section.isEmptied(in: content) { faults.append(.wipes(line: section.line)) }
        }
        if inspection.note.sections.isEmpty, inspection.note.frontMatter?.progressID != nil,
          content.saysNothing
        {
          faults.append(.wipes(line: 1))
        }
      }
    } catch let error as ConversionError {
      throw input.failure(error)
    } catch let error as Failure {
      throw error
    } catch {
      throw Failure(unexpected: error)
    }
    faults += imageFaults(in: content, of: input, bytes, &diagnostics)
    printer.print(diagnostics, faults: faults, of: input, source: bytes)
    let hasWarnings = diagnostics.contains { $0.severity == .warning }
    return !faults.isEmpty || (conversion.strict && hasWarnings) ? .faults : .done
  }

  /// The local images that a push would refuse. What the conversion said about them is removed: it would appear twice.
  private func imageFaults(
    in content: ContentBlock, of input: InputFile, _ bytes: [UInt8], _ diagnostics: inout [Diagnostic]
  ) -> [NoteFault] {
    guard conversion.images == .gallery else { return [] }
    let images = LocalImages(folder: input.folder)
    var faults: [NoteFault] = []
    var seen: Set<[UInt8]> = []
    for block in content.blocks {
      guard case .gallery(let gallery) = block, let source = gallery.image.localSource,
        seen.insert(Array(source.utf8)).inserted, let problem = images.problem(with: source)
      else { continue }
      let places = diagnostics.filter { diagnostic in
        [.imageMissing, .imageType].contains(diagnostic.code)
          && diagnostic.message[.english].contains(String(source.unicodeScalars.prefix(50)))
      }
      for line in places.isEmpty ? [Self.line(of: source, in: bytes) ?? 1] : places.map(\.position.line) {
        faults.append(NoteFault(line: line, problem))
      }
      diagnostics.removeAll { places.contains($0) }
    }
    return faults
  }

  /// The first line that holds a text, from 1; nil when none does.
  private static func line(of text: String, in note: [UInt8]) -> Int? {
    let text = Array(text.utf8)
    guard !text.isEmpty, note.count >= text.count else { return nil }
    var line = 1
    for index in 0...(note.count - text.count) {
      if note[index] == 0x0A { line += 1 }
      if note[index] == text[0], note[index...].starts(with: text) { return line }
    }
    return nil
  }

  // MARK: JSON

  private func checkJSON(_ input: InputFile, _ printer: DiagnosticPrinter) throws(Failure) -> ExitStatus {
    let bytes = try input.readJSON(limit: conversion.maxBytes)
    if let problem = EncodingAdvice.problem(with: bytes, of: input),
      UTF8Check.firstInvalidOffset(in: bytes) != nil
    {
      throw input.failure(.data, problem)
    }
    let faults = ContentBlockDecoder().faults(in: bytes)
    printer.print(faults, of: input)
    return faults.isEmpty ? .done : .faults
  }
}

extension Section {
  /// Whether a push of the section would leave its record without content.
  fileprivate func isEmptied(in content: ContentBlock) -> Bool {
    keys.progressID != nil && content.saysNothing
  }
}

extension NoteFault {
  /// A record that a push would leave without content.
  fileprivate static func wipes(line: Int) -> NoteFault {
    NoteFault(
      line: line,
      LocalizedText(
        en: "is empty, which would wipe the record; push refuses that without --allow-empty",
        zh: "内容为空，推送会清空进展记录；不加 --allow-empty 时 push 会拒绝"))
  }
}

extension InputFile {
  /// The refusal of a note in which a merge left conflict marks.
  func conflictFailure(line: Int) -> Failure {
    failure(
      .data, line: line,
      LocalizedText(
        en: "a conflict mark of a merge; keep one of the two versions and remove the marks",
        zh: "合并冲突的标记；请保留其中一个版本并删去标记"))
  }
}
