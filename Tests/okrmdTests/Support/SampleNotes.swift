/// The warning of a relative link.
func linkWarning(_ file: String, line: Int = 1, column: Int = 1, severity: String = "warning") -> String {
  "\(file):\(line):\(column): \(severity): a relative link does not work in Feishu, so only the text "
    + "is kept; write the whole address (https://…) [link-dropped]\n"
}

/// A note that has a warning.
let noteWithWarning = "[见](b.md)\n"
/// A note that has a note, and no warning.
let noteWithNote = "# 甲\n"
/// What is said of it, after the file's name and a colon.
let headingNote = "1:1: note: heading shown as a bold line [heading-flattened]\n"

/// Bytes that are not UTF-8: the fault is at offset 4.
let notUTF8: [UInt8] = [0xE7, 0x94, 0xB2, 0x0A, 0xFF, 0x0A]
