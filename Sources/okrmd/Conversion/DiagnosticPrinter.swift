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
      var text = ""
      forEach(
        of: diagnostics, at: \.position, and: faults,
        fault: { fault in
          let position = SourcePosition(line: fault.line, column: 1)
          add(json(input, position, .error, code: nil, fault.problem), to: &text)
        },
        item: { diagnostic in
          let code = diagnostic.code.rawValue
          add(
            json(input, diagnostic.position, severity(of: diagnostic), code: code, diagnostic.message),
            to: &text)
        })
      write(text)
    case .text:
      let lines = isOnTerminal ? SourceLines(source) : nil
      counts[.error, default: 0] += faults.count
      for diagnostic in diagnostics {
        counts[severity(of: diagnostic), default: 0] += 1
        if diagnostic.code == .linkDropped, diagnostic.message[.english].hasPrefix("a relative link") {
          hasRelativeLink = true
        }
      }
      let groups =
        groupsNotes
        ? Diagnostic.grouped(diagnostics) : diagnostics.map { Diagnostic.Group(first: $0, more: 0) }
      var text = ""
      var notes = ""
      forEach(
        of: groups, at: \.first.position, and: faults,
        fault: { fault in
          let position = SourcePosition(line: fault.line, column: 1)
          add(line(name, position, .error, fault.problem.localized, code: nil), to: &text)
        },
        item: { group in
          let severity = severity(of: group.first)
          let code = group.first.code.rawValue
          let shown = line(name, group.first.position, severity, group.message.localized, code: code)
          if severity != .note {
            add(shown + (lines?.excerpt(at: group.first.position, style) ?? ""), to: &text)
          } else if isOnTerminal {
            notes += shown
          } else {
            add(shown, to: &text)
          }
        })
      write(text + notes)
    }
  }

  /// Goes through diagnostics and faults in the order of the note, faults first.
  ///
  /// - Parameter position: the place of a diagnostic. They are nearly always in order: a hostile note has a million of
  ///   them, which are not copied then.
  private func forEach<Item>(
    of items: [Item], at position: (Item) -> SourcePosition, and faults: [NoteFault],
    fault: (NoteFault) -> Void, item: (Item) -> Void
  ) {
    let isInOrder = zip(items, items.dropFirst()).allSatisfy { position($0) <= position($1) }
    let order =
      isInOrder
      ? nil : items.indices.sorted { (position(items[$0]), $0) < (position(items[$1]), $1) }
    let sortedFaults = faults.enumerated().sorted {
      ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
    }
    var faults = sortedFaults.map(\.element)[...]
    for index in items.indices {
      let next = items[order?[index] ?? index]
      while let first = faults.first, SourcePosition(line: first.line, column: 1) <= position(next) {
        fault(first)
        faults.removeFirst()
      }
      item(next)
    }
    for left in faults { fault(left) }
  }

  /// Adds to what is to be written, and writes it when it is long.
  private func add(_ shown: String, to text: inout String) {
    text += shown
    guard text.utf8.count >= Self.longestPending else { return }
    write(text)
    text = ""
  }

  private static let longestPending = 1 << 16

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
