import MarkdownTranslator

/// What must make no difference to a note.
package enum VariationChecks {
  /// What makes a difference; empty when nothing does.
  package static func faults(in note: String, conversion: Conversion) -> [String] {
    lineEndFaults(in: note) + frontMatterFaults(in: note, conversion: conversion)
  }

  /// Line ends of another kind.
  private static func lineEndFaults(in note: String) -> [String] {
    let parts = note.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }
    let lines = parts.map { String(String.UnicodeScalarView($0)) }
    let expected = try? MarkdownConverter().convert(lines.joined(separator: "\n"))
    return ["\r\n", "\r"].compactMap { end in
      let other = try? MarkdownConverter().convert(lines.joined(separator: end))
      return other == expected ? nil : "another result with the line end \(end.debugDescription)"
    }
  }

  /// Front matter of others, and a byte order mark.
  private static func frontMatterFaults(in note: String, conversion: Conversion) -> [String] {
    if conversion.frontMatter != nil || note.unicodeScalars.first == "\u{FEFF}" { return [] }
    // What looks like front matter that is not one is another paragraph after front matter.
    if conversion.diagnostics.contains(where: { $0.code == .frontMatterIgnored }) { return [] }
    guard let other = try? MarkdownConverter().convert("\u{FEFF}---\ntitle: a\n---\n" + note) else {
      return ["fails after front matter"]
    }
    let positions = conversion.diagnostics.map {
      SourcePosition(line: $0.position.line + 3, column: $0.position.column)
    }
    var faults: [String] = []
    if other.content != conversion.content { faults.append("another content after front matter") }
    if other.diagnostics.map(\.message) != conversion.diagnostics.map(\.message)
      || other.diagnostics.map(\.position) != positions
    {
      faults.append("other diagnostics after front matter")
    }
    return faults
  }
}
