import ContentBlocks
import Testing

@testable import MarkdownTranslator

@Suite struct HTMLStylesTests {
  private let red = PackedColor(ContentColor(red: 255, green: 0, blue: 0, hundredths: 100))
  private let blue = PackedColor(ContentColor(red: 0, green: 0, blue: 255, hundredths: 100))

  private func element(_ name: String) throws -> HTMLElement { try #require(HTMLElement.named(name)) }

  @Test func nothingIsOpenAtFirst() {
    let styles = HTMLStyles()
    #expect(!styles.isBold && !styles.isStruck && !styles.isCode && !styles.isPreformatted)
    #expect(styles.backColor == .none && styles.textColor == .none)
  }

  @Test(arguments: ["b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"])
  func boldTags(name: String) throws {
    let element = try element(name)
    var styles = HTMLStyles()
    styles.open(element)
    #expect(styles.isBold && !styles.isStruck && !styles.isCode)
    styles.close(element)
    #expect(!styles.isBold)
  }

  @Test(arguments: ["s", "del", "strike"])
  func strikeTags(name: String) throws {
    let element = try element(name)
    var styles = HTMLStyles()
    styles.open(element)
    #expect(styles.isStruck && !styles.isBold)
  }

  @Test(arguments: ["code", "kbd", "samp", "tt", "pre"])
  func codeTags(name: String) throws {
    let element = try element(name)
    var styles = HTMLStyles()
    styles.open(element)
    #expect(styles.isCode)
    #expect(styles.isPreformatted == (name == "pre"))
  }

  @Test func aTagIsOpenUntilAsManyAreClosed() throws {
    var styles = HTMLStyles()
    try styles.open(element("b"))
    try styles.open(element("b"))
    try styles.close(element("b"))
    #expect(styles.isBold)
    try styles.close(element("b"))
    try styles.close(element("b"))
    #expect(!styles.isBold)
    try styles.open(element("b"))
    #expect(styles.isBold)
  }

  @Test func anEndTagClosesNoOtherName() throws {
    var styles = HTMLStyles()
    try styles.open(element("strong"))
    try styles.close(element("b"))
    #expect(styles.isBold)
  }

  @Test func theInnermostColorCounts() throws {
    var styles = HTMLStyles()
    try styles.open(element("font"), textColor: red)
    try styles.open(element("span"), backColor: red, textColor: blue)
    #expect(styles.textColor == blue && styles.backColor == red)
    try styles.open(element("mark"), backColor: .highlight)
    #expect(styles.textColor == blue && styles.backColor == .highlight)
    try styles.close(element("mark"))
    try styles.close(element("span"))
    #expect(styles.textColor == red && styles.backColor == .none)
    try styles.close(element("font"))
    #expect(styles.textColor == .none)
  }

  @Test func aTagWithoutColorKeepsThatAroundIt() throws {
    var styles = HTMLStyles()
    try styles.open(element("span"), textColor: red)
    try styles.open(element("span"))
    #expect(styles.textColor == red)
    try styles.close(element("span"))
    #expect(styles.textColor == red)
    try styles.close(element("span"))
    #expect(styles.textColor == .none)
  }

  @Test func wronglyNestedTagsCloseTheirOwnColor() throws {
    var styles = HTMLStyles()
    try styles.open(element("span"), textColor: red)
    try styles.open(element("font"), textColor: blue)
    try styles.close(element("span"))
    #expect(styles.textColor == blue)
    try styles.close(element("font"))
    #expect(styles.textColor == .none)
  }

  @Test func theInnermostScriptCounts() {
    var styles = HTMLStyles()
    #expect(styles.script == nil)
    styles.openScript(isSuperscript: true)
    styles.openScript(isSuperscript: false)
    #expect(styles.script == false)
    styles.closeScript()
    #expect(styles.script == true)
    styles.closeScript()
    styles.closeScript()
    #expect(styles.script == nil)
  }
}
