/// The v1 JSON of plain lines, as it goes into a pipe.
func plain(_ lines: String...) -> String {
  #"{"blocks":[\#(lines.map(plainBlock).joined(separator: ","))]}"# + "\n"
}

private func plainBlock(_ text: String) -> String {
  block(#"{"type":"textRun","textRun":{"text":"\#(text)"}}"#)
}

/// A v1 paragraph of these elements.
func block(_ elements: String, list: String? = nil) -> String {
  let style = list.map { #""style":{"list":{\#($0)}},"# } ?? ""
  return #"{"type":"paragraph","paragraph":{\#(style)"elements":[\#(elements)]}}"#
}

/// A v1 document of these blocks, as it goes into a pipe.
func document(_ blocks: String...) -> String { #"{"blocks":[\#(blocks.joined(separator: ","))]}"# + "\n" }

/// What a relative link is warned of; it stands in the note's first line.
func linkWarning(_ file: String, line: Int = 1, column: Int = 1, severity: String = "warning") -> String {
  "\(file):\(line):\(column): \(severity): a relative link leads nowhere in Feishu; the text stays "
    + "(--link-base URL resolves it) [link-dropped]\n"
}

/// A note that has a warning.
let noteWithWarning = "[见](b.md)\n"
/// A note that has a note, and no warning.
let noteWithNote = "# 甲\n"
let headingNote = "1:1: note: the heading is shown as a bold line [heading-flattened]\n"

/// Bytes that are not UTF-8: the fault is at offset 4.
let notUTF8: [UInt8] = [0xE7, 0x94, 0xB2, 0x0A, 0xFF, 0x0A]

/// The first bytes of image files, as far as a reader of sizes needs them.
enum TinyImage {
  static func png(_ width: UInt8, _ height: UInt8) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
      + [0, 0, 0, width, 0, 0, 0, height, 8, 6, 0, 0, 0]
  }

  static func gif(_ width: UInt8, _ height: UInt8) -> [UInt8] {
    Array("GIF89a".utf8) + [width, 0, height, 0, 0, 0, 0]
  }

  static func bmp(_ width: UInt8, _ height: UInt8) -> [UInt8] {
    Array("BM".utf8) + [UInt8](repeating: 0, count: 12) + [40, 0, 0, 0, width, 0, 0, 0, height, 0, 0, 0]
  }
}
