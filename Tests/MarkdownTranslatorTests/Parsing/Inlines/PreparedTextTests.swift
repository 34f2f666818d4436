import Testing

@testable import MarkdownTranslator

/// Changes of a raw text, and the way back from a changed text to where its bytes were.
@Suite struct PreparedTextTests {
  private func prepared(_ text: String, _ stages: [[TextEdit]]) -> PreparedText {
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      var prepared = PreparedText(bytes)
      for edits in stages { prepared.apply(edits) }
      return prepared
    }
  }

  private func string(_ prepared: PreparedText) -> String { String(decoding: prepared.bytes, as: UTF8.self) }

  @Test func editsOfOneRuleDoNotMoveEachOther() {
    let text = prepared("a==b==c", [[.replace(1..<3, with: "<mark>"), .replace(4..<6, with: "</mark>")]])
    #expect(string(text) == "a<mark>b</mark>c")
    // What comes of a changed stretch is at its start.
    #expect(
      (0...16).map { text.originalOffset(of: $0) } == [0, 1, 1, 1, 1, 1, 1, 3, 4, 4, 4, 4, 4, 4, 4, 6, 7])
  }

  @Test func rulesFollowEachOther() {
    let text = prepared("2*3 [[x]] y", [[.remove(4..<6), .remove(7..<9)], [.escape(at: 1)]])
    #expect(string(text) == "2\\*3 x y")
    #expect(text.originalOffset(of: 2) == 1)
    #expect(text.originalOffset(of: 5) == 6)
    #expect(text.originalOffset(of: 7) == 10)
  }

  @Test func whatOverlapsIsLeftOut() {
    let text = prepared("abcdef", [[.replace(1..<4, with: "x"), .replace(2..<5, with: "y"), .remove(5..<6)]])
    #expect(string(text) == "axe")
  }

  @Test func nothingIsNothing() {
    let text = prepared("ab", [[], []])
    #expect(!text.isChanged)
    #expect(text.originalOffset(of: 1) == 1)
  }
}
