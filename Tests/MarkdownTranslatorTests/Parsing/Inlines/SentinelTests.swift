import ConversionOracles
import Testing

@testable import MarkdownTranslator

/// Notes that use the characters of which sentinels are made.
@Suite struct SentinelTests {
  private static let candidates: [Unicode.Scalar] = [
    "\u{0C}", "\u{2006}", "\u{2001}", "\u{2000}", "\u{1680}", "\u{202F}", "\u{205F}", "\u{2004}",
  ]

  /// The candidate that the sentinel of a note is made of.
  private func candidate(_ note: String) -> Unicode.Scalar? {
    withBytes(note) { Sentinel(for: $0) }.flatMap { sentinel in
      String(decoding: sentinel.bytes, as: UTF8.self).unicodeScalars.first { $0 != "\t" }
    }
  }

  /// A text as the notation of the manual shows it.
  private func shown(_ text: String) -> String {
    text.unicodeScalars.map { StandIns.shown($0) }.joined()
  }

  @Test func itIsTheFirstThatTheNoteDoesNotUse() {
    #expect(candidate("") == "\u{0C}")
    #expect(candidate("a\u{0C}") == "\u{2006}")
    #expect(candidate("\u{2006}\u{0C}") == "\u{2001}")
    #expect(candidate(String(String.UnicodeScalarView(Self.candidates))) == nil)
  }

  @Test(arguments: [
    "&#12;", "&#012;", "&#0000012;", "&#xC;", "&#xc;", "&#XC;", "&#x0C;", "&#x00000C;", "x&#12;&#8198;y",
  ])
  func entitiesUseIt(note: String) {
    #expect(candidate(note) != "\u{0C}")
  }

  @Test(arguments: ["&#12", "&#13;", "&#x12;", "#12;", "&#112;", "&#120;", "&12;"])
  func otherTextDoesNot(note: String) {
    #expect(candidate(note) == "\u{0C}")
  }

  @Test func sentinelsAreRemoved() throws {
    let sentinel = try #require(withBytes("") { Sentinel(for: $0) })
    let bytes = sentinel.bytes
    func removed(from text: [UInt8]) -> [UInt8] {
      text.withUnsafeBufferPointer { sentinel.removed(from: $0) }
    }
    for text in ["", "a", "注", "\t", "\ta\t"].map({ Array($0.utf8) }) {
      #expect(removed(from: text) == text)
      #expect(removed(from: text + bytes + text) == text + text)
      #expect(removed(from: bytes + text + bytes + bytes) == text)
    }
  }

  /// The note's own white space stays, wherever the sentinels of its rules are.
  @Test(arguments: candidates, ["x", "x\t", "\t x"])
  func ownWhiteSpaceStays(scalar: Unicode.Scalar, between: String) throws {
    let text = "\(between)\(scalar)\(between)"
    let runs = "看http://a.b/c。\(text)看"
    #expect(
      try lines("**注：**看\(runs)")
        == ["plain: {bold|注：}看看{link=http://a.b/c|http://a.b/c}。\(shown(text))看"])
  }

  @Test(arguments: candidates, [10, 16])
  func ownEntitiesStay(scalar: Unicode.Scalar, radix: Int) throws {
    let digits = (radix == 16 ? "x" : "") + String(scalar.value, radix: radix)
    for note in ["**注：**看&#\(digits);看", "**注：**看&#009;&#\(digits);看"] {
      let tab = note.contains("&#009;") ? "⇥" : ""
      #expect(
        try lines(note) == ["plain: {bold|注：}看\(tab)\(shown(String(scalar)))看"], "\(note)")
    }
  }

  /// With a sentinel right beside the note's own tab or white space.
  @Test(arguments: [
    ("**注：**看\t\t", "{bold|注：}看"), ("看\t**「注」**看", "看⇥{bold|「注」}看"), ("**注：**&#9;看", "{bold|注：}⇥看"),
    ("**注：**看\t\u{0C}看", "{bold|注：}看⇥⟨U+000C⟩看"), ("http://a.b\t。", "{link=http://a.b|http://a.b}⇥。"),
  ])
  func ownTabsStay(note: String, expected: String) throws {
    let result = try lines(note)
    #expect(result == ["plain: " + expected])
  }

  /// Code, alternative text, titles and targets are read back as they were.
  @Test func sentinelsReachNoOtherText() throws {
    #expect(try lines("![**注：**看](http://a.b \"**注：**看\")") == ["gallery: src=http://a.b", "plain: **注：**看"])
    var options = ConversionOptions()
    options.images = .link
    #expect(try lines("![**注：**看](http://a.b)", options: options) == ["plain: {link=http://a.b|注：看}"])
    #expect(try lines("**注：**看`a\tb`") == ["plain: {bold|注：}看{code|a⇥b}"])
    #expect(
      try lines("[**注：**看](http://a.b/注：看)")
        == ["plain: {bold link=http://a.b/注：看|注：}{link=http://a.b/注：看|看}"])
  }

  /// A note that uses all of them is shown as the parser sees it, and loses nothing.
  @Test func noSentinelIsLeft() throws {
    let all = String(String.UnicodeScalarView(Self.candidates))
    #expect(try lines("**注：**看\(all)看") == ["plain: **注：**看\(shown(all))看"])
  }

  /// The columns are those of the note, without sentinels.
  @Test func columnsAreCorrected() throws {
    #expect(try positions("**注：**看 *a*") == ["1:15 emphasis-dropped"])
    #expect(try positions("http://a.b。*a*") == ["1:14 emphasis-dropped"])
    #expect(try positions("**甲：**a **乙：**b\n**丙：**c *d*") == ["2:13 emphasis-dropped"])
  }
}
