import ArgumentParser
import ContentBlocks
import MarkdownTranslator

/// `okrmd check`: diagnostics without output.
struct CheckCommand: FilesCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say what cannot be carried over, or what is wrong with ContentBlock JSON.",
    discussion: """
      Markdown notes are converted and the result is thrown away. Files that end in .json are read as \
      ContentBlock, in either notation; each fault is named by its JSON path and makes the exit code 1.

      Examples:
        okrmd check note.md
        okrmd check --strict --diagnostics json notes/*.md
        okrmd check record.json
      """)

  @Argument(
    help: ArgumentHelp("Notes and .json files; - or none is a note from standard input.", valueName: "FILE"))
  var files: [String] = []

  @OptionGroup var conversion: ConversionOptionGroup

  func run() throws {
    let printer = DiagnosticPrinter(conversion, alwaysNotes: true)
    let inputs = inputs
    try Batch.run(inputs) { index throws(Failure) in
      try check(inputs[index], printer)
    }
  }

  private func check(_ input: InputFile, _ printer: DiagnosticPrinter) throws(Failure) -> ExitStatus {
    if input.isJSON {
      let faults = try faults(in: input)
      printer.print(faults, of: input)
      return faults.isEmpty ? .done : .faults
    }
    let bytes = try input.read(limit: conversion.maxBytes)
    let result: JSONConversion
    do {
      result = try conversion.converter(for: input, reportsNotes: printer.showsNotes).convertToJSON(bytes)
    } catch {
      throw Failure(.data, "\(input.name): \(error)")
    }
    printer.print(result.diagnostics, of: input, source: bytes)
    let hasWarnings = result.diagnostics.contains { $0.severity == .warning }
    return conversion.strict && hasWarnings ? .faults : .done
  }

  private func faults(in input: InputFile) throws(Failure) -> [ContentBlockFault] {
    let bytes = try input.readJSON(limit: conversion.maxBytes)
    if let offset = UTF8Check.firstInvalidOffset(in: bytes) {
      throw Failure(.data, "\(input.name): \(ConversionError.notUTF8(offset: offset))")
    }
    return ContentBlockDecoder().faults(in: bytes)
  }
}
