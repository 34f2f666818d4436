import Testing

@testable import MarkdownTranslator

/// R29 and R30: sizes that a note gives, and where images come from.
@Suite struct ImageSourceTests {
  @Test(arguments: [
    ("300x200", "300x200"), ("300x", "300x"), ("x200", "x200"), ("300", "300x"), ("300X20", "300x20"),
    ("12.5x", "12.5x"), ("50%x20", "x20"),
  ])
  func sizes(text: String, expected: String) {
    #expect(withBytes(text) { ImageDimensions($0)?.text } == expected)
  }

  @Test(arguments: ["", "x", "50%", "0x0", "a", "-3x", "1234567890x"])
  func noSizes(text: String) {
    #expect(withBytes(text) { ImageDimensions($0)?.text } == nil)
  }

  @Test(arguments: [
    ("{width=300 height=200}", "300x200"), ("{width=\"300px\"}", "300x"), ("{#id .c height=20}x", "x20"),
    ("{: width=30}", "30x"),
  ])
  func attributeLists(text: String, expected: String) {
    #expect(withBytes(text) { ImageAttributes(at: 0, in: $0)?.size?.text } == expected)
  }

  @Test(arguments: ["{}", "{width}", "{a=1}", "{width=1\n}", "{width=1", "{{width=1}}"])
  func otherBraces(text: String) {
    #expect(withBytes(text) { ImageAttributes(at: 0, in: $0) == nil })
  }

  @Test(arguments: [
    ("https://a.example/1.png", ImageSource.web), ("HTTP://a", .web), ("a b.png", .local),
    ("file:///a.png", .local),
  ])
  func sources(text: String, expected: ImageSource) {
    #expect(ImageSource(Array(text.utf8), fileToken: nil) == expected)
  }

  @Test func othersCannotBeShown() {
    #expect(ImageSource(Array("data:x".utf8), fileToken: nil) == nil)
    #expect(ImageSource([], fileToken: nil) == nil)
    #expect(ImageSource([], fileToken: "t") == .uploaded)
  }

  @Test(arguments: [
    ("a.mp4", true), ("方案.PDF", true), ("https://a.example/x.zip", true), ("https://a.zip", false),
    ("a.png", false),
    ("mp4", false),
  ])
  func otherFiles(path: String, expected: Bool) {
    #expect(withBytes(path, ImageSource.isOtherFile) == expected)
  }
}
