import Testing

@testable import ContentBlocks

@Suite struct JSONPathTests {
  private func key(_ key: String) -> String { "\(JSONPath.member(of: .root, key: key))" }

  @Test func stepsStandInOrder() {
    let blocks = JSONPath.member(of: .root, key: "blocks")
    let path = JSONPath.member(of: .element(of: blocks, index: 12), key: "block_element_type")
    #expect("\(path)" == "$.blocks[12].block_element_type")
    #expect("\(JSONPath.root)" == "$")
  }

  @Test(arguments: [
    ("", #"$[""]"#), ("a b", #"$["a b"]"#), ("1a", #"$["1a"]"#), ("段", #"$["段"]"#),
    (#"a"\"#, #"$["a\"\\"]"#), ("a\nb", #"$["a\u{a}b"]"#), ("\u{202E}", #"$["\u{202e}"]"#),
    ("\u{1B}[31m", #"$["\u{1b}[31m"]"#),
  ])
  func keysThatAreNoIdentifiersAreQuotedOnOneLine(name: String, path: String) {
    #expect(key(name) == path)
  }

  @Test func longKeysAreCut() {
    #expect(key(String(repeating: "k", count: 64)) == "$." + String(repeating: "k", count: 64))
    let cut = String(repeating: "k", count: 40)
    #expect(key(String(repeating: "k", count: 65)) == "$[\"\(cut)…\"]")
  }
}
