import ContentBlocks
import Testing

@testable import MarkdownTranslator

@Suite struct CSSColorTests {
  /// A colour as red, green, blue and alpha.
  private func parts(_ text: String) -> String? {
    CSSColor.parse(text).map { "\($0.red) \($0.green) \($0.blue) \($0.alpha)" }
  }

  @Test(arguments: [
    ("#f80", "255 136 0 1.0"), ("#F80", "255 136 0 1.0"), ("#102030", "16 32 48 1.0"),
    ("#10203080", "16 32 48 0.5"), ("#10203000", "16 32 48 0.0"), ("#102030ff", "16 32 48 1.0"),
    ("#10203055", "16 32 48 0.33"), ("  #102030\t", "16 32 48 1.0"),
  ])
  func hexadecimal(text: String, expected: String) {
    #expect(parts(text) == expected)
  }

  @Test(arguments: [
    ("rgb(1,2,3)", "1 2 3 1.0"), ("RGB( 1 , 2 , 3 )", "1 2 3 1.0"), ("rgb(300, -5, 0)", "255 0 0 1.0"),
    ("rgb(100%, 50%, 0%)", "255 128 0 1.0"), ("rgb(1 2 3)", "1 2 3 1.0"),
    ("rgb(1 2 3 / 0.5)", "1 2 3 0.5"), ("rgba(1,2,3,0.456)", "1 2 3 0.46"),
    ("rgba(1,2,3,.5)", "1 2 3 0.5"), ("rgba(1,2,3,50%)", "1 2 3 0.5"), ("rgba(1,2,3,7)", "1 2 3 1.0"),
    ("rgba(1,2,3,-1)", "1 2 3 0.0"), ("rgba(1,2,3,0)", "1 2 3 0.0"), ("rgb(1.6, 2.4, 3)", "2 2 3 1.0"),
  ])
  func functional(text: String, expected: String) {
    #expect(parts(text) == expected)
  }

  @Test(arguments: [
    ("aqua", "0 255 255"), ("black", "0 0 0"), ("blue", "0 0 255"), ("fuchsia", "255 0 255"),
    ("gray", "128 128 128"), ("green", "0 128 0"), ("lime", "0 255 0"), ("maroon", "128 0 0"),
    ("navy", "0 0 128"), ("olive", "128 128 0"), ("orange", "255 165 0"), ("purple", "128 0 128"),
    ("red", "255 0 0"), ("silver", "192 192 192"), ("teal", "0 128 128"), ("white", "255 255 255"),
    ("yellow", "255 255 0"), ("aliceblue", "240 248 255"), ("tomato", "255 99 71"),
    ("rebeccapurple", "102 51 153"), ("yellowgreen", "154 205 50"), ("darkgrey", "169 169 169"),
    ("Red", "255 0 0"), (" ORANGE ", "255 165 0"),
  ])
  func named(text: String, expected: String) {
    #expect(parts(text) == expected + " 1.0")
  }

  @Test(arguments: [
    "", "#", "#12", "#1234", "#12345", "#1234567", "#123456789", "#ggg", "#１２３", "# fff", "fff", "rebecca",
    "transparent", "inherit", "rgb", "rgb(", "rgb()", "rgb(1,2)", "rgb(1,2,)", "rgb(1,2,3,4,5)", "rgb(a,b,c)",
    "rgb(1,2,3", "rgb(1 2 3 / )", "rgb(1 2 / 3)", "rgb(1 / 2 / 3)", "rgb(0x1,2,3)", "rgb(1e9,2,3)",
    "rgb(nan,1,2)", "rgb(infinity,1,2)", "rgb(--1,1,2)", "hsl(0,100%,50%)", "var(--x)", "url(x)",
    "red; x", "red !important",
  ])
  func anythingElseIsNoColor(text: String) {
    #expect(parts(text) == nil)
  }

  @Test(arguments: [
    "rgb(999999999999999999999999999,0,0)", "rgb(9\(String(repeating: "9", count: 400)),0,0)",
  ])
  func hugeNumbersAreClamped(text: String) {
    #expect(parts(text) == "255 0 0 1.0")
  }
}
