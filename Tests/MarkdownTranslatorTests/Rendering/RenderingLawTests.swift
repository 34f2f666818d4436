import ContentBlocks
import ConversionOracles
import Testing

@testable import MarkdownTranslator

/// The law of rendering: what is rendered is converted to what it was. A seed that fails is named by the
/// test:
///
///     var random = RandomContent(seed: 17)
///     print(MarkdownRenderer().render(random.content()))
@Suite struct RenderingLawTests {
  private static let batch = 500

  /// Any content, 10,000 of them.
  @Test(arguments: 0..<20)
  func contentsComeBackInNormalForm(batch: Int) {
    for seed in batch * Self.batch..<(batch + 1) * Self.batch {
      var random = RandomContent(seed: seed)
      let fault = RenderingLaw.fault(of: random.content())
      #expect(fault == nil, "seed \(seed): \(fault ?? "")")
    }
  }

  /// What nasty notes are converted to.
  @Test(arguments: 0..<6)
  func notesComeBack(batch: Int) {
    for seed in batch * Self.batch..<(batch + 1) * Self.batch {
      var random = RandomNote(seed: seed)
      let note = random.note()
      let fault = RenderingLaw.fault(ofNote: Array(note.utf8))
      #expect(fault == nil, "seed \(seed): \(fault ?? "")\n  of \(note.debugDescription)")
    }
  }

  /// Only the exceptions that the manual names are let pass, and they are rare.
  @Test func exceptionsAreRare() throws {
    let exceptions = try (0..<2000).filter { seed in
      var random = RandomNote(seed: seed)
      return RenderingLaw.isException(try MarkdownConverter().convert(random.note()).content)
    }
    #expect(exceptions.count <= 4)
  }

  @Test(arguments: try ManualReader.cases())
  func casesOfTheManualComeBack(case: ManualCase) {
    guard case .markdown(let options) = `case`.input else { return }
    #expect(RenderingLaw.fault(ofNote: `case`.source) == nil)
    // Whatever the options are, the content can be rendered.
    if let content = try? MarkdownConverter(options: options).convert(`case`.source).content {
      #expect(RenderingLaw.fault(of: content) == nil)
    }
  }

  @Test(arguments: SpecificationExample.all)
  func examplesOfTheSpecificationComeBack(example: SpecificationExample) {
    #expect(RenderingLaw.fault(ofNote: Array(example.markdown.utf8)) == nil)
  }

  /// The law can be broken: what checks it notices.
  @Test func aBreachIsNoticed() {
    let content = ContentBlock.of(.line("**a**"))
    #expect(RenderingLaw.fault(of: content, render: { _ in "**a**\n" }) != nil)
    #expect(RenderingLaw.fault(of: content, render: { _ in "" }) != nil)
    #expect(RenderingLaw.fault(of: content, render: { _ in "\\*\\*a\\*\\*" }) != nil)
    #expect(RenderingLaw.fault(of: content) == nil)
  }

  /// The contents are as nasty as they are meant to be: most are not in normal form, all kinds of lines and
  /// of Markdown come up.
  @Test func contentsCoverEverything() {
    var markdown = ""
    var changed = 0
    for seed in 0..<2000 {
      var random = RandomContent(seed: seed)
      let content = random.content()
      if content.markdownNormalForm != content { changed += 1 }
      markdown += MarkdownRenderer().render(content)
    }
    #expect((200..<1900).contains(changed))
    let signs = [
      "**", "~~", "<b>", "<s>", "<mark>", "<span style=\"color: ", "background-color: ", "](", "\n- ",
      "\n1. ",
      "1) ", "- [ ] ", "- [x] ", "\n> ", "\n> > > > ", "```\n", "<pre>", "<br>", "<p></p>",
      "<a href=\"\"></a>", "<a href=\"\">", "<!-- -->", "![](", "<img ", "data-file-token", " <https://",
      " https://", "&#12;", "&amp;", "\\[^", "\\*", "\\_", "\\`", "\\<", "999", "<code>",
    ]
    #expect(signs.filter { !markdown.contains($0) } == [])
  }
}
