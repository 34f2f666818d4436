import Testing

@testable import MarkdownTranslator

/// Front matter that is out to exhaust the stack, the memory or the time of its reader. What has the shape of front
/// matter is ignored with a warning, all else is content (rule R20).
@Suite struct HostileYAMLTests {
  private func expectContent(_ yaml: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let conversion = try MarkdownConverter().convert("---\n\(yaml)---\nx")
    #expect(conversion.frontMatter == nil, sourceLocation: sourceLocation)
    // The line before the YAML, the YAML, and `x`.
    #expect(conversion.content.blocks.count >= 3, sourceLocation: sourceLocation)
  }

  private func expectIgnored(_ yaml: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let conversion = try MarkdownConverter().convert("---\n\(yaml)---\nx")
    #expect(conversion.frontMatter == nil, sourceLocation: sourceLocation)
    #expect(conversion.content.blocks.count == 1, sourceLocation: sourceLocation)
    #expect(conversion.diagnostics.map(\.code) == [.frontMatterIgnored], sourceLocation: sourceLocation)
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      String(repeating: "[", count: 20_000) + String(repeating: "]", count: 20_000),
      String(repeating: "[", count: 20_000),
      String(repeating: "{a: ", count: 10_000) + "1" + String(repeating: "}", count: 10_000),
      String(repeating: "- ", count: 10_000) + "1",
      String(repeating: "? ", count: 10_000) + "1",
      String(repeating: "!!seq [", count: 10_000),
    ])
  func deepNesting(value: String) throws {
    try expectIgnored("a:\n  \(value)\n")
  }

  @Test(.timeLimit(.minutes(10)))
  func deepIndentation() throws {
    let yaml = (0..<1000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    try expectIgnored(yaml)
  }

  /// Each of 20 lines holds the one before nine times over.
  private var bomb: String {
    let first = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
    return (1..<20).reduce(first) { yaml, level in
      let alias = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
      return yaml + "a\(level): &a\(level) [\(alias)]\n"
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func aliasBomb() throws {
    try expectIgnored(bomb)
  }

  @Test(.timeLimit(.minutes(10)))
  func aliasBombAsOKR() throws {
    for okr in ["*a19", "{percent: *a19}", "{progress_id: *a19}"] {
      #expect(throws: ConversionError.self) {
        try MarkdownConverter().convert("---\n\(bomb)okr: \(okr)\n---\nx")
      }
    }
  }

  /// Keys are compared, so a bomb as a key goes off.
  @Test(.timeLimit(.minutes(10)))
  func aliasBombAsKey() throws {
    try expectContent("\(bomb)? *a19\n: 1\n")
  }

  /// Few aliases of a long list.
  @Test(.timeLimit(.minutes(10)))
  func bigAliasBombAsKey() throws {
    var yaml = "a0: &a0 [\(String(repeating: "x,", count: 400_000))]\n"
    for level in 1...9 {
      let alias = "*a\(level - 1)"
      yaml += "a\(level): &a\(level) [\(alias),\(alias),\(alias)]\n"
    }
    try expectContent("\(yaml)? *a9\n: 1\n")
  }

  /// Text that looks like aliases is not one.
  @Test func emphasisInTextIsNoAlias() throws {
    let text = (1...50).map { "    *word \($0)*\n" }.joined()
    let note = "---\nsummary: |\n\(text)okr:\n  percent: 1\n---\nx"
    #expect(try MarkdownConverter().convert(note).frontMatter?.progressRate?.percent?.hundredths == 100)
  }

  @Test(.timeLimit(.minutes(10)))
  func manyKeys() throws {
    let yaml = (0..<20_000).map { "key\($0): \($0)\n" }.joined()
    #expect(try MarkdownConverter().convert("---\n\(yaml)---\nx").frontMatter == FrontMatter())
  }
}
