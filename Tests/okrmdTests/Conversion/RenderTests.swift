import ContentBlocks
import TestSupport
import Testing

/// `okrmd render`: JSON in either notation becomes Markdown that converts back.
@Suite struct RenderTests {
  private let folder = TemporaryFolder()

  private static let note = """
    **周报**

    > 风险 `a  b`

    - [x] 登录改版
      1. 见 [PR](https://git.example.com/1)

    """

  @Test(arguments: ["v1", "v2"])
  func eitherNotationComesBackAsTheNote(wire: String) throws {
    let json = try folder.okrmd("convert", "--wire", wire, input: Self.note).output
    #expect(try folder.okrmd("render", input: json) == Outcome(Self.note))
  }

  @Test(arguments: [
    ("UTF-16LE", "UTF-16LE"), ("UTF-32LE", "UTF-32LE"), ("UTF-32", "UTF-32"), ("GB18030", "GB18030"),
  ])
  func anotherEncodingIsNamed(encoding: String, name: String) throws {
    let folder = TemporaryFolder()
    let json =
      #"{"blocks":[{"type":"paragraph","paragraph":{"elements":[{"type":"textRun","textRun":{"text":"一周的进展"}}]}}]}"#
    try folder.write(json, to: "u.json")
    #expect(try folder.shell("iconv -f UTF-8 -t \(encoding) u.json > a.json").status == 0)
    #expect(
      try folder.okrmd("render", "a.json")
        == .error(
          "a.json: not UTF-8, looks like \(name): iconv -f \(name) -t UTF-8 a.json > a-utf8.json", status: 65)
    )
  }

  @Test func aFileIsReadAndWritten() throws {
    try folder.write(try folder.okrmd("convert", input: Self.note).output, to: "周 报.json")
    #expect(try folder.okrmd("render", "周 报.json", "-o", "周 报.md") == Outcome())
    #expect(try folder.text(of: "周 报.md") == Self.note)
  }

  @Test func aRequestBodyBringsItsRate() throws {
    let note = "---\nokr:\n  percent: 62.5\n  status: risk\n---\n\n正常\n"
    let body = try folder.okrmd("convert", "--body", input: note).output
    #expect(try folder.okrmd("render", input: body) == Outcome(note))
  }

  @Test func theReplyOfTheServiceComesBackValueForValue() throws {
    let reply = String(decoding: try fixture("update-response"), as: UTF8.self)
    let rendered = try folder.okrmd("render", input: reply)
    #expect(rendered.status == 0)
    #expect(rendered.errors == "")
    #expect(rendered.output.hasPrefix("---\nokr:\n  progress_id: \"7046518160811425812\"\n---\n\n**粗体更新**\n"))
    let converted = try folder.okrmd("convert", "--diagnostics", "none", input: rendered.output)
    let content = try ContentBlockDecoder().decode(Array(converted.output.utf8))
    let original = try ContentBlockDecoder(mode: .lenient).decode(Array(reply.utf8))
    #expect(content == original)
  }

  @Test func whatIsReadInSpiteOfFaultsIsNamed() throws {
    let json =
      #"{"blocks":[{"type":"gallery","gallery":{"imageList":[{"src":"http://a/1"},{"src":"http://a/2"}]}}]}"#
    let outcome = try folder.okrmd("render", input: json)
    #expect(
      outcome
        == Outcome(
          "![](http://a/1)\n\n![](http://a/2)\n",
          errors:
            "<stdin>: warning: $.blocks[0].gallery.imageList: holds 2 images, which Feishu squeezes into "
            + "one row; give each image a gallery of its own\n"))
  }

  @Test(
    arguments: [
      (
        #"{"blocks":"#,
        "$.blocks: is not valid JSON at line 1, column 11: expected a value, found the end of the input"
      ),
      ("[]", "$: is not a ContentBlock document: expected an object with `blocks`, `content` or `data`"),
      (
        #"{"code":1001004,"msg":"okr data not found"}"#,
        "$.code: is not 0, so the reply reports an error and holds no content: okr data not found"
      ),
    ])
  func whatHoldsNoContentIsAnError(json: String, message: String) throws {
    #expect(try folder.okrmd("render", input: json) == .error("<stdin>: \(message)", status: 65))
  }

  @Test func aListOfRecordsBecomesSections() throws {
    let content = plain("甲").dropLast()
    let json =
      #"{"code":0,"data":{"items":[{"progress_id":"7","content":\#(content),"progress_rate":{"percent":5,"status":1}},"#
      + #"{"id":"8","content":\#(content)}]}}"#
    let run = try folder.okrmd("render", input: json)
    #expect(
      run
        == Outcome("## 7\n<!-- okr\nprogress_id: \"7\"\npercent: 5\nstatus: risk\n-->\n\n甲\n\n## 2\n\n甲\n"))
    #expect(try folder.okrmd("convert", "--section", "1", input: run.output) == Outcome(plain("甲")))
  }

  @Test func whatCannotBeShownIsNamed() throws {
    let json =
      #"{"blocks":[{"type":"code","code":{}},{"type":"paragraph","paragraph":{"style":{"align":"left"}}}]}"#
    let run = try folder.okrmd("render", input: json)
    #expect(run.status == 0)
    #expect(
      run.errors
        == "<stdin>: warning: $.blocks[0]: is a block of type `code`, which is not known, so it is not shown\n"
        + "<stdin>: warning: $.blocks[1].paragraph.style.align: is not known, so it is not shown\n")
  }

  @Test func theInputIsNeverReplaced() throws {
    try folder.write(plain("甲"), to: "a.json")
    #expect(
      try folder.okrmd("render", "a.json", "-o", "./a.json")
        == .error("./a.json: is the input itself; name another file", status: 73))
    #expect(try folder.text(of: "a.json") == plain("甲"))
  }

  @Test func inputAndOutputThatAreNotThereAreErrors() throws {
    #expect(
      try folder.okrmd("render", "a.json") == .error("a.json: no such file; check the path", status: 66))
    let outcome = try folder.okrmd("render", "-o", "no/a.md", input: #"{"blocks":[]}"#)
    #expect(outcome == .error("no/a.md: cannot be written: no such file or directory", status: 73))
  }

  @Test func theInputIsBounded() throws {
    let outcome = try folder.okrmd("render", "--max-bytes", "5", input: #"{"blocks":[]}"#)
    #expect(outcome == .error("<stdin>: is larger than 5 bytes; --max-bytes raises the limit", status: 65))
    #expect(try folder.okrmd("render", "--max-bytes", "0").status == 64)
  }

  /// What came out of a record never becomes an upload; what was converted here comes back as it was.
  @Test func aLocalPictureOfARecordIsWrittenAsText() throws {
    let content = #"{"blocks":[{"type":"gallery","gallery":{"imageList":[{"src":"a.png"}]}}]}"#
    try folder.write(#"{"code":0,"data":{"progress_id":"5","content":\#(content)}}"#, to: "reply.json")
    let outcome = try folder.okrmd("render", "reply.json")
    #expect(outcome.output.hasSuffix("---\n\na.png\n"))
    #expect(
      outcome.errors
        == "okrmd: warning: reply.json: $.content.blocks[0]: an image that is not on the web, 'a.png', is written as text\n"
    )
    try folder.write(content, to: "content.json")
    #expect(try folder.okrmd("render", "content.json") == Outcome("![](a.png)\n"))
  }
}
