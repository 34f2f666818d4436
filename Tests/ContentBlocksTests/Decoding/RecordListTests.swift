import ContentBlocks
import Testing

/// Records in lists, and content that is JSON in a string.
@Suite struct RecordListTests {
  private let decoder = ContentBlockDecoder(mode: .lenient)

  private func content(_ text: String) -> String {
    #"{"blocks":[{"block_element_type":"paragraph","paragraph":{"elements":[{"paragraph_element_type":"textRun","#
      + #""text_run":{"text":"\#(text)"}}]}}]}"#
  }

  private func quoted(_ json: String) -> String { "\"" + json.replacing("\"", with: "\\\"") + "\"" }

  @Test func contentInAStringIsRead() throws {
    let json =
      #"{"ok":true,"data":{"progress":{"progress_id":"7","content":\#(quoted(content("甲"))),"x":1}}}"#
    #expect(ContentBlockDecoder().faultLines(in: json) == [])
    let document = try decoder.decodeDocument(json.utf8)
    #expect(document.content.outline == ["甲"])
    #expect(document.progressID == "7")
    #expect(document.notShown == [])
  }

  @Test func aListHasARecordForEachContent() throws {
    let json =
      #"{"code":0,"data":{"has_more":false,"items":[{"id":"1","content":\#(content("甲"))},"#
      + #"{"id":"2"},{"id":"3","content":\#(quoted(content("乙")))}],"page_token":""}}"#
    #expect(ContentBlockDecoder().faultLines(in: json) == [])
    #expect(try decoder.decodeDocuments(json.utf8).map(\.content.outline) == [["甲"], ["乙"]])
    let error = #expect(throws: ContentBlockFault.self) { try decoder.decodeDocument(json.utf8) }
    #expect(error?.description == "$: holds 2 records, not one")
    let rest = "[\(content("丙").replacing(#"{"blocks""#, with: #"{"content":{"blocks""#))}]"
    #expect(try decoder.decodeDocuments(rest.utf8).map(\.content.outline) == [["丙"]])
  }

  @Test func faultsInAStringHaveItsPath() {
    let json = #"{"data":{"content":"{\"blocks\":[7]}"}}"#
    #expect(
      ContentBlockDecoder().faultLines(in: json) == [
        "$.data.content.blocks[0]: must be an object, not a number"
      ])
    #expect(
      ContentBlockDecoder().faultLines(in: #"{"data":{"content":"{\"blocks\":"}}"#) == [
        "$.data.content.blocks: is not valid JSON at line 1, column 11: expected a value, found the end of the input"
      ])
  }
}
