/// What is wrong with a JSON text, and where.
extension JSONReader {
  /// What was found in place of what the grammar wants next.
  func fault(expected: String, at path: JSONPath) -> ContentBlockFault {
    let scalar = String(decoding: bytes[index...].prefix(4), as: UTF8.self).unicodeScalars.first
    let found = scalar.map { "`\(String($0).excerpt())`" } ?? "the end of the input"
    return fault("expected \(expected), found \(found)", at: path)
  }

  /// A fault at the next byte.
  func fault(_ problem: String, at path: JSONPath) -> ContentBlockFault {
    ContentBlockFault(
      path: "\(path)", "is not valid JSON at \(position(of: index)): \(problem)")
  }

  /// The line and the column of a byte, both counted from 1. A column is a Unicode scalar; lines end
  /// with LF, CR or CRLF. A byte order mark takes no column.
  func position(of offset: Int) -> String {
    var line = 1
    var column = 1
    for position in start..<max(offset, start) {
      switch bytes[position] {
      case 0x0D where position + 1 < bytes.count && bytes[position + 1] == 0x0A:
        column += 1
      case 0x0A, 0x0D:
        line += 1
        column = 1
      case 0x80..<0xC0:
        break
      default:
        column += 1
      }
    }
    return "line \(line), column \(column)"
  }
}
