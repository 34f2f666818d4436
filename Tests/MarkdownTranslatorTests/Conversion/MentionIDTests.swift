import Testing

@testable import MarkdownTranslator

@Suite struct MentionIDTests {
  private static let longest = String(repeating: "a", count: 64)

  @Test(arguments: [
    ("@{ou_1}", 7), ("@{a}x", 4), ("@{A-Z_9}", 8), ("@{\(longest)}", 67), ("@{-}", 4),
  ])
  func mentions(text: String, end: Int) {
    #expect(withBytes(text) { MentionID.end(ofMentionAt: 0, in: $0) } == end)
  }

  @Test(arguments: [
    "", "@", "@{", "@{}", "@{a", "@{a b}", "@{a.b}", "@{注}", "@ {a}", "{a}", "a@{b}", "@{\(longest)a}",
    "@{a@{b}",
    "@{\(longest)", "@{a\n}",
  ])
  func otherTextIsNoMention(text: String) {
    #expect(withBytes(text) { MentionID.end(ofMentionAt: 0, in: $0) } == nil)
  }

  @Test func aMentionIsFoundWhereItStands() {
    withBytes("x@{ab}y@{c}") { text in
      #expect(MentionID.end(ofMentionAt: 1, in: text) == 6)
      #expect(MentionID.end(ofMentionAt: 7, in: text) == 11)
      #expect(MentionID.end(ofMentionAt: 2, in: text) == nil)
      #expect(MentionID.end(ofMentionAt: 11, in: text) == nil)
    }
  }

  @Test(arguments: ["ou_1", "on_abc-DEF_9", "ou_\(String(repeating: "a", count: 61))"])
  func linkTargets(url: String) {
    #expect(withBytes(url) { MentionID.isLinkTarget($0) })
  }

  @Test(arguments: [
    "", "ou_", "on_", "ou", "OU_1", "om_1", "oc_1", "ou_1/2", "ou_1?x", "ou_注", "xou_1", "ou_\(longest)",
  ])
  func otherAddressesAreNoLinkTargets(url: String) {
    #expect(!withBytes(url) { MentionID.isLinkTarget($0) })
  }
}
