import TestSupport
import Testing

@testable import ContentBlocks

@Suite struct ContentDocumentTests {
  private let strict = ContentBlockDecoder()
  private let lenient = ContentBlockDecoder(mode: .lenient)

  private static func digest(of text: String) -> String { SHA256.digest(of: text.utf8) }

  @Test func theRequestOfTheUpdateEndpoint() throws {
    let json = try fixture("update-request")
    #expect(strict.faults(in: json).isEmpty)
    let document = try strict.decodeDocument(json)
    #expect(document.wire == .v1)
    #expect(document.progressRate == nil)
    #expect(document.progressID == nil)
    #expect(
      document.content.outline == [
        "粗体更新", "*|删除线更新", "字体颜色更新", "背景颜色验证", "粗体+删除+字体颜色+背景颜色验证",
        "number 1 #1: 有序标题1验证，|粗体验证", "number 1 #2: 有序标题2验证，|删除线验证",
        "number 1 #3: 有序标题3验证，|字体背景颜色验证", "bullet 1: 无序标题1验证，|粗体",
        "bullet 1: 无序标题2验证，|删除线", "bullet 1: 无序标题3验证，|字体背景颜色验证",
        "https://example/docx/doxcnO2Wkq0YPZQYLuJKyyOvLrh#doxcnSOui82swqk6c0o436Ak3nc",
        document.content.outline[12], "checkBox 1: 任务列表未勾选验证", "checkedBox 1: 任务列表已勾选验证",
      ])
    #expect(document.content.outline[12].hasPrefix("image https://internal-api-okr.feishu-boe.cn/"))
    guard case .paragraph(let styled) = document.content.blocks[4] else {
      Issue.record("not a paragraph")
      return
    }
    let style = ContentTextStyle(
      bold: true, strikeThrough: true, backColor: opaque(251, 191, 188), textColor: opaque(216, 57, 49))
    #expect(
      styled.elements == [.textRun(ContentTextRun(text: "粗体+删除+字体颜色+背景颜色验证", style: style))])
  }

  @Test func theReplyOfTheUpdateEndpoint() throws {
    let json = try fixture("update-response")
    #expect(lenient.faults(in: json).isEmpty)
    #expect(strict.faults(in: json).isEmpty)
    let document = try lenient.decodeDocument(json)
    #expect(document.progressID == "7046518160811425812")
    #expect(document.modifyTime == "1640677887499")
    #expect(document.wire == .v1)
    // The service answers with what it was sent.
    #expect(try document.content == strict.decode(try fixture("update-request")))
  }

  @Test func whatIsAroundTheContent() throws {
    let content = #"{"blocks":[{"type":"paragraph","paragraph":{}}]}"#
    let rate = #"{"percent":50.21,"status":1}"#
    let record = #""content":\#(content),"progress_rate":\#(rate),"progress_id":"7","modify_time":"8""#
    let expected = ContentDocument(
      content: ContentBlock(blocks: [.paragraph(ContentParagraph())]),
      progressRate: ProgressRate(percent: ProgressPercent("50.21"), status: .risk), progressID: "7",
      modifyTime: "8", wire: .v1)
    for json in ["{\(record)}", #"{"code":0,"msg":"success","data":{\#(record)}}"#] {
      var document = try strict.decodeDocument(json)
      #expect(document.digest == Self.digest(of: #"{"blocks":[{"type":"paragraph"}]}"#))
      document.digest = nil
      #expect(document == expected)
      #expect(try strict.decode(json) == expected.content)
    }
    #expect(try strict.decodeDocument(content).content == expected.content)
  }

  @Test(arguments: [
    ("50", 5000), ("50.2", 5020), ("50.210", 5021), ("0.29", 29), ("1.15", 115), ("-0.01", -1), ("5e1", 5000),
    ("5.021E+1", 5021), ("2150e-2", 2150), ("-99999999999", -9_999_999_999_900),
    ("99999999999.00", 9_999_999_999_900), ("9.9999999999e10", 9_999_999_999_900),
  ])
  func percentagesAreReadToTheLetter(literal: String, hundredths: Int64) throws {
    let json = #"{"content":{"blocks":[]},"progress_rate":{"percent":\#(literal)}}"#
    let rate = try #require(try strict.decodeDocument(json).progressRate)
    #expect(rate == ProgressRate(percent: ProgressPercent(hundredths: hundredths)))
  }

  @Test(arguments: [
    ("50.215", 5022), ("1e-3", 0), ("99999999999.01", 9_999_999_999_900), ("-1e400", -9_999_999_999_900),
    ("99999999999999999999", 9_999_999_999_900),
  ])
  func otherPercentagesAreRefusedOrTheNearest(literal: String, nearest: Int64) throws {
    let json = #"{"content":{"blocks":[]},"progress_rate":{"percent":\#(literal)}}"#
    #expect(
      strict.faultLines(in: json) == [
        "$.progress_rate.percent: must be a number from -99999999999 to 99999999999 with at most two "
          + "decimals, not \(literal)"
      ])
    #expect(try lenient.decodeDocument(json).progressRate?.percent?.hundredths == nearest)
  }

  @Test(arguments: ProgressStatus.allCases)
  func statuses(status: ProgressStatus) throws {
    let json = #"{"content":{"blocks":[]},"progress_rate":{"status":\#(status.rawValue)}}"#
    #expect(try strict.decodeDocument(json).progressRate == ProgressRate(status: status))
  }

  @Test(arguments: ["-2", "3", "0.5", "1e99", "9223372036854775807"])
  func otherStatusesAreRefusedOrLeftOut(literal: String) throws {
    let json = #"{"content":{"blocks":[]},"progress_rate":{"status":\#(literal)}}"#
    #expect(
      strict.faultLines(in: json) == [
        "$.progress_rate.status: must be -1 (none), 0 (normal), 1 (risk) or 2 (delayed), not \(literal)"
      ])
    #expect(try lenient.decodeDocument(json).progressRate == nil)
  }

  @Test(arguments: ["null", "{}", #"{"percent":null,"status":null}"#])
  func treatsAnEmptyRateAsAbsent(rate: String) throws {
    let json = #"{"content":{"blocks":[]},"progress_rate":\#(rate)}"#
    #expect(try strict.decodeDocument(json).progressRate == nil)
  }

  @Test func pathsBeginAtTheRoot() {
    #expect(
      strict.faultLines(
        in: #"{"code":0,"data":{"content":{"blocks":[1]},"progress_rate":{"percent":"5"},"id":1}}"#)
        == [
          "$.data.content.blocks[0]: must be an object, not a number",
          "$.data.progress_rate.percent: must be a number, not a string",
        ])
    #expect(
      strict.faultLines(in: #"{"content":{}}"#) == ["$.content.blocks: is missing"])
    #expect(strict.faultLines(in: #"{"content":null}"#) == ["$.content: is missing"])
    #expect(
      strict.faultLines(in: #"{"content":[]}"#)
        == ["$.content: must be an object with `blocks`, not an array"])
    #expect(
      strict.faultLines(in: #"{"data":[]}"#)
        == ["$.data: must be an object with `content`, not an array"])
  }

  @Test func aReplyThatReportsAnError() {
    for decoder in [strict, lenient] {
      #expect(
        decoder.faultLines(in: #"{"code":1001002,"msg":"no permission","data":{}}"#) == [
          "$.code: is not 0, so the reply reports an error and holds no content: no permission"
        ])
      #expect(
        decoder.faultLines(in: #"{"code":0,"msg":"success"}"#) == [
          "$.data: is missing; the reply holds no progress record"
        ])
    }
    #expect(
      lenient.faultLines(in: #"{"code":"0","data":{"content":{"blocks":[]}}}"#) == [
        "$.code: is not 0, so the reply reports an error and holds no content"
      ])
  }

  @Test func idsMayBeNumbersInAReply() throws {
    let json = #"{"content":{"blocks":[]},"progress_id":7046518160811425812,"modify_time":1}"#
    #expect(try lenient.decodeDocument(json).progressID == "7046518160811425812")
    #expect(
      strict.faultLines(in: json) == [
        "$.progress_id: must be a string, not a number", "$.modify_time: must be a string, not a number",
      ])
  }

  @Test func anEmptyContentOfAReplyIsAnEmptyDocument() throws {
    #expect(try lenient.decode(#"{"code":0,"data":{"content":{}}}"#) == ContentBlock())
  }
}
