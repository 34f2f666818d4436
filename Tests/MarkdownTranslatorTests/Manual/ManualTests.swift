import ContentBlocks
import ConversionOracles
import MarkdownTranslator
import Testing

/// The cases of the mapping manual, `Documentation/mapping.md`. A new rule is tested by adding a case there.
@Suite struct ManualTests {
  @Test(arguments: try ManualReader.cases())
  func manual(says case: ManualCase) {
    for expectation in `case`.expectations {
      let actual = `case`.actual(expectation.form)
      #expect(
        actual == expectation.text,
        """
        Documentation/mapping.md:\(expectation.line) (\(`case`.topic))
        expected:
        \(expectation.text)
        actual:
        \(actual)
        """)
    }
  }

  /// Both notations are read back, strictly, as what they were written from.
  @Test(arguments: try ManualReader.cases(), WireFormat.allCases)
  func jsonReadsBack(case: ManualCase, wire: WireFormat) {
    guard case .markdown(let options) = `case`.input else { return }
    let converter = MarkdownConverter(options: options)
    guard (try? converter.convert(`case`.source)) != nil else { return }
    #expect(JSONChecks.faults(in: `case`.source, converter: converter, wires: [wire]) == [])
  }

  @Test func everyRuleHasACase() throws {
    let topics = Set(try ManualReader.cases().map(\.topic))
    let missing = (1...42).map { "R\($0)" }.filter { !topics.contains($0) }
    #expect(missing.isEmpty)
  }

  @Test func everyDiagnosticHasACase() throws {
    let expected = try ManualReader.cases().flatMap(\.expectations).filter {
      if case .lines(let form) = $0.form { form.showsDiagnostics } else { false }
    }
    let words = Set(expected.flatMap { $0.text.split { " :\n".contains($0) } }.map(String.init))
    let missing = Diagnostic.Code.allCases.filter { !words.contains($0.rawValue) }
    #expect(missing.isEmpty)
  }

  @Test func theTableOfDiagnosticsIsThatOfTheCodes() throws {
    let manual = try PackageFolder.text(of: "Documentation/mapping.md")
    let rows = manual.matches(of: /(?m)^\| `([a-z-]+)` \| (note|warning) \|/).map { "\($0.1) \($0.2)" }
    #expect(rows == Diagnostic.Code.allCases.map { "\($0.rawValue) \($0.severity.rawValue)" })
  }

  @Test func thereAreManyCases() throws {
    #expect(try ManualReader.cases().count >= 150)
  }

  /// A slip in the manual is an error, not a case less.
  @Test(arguments: [
    "```markdown\na\n```\n", "```markdown\na\n```\nand\n```lines\nplain: a\n```\n",
    "```lines\nplain: a\n```\n", "```markdown tables=no\na\n```\n```lines\nplain: a\n```\n",
    "```markdown\na\n```\n```lines verbosely\nplain: a\n```\n", "```markdown\na\n",
    "```markdown\n⟨U+⟩\n```\n```lines\nplain:\n```\n",
  ])
  func slipIsFound(in manual: String) {
    #expect(throws: ManualFault.self) { try ManualReader.cases(in: manual) }
  }
}
