import MarkdownTranslator

/// What holds for the positions of all diagnostics.
package enum PositionChecks {
  package static func faults(in diagnostics: [Diagnostic], of note: String) -> [String] {
    let body = note.hasPrefix("\u{FEFF}") ? note.unicodeScalars.dropFirst() : note.unicodeScalars[...]
    let lengths = lengths(ofLinesIn: Array(String(body).utf8))
    var faults: [String] = []
    for diagnostic in diagnostics {
      let (line, column) = (diagnostic.position.line, diagnostic.position.column)
      let isInNote = lengths.indices.contains(line - 1) && (1...lengths[line - 1] + 1).contains(column)
      if !isInNote { faults.append("\(line):\(column) \(diagnostic.code.rawValue)") }
    }
    if diagnostics.map(\.position) != diagnostics.map(\.position).sorted() { faults.append("not in order") }
    return faults
  }

  private static func lengths(ofLinesIn note: [UInt8]) -> [Int] {
    var lengths = [0]
    for (index, byte) in note.enumerated() {
      switch byte {
      case 0x0A where index > 0 && note[index - 1] == 0x0D: break
      case 0x0A, 0x0D: lengths.append(0)
      default: lengths[lengths.count - 1] += 1
      }
    }
    return lengths
  }
}
