import ArgumentParser
import ContentBlocks
import MarkdownTranslator

/// How diagnostics are printed.
enum DiagnosticFormat: String, WordArgument {
  case text, json, none
}

/// Prints diagnostics on standard error, one a line.
struct DiagnosticPrinter {
  let format: DiagnosticFormat
  let showsNotes: Bool
  let isStrict: Bool

  /// - Parameter alwaysNotes: whether notes are shown without being asked for.
  init(_ options: ConversionOptionGroup, alwaysNotes: Bool = false) {
    format = options.diagnostics
    showsNotes = options.showsNotes || alwaysNotes
    isStrict = options.strict
  }

  /// Prints the diagnostics of a note; under a warning on a terminal stands the line it is about.
  func print(_ diagnostics: [Diagnostic], of input: InputFile, source: [UInt8]) {
    guard format != .none, !diagnostics.isEmpty else { return }
    let lines = format == .text && Standard.error.isTerminal ? SourceLines(source) : nil
    var text = ""
    for diagnostic in diagnostics {
      let severity = isStrict && diagnostic.severity == .warning ? .error : diagnostic.severity
      let position = diagnostic.position
      switch format {
      case .text:
        text += "\(input.name.withoutControls):\(position.line):\(position.column): "
        text += "\(severity.rawValue): \(diagnostic.message[.english]) [\(diagnostic.code.rawValue)]\n"
        text += lines?.excerpt(at: position) ?? ""
      case .json:
        text +=
          JSONValue.object([
            "file": .string(input.name), "line": .number(Int64(position.line)),
            "column": .number(Int64(position.column)),
            "severity": .string(severity.rawValue), "code": .string(diagnostic.code.rawValue),
            "message": .string(diagnostic.message[.english]),
          ]).text + "\n"
      case .none:
        break
      }
    }
    ProgressLine.clear()
    Standard.error.write(text)
  }

  /// Prints the faults of a JSON file.
  func print(_ faults: [ContentBlockFault], of input: InputFile) {
    var text = ""
    for fault in faults {
      switch format {
      case .text: text += "\(input.name): \(fault.severity.rawValue): \(fault)".withoutControls + "\n"
      case .json:
        text +=
          JSONValue.object([
            "file": .string(input.name), "path": .string(fault.path),
            "severity": .string(fault.severity.rawValue), "message": .string(fault.problem[.english]),
          ]).text + "\n"
      case .none: break
      }
    }
    ProgressLine.clear()
    Standard.error.write(text)
  }
}
