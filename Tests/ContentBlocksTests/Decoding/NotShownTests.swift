import ContentBlocks
import TestSupport
import Testing

/// What a lenient reading leaves out or changes is listed, so that nobody writes the content back without a word.
@Suite struct NotShownTests {
  private func notShown(_ json: String, userIDs: Bool = false) throws -> [String] {
    var decoder = ContentBlockDecoder(mode: .lenient)
    decoder.namesPeopleByUserID = userIDs
    return try decoder.decodeDocument(json.utf8).notShown.map { "\($0.path) = \($0.value)" }
  }

  private let element = "$.blocks[0].paragraph.elements[0]"

  @Test func kindsThatAreNotKnown() throws {
    #expect(
      try notShown(#"{"blocks":[{"type":"code","code":{"b":1,"a":2}},{"type":"horizontalLine"}]}"#) == [
        #"$.blocks[0] = {"code":{"a":2,"b":1},"type":"code"}"#, #"$.blocks[1] = {"type":"horizontalLine"}"#,
      ])
    #expect(
      try notShown(line(#"{"type":"equation","equation":{"content":"x"}}"#))
        == [#"\#(element) = {"equation":{"content":"x"},"type":"equation"}"#])
  }

  @Test func unknownKeys() throws {
    #expect(
      try notShown(styled(#""italic":true,"underline":false"#)) == ["\(element).textRun.style.italic = true"])
    #expect(
      try notShown(paragraph(#""style":{"align":"center","quote":{},"headingLevel":2}"#)) == [
        #"$.blocks[0].paragraph.style.align = "center""#, "$.blocks[0].paragraph.style.headingLevel = 2",
      ])
    #expect(
      try notShown(gallery(#"{"src":"a","caption":"c"}"#)) == [
        #"$.blocks[0].gallery.imageList[0].caption = "c""#
      ])
    #expect(
      try notShown(
        #"{"code":0,"log":1,"data":{"id":5,"content":{"blocks":[],"id":"7"},"progress_rate":{"x":1}}}"#)
        == [#"$.data.content.id = "7""#, "$.data.progress_rate.x = 1"])
  }

  @Test(arguments: [
    (#""bold":1"#, "bold = 1"), (#""link":"u""#, #"link = "u""#), (#""link":{"url":1}"#, "link.url = 1"),
    (
      #""backColor":{"red":300,"green":0,"blue":0,"alpha":2}"#,
      "backColor.red = 300,backColor.alpha = 2"
    ),
    (#""textColor":{"red":1}"#, "textColor.green,textColor.blue,textColor.alpha"),
  ])
  func valuesOfStyles(style: String, expected: String) throws {
    let found = try notShown(styled(style))
    let prefixes = expected.split(separator: ",").map { "\(element).textRun.style.\($0)" }
    #expect(found.count == prefixes.count)
    for (value, prefix) in zip(found, prefixes) { #expect(value.hasPrefix(prefix)) }
  }

  @Test func listsTextsAndRates() throws {
    let list = "$.blocks[0].paragraph.style.list"
    #expect(try notShown(listed(#""type":"bullet","indentLevel":17"#)) == ["\(list).indentLevel = 17"])
    #expect(try notShown(listed(#""type":"todo","indentLevel":1"#)) == [#"\#(list).type = "todo""#])
    #expect(try notShown(listed(#""indentLevel":1"#)) == [#"\#(list).type = {"indentLevel":1}"#])
    #expect(try notShown(listed(#""type":"bullet","number":1"#)) == [])
    #expect(
      try notShown(line(#"{"type":"textRun","textRun":{"text":"a\nb"}}"#))
        == [#"\#(element).textRun.text = "a\nb""#])
    #expect(
      try notShown(#"{"content":{"blocks":[]},"progress_rate":{"percent":"5","status":9}}"#)
        == [#"$.progress_rate.percent = "5""#, "$.progress_rate.status = 9"])
  }

  @Test func aTitleWithoutAddressStaysAsText() throws {
    let json = line(#"{"type":"docsLink","docsLink":{"title":"计划"}}"#)
    #expect(try notShown(json) == [#"\#(element).docsLink.url = {"title":"计划"}"#])
    #expect(try ContentBlockDecoder(mode: .lenient).decode(json).outline == ["计划"])
  }

  @Test func images() throws {
    let list = "$.blocks[0].gallery.imageList"
    #expect(try notShown(gallery(#"{"src":"","width":3}"#)) == [#"\#(list)[0] = {"src":"","width":3}"#])
    #expect(try notShown(gallery(#"{"src":"a","width":-1}"#)) == ["\(list)[0].width = -1"])
    #expect(try notShown(gallery(#"{},{"src":"a"},{"src":"b"}"#)) == [])
  }

  @Test func people() throws {
    let person = { (members: String) in line(#"{"type":"person","person":{\#(members)}}"#) }
    #expect(try notShown(person(#""openId":"ou_a","userId":"7""#)) == [])
    #expect(try notShown(person(#""userId":"7""#)) == [#"\#(element).person.userId = "7""#])
    #expect(try notShown(person(#""userId":"7""#), userIDs: true) == [])
    var decoder = ContentBlockDecoder(mode: .lenient)
    #expect(try decoder.decode(person(#""userId":"7""#)).outline == ["@7"])
    #expect(try decoder.decode(person(#""userId":"7","openId":"ou_a""#)).outline == ["@ou_a"])
    decoder.namesPeopleByUserID = true
    #expect(try decoder.decode(person(#""userId":"7","openId":"ou_a""#)).outline == ["@7"])
  }

  @Test func whatIsAsGoodAsAbsentDoesNotCount() throws {
    for members in [#""id":null"#, #""id":false"#, #""id":{}"#, #""id":{"a":{"b":null}}"#, #""style":{}"#] {
      #expect(try notShown(paragraph(members)) == [])
    }
    #expect(try notShown(styled(#""link":{"url":""},"backColor":{},"bold":{}"#)) == [])
    #expect(try notShown(#"{"blocks":[null,{}]}"#) == [])
  }

  @Test func theDocumentedReplyIsShownAsAWhole() throws {
    let decoder = ContentBlockDecoder(wire: .v1, mode: .lenient)
    #expect(try decoder.decodeDocument(fixture("update-response")).notShown == [])
    #expect(try ContentBlockDecoder(mode: .lenient).decodeDocument(fixture("format-overview")).notShown == [])
  }

  @Test func theDigestSeesWhatTheContentDoesNot() throws {
    func digest(_ json: String) throws -> String? {
      try ContentBlockDecoder(mode: .lenient).decodeDocument(json.utf8).digest
    }
    let plain = #"{"blocks":[{"type":"paragraph","paragraph":{"elements":[]}}]}"#
    let same =
      #"{"content":{"blocks":[{"paragraph":{"style":{},"elements":[],"x":null},"type":"paragraph"}]}}"#
    let other = #"{"blocks":[{"type":"paragraph","paragraph":{"elements":[],"x":1}}]}"#
    #expect(try digest(plain) == digest(same))
    #expect(try digest(plain) != digest(other))
    #expect(NotShown.digest(of: []) == nil)
    let values = try ContentBlockDecoder(mode: .lenient).decodeDocument(other.utf8).notShown
    #expect(NotShown.digest(of: values) == NotShown.digest(of: values))
    #expect(NotShown.digest(of: values)?.count == 64)
  }

  @Test func texts() throws {
    let value = try #require(
      try ContentBlockDecoder(mode: .lenient).decodeDocument(styled(#""italic":true"#).utf8).notShown.first)
    #expect("\(value)" == "\(element).textRun.style.italic: is not known, so it is not shown")
    #expect(value.description(in: .chinese) == "\(element).textRun.style.italic：无法识别，因此不显示")
  }
}
