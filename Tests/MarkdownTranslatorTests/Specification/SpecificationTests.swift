import ContentBlocks
import ConversionOracles
import Foundation
import Testing

@testable import MarkdownTranslator

/// Every example of the GFM specification, as Debian's package `cmark-gfm` ships it.
@Suite struct SpecificationTests {
  @Test func theSpecificationIsInstalled() throws {
    #expect(try SpecificationExample.read().count > 600)
    #expect(FileManager.default.isExecutableFile(atPath: "/usr/bin/cmark-gfm"), "apt-get install cmark-gfm")
  }

  @Test func examplesAreCutOut() {
    let fence = String(repeating: "`", count: 32)
    let examples = SpecificationExample.examples(in: "a\n\(fence) example table\n→b\n\n.\n<p>\n\(fence)\n")
    #expect(examples.map(\.markdown) == ["\tb\n\n"])
    #expect(examples.map(\.line) == [2])
  }

  @Test(arguments: SpecificationExample.all)
  func jsonReadsBack(example: SpecificationExample) {
    #expect(JSONChecks.faults(in: Array(example.markdown.utf8)) == [])
  }

  @Test(arguments: SpecificationExample.all)
  func invariantsHold(example: SpecificationExample) throws {
    let content = try MarkdownConverter().convert(example.markdown).content
    #expect(Invariants.faults(in: content) == [])
  }

  /// What rules R22, R24 and R32 show otherwise than CommonMark, by the number of the example.
  private static let otherwise = [
    364: "foo*bar*", 365: "5*6*78", 379: "*foo*bar", 388: "foo bar", 400: "foo bar", 436: "foo bar****",
    438: "foo*bar*baz", 441: "foo bar baz*\nbim* bop**", 480: "foo bar baz**", 556: "[foo]\n[foo]: /url",
    598: "foo\nfoo: /url \"title\"",
  ]

  /// Examples whose targets have spaces. With a base they are targets (R24).
  private static let withoutBase: Set = [337, 497, 516, 576]

  @Test(arguments: SpecificationExample.all)
  func noTextIsLost(example: SpecificationExample) throws {
    // The parser knows no front matter (R20).
    if example.markdown == "---\n---\n" { return }
    if let shown = Self.otherwise[example.number] {
      return #expect(try MarkdownConverter().convert(example.markdown).content.shownText == shown)
    }
    // From CommonMark 0.31 on, two hyphens may be in a comment.
    if example.number == 645, MarkdownConverter.parserVersion == "0.29.0.gfm.13" {
      return #expect(try MarkdownConverter().convert(example.markdown).content.shownText == "foo")
    }
    // Without a base, a target such as `foo` is not one (R25).
    var options = ConversionOptions()
    if !Self.withoutBase.contains(example.number) { options.linkBase = "https://a.example/" }
    let content = try MarkdownConverter(options: options).convert(example.markdown).content
    // What CommonMark would read otherwise is read as the repairs have it (rules R10, R34 to R42).
    let reference = try ReferenceText(of: MarkdownConverter().repairedSource(of: example.markdown))
    #expect(
      reference.isShown(in: content.shownText),
      "expected (\(reference.comparison)): \(reference.text)\ngot: \(content.shownText)")
  }

  /// The comparison itself can tell.
  @Test func lossIsNoticed() {
    let exact = ReferenceText(xml: "<text>a b</text><link destination=\"u\" title=\"\" />")
    #expect(exact.isShown(in: "abu"))
    #expect(!exact.isShown(in: "ab"))
    #expect(!exact.isShown(in: "abux"))
    let ordered = ReferenceText(xml: "<text>a&amp;b</text><html_block>&lt;p&gt;x</html_block>")
    #expect(ordered.isShown(in: "a & x b"))
    #expect(!ordered.isShown(in: "b & a"))
    let unordered = ReferenceText(xml: "<table><text>ab</text><code>a</code></table>")
    #expect(unordered.isShown(in: "aab"))
    #expect(!unordered.isShown(in: "ab"))
  }
}
