import Testing

@testable import MarkdownTranslator

@Suite struct HTMLElementTests {
  @Test(arguments: [
    "address", "article", "aside", "blockquote", "callout", "caption", "center", "column", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "grid", "h1", "h6",
    "header", "hr", "lark-table", "lark-td", "lark-tr", "li", "main", "nav", "ol", "p", "pre",
    "quote-container", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
  ])
  func blocks(name: String) {
    #expect(HTMLElement.named(name)?.isBlock == true)
  }

  @Test(arguments: ["a", "b", "br", "code", "equation", "font", "img", "mention-user", "span", "text", "u"])
  func inText(name: String) {
    #expect(HTMLElement.named(name)?.isBlock == false)
  }

  @Test(arguments: [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr",
  ])
  func void(name: String) {
    #expect(HTMLElement.named(name)?.isVoid == true)
  }

  @Test(arguments: ["u", "i", "em", "details", "title", "section", "acronym", "big", "svg", "wbr"])
  func withoutMeaning(name: String) {
    #expect(HTMLElement.named(name)?.meaning == .nothing)
  }

  @Test(arguments: ["string", "t", "name", "your-token", "int", "", "B", "lark", "mention"])
  func otherNames(name: String) {
    #expect(HTMLElement.named(name) == nil)
  }

  @Test func larkIsMarked() {
    #expect(HTMLElement.named("text")?.isLark == true)
    #expect(HTMLElement.named("text")?.attributes == ["color", "background-color"])
    #expect(HTMLElement.named("span")?.isLark == false)
  }
}
