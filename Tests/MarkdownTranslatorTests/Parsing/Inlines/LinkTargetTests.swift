import Testing

@testable import MarkdownTranslator

@Suite struct LinkTargetTests {
  @Test(arguments: [
    "(a)", "()", "( a )", "(<a b>)", "(<>)", "(a \"t\")", "(a 't')", "(a (t))", "(\na\n\"t\"\n)", "(a(b)c)",
    "(a\\)b)",
    "(<a\\>b>)", "(a \"t\\\"u\")", "(注意)",
  ])
  func targetEndsAfterItsParenthesis(text: String) {
    #expect(withBytes(text + "x") { LinkTarget.end(from: 0, in: $0) } == text.utf8.count)
  }

  @Test(arguments: [
    "", "x", "(", "(a", "(a b)", "(<a", "(<a\nb>)", "(<a<b>)", "(a \"t)", "(a (t(u)))", "(a(b)", "(a\\)",
    "( ",
    "(a \"t\" x)", "(a\"t\"", "(<a\\", "(a 't\\",
  ])
  func otherTextIsNoTarget(text: String) {
    #expect(withBytes(text) { LinkTarget.end(from: 0, in: $0) } == nil)
  }
}
