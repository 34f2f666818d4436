import Foundation
import Testing

/// Bytes that are not the text of a note, and notes that nobody should send.
@Suite struct NoteInputTests {
  let folder = TemporaryFolder()

  private func expect(_ bytes: [UInt8], _ message: String, in name: String = "周报.md") throws {
    try folder.write(bytes, to: name)
    for command in ["convert", "check"] {
      #expect(
        try folder.okrmd(command, name) == Outcome(errors: "\(name):1:1: error: \(message)\n", status: 65))
    }
  }

  @Test func otherEncodingsAreNamedWithTheCommandThatConverts() throws {
    // 本周进展：登录 in GB 18030.
    let gb: [UInt8] = [0xB1, 0xBE, 0xD6, 0xDC, 0xBD, 0xF8, 0xD5, 0xB9, 0xA3, 0xBA, 0xB5, 0xC7, 0xC2, 0xBC]
    try expect(gb, "not UTF-8, looks like GB18030: iconv -f GB18030 -t UTF-8 周报.md > 周报-utf8.md")
    try expect(
      gb, "not UTF-8, looks like GB18030: iconv -f GB18030 -t UTF-8 'a b.md' > 'a b-utf8.md'", in: "a b.md")
    let utf16 = Array("# 周报\n登录\n".utf16)
    let little = utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    let big = utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    try expect(
      [0xFF, 0xFE] + little, "not UTF-8, looks like UTF-16: iconv -f UTF-16 -t UTF-8 周报.md > 周报-utf8.md")
    try expect(little, "not UTF-8, looks like UTF-16LE: iconv -f UTF-16LE -t UTF-8 周报.md > 周报-utf8.md")
    try expect(big, "not UTF-8, looks like UTF-16BE: iconv -f UTF-16BE -t UTF-8 周报.md > 周报-utf8.md")
  }

  @Test func aNULIsNoText() throws {
    try expect(Array("甲\0乙".utf8), "byte 3 is NUL, so this is not a text file; remove it")
  }

  @Test func conflictMarksAreRefusedByCheck() throws {
    try folder.write("甲\n<<<<<<< 我\n乙\n=======\n丙\n>>>>>>> 他\n", to: "note.md")
    #expect(
      try folder.okrmd("check", "note.md")
        == Outcome(
          errors:
            "note.md:2:1: error: a conflict mark of a merge; keep one of the two versions and remove the marks\n",
          status: 65))
  }

  @Test(arguments: [(String.Encoding.utf16LittleEndian, "UTF-16LE"), (.utf16BigEndian, "UTF-16BE")])
  func chineseInUTF16IsNamed(encoding: String.Encoding, name: String) throws {
    let text = try #require("# 标题\n\n这是一个测试文档，没有别的。\n".data(using: encoding))
    try folder.write([UInt8](text), to: "old.md")
    let outcome = try folder.okrmd("check", "old.md")
    #expect(outcome.status == 65)
    #expect(
      outcome.errors.contains("not UTF-8, looks like \(name): iconv -f \(name) -t UTF-8 old.md > old-utf8.md")
    )
  }

  @Test func aSingleNULIsNoOtherEncoding() throws {
    #expect(
      try folder.okrmd("check", input: "a\0b").errors.contains("byte 1 is NUL, so this is not a text file"))
  }
}
