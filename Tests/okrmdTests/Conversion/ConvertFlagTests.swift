import Testing

/// The flags that say how a note is converted, each with what it changes.
@Suite struct ConvertFlagTests {
  let folder = TemporaryFolder()

  private func run(_ text: String, _ link: String? = nil) -> String {
    let style = link.map { #","style":{"link":{"url":"\#($0)"}}"# } ?? ""
    return #"{"type":"textRun","textRun":{"text":"\#(text)"\#(style)}}"#
  }

  private func bold(_ text: String) -> String {
    #"{"type":"textRun","textRun":{"text":"\#(text)","style":{"bold":true}}}"#
  }

  @Test func wireChoosesTheNotation() throws {
    let v1 = document(block(run("甲"), list: #""type":"bullet","indentLevel":1"#))
    let v2 =
      #"{"blocks":[{"block_element_type":"paragraph","paragraph":{"style":{"list":{"list_type":"bullet","#
      + #""indent_level":1}},"elements":[{"paragraph_element_type":"textRun","text_run":{"text":"甲"}}]}}]}"#
      + "\n"
    #expect(try folder.okrmd("convert", input: "- 甲") == Outcome(v1))
    #expect(try folder.okrmd("convert", "--wire", "v1", input: "- 甲") == Outcome(v1))
    #expect(try folder.okrmd("convert", "--wire=v2", input: "- 甲") == Outcome(v2))
  }

  @Test func tablesBecomeListsOrRows() throws {
    let table = "|甲|乙|\n|-|-|\n|1|2|\n"
    let list = document(
      block(
        bold("甲") + "," + run("：1 | ") + "," + bold("乙") + "," + run("：2"),
        list: #""type":"bullet","indentLevel":1"#))
    let rows = document(
      block(bold("甲") + "," + run(" | ") + "," + bold("乙")), block(run("1 | 2")))
    #expect(try folder.okrmd("convert", input: table) == Outcome(list))
    #expect(try folder.okrmd("convert", "--tables", "list", input: table) == Outcome(list))
    #expect(try folder.okrmd("convert", "--tables", "rows", input: table) == Outcome(rows))
  }

  @Test func imagesBecomeGalleriesOrLinks() throws {
    let image = "![图](https://a.example/b.png)"
    let gallery = document(#"{"type":"gallery","gallery":{"imageList":[{"src":"https://a.example/b.png"}]}}"#)
    let link = document(block(run("图", "https://a.example/b.png")))
    #expect(try folder.okrmd("convert", input: image) == Outcome(gallery))
    #expect(try folder.okrmd("convert", "--images", "gallery", input: image) == Outcome(gallery))
    #expect(try folder.okrmd("convert", "--images", "link", input: image) == Outcome(link))
  }

  @Test func softBreaksAreJoinedOrKept() throws {
    #expect(try folder.okrmd("convert", input: "甲\n乙") == Outcome(plain("甲", "乙")))
    let note = "---\nokr:\n  soft_breaks: join\n---\n甲\n乙"
    #expect(try folder.okrmd("convert", input: note) == Outcome(plain("甲乙")))
    // The flag wins.
    #expect(try folder.okrmd("convert", "--soft-breaks", "auto", input: note) == Outcome(plain("甲", "乙")))
    #expect(try folder.okrmd("convert", "--soft-breaks", "join", input: "a\nb") == Outcome(plain("a b")))
    #expect(try folder.okrmd("convert", "--soft-breaks", "line", input: "甲\n乙") == Outcome(plain("甲", "乙")))
  }

  @Test func withoutDocsLinksALinkIsPlain() throws {
    let url = "https://a.feishu.cn/docx/b"
    let chip = document(block(#"{"type":"docsLink","docsLink":{"url":"\#(url)","title":"甲"}}"#))
    #expect(try folder.okrmd("convert", input: "[甲](\(url))") == Outcome(chip))
    #expect(
      try folder.okrmd("convert", "--no-docs-links", input: "[甲](\(url))")
        == Outcome(document(block(run("甲", url)))))
  }

  @Test func linkBaseResolvesRelativeLinks() throws {
    #expect(
      try folder.okrmd("convert", input: noteWithWarning)
        == Outcome(plain("见"), errors: linkWarning("<stdin>")))
    #expect(
      try folder.okrmd("convert", "--link-base", "https://a.example/docs/", input: noteWithWarning)
        == Outcome(document(block(run("见", "https://a.example/docs/b.md")))))
    #expect(
      try folder.okrmd("convert", "--link-base", "https://a.example/docs/c.md", input: "[见](#x)")
        == Outcome(document(block(run("见", "https://a.example/docs/c.md#x")))))
  }

  @Test(arguments: [
    "", "docs/", "/docs", "ftp://a.example/", "https://", "https://a.example/b c", "mailto:a@b.example",
  ])
  func linkBaseMustBeAWebAddress(url: String) throws {
    #expect(
      try folder.okrmd("convert", "--link-base", url, input: "甲")
        == .error(
          "--link-base takes an http or https URL, such as https://example.com/docs/; see 'okrmd convert --help'",
          status: 64))
  }
}
