import ArgumentParser
import ContentBlocks
import MarkdownTranslator

/// How diagnostics are printed.
enum DiagnosticFormat: String, WordArgument {
  case text, json, none
}

/// Prints diagnostics on standard error, one a line: `file:line:column: severity: message [code]`.
///
/// Notes of one code are one line. On a terminal warnings come before notes, the source line is below each warning,
/// and a last line counts them.
final class DiagnosticPrinter {
  private let format: DiagnosticFormat
  /// Whether notes are shown, and not only warnings.
  let showsNotes: Bool
  private let groupsNotes: Bool
  private let isStrict: Bool
  private let isOnTerminal = Standard.error.isTerminal
  private let style: TerminalStyle
  private var counts: [Diagnostic.Severity: Int] = [:]
  private var hasRelativeLink = false

  /// - Parameter alwaysNotes: whether notes are shown without being asked for.
  init(_ options: ConversionOptionGroup, alwaysNotes: Bool = false) {
    format = options.diagnostics
    showsNotes = options.verbose || options.diagnostics == .json || alwaysNotes
    groupsNotes = !(options.verbose && alwaysNotes)
    isStrict = options.strict
    style = TerminalStyle(isOnTerminal: isOnTerminal)
  }

  /// Prints the errors and the diagnostics of a note.
  func print(
    _ diagnostics: [Diagnostic], faults: [NoteFault] = [], of input: InputFile, source: [UInt8]
  ) {
    guard format != .none, !(diagnostics.isEmpty && faults.isEmpty) else { return }
    let name = input.name.shown
    switch format {
    case .none: break
    case .json:
      let objects =
        faults.map { fault in
          let position = SourcePosition(line: fault.line, column: 1)
          return (position, json(input, position, .error, code: nil, fault.problem))
        }
        + diagnostics.map { diagnostic in
          let (position, code) = (diagnostic.position, diagnostic.code.rawValue)
          return (position, json(input, position, severity(of: diagnostic), code: code, diagnostic.message))
        }
      let sorted = objects.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
      write(sorted.map(\.element.1).joined())
    case .text:
      let lines = isOnTerminal ? SourceLines(source) : nil
      var printed: [(severity: Diagnostic.Severity, position: SourcePosition, text: String)] = []
      for fault in faults {
        counts[.error, default: 0] += 1
        let position = SourcePosition(line: fault.line, column: 1)
        printed.append((.error, position, line(name, position, .error, fault.problem.localized, code: nil)))
      }
      for diagnostic in diagnostics {
        counts[severity(of: diagnostic), default: 0] += 1
        if diagnostic.code == .linkDropped, diagnostic.message[.english].hasPrefix("a relative link") {
          hasRelativeLink = true
        }
      }
      for group in groups(of: diagnostics) {
        let severity = severity(of: group.first)
        let code = group.first.code.rawValue
        var text = line(name, group.first.position, severity, group.message.localized, code: code)
        if severity != .note { text += lines?.excerpt(at: group.first.position, style) ?? "" }
        printed.append((severity, group.first.position, text))
      }
      let order: [Diagnostic.Severity: Int] = isOnTerminal ? [.error: 0, .warning: 0, .note: 1] : [:]
      let sorted = printed.enumerated().sorted { left, right in
        let key = {
          (
            item: (
              offset: Int, element: (severity: Diagnostic.Severity, position: SourcePosition, text: String)
            )
          ) in
          (order[item.element.severity] ?? 0, item.element.position, item.offset)
        }
        return key(left) < key(right)
      }
      write(sorted.map(\.element.text).joined())
    }
  }

  /// Prints the faults of a JSON file.
  func print(_ faults: [ContentBlockFault], of input: InputFile) {
    var text = ""
    for fault in faults {
      let severity: Diagnostic.Severity = fault.severity == .error ? .error : .warning
      switch format {
      case .text:
        counts[severity, default: 0] += 1
        let message = fault.description(in: Context.current.language)
        text += "\(input.name): \(severity.rawValue): \(message)".shown + "\n"
      case .json:
        text +=
          JSONValue.object([
            "file": .string(input.name), "path": .string(fault.path),
            "severity": .string(severity.rawValue), "message": .string(fault.problem.localized),
          ]).text + "\n"
      case .none: break
      }
    }
    write(text)
  }

  /// Prints the last line on a terminal: how much there was of each kind.
  func finish() {
    guard isOnTerminal, format == .text else { return }
    let words: [(Diagnostic.Severity, String, String)] = [
      (.error, "error", "个错误"), (.warning, "warning", "条警告"), (.note, "note", "条提示"),
    ]
    let found = words.filter { counts[$0.0, default: 0] > 0 }
    guard !found.isEmpty else { return }
    let summary = LocalizedText(
      en: found.map { counted(counts[$0.0, default: 0], $0.1) }.joined(separator: ", "),
      zh: found.map { "\(counts[$0.0, default: 0]) \($0.2)" }.joined(separator: "，"))
    if hasRelativeLink {
      let hint = LocalizedText(
        en: "relative links are kept with --link-base URL", zh: "可用 --link-base URL 保留相对链接")
      write(hint.localized + "\n")
    }
    write(style.bold(summary.localized) + "\n")
  }

  private func severity(of diagnostic: Diagnostic) -> Diagnostic.Severity {
    isStrict && diagnostic.severity == .warning ? .error : diagnostic.severity
  }

  private func groups(of diagnostics: [Diagnostic]) -> [(first: Diagnostic, message: LocalizedText)] {
    groupsNotes
      ? Diagnostic.grouped(diagnostics).map { ($0.first, $0.message) } : diagnostics.map { ($0, $0.message) }
  }

  private func line(
    _ name: String, _ position: SourcePosition, _ severity: Diagnostic.Severity, _ message: String,
    code: String?
  ) -> String {
    let code = code.map { style.dim(" [\($0)]") } ?? ""
    return style.bold("\(name):\(position.line):\(position.column):") + " "
      + style.severity("\(severity.rawValue):", severity) + " \(message.shown)\(code)\n"
  }

  private func json(
    _ input: InputFile, _ position: SourcePosition, _ severity: Diagnostic.Severity, code: String?,
    _ message: LocalizedText
  ) -> String {
    var object = JSONObjectWriter()
    object.add("file", input.name)
    object.add("line", .number(Int64(position.line)))
    object.add("column", .number(Int64(position.column)))
    object.add("severity", severity.rawValue)
    object.add("code", code)
    object.add("message", message.localized)
    return String(decoding: object.finish(), as: UTF8.self) + "\n"
  }

  private func write(_ text: String) {
    if text.isEmpty { return }
    Context.current.progress.clear()
    Standard.error.write(text)
  }
}

/// Colours on a terminal; none with `NO_COLOR` or on one that is `dumb`.
struct TerminalStyle {
  private let isColoured: Bool

  init(isOnTerminal: Bool) {
    let environment = Context.current.environment
    isColoured = isOnTerminal && environment["NO_COLOR"] == nil && environment["TERM"] ?? "dumb" != "dumb"
  }

  func bold(_ text: String) -> String { styled(text, "1") }

  func dim(_ text: String) -> String { text.isEmpty ? text : styled(text, "2") }

  func severity(_ text: String, _ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: styled(text, "1;31")
    case .warning: styled(text, "1;33")
    case .note: styled(text, "1;36")
    }
  }

  func caret(_ text: String) -> String { styled(text, "1;32") }

  private func styled(_ text: String, _ code: String) -> String {
    isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// The lines of a note, to show them below a diagnostic.
private struct SourceLines {
  private let lines: [Substring]

  init(_ source: [UInt8]) {
    // CommonMark's line endings, by which positions are counted. Swift knows more, such as U+2028.
    lines = String(decoding: source, as: UTF8.self)
      .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
  }

  /// The line and a caret below the column; empty for a line that would not look well on a terminal.
  func excerpt(at position: SourcePosition, _ style: TerminalStyle) -> String {
    guard lines.indices.contains(position.line - 1) else { return "" }
    let line = lines[position.line - 1]
    guard line.utf8.count <= 200,
      !line.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\t" })
    else { return "" }
    let before = String(decoding: line.utf8.prefix(position.column - 1), as: UTF8.self)
    let indentation = before.map { $0 == "\t" ? "\t" : isWide($0) ? "  " : " " }.joined()
    return "  \(line)\n  \(indentation)\(style.caret("^"))\n"
  }

  /// Whether a character takes two columns of a terminal.
  private func isWide(_ character: Character) -> Bool {
    character.unicodeScalars.first.map { EastAsian.isWide($0.value) } ?? false
  }
}
