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

  @Test func findsMentionsInPlace() {
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

/// Names of the address book (R27).
@Suite struct AddressBookTests {
  private let book = AddressBook(["张三": "ou_1", "张三丰": "ou_2", "Kim": "ou_3", "a b": "ou_4", "": "ou_5"])

  private func person(_ text: String, at index: Int = 0) -> String? {
    withBytes(text) { bytes in book.person(mentionedAt: index, in: bytes).map { "\($0.id) \($0.end)" } }
  }

  @Test(arguments: [
    ("@张三", "ou_1 7"), ("@张三丰", "ou_2 10"), ("@张三说", "ou_1 7"), ("@Kim，", "ou_3 4"), ("@Kim님", "ou_3 4"),
    ("@张三x", "ou_1 7"),
  ])
  func theLongestNameWins(text: String, expected: String) {
    #expect(person(text) == expected)
  }

  @Test(arguments: ["@李四", "@Kimberly", "@Kim3", "@", "@张", "@a b"])
  func otherNamesAreText(text: String) {
    #expect(person(text) == nil)
  }

  @Test func notAfterALetter() {
    #expect(person("a@Kim", at: 1) == nil)
    #expect(person("文@Kim", at: 3) == "ou_3 7")
  }
}
