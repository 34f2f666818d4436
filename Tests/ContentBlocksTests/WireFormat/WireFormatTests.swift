import Testing

@testable import ContentBlocks

@Suite struct WireFormatTests {
  private func detected(_ json: String) throws -> WireFormat {
    .detected(in: try JSONReader.read(json.utf8))
  }

  @Test(arguments: [
    ("{}", WireFormat.v1),
    (#"{"blocks":[]}"#, .v1),
    (#"{"blocks":[{"type":"gallery"}]}"#, .v1),
    (#"{"blocks":[{"block_element_type":"gallery"}]}"#, .v2),
    (#"{"content":{"blocks":[{"block_element_type":"gallery"}]}}"#, .v2),
    (#"{"mention":1,"user_id":1,"person":1}"#, .v2),
    (#"{"mention":1,"openId":1,"person":1}"#, .v1),
    (#"[{"text_run":{}},{"textRun":{}}]"#, .v2),
    (#"[{"textRun":{}},{"text_run":{}}]"#, .v1),
    (#"{"x":{"text_run":{}},"textRun":{}}"#, .v1),
    (#"{"x":{"text_run":{}},"y":{"textRun":{}}}"#, .v2),
  ])
  func mostKeysDecideThenTheFirst(json: String, wire: WireFormat) throws {
    #expect(try detected(json) == wire)
  }
}
