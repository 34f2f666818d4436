import Testing

@testable import ContentBlocks

@Suite struct JSONLayoutTests {
  private func lay(_ piece: String, _ layout: JSONLayout, depth: Int = 0) -> (String, Int) {
    var depth = depth
    let bytes = layout.apply(to: piece, depth: &depth)
    return (String(decoding: bytes, as: UTF8.self), depth)
  }

  @Test func compactChangesNothingButCounts() {
    #expect(lay(#"{"a":[1,{"#, .compact) == (#"{"a":[1,{"#, 3))
  }

  @Test func prettyBreaksLinesInsideContainers() {
    #expect(lay(#"{"a":[1,2]}"#, .pretty) == ("{\n  \"a\": [\n    1,\n    2\n  ]\n}", 0))
  }

  @Test func prettyKeepsEmptyContainersTogether() {
    #expect(lay(#"{"a":[],"b":{}}"#, .pretty) == ("{\n  \"a\": [],\n  \"b\": {}\n}", 0))
  }

  @Test func pieceContinuesAtThePreviousDepth() {
    #expect(lay("]}", .pretty, depth: 2) == ("\n  ]\n}", 0))
    #expect(lay(",", .pretty, depth: 3) == (",\n      ", 3))
  }
}
