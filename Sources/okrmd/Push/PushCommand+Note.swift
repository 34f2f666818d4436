import ArgumentParser
import ContentBlocks
import MarkdownTranslator

/// How a push reads the note.
extension PushCommand {
  /// The record that the note belongs to; nil when nobody says.
  ///
  /// - Throws: for an editor's hook, when the front matter looks like ours but cannot be read. Otherwise
  ///   the conversion tells.
  func recordID(in note: [UInt8], of input: InputFile) throws(Failure) -> OKRIdentifier? {
    if let progressID { return progressID }
    do throws(ConversionError) {
      return try FrontMatter.read(from: note)?.progressID
    } catch {
      if hook { throw Failure(.data, "\(input.name): \(error)") }
      return nil
    }
  }

  /// The note as it is now; standard input cannot be read twice.
  func again(_ note: [UInt8], of input: InputFile) throws(Failure) -> [UInt8] {
    input.isStandardInput || !input.isRegularFile ? note : try input.read(limit: conversion.maxBytes)
  }

  /// Converts the note, and says what is to be said about that.
  func convert(_ note: [UInt8], of input: InputFile) throws -> Conversion {
    let printer = DiagnosticPrinter(conversion)
    let result: Conversion
    do throws(ConversionError) {
      let converter = conversion.converter(for: input, reportsNotes: printer.showsNotes)
      result = try converter.convert(note)
    } catch {
      throw Failure(.data, "\(input.name): \(error)")
    }
    // What a push does away with is no news.
    let diagnostics = result.diagnostics.filter { $0.code != .imageNeedsUpload }
    let warningCount = diagnostics.count { $0.severity == .warning }
    if hook {
      if conversion.strict, warningCount > 0 {
        throw Failure(
          .faults, "\(input.name): \(counted(warningCount, "warning")); okrmd check shows them")
      }
    } else {
      printer.print(diagnostics, of: input, source: note)
      if conversion.strict, warningCount > 0 { throw ExitCode(ExitStatus.faults.rawValue) }
    }
    return result
  }
}
