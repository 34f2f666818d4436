import ContentBlocks
import TestSupport
import Testing

/// What a lenient reading makes of what the format does not allow.
@Suite struct ContentBlockDecoderLenientTests {
  private let decoder = ContentBlockDecoder(mode: .lenient)

  /// - Parameter warnings: the paths that warnings name.
  private func expect(
    _ json: String, _ outline: [String], warnings: [String] = [],
    at location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try decoder.decode(json).outline == outline, sourceLocation: location)
    let faults = decoder.faults(in: json.utf8)
    #expect(faults.map(\.path) == warnings, sourceLocation: location)
    #expect(faults.allSatisfy { $0.severity == .warning }, sourceLocation: location)
  }

  private func style(_ json: String) throws -> ContentTextStyle? {
    guard case .paragraph(let paragraph)? = try decoder.decode(styled(json)).blocks.first,
      case .textRun(let run)? = paragraph.elements.first
    else { return nil }
    return run.style
  }

  @Test func unknownKeysAreNamed() throws {
    try expect(
      #"{"blocks":[{"type":"paragraph","id":"1","paragraph":{"x":[],"elements":[{"n":1,"type":"person","#
        + #""person":{"userId":"b","openId":"a","name":"n"}}]}}],"version":{"text_run":1}}"#,
      ["@a"],
      warnings: [
        "$.version", "$.blocks[0].id", "$.blocks[0].paragraph.x", "$.blocks[0].paragraph.elements[0].n",
        "$.blocks[0].paragraph.elements[0].person.name",
      ])
  }

  @Test func namesOfTheOtherFormatAreRead() throws {
    for wire in WireFormat.allCases {
      let decoder = ContentBlockDecoder(wire: wire, mode: .lenient)
      for name in ["format-example-3", "format-example-4", "update-request"] {
        let json = try fixture(name)
        #expect(try decoder.decode(json) == ContentBlockDecoder().decode(json))
      }
    }
    try expect(
      paragraph(#""style":{"list":{"type":"bullet","indent_level":2}}"#), ["bullet 2: "],
      warnings: ["$.blocks[0].paragraph.style.list.indent_level"])
  }

  @Test func theOwnNameOutweighsTheOther() throws {
    try expect(
      line(#"{"type":"person","person":{"user_id":"b","openId":"a"}}"#), ["@a"],
      warnings: ["$.blocks[0].paragraph.elements[0].person.user_id"])
  }

  @Test func whatIsOfNoKnownKindIsSkipped() throws {
    try expect(
      #"{"blocks":[{"type":"table","table":{}},{"type":"paragraph","paragraph":{}},1,{},null]}"#, [""],
      warnings: ["$.blocks[0]", "$.blocks[2]", "$.blocks[3].type"])
    let elements = "$.blocks[0].paragraph.elements"
    try expect(
      line(
        #"{"type":"equation","equation":{}},{"type":"textRun","textRun":{"text":"a"}},"#
          + #"{"type":"textRun"}"#),
      ["a"], warnings: ["\(elements)[0]", "\(elements)[2].textRun"])
  }

  @Test func theOnlyPayloadTellsTheKind() throws {
    try expect(
      #"{"blocks":[{"paragraph":{"elements":[{"textRun":{"text":"a"}}]}}]}"#, ["a"],
      warnings: ["$.blocks[0].type", "$.blocks[0].paragraph.elements[0].type"])
    try expect(
      line(#"{"type":"bold","textRun":{"text":"a"}},{"type":"person","textRun":{"text":"b"}}"#), ["a|b"],
      warnings: [
        "$.blocks[0].paragraph.elements[0].type", "$.blocks[0].paragraph.elements[1].textRun",
      ])
    try expect(
      #"{"blocks":[{"gallery":{"imageList":[{"src":"a"}]},"paragraph":{}}]}"#, [],
      warnings: ["$.blocks[0].type", "$.blocks[0]"])
  }

  @Test func aParagraphWithoutPayloadIsAnEmptyLine() throws {
    try expect(
      #"{"blocks":[{"type":"paragraph"},{"type":"gallery"}]}"#, [""],
      warnings: ["$.blocks[0].paragraph", "$.blocks[1].gallery"])
    try expect(
      #"{"blocks":[{"type":"paragraph","paragraph":1}]}"#, [""], warnings: ["$.blocks[0].paragraph"])
    try expect(paragraph(#""elements":7"#), [""], warnings: ["$.blocks[0].paragraph.elements"])
    try expect(#"{"blocks":null}"#, [], warnings: ["$.blocks"])
  }

  @Test func levelsAndNumbersAreTheNearest() throws {
    let list = "$.blocks[0].paragraph.style.list"
    for (level, read) in [("0", 1), ("-5", 1), ("17", 16), ("1e400", 16), ("2.6", 3)] {
      try expect(
        listed(#""type":"bullet","indentLevel":\#(level)"#), ["bullet \(read): "],
        warnings: ["\(list).indentLevel"])
    }
    try expect(
      listed(#""type":"bullet","indentLevel":"2""#), ["bullet 1: "], warnings: ["\(list).indentLevel"])
    try expect(
      listed(#""type":"number","number":-1e300"#), ["number 1 #-2147483648: "],
      warnings: ["\(list).number"])
    try expect(listed(#""type":"bullet","number":3"#), ["bullet 1: "], warnings: ["\(list).number"])
    try expect(listed(#""type":"todo","indentLevel":3"#), [""], warnings: ["\(list).type"])
  }

  @Test func lineEndsInATextAreSpaces() throws {
    try expect(
      line(#"{"type":"textRun","textRun":{"text":"a\r\nb\nc\r"}}"#), ["a b c "],
      warnings: ["$.blocks[0].paragraph.elements[0].textRun.text"])
  }

  @Test func stylesThatCannotBeReadAreLeftOut() throws {
    #expect(try style(#""bold":1,"strikeThrough":true"#) == ContentTextStyle(strikeThrough: true))
    #expect(try style(#""link":{},"bold":true"#) == ContentTextStyle(bold: true))
    #expect(try style(#""link":7"#)?.isPlain == true)
  }

  @Test func colors() throws {
    func color(_ json: String) throws -> ContentColor? { try style(#""textColor":\#(json)"#)?.textColor }
    #expect(try color(#"{"red":300,"green":-1,"blue":7.5,"alpha":2}"#) == opaque(255, 0, 8))
    #expect(try color(#"{"red":1,"green":1,"blue":1,"alpha":-1}"#)?.alpha == 0)
    #expect(try color(#"{"green":9}"#) == opaque(0, 9, 0))
    #expect(try color(#"{"red":"1","green":1,"blue":1,"alpha":1}"#) == nil)
    #expect(try color(#"{"red":1,"green":1,"blue":1,"alpha":"1"}"#) == nil)
    #expect(try color(##""#fff""##) == nil)
  }

  @Test func images() throws {
    let list = "$.blocks[0].gallery.imageList"
    try expect(gallery(""), [], warnings: [list])
    try expect(gallery(#"{},{"src":"a"},7"#), ["image a"], warnings: [list, "\(list)[2]"])
    let json = gallery(#"{"src":"a","width":-1,"height":1e400}"#)
    try expect(json, ["image a"], warnings: ["\(list)[0].width", "\(list)[0].height"])
    guard case .gallery(let gallery)? = try decoder.decode(json).blocks.first else {
      Issue.record("no gallery")
      return
    }
    #expect(gallery.image.width == nil)
    #expect(gallery.image.height == nil)
  }

  @Test(arguments: [
    ("7", "$: is not a ContentBlock document: expected an object with `blocks`, `content` or `data`"),
    ("{}", "$: is not a ContentBlock document: expected an object with `blocks`, `content` or `data`"),
    (#"{"blocks":"a"}"#, "$.blocks: must be an array, not a string"),
    (#"{"content":"a"}"#, "$.content: must be an object with `blocks`, not a string"),
    (#"{"content":{"blocks":1}}"#, "$.content.blocks: must be an array, not a number"),
    (#"{"data":{}}"#, "$.data.content: is missing"),
  ])
  func whatIsNoContentBlockIsAnError(json: String, fault: String) {
    #expect(decoder.faultLines(in: json) == [fault])
    let error = #expect(throws: ContentBlockFault.self) { try decoder.decode(json) }
    #expect(error?.description == fault)
  }
}
