import ContentBlocks
import Testing

@testable import MarkdownTranslator

/// What diagnostics say, in both languages, and how they are grouped.
@Suite struct DiagnosticMessageTests {
  @Test func whatIsQuotedStaysOnOneLineAndIsHarmless() {
    let hostile = "a\u{1B}[31m\n\u{85}\u{202E}b\u{2066}c\u{2028}d\u{200F}"
    let message = DiagnosticMessage.htmlDropped(tag: hostile)
    for language in Language.allCases {
      let text = message.text[language]
      #expect(
        text.unicodeScalars.allSatisfy {
          $0.value >= 0x20 && $0.properties.generalCategory != .control && $0.value != 0x202E
            && $0.value != 0x2066
            && $0.value != 0x2028 && $0.value != 0x200F
        })
      #expect(text.contains("a\u{FFFD}[31m\u{FFFD}\u{FFFD}\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}"))
    }
  }

  @Test func whatIsQuotedIsShortened() {
    let message = DiagnosticMessage.imageMissing(path: String(repeating: "图", count: 5000))
    #expect(message.text[.english].unicodeScalars.count < 200)
    #expect(message.text[.chinese].contains("图…"))
  }

  @Test func everyKindOfMarkupHasATextOfItsOwn() {
    for language in Language.allCases {
      let texts = LookalikeMarkup.allCases.map { $0.message.text[language] }
      #expect(Set(texts).count == texts.count)
    }
    #expect(LookalikeMarkup.allCases.allSatisfy { $0.message.code == .markupAsText })
  }

  // MARK: Groups

  private func diagnostic(_ message: DiagnosticMessage, _ line: Int) -> Diagnostic {
    Diagnostic(message, at: SourcePosition(line: line, column: 1))
  }

  @Test func notesOfOneCodeAreGroupedAtTheFirst() {
    let diagnostics = [
      diagnostic(.headingFlattened, 1), diagnostic(.codeBlockFlattened(info: "swift"), 2),
      diagnostic(.headingFlattened, 3), diagnostic(.codeBlockFlattened(info: ""), 4),
      diagnostic(.headingFlattened, 5),
      diagnostic(.emphasisDropped, 6),
    ]
    let groups = Diagnostic.grouped(diagnostics)
    #expect(groups.map(\.first.position.line) == [1, 2, 6])
    #expect(groups.map(\.more) == [2, 1, 0])
    #expect(
      groups.map { $0.message[.english] } == [
        "heading shown as a bold line (and 2 more)", "swift code block shown as shaded lines (and 1 more)",
        "emphasis shown as plain text",
      ])
    #expect(groups[0].message[.chinese] == "标题显示为加粗的一行（另有 2 处）")
  }

  @Test func warningsStayEach() {
    let diagnostics = [
      diagnostic(.relativeLinkDropped, 1), diagnostic(.headingFlattened, 2),
      diagnostic(.relativeLinkDropped, 3),
      diagnostic(.headingFlattened, 4),
    ]
    let groups = Diagnostic.grouped(diagnostics)
    #expect(groups.map(\.first.position.line) == [1, 2, 3])
    #expect(groups.map(\.more) == [0, 1, 0])
  }

  @Test func nothingIsNothing() {
    #expect(Diagnostic.grouped([]).isEmpty)
  }
}
