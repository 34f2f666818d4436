import ContentBlocks
import TestSupport
import Testing

/// What both modes read, and the API around it. Faults are in the suites of the modes.
@Suite struct ContentBlockDecoderTests {
  private let decoder = ContentBlockDecoder()

  @Test func everyConstructOfV1() throws {
    let json = #"""
      {"blocks":[
        {"type":"paragraph","paragraph":{"style":{"list":{"type":"number","indentLevel":16,"number":-2}},
          "elements":[
            {"type":"textRun","textRun":{"text":"a","style":{"bold":true,"strikeThrough":true,
              "backColor":{"red":1,"green":2,"blue":3,"alpha":0.5},
              "textColor":{"red":255,"green":0,"blue":0,"alpha":1},"link":{"url":"u"}}}},
            {"type":"docsLink","docsLink":{"url":"d","title":"t"}},
            {"type":"person","person":{"openId":"ou_1"}}]}},
        {"type":"gallery","gallery":{"imageList":[{"fileToken":"f","src":"s","width":1.5,"height":2}]}}
      ]}
      """#
    #expect(try decoder.decode(json) == everything())
    #expect(decoder.faultLines(in: json).isEmpty)
  }

  @Test func everyConstructOfV2() throws {
    let json = #"""
      {"blocks":[
        {"block_element_type":"paragraph","paragraph":{
          "style":{"list":{"list_type":"number","indent_level":16,"number":-2}},
          "elements":[
            {"paragraph_element_type":"textRun","text_run":{"text":"a","style":{"bold":true,
              "strike_through":true,"back_color":{"red":1,"green":2,"blue":3,"alpha":0.5},
              "text_color":{"red":255,"green":0,"blue":0,"alpha":1},"link":{"url":"u"}}}},
            {"paragraph_element_type":"docsLink","docs_link":{"url":"d","title":"t"}},
            {"paragraph_element_type":"mention","mention":{"user_id":"ou_1"}}]}},
        {"block_element_type":"gallery","gallery":{"images":[
          {"file_token":"f","src":"s","width":1.5,"height":2}]}}
      ]}
      """#
    #expect(try decoder.decode(json) == everything())
    #expect(decoder.faultLines(in: json).isEmpty)
    #expect(try decoder.decodeDocument(json).wire == .v2)
  }

  private func everything() throws -> ContentBlock {
    let style = ContentTextStyle(
      bold: true, strikeThrough: true,
      backColor: ContentColor(red: 1, green: 2, blue: 3, hundredths: 50),
      textColor: opaque(255, 0, 0), link: ContentLink(url: "u"))
    return ContentBlock(blocks: [
      .paragraph(
        ContentParagraph(
          list: try ContentList(type: .number, indentLevel: 16, number: -2),
          elements: [
            .textRun(ContentTextRun(text: "a", style: style)),
            .docsLink(ContentDocsLink(url: "d", title: "t")),
            .mention(ContentMention(userID: "ou_1")),
          ])),
      .gallery(
        ContentGallery(
          image: try ContentImageItem(fileToken: "f", src: "s", width: 1.5, height: 2))),
    ])
  }

  /// What the service writes for "nothing": both modes read it without a word.
  @Test(arguments: [ContentBlockDecoder.Mode.strict, .lenient])
  func absentAndEmptyAreNothing(mode: ContentBlockDecoder.Mode) throws {
    let decoder = ContentBlockDecoder(mode: mode)
    let plain = [
      line(#"{"type":"textRun","textRun":{"text":"a"}}"#),
      line(#"{"type":"textRun","textRun":{"text":"a","style":null}}"#),
      paragraph(#""elements":[{"textRun":{"style":{},"text":"a"},"type":"textRun"}],"style":{}"#),
      paragraph(#""style":{"list":null},"elements":[{"type":"textRun","textRun":{"text":"a"}}]"#),
      line(#"{"type":"textRun","person":null,"docsLink":null,"textRun":{"text":"a"}}"#),
      line(#"{"type":"textRun","textRun":{"text":""}},{"type":"textRun","textRun":{"text":"a"}}"#),
      styled(#""bold":false,"strikeThrough":false"#),
      styled(#""bold":null,"strikeThrough":null,"backColor":null,"textColor":null,"link":null"#),
    ]
    let text = ContentParagraphElement.textRun(ContentTextRun(text: "a"))
    for json in plain {
      let expected = ContentBlock(blocks: [.paragraph(ContentParagraph(elements: [text]))])
      #expect(try decoder.decode(json) == expected, "\(json)")
      #expect(decoder.faultLines(in: json).isEmpty)
    }
    for json in [paragraph(""), paragraph(#""elements":null"#), paragraph(#""style":null"#), line("")] {
      #expect(try decoder.decode(json) == ContentBlock(blocks: [.paragraph(ContentParagraph())]))
      #expect(decoder.faultLines(in: json).isEmpty)
    }
  }

  @Test func anAbsentIndentLevelIsTheFirst() throws {
    #expect(try decoder.decode(listed(#""type":"bullet""#)).outline == ["bullet 1: "])
    #expect(
      try decoder.decode(listed(#""type":"number","indentLevel":null,"number":2"#)).outline
        == ["number 1 #2: "])
    let v2 =
      #"{"blocks":[{"block_element_type":"paragraph","paragraph":{"style":{"list":{"#
      + #""list_type":"bullet"}}}}]}"#
    #expect(try decoder.decode(v2).outline == ["bullet 1: "])
  }

  @Test func numbersMayStandInAnyNotation() throws {
    #expect(
      try decoder.decode(listed(#""type":"number","indentLevel":2.0,"number":1e1"#)).outline
        == ["number 2 #10: "])
    let color = styled(#""backColor":{"red":2.55e2,"green":0.0,"blue":-0,"alpha":1.0}"#)
    let style = ContentTextStyle(backColor: opaque(255, 0, 0))
    let run = ContentParagraphElement.textRun(ContentTextRun(text: "a", style: style))
    #expect(
      try decoder.decode(color) == ContentBlock(blocks: [.paragraph(ContentParagraph(elements: [run]))]))
  }

  @Test func severalImagesAreSeveralGalleries() throws {
    let json = gallery(#"{"src":"a"},{"fileToken":"b"},{"src":"c"}"#)
    #expect(try decoder.decode(json).outline == ["image a", "image b", "image c"])
    #expect(
      decoder.faultLines(in: json) == [
        "warning: $.blocks[0].gallery.imageList: holds 3 images, which Feishu squeezes into one row; "
          + "give each image a gallery of its own"
      ])
  }

  @Test func sizesMayBeZero() throws {
    let image = try ContentImageItem(src: "a", width: 0, height: 0)
    #expect(
      try decoder.decode(gallery(#"{"src":"a","width":0,"height":-0.0}"#))
        == ContentBlock(blocks: [.gallery(ContentGallery(image: image))]))
  }

  @Test func theFirstErrorIsThrownNotTheWarningBeforeIt() throws {
    let json = #"{"blocks":[{"type":"gallery","gallery":{"imageList":[{"src":"a"},{"src":"b"}]}},1,2]}"#
    #expect(decoder.faults(in: json.utf8).map(\.severity) == [.warning, .error, .error])
    let fault = #expect(throws: ContentBlockFault.self) { try decoder.decode(json) }
    #expect(fault?.description == "$.blocks[1]: must be an object, not a number")
  }

  @Test func ofBrokenJSONTheFirstFaultIsTheOnlyOne() {
    for mode in [ContentBlockDecoder.Mode.strict, .lenient] {
      let decoder = ContentBlockDecoder(mode: mode)
      #expect(
        decoder.faultLines(in: #"{"blocks":[1,x"#) == [
          "$.blocks[1]: is not valid JSON at line 1, column 14: expected a value, found `x`"
        ])
      #expect(
        decoder.faultLines(in: #"{"blocks":[],"blocks":[]}"#) == [
          "$.blocks: appears twice in its object (again at line 1, column 14); keep one of the two"
        ])
    }
  }

  @Test(arguments: ["format-example-1", "format-example-2", "format-example-3", "format-example-4"])
  func theExamplesOfTheFormatDocument(name: String) throws {
    let json = try fixture(name)
    #expect(decoder.faults(in: json).isEmpty)
    let document = try decoder.decodeDocument(json)
    #expect(document.wire == .v2)
    let written = document.content.json(wire: .v2)
    #expect(try decoder.decode(written) == document.content)
  }

  @Test func theOverviewOfTheFormatDocument() throws {
    // It shows every field at once: a bullet has no number, so the number is named and left out.
    let json = try fixture("format-overview")
    #expect(
      decoder.faults(in: json).map(\.description) == [
        "$.blocks[0].paragraph.style.list.number: does not belong on a list of type `bullet`"
      ])
    #expect(decoder.faults(in: json).map(\.severity) == [.warning])
    #expect(
      try decoder.decode(json).outline == [
        "bullet 1: Hello World|[Lark Document](https://larkoffice.com/docx/xxx)|@ou_xxx",
        "image https://...",
      ])
  }
}
