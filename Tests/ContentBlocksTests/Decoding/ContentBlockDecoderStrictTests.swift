import ContentBlocks
import Testing

/// Every fault that a strict reading finds, to the letter.
@Suite struct ContentBlockDecoderStrictTests {
  private func expect(
    _ json: String, wire: WireFormat? = nil, _ faults: [String],
    at location: SourceLocation = #_sourceLocation
  ) {
    let decoder = ContentBlockDecoder(wire: wire)
    #expect(decoder.faultLines(in: json) == faults, sourceLocation: location)
    let error = #expect(throws: ContentBlockFault.self, sourceLocation: location) {
      try decoder.decode(json)
    }
    #expect(error?.description == faults.first, sourceLocation: location)
  }

  @Test(arguments: ["null", "[]", "{}", #""blocks""#, #"{"block":[]}"#])
  func whatIsNoContentBlock(json: String) {
    expect(
      json, ["$: is not a ContentBlock document: expected an object with `blocks`, `content` or `data`"])
  }

  @Test func blocks() {
    expect(#"{"blocks":null}"#, ["$.blocks: is missing"])
    expect(#"{"blocks":{}}"#, ["$.blocks: must be an array, not an object"])
    expect(
      #"{"blocks":[null,"a",[],true]}"#,
      [
        "$.blocks[0]: must be an object, not null", "$.blocks[1]: must be an object, not a string",
        "$.blocks[2]: must be an object, not an array",
        "$.blocks[3]: must be an object, not a boolean",
      ])
  }

  @Test func kindsOfBlocks() {
    expect(#"{"blocks":[{}]}"#, ["$.blocks[0].type: is missing"])
    expect(#"{"blocks":[{"type":1}]}"#, ["$.blocks[0].type: must be a string, not a number"])
    expect(
      #"{"blocks":[{"type":"Paragraph\n"}]}"#,
      [#"$.blocks[0].type: must be `paragraph` or `gallery`, not `Paragraph\u{a}`"#])
    expect(
      #"{"blocks":[{"type":"paragraph"}]}"#,
      ["$.blocks[0].paragraph: is missing, as this is a block of type `paragraph`"])
    expect(
      #"{"blocks":[{"type":"gallery","gallery":null}]}"#,
      ["$.blocks[0].gallery: is missing, as this is a block of type `gallery`"])
    expect(
      #"{"blocks":[{"block_element_type":"gallery","paragraph":{}}]}"#,
      ["$.blocks[0].paragraph: does not belong to a block of type `gallery`"])
    expect(
      #"{"blocks":[{"type":"paragraph","paragraph":{},"gallery":{"imageList":[]}}]}"#,
      ["$.blocks[0].gallery: does not belong to a block of type `paragraph`"])
    expect(
      #"{"blocks":[{"type":"paragraph","paragraph":7}]}"#,
      ["$.blocks[0].paragraph: must be an object, not a number"])
  }

  @Test func kindsOfElements() {
    expect(line("{}"), ["$.blocks[0].paragraph.elements[0].type: is missing"])
    expect(
      line(#"{"type":"equation","equation":{}}"#),
      [
        "$.blocks[0].paragraph.elements[0].equation: is not a key of this object, which can have "
          + "`type`, `textRun`, `docsLink` and `person`",
        "$.blocks[0].paragraph.elements[0].type: must be `textRun`, `docsLink` or `person`, "
          + "not `equation`",
      ])
    expect(
      line(#"{"type":"textRun"},{"type":"docsLink","person":{"openId":"u"}}"#),
      [
        "$.blocks[0].paragraph.elements[0].textRun: is missing, as this is an element of type `textRun`",
        "$.blocks[0].paragraph.elements[1].person: does not belong to an element of type `docsLink`",
      ])
  }

  @Test func unknownKeys() {
    expect(
      #"{"blocks":[],"title":null}"#,
      ["$.title: is not a key of this object, which can have `blocks`"])
    expect(
      paragraph(#""list":{},"text":"a""#),
      [
        "$.blocks[0].paragraph.list: is not a key of this object, which can have `style` and `elements`",
        "$.blocks[0].paragraph.text: is not a key of this object, which can have `style` and `elements`",
      ])
    expect(
      styled(#""italic":true"#),
      [
        "$.blocks[0].paragraph.elements[0].textRun.style.italic: is not a key of this object, "
          + "which can have `bold`, `strikeThrough`, `backColor`, `textColor` and `link`"
      ])
    expect(
      #"{"blocks":[],"\u001b[2J\"":1}"#,
      [#"$["\u{1b}[2J\""]: is not a key of this object, which can have `blocks`"#])
  }

  @Test func v2ReadAsV1() {
    let json = #"""
      {"blocks":[{"block_element_type":"paragraph","paragraph":{
        "style":{"list":{"list_type":"bullet","indent_level":17}},
        "elements":[{"paragraph_element_type":"textRun","text_run":{"text":"a",
          "style":{"strike_through":false,"back_color":null}}},
          {"paragraph_element_type":"mention","mention":{"user_id":"u"}}]}},
        {"block_element_type":"gallery","gallery":{"images":[{"file_token":"f"}]}}]}
      """#
    let line = "$.blocks[0].paragraph"
    let run = "\(line).elements[0]"
    let mention = "\(line).elements[1]"
    expect(
      json, wire: .v1,
      [
        "$.blocks[0].block_element_type: is the v2 name; v1 writes `type`",
        "\(line).style.list.list_type: is the v2 name; v1 writes `type`",
        "\(line).style.list.indent_level: is the v2 name; v1 writes `indentLevel`",
        "\(line).style.list.indent_level: must be a whole number from 1 to 16, not 17",
        "\(run).paragraph_element_type: is the v2 name; v1 writes `type`",
        "\(run).text_run: is the v2 name; v1 writes `textRun`",
        "\(run).text_run.style.strike_through: is the v2 name; v1 writes `strikeThrough`",
        "\(run).text_run.style.back_color: is the v2 name; v1 writes `backColor`",
        "\(mention).paragraph_element_type: is the v2 name; v1 writes `type`",
        "\(mention).mention: is the v2 name; v1 writes `person`",
        "\(mention).paragraph_element_type: is `mention`, the v2 name; v1 writes `person`",
        "\(mention).mention.user_id: is the v2 name; v1 writes `openId`",
        "$.blocks[1].block_element_type: is the v2 name; v1 writes `type`",
        "$.blocks[1].gallery.images: is the v2 name; v1 writes `imageList`",
        "$.blocks[1].gallery.images[0].file_token: is the v2 name; v1 writes `fileToken`",
      ])
  }

  @Test func v1ReadAsV2() {
    expect(
      line(#"{"type":"person","person":{"openId":"u"}}"#), wire: .v2,
      [
        "$.blocks[0].type: is the v1 name; v2 writes `block_element_type`",
        "$.blocks[0].paragraph.elements[0].type: is the v1 name; v2 writes `paragraph_element_type`",
        "$.blocks[0].paragraph.elements[0].person: is the v1 name; v2 writes `mention`",
        "$.blocks[0].paragraph.elements[0].type: is `person`, the v1 name; v2 writes `mention`",
        "$.blocks[0].paragraph.elements[0].person.openId: is the v1 name; v2 writes `user_id`",
      ])
  }

  @Test func mixedFormats() {
    expect(
      line(#"{"type":"textRun","text_run":{"text":"a"}}"#),
      ["$.blocks[0].paragraph.elements[0].text_run: is the v2 name; v1 writes `textRun`"])
    expect(
      line(#"{"type":"textRun","textRun":{"text":"a"},"text_run":{"text":"b"}}"#),
      ["$.blocks[0].paragraph.elements[0].text_run: is the v2 name; v1 writes `textRun`"])
  }

  @Test func lists() {
    let list = "$.blocks[0].paragraph.style.list"
    expect(paragraph(#""style":[]"#), ["$.blocks[0].paragraph.style: must be an object, not an array"])
    expect(paragraph(#""style":{"list":1}"#), ["\(list): must be an object, not a number"])
    expect(listed(#""indentLevel":1"#), ["\(list).type: is missing"])
    expect(
      listed(#""type":"todo""#),
      ["\(list).type: must be `number`, `bullet`, `checkBox`, `checkedBox` or `indent`, not `todo`"])
    for level in ["0", "17", "-1", "1.5", "1e2", "99999999999999999999"] {
      expect(
        listed(#""type":"bullet","indentLevel":\#(level)"#),
        ["\(list).indentLevel: must be a whole number from 1 to 16, not \(level)"])
    }
    expect(
      listed(#""type":"bullet","indentLevel":"1""#),
      ["\(list).indentLevel: must be a whole number from 1 to 16, not a string"])
    for number in ["2147483648", "-2147483649", "0.5"] {
      expect(
        listed(#""type":"number","number":\#(number)"#),
        ["\(list).number: must be a whole number from -2147483648 to 2147483647, not \(number)"])
    }
  }

  /// A v2 document with a line at each level.
  private func levels(_ levels: Int...) -> String {
    let lines = levels.map {
      #"{"block_element_type":"paragraph","paragraph":{"style":{"list":{"list_type":"indent","indent_level":\#($0)}}}}"#
    }
    return #"{"blocks":[\#(lines.joined(separator: ","))]}"#
  }

  @Test func levelsOfV2CountFromOne() throws {
    #expect(try ContentBlockDecoder().decode(levels(1, 16)).outline == ["indent 1: ", "indent 16: "])
    for level in [-1, 17] {
      expect(
        levels(level),
        ["$.blocks[0].paragraph.style.list.indent_level: must be a whole number from 1 to 16, not \(level)"])
    }
  }

  @Test func oneLevelOfZeroInV2MakesAllCountFromZero() throws {
    #expect(
      try ContentBlockDecoder().decode(levels(2, 0, 15)).outline == [
        "indent 3: ", "indent 1: ", "indent 16: ",
      ])
    expect(
      levels(0, 16),
      ["$.blocks[1].paragraph.style.list.indent_level: must be a whole number from 0 to 15, not 16"])
  }

  @Test func textRuns() {
    let run = "$.blocks[0].paragraph.elements[0].textRun"
    expect(line(#"{"type":"textRun","textRun":{"style":{}}}"#), ["\(run).text: is missing"])
    expect(
      line(#"{"type":"textRun","textRun":{"text":1}}"#),
      ["\(run).text: must be a string, not a number"])
    for end in [#"\n"#, #"\r"#, #"a\r\nb"#, #"\u000a"#] {
      expect(
        line(#"{"type":"textRun","textRun":{"text":"\#(end)"}}"#),
        ["\(run).text: has a line end; begin a paragraph for each line"])
    }
    expect(paragraph(#""elements":{}"#), ["$.blocks[0].paragraph.elements: must be an array, not an object"])
  }

  @Test func styles() {
    let style = "$.blocks[0].paragraph.elements[0].textRun.style"
    expect(
      styled(#""bold":"true","strikeThrough":1"#),
      [
        "\(style).bold: must be true or false, not a string",
        "\(style).strikeThrough: must be true or false, not a number",
      ])
    expect(styled(#""link":"u""#), ["\(style).link: must be an object, not a string"])
    expect(styled(#""link":{"url":[]}"#), ["\(style).link.url: must be a string, not an array"])
  }

  @Test func colors() {
    let color = "$.blocks[0].paragraph.elements[0].textRun.style.backColor"
    expect(
      styled(#""backColor":{"red":7}"#), ["green", "blue", "alpha"].map { "\(color).\($0): is missing" })
    for channel in ["256", "-1", "1.5", "1e3", "1e400", "999999999999999999999"] {
      expect(
        styled(#""backColor":{"red":\#(channel),"green":0,"blue":0,"alpha":1}"#),
        ["\(color).red: must be a whole number from 0 to 255, not \(channel)"])
    }
    for alpha in ["-0.01", "1.01", "1e400", "-1e400"] {
      expect(
        styled(#""backColor":{"red":0,"green":0,"blue":0,"alpha":\#(alpha)}"#),
        ["\(color).alpha: must be a number from 0 to 1, not \(alpha)"])
    }
    expect(
      styled(#""backColor":{"red":"0","green":0,"blue":0,"alpha":"1"}"#),
      [
        "\(color).red: must be a whole number from 0 to 255, not a string",
        "\(color).alpha: must be a number from 0 to 1, not a string",
      ])
    expect(styled(##""backColor":"#fff""##), ["\(color): must be an object, not a string"])
  }

  @Test func linksAndMentions() {
    let element = "$.blocks[0].paragraph.elements[0]"
    expect(
      line(#"{"type":"docsLink","docsLink":{"title":"t"}}"#), ["\(element).docsLink.url: is missing"])
    expect(
      line(#"{"type":"docsLink","docsLink":{"url":1,"title":2}}"#),
      [
        "\(element).docsLink.url: must be a string, not a number",
        "\(element).docsLink.title: must be a string, not a number",
      ])
    expect(line(#"{"type":"person","person":{}}"#), ["\(element).person.openId: is missing"])
    expect(line(#"{"type":"person","person":{"openId":""}}"#), ["\(element).person.openId: is missing"])
    expect(
      line(#"{"type":"person","person":{"userId":"b"}}"#),
      ["\(element).person.userId: is the only id of this person, who is shown by it; `openId` is missing"])
  }

  @Test func whatIsAsGoodAsAbsentIsNoFault() throws {
    for style in ["", #""link":{}"#, #""link":{"url":""}"#, #""backColor":{},"bold":false,"textColor":null"#]
    {
      #expect(ContentBlockDecoder().faultLines(in: styled(style)) == [])
      #expect(try ContentBlockDecoder().decode(styled(style)).outline == ["a"])
    }
    #expect(ContentBlockDecoder().faultLines(in: paragraph(#""style":{"list":{}}"#)) == [])
    #expect(
      ContentBlockDecoder().faultLines(in: line(#"{"type":"person","person":{"openId":"a","userId":"b"}}"#))
        == [])
  }

  @Test func galleries() {
    let list = "$.blocks[0].gallery.imageList"
    expect(gallery(""), ["\(list): holds no image"])
    expect(#"{"blocks":[{"type":"gallery","gallery":{}}]}"#, ["\(list): is missing"])
    expect(
      #"{"blocks":[{"type":"gallery","gallery":{"imageList":{}}}]}"#,
      ["\(list): must be an array, not an object"])
    expect(
      gallery(#"{"width":1}"#), ["\(list)[0]: shows no image; it needs `fileToken` or `src`"])
    expect(
      gallery(#"{"src":1,"fileToken":true}"#),
      [
        "\(list)[0].fileToken: must be a string, not a boolean",
        "\(list)[0].src: must be a string, not a number",
      ])
    for size in ["-1", "-0.5", "1e400"] {
      expect(
        gallery(#"{"src":"a","width":\#(size),"height":\#(size)}"#),
        [
          "\(list)[0].width: must be a number of pixels from 0, not \(size)",
          "\(list)[0].height: must be a number of pixels from 0, not \(size)",
        ])
    }
  }
}
