import MarkdownTranslator
import Testing

/// Every rule that reads a note otherwise than CommonMark is shown in lists, quotes and tables, in the languages that
/// notes are written in, and where it does nothing. The manual needs no marks for that: a case shows it itself.
@Suite struct ManualContextTests {
  enum Context: String, CaseIterable {
    case list, quote, table, chinese, english, korean
    /// A line that looks like the rule's markup and stays as written.
    case negative
  }

  struct Rule: Sendable, CustomTestStringConvertible {
    /// The rule, and those that the manual shows together with it.
    let topics: [String]
    /// What its markup has; nil when it is not markup that could be told from text.
    let markup: String?

    init(_ topics: String..., markup: String?) {
      (self.topics, self.markup) = (topics, markup)
    }

    var testDescription: String { topics.joined(separator: ", ") }
  }

  static let rules = [
    Rule("R6", markup: #"\[.?\]"#), Rule("R10", markup: nil), Rule("R12", markup: #"\{|^#{7}"#),
    Rule("R14", markup: #"\[!"#), Rule("R15", markup: nil), Rule("R17", markup: #"\|"#),
    Rule("R20", markup: "title: "), Rule("R22", markup: "[*~=_]{1,2}"), Rule("R24", markup: #"\]\(|\[\["#),
    Rule("R27", markup: "@"), Rule("R29", markup: #"!\[|\{"#), Rule("R30", markup: nil),
    Rule("R35", markup: nil), Rule("R36", markup: nil), Rule("R32", markup: #"\*\*"#),
    Rule("R34", markup: nil), Rule("R37", markup: "<text>"),
    Rule("R38", markup: nil), Rule("R39", markup: #"^\d{4,}[.)]"#), Rule("R40", markup: "<"),
    Rule("R41", markup: #"#\d|:\d+:"#), Rule("R42", markup: "<[a-z-]+>"),
  ]

  private static let cases = Result { try ManualReader.cases() }

  @Test(arguments: rules) func isShownInEveryContext(rule: Rule) throws {
    let cases = try Self.cases.get().filter { rule.topics.contains($0.topic) }
    var contexts = Context.allCases
    if rule.markup == nil { contexts.removeLast() }
    let missing = try contexts.filter { context in
      try !cases.contains { try Self.shows($0, context, rule) }
    }
    #expect(missing.map(\.rawValue) == [])
  }

  private static func shows(_ manualCase: ManualCase, _ context: Context, _ rule: Rule) throws -> Bool {
    let note = String(decoding: manualCase.source, as: UTF8.self)
    switch context {
    case .list: return note.contains(/(?m)^[ >]*([-*+]|\d+[.)])[ \t]/)
    case .quote: return note.contains(/(?m)^[ ]*(([-*+]|\d+[.)])[ ]+)?>/)
    case .table: return note.contains(/\|[ ]*:?-+:?[ ]*\||^:?-+\||<(lark-)?t[dh]>/)
    case .chinese: return note.contains(/\p{Script=Han}/)
    case .korean: return note.contains(/\p{Script=Hangul}/)
    case .english:
      return note.split(separator: "\n").contains { line in
        line.allSatisfy(\.isASCII)
          && line.replacing(/https?:\S*|<[^>]*>|`[^`]*`/, with: "").contains(/[A-Za-z]{2,}/)
      }
    case .negative:
      let markup = try Regex(rule.markup ?? "")
      let written = note.split(separator: "\n").map { $0.trimmingPrefix(/[ \t>]*([-*+]|\d+[.)])?[ \t]+/) }
      return manualCase.expectations.flatMap { $0.text.split(separator: "\n") }.contains { line in
        let text = line.trimmingPrefix(/[a-zA-Z]+( \d+)?( #\d+)?:[ ]/).replacing("\\", with: "")
        return text.contains(markup) && written.contains { $0 == text }
      }
    }
  }
}
