import ContentBlocks
import MarkdownTranslator
import Testing

/// Writing a record's id into a note: the rest stays to the byte.
@Suite struct FrontMatterEditingTests {
  private static let id = "7041857032248410131"

  private func edited(_ note: String) throws -> String? {
    let id = try #require(OKRIdentifier(Self.id))
    return FrontMatter.setting(progressID: id, in: Array(note.utf8)).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  @Test(
    arguments: [
      // No front matter.
      ("# 周报\n", "---\nokr:\n  progress_id: \"\(id)\"\n---\n# 周报\n"),
      ("", "---\nokr:\n  progress_id: \"\(id)\"\n---\n"),
      ("甲\r\n乙\r\n", "---\r\nokr:\r\n  progress_id: \"\(id)\"\r\n---\r\n甲\r\n乙\r\n"),
      ("\u{FEFF}甲", "\u{FEFF}---\nokr:\n  progress_id: \"\(id)\"\n---\n甲"),
      ("---\n\n甲\n", "---\nokr:\n  progress_id: \"\(id)\"\n---\n---\n\n甲\n"),
      // Front matter of others.
      ("---\n---\n甲\n", "---\nokr:\n  progress_id: \"\(id)\"\n---\n甲\n"),
      (
        "---\ntitle: 周报 # 标题\ntags: [a, b]\n...\n甲\n",
        "---\ntitle: 周报 # 标题\ntags: [a, b]\nokr:\n  progress_id: \"\(id)\"\n...\n甲\n"
      ),
      ("---\ntext: |\n  一\n\n---\n甲", "---\ntext: |\n  一\n\nokr:\n  progress_id: \"\(id)\"\n---\n甲"),
      // Ours without an id.
      (
        "---\nokr:\n  percent: 5 # 五\n---\n甲\n",
        "---\nokr:\n  progress_id: \"\(id)\"\n  percent: 5 # 五\n---\n甲\n"
      ),
      (
        "---\n作者: 王\nokr:\n    # 本周\n    percent: 5\n    status: risk\nz: 1\n---\n",
        "---\n作者: 王\nokr:\n    # 本周\n    progress_id: \"\(id)\"\n    percent: 5\n    status: risk\nz: 1\n---\n"
      ),
      ("---\nokr:\n---\n甲", "---\nokr:\n  progress_id: \"\(id)\"\n---\n甲"),
      ("---\nokr: # 空\nz: 1\n---\n甲", "---\nokr: # 空\n  progress_id: \"\(id)\"\nz: 1\n---\n甲"),
      ("---\nokr: {percent: 5}\n---\n甲", "---\nokr: {progress_id: \"\(id)\", percent: 5}\n---\n甲"),
      ("---\n王: {}\nokr: {}\n---\n", "---\n王: {}\nokr: {progress_id: \"\(id)\"}\n---\n"),
      (
        "---\r\nokr:\r\n  percent: 5\r\n---\r\n甲",
        "---\r\nokr:\r\n  progress_id: \"\(id)\"\r\n  percent: 5\r\n---\r\n甲"
      ),
    ])
  func theIDIsWrittenAndNothingElseChanges(note: String, expected: String) throws {
    #expect(try edited(note) == expected)
  }

  @Test(
    arguments: [
      "---\nokr:\n  progress_id: 5\n---\n",
      "---\nokr:\n  progress_id:\n---\n",
      "---\nokr: ~\n---\n",
      "---\nokr: 5\n---\n",
      "---\na: &a {percent: 5}\nokr: *a\n---\n",
      "---\n{okr: }\n---\n",
      "---\n{a: 1}\n---\n",
      "---\nokr: [\n---\n",
      "---\nokr:\n  status: risk\n---\n",
    ])
  func whatCannotBeEditedSafelyIsLeftAlone(note: String) throws {
    #expect(try edited(note) == nil)
  }

  @Test func aNoteThatIsNotUTF8IsLeftAlone() throws {
    let id = try #require(OKRIdentifier(Self.id))
    #expect(FrontMatter.setting(progressID: id, in: [0xFF, 0x0A]) == nil)
  }
}
