import ContentBlocks
import TestSupport
import Testing

/// The exact bytes of every construct, in both wire formats (rules R1 and R2).
@Suite struct ContentBlockEncodingTests {
  private func json(
    _ blocks: [ContentBlockElement], _ wire: WireFormat = .v1, _ layout: JSONLayout = .compact
  ) -> String {
    String(decoding: ContentBlock(blocks: blocks).json(wire: wire, layout: layout), as: UTF8.self)
  }

  private func json(element: ContentParagraphElement, _ wire: WireFormat) -> String {
    let start =
      switch wire {
      case .v1: #"{"blocks":[{"type":"paragraph","paragraph":{"elements":["#
      case .v2: #"{"blocks":[{"block_element_type":"paragraph","paragraph":{"elements":["#
      }
    let text = json([.paragraph(ContentParagraph(elements: [element]))], wire)
    #expect(text.hasPrefix(start))
    #expect(text.hasSuffix("]}}]}"))
    return String(text.dropFirst(start.count).dropLast(5))
  }

  private func json(style: ContentTextStyle, _ wire: WireFormat) -> String {
    json(element: .textRun(ContentTextRun(text: "a", style: style)), wire)
  }

  @Test func anEmptyDocument() {
    #expect(json([], .v1) == #"{"blocks":[]}"#)
    #expect(json([], .v2) == #"{"blocks":[]}"#)
    #expect(json([], .v1, .pretty) == "{\n  \"blocks\": []\n}")
  }

  @Test func emptyLines() {
    let empty = ContentBlockElement.paragraph(ContentParagraph())
    #expect(
      json([empty, empty])
        == #"{"blocks":[{"type":"paragraph","paragraph":{"elements":[]}},"#
        + #"{"type":"paragraph","paragraph":{"elements":[]}}]}"#)
    #expect(
      json([empty], .v2)
        == #"{"blocks":[{"block_element_type":"paragraph","paragraph":{"elements":[]}}]}"#)
  }

  @Test func anEmptyLineOfAList() throws {
    let list = try ContentList(type: .checkBox, indentLevel: 2)
    #expect(
      json([.paragraph(ContentParagraph(list: list))])
        == #"{"blocks":[{"type":"paragraph","paragraph":{"style":{"list":{"type":"checkBox","#
        + #""indentLevel":2}},"elements":[]}}]}"#)
  }

  @Test(arguments: ContentList.ListType.allCases, [1, 2, 10, 16])
  func lists(type: ContentList.ListType, level: Int) throws {
    let list = try ContentList(type: type, indentLevel: level)
    let text = ContentParagraphElement.textRun(ContentTextRun(text: "a"))
    let line = ContentBlockElement.paragraph(ContentParagraph(list: list, elements: [text]))
    #expect(
      json([line], .v1)
        == #"{"blocks":[{"type":"paragraph","paragraph":{"style":{"list":{"type":"\#(type)","#
        + #""indentLevel":\#(level)}},"elements":[{"type":"textRun","textRun":{"text":"a"}}]}}]}"#)
    #expect(
      json([line], .v2)
        == #"{"blocks":[{"block_element_type":"paragraph","paragraph":{"style":{"list":{"#
        + #""list_type":"\#(type)","indent_level":\#(level)}},"elements":[{"#
        + #""paragraph_element_type":"textRun","text_run":{"text":"a"}}]}}]}"#)
  }

  @Test(arguments: [Int32.min, -1, 0, 1, 10, .max])
  func numbersOfLists(number: Int32) throws {
    let list = try ContentList(type: .number, indentLevel: 1, number: number)
    let line = ContentBlockElement.paragraph(ContentParagraph(list: list))
    #expect(json([line], .v1).contains(#""list":{"type":"number","indentLevel":1,"number":\#(number)}}"#))
    #expect(
      json([line], .v2).contains(#""list":{"list_type":"number","indent_level":1,"number":\#(number)}}"#))
  }

  @Test func textRuns() {
    #expect(json(style: ContentTextStyle(), .v1) == #"{"type":"textRun","textRun":{"text":"a"}}"#)
    #expect(
      json(style: ContentTextStyle(), .v2)
        == #"{"paragraph_element_type":"textRun","text_run":{"text":"a"}}"#)
  }

  @Test(arguments: [
    (ContentTextStyle(bold: true), #""bold":true"#, #""bold":true"#),
    (ContentTextStyle(strikeThrough: true), #""strikeThrough":true"#, #""strike_through":true"#),
    (
      ContentTextStyle(backColor: opaque(242, 243, 5)),
      #""backColor":{"red":242,"green":243,"blue":5,"alpha":1}"#,
      #""back_color":{"red":242,"green":243,"blue":5,"alpha":1}"#
    ),
    (
      ContentTextStyle(textColor: ContentColor(red: 0, green: 0, blue: 0, hundredths: 25)),
      #""textColor":{"red":0,"green":0,"blue":0,"alpha":0.25}"#,
      #""text_color":{"red":0,"green":0,"blue":0,"alpha":0.25}"#
    ),
    (
      ContentTextStyle(link: ContentLink(url: #"https://a.example/?q="x""#)),
      #""link":{"url":"https://a.example/?q=\"x\""}"#, #""link":{"url":"https://a.example/?q=\"x\""}"#
    ),
    (
      ContentTextStyle(
        bold: true, strikeThrough: true, backColor: opaque(1, 2, 3),
        textColor: ContentColor(red: 4, green: 5, blue: 6, hundredths: 0),
        link: ContentLink(url: "")),
      #""bold":true,"strikeThrough":true,"backColor":{"red":1,"green":2,"blue":3,"alpha":1},"#
        + #""textColor":{"red":4,"green":5,"blue":6,"alpha":0},"link":{"url":""}"#,
      #""bold":true,"strike_through":true,"back_color":{"red":1,"green":2,"blue":3,"alpha":1},"#
        + #""text_color":{"red":4,"green":5,"blue":6,"alpha":0},"link":{"url":""}"#
    ),
  ])
  func styles(style: ContentTextStyle, v1: String, v2: String) {
    #expect(
      json(style: style, .v1) == #"{"type":"textRun","textRun":{"text":"a","style":{\#(v1)}}}"#)
    #expect(
      json(style: style, .v2)
        == #"{"paragraph_element_type":"textRun","text_run":{"text":"a","style":{\#(v2)}}}"#)
  }

  @Test func docsLinks() {
    let link = ContentDocsLink(url: "https://x.feishu.cn/docx/a\\b", title: "项目\"说明\"")
    #expect(
      json(element: .docsLink(link), .v1) == #"{"type":"docsLink","docsLink":{"#
        + #""url":"https://x.feishu.cn/docx/a\\b","title":"项目\"说明\""}}"#)
    #expect(
      json(element: .docsLink(link), .v2) == #"{"paragraph_element_type":"docsLink","docs_link":{"#
        + #""url":"https://x.feishu.cn/docx/a\\b","title":"项目\"说明\""}}"#)
  }

  @Test func mentions() {
    let mention = ContentParagraphElement.mention(ContentMention(userID: "ou_1\t"))
    #expect(json(element: mention, .v1) == #"{"type":"person","person":{"openId":"ou_1\t"}}"#)
    #expect(
      json(element: mention, .v2)
        == #"{"paragraph_element_type":"mention","mention":{"user_id":"ou_1\t"}}"#)
  }

  @Test func elementsSideBySide() {
    let elements: [ContentParagraphElement] = [
      .mention(ContentMention(userID: "u")), .textRun(ContentTextRun(text: "a")),
      .textRun(ContentTextRun(text: "a")),
    ]
    #expect(
      json([.paragraph(ContentParagraph(elements: elements))])
        == #"{"blocks":[{"type":"paragraph","paragraph":{"elements":[{"type":"person","person":{"#
        + #""openId":"u"}},{"type":"textRun","textRun":{"text":"a"}},{"type":"textRun","#
        + #""textRun":{"text":"a"}}]}}]}"#)
  }

  @Test(
    arguments: [
      (("t", "s", 458, 372.5), #""fileToken":"t","src":"s","width":458,"height":372.5"#),
      ((nil, "s\n", nil, nil), #""src":"s\n""#),
      (("t", nil, nil, 0), #""fileToken":"t","height":0"#),
      ((nil, nil, nil, nil), ""),
    ] as [((String?, String?, Double?, Double?), String)])
  func galleries(parts: (String?, String?, Double?, Double?), v1: String) throws {
    let image = try ContentImageItem(
      fileToken: parts.0, src: parts.1, width: parts.2, height: parts.3)
    let block = ContentBlockElement.gallery(ContentGallery(image: image))
    #expect(
      json([block], .v1) == #"{"blocks":[{"type":"gallery","gallery":{"imageList":[{\#(v1)}]}}]}"#)
    let v2 = v1.replacing("fileToken", with: "file_token")
    #expect(
      json([block], .v2)
        == #"{"blocks":[{"block_element_type":"gallery","gallery":{"images":[{\#(v2)}]}}]}"#)
  }

  @Test func aPrettyDocument() throws {
    let style = ContentTextStyle(
      bold: true, strikeThrough: true, backColor: opaque(1, 2, 3),
      link: ContentLink(url: "u"))
    let blocks: [ContentBlockElement] = [
      .paragraph(
        ContentParagraph(
          list: try ContentList(type: .number, indentLevel: 1, number: 3),
          elements: [
            .textRun(ContentTextRun(text: "a", style: style)),
            .docsLink(ContentDocsLink(url: "u", title: "t")), .mention(ContentMention(userID: "p")),
          ])),
      .paragraph(ContentParagraph(elements: [.textRun(ContentTextRun(text: "{[,:]}"))])),
      .paragraph(ContentParagraph()),
      .paragraph(ContentParagraph(list: try ContentList(type: .bullet, indentLevel: 1))),
      .gallery(ContentGallery(image: try ContentImageItem(fileToken: "f", src: "s", width: 1))),
      .gallery(ContentGallery(image: try ContentImageItem())),
    ]
    for (wire, name) in [(WireFormat.v1, "pretty-v1"), (.v2, "pretty-v2")] {
      let expected = String(decoding: try fixture(name), as: UTF8.self)
      #expect(json(blocks, wire, .pretty) + "\n" == expected)
    }
  }

  @Test(
    arguments: [
      (nil, #"{"content":{"blocks":[]}}"#),
      (ProgressRate(), #"{"content":{"blocks":[]}}"#),
      (
        ProgressRate(percent: ProgressPercent("50.20")),
        #"{"content":{"blocks":[]},"progress_rate":{"percent":50.2}}"#
      ),
      (
        ProgressRate(status: ProgressStatus.none),
        #"{"content":{"blocks":[]},"progress_rate":{"status":-1}}"#
      ),
      (
        ProgressRate(percent: ProgressPercent("-1"), status: .delayed),
        #"{"content":{"blocks":[]},"progress_rate":{"percent":-1,"status":2}}"#
      ),
    ] as [(ProgressRate?, String)])
  func requestBodies(rate: ProgressRate?, body: String) {
    let bytes = ContentBlock().requestBody(progressRate: rate)
    #expect(String(decoding: bytes, as: UTF8.self) == body)
  }

  @Test func aPrettyRequestBody() {
    let content = ContentBlock(blocks: [
      .paragraph(ContentParagraph(elements: [.mention(ContentMention(userID: "p"))]))
    ])
    let rate = ProgressRate(percent: ProgressPercent("50.21"), status: .risk)
    let body = content.requestBody(progressRate: rate, wire: .v2, layout: .pretty)
    #expect(
      String(decoding: body, as: UTF8.self) == """
        {
          "content": {
            "blocks": [
              {
                "block_element_type": "paragraph",
                "paragraph": {
                  "elements": [
                    {
                      "paragraph_element_type": "mention",
                      "mention": {
                        "user_id": "p"
                      }
                    }
                  ]
                }
              }
            ]
          },
          "progress_rate": {
            "percent": 50.21,
            "status": 1
          }
        }
        """)
  }
}
