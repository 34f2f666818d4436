import ContentBlocks
import Testing

@testable import MarkdownTranslator

@Suite struct HTMLStylesTests {
  private let red = PackedColor(ContentColor(red: 255, green: 0, blue: 0, hundredths: 100))
  private let blue = PackedColor(ContentColor(red: 0, green: 0, blue: 255, hundredths: 100))

  @Test func nothingIsOpenAtFirst() {
    let styles = HTMLStyles()
    #expect(!styles.isBold && !styles.isStruck && !styles.isCode && !styles.isPreformatted)
    #expect(styles.backColor == .none && styles.textColor == .none)
  }

  @Test(arguments: [HTMLElement.b, .strong, .h1, .h2, .h3, .h4, .h5, .h6])
  func boldTags(element: HTMLElement) {
    var styles = HTMLStyles()
    styles.open(element)
    #expect(styles.isBold && !styles.isStruck && !styles.isCode)
    styles.close(element)
    #expect(!styles.isBold)
  }

  @Test(arguments: [HTMLElement.s, .del, .strike])
  func strikeTags(element: HTMLElement) {
    var styles = HTMLStyles()
    styles.open(element)
    #expect(styles.isStruck && !styles.isBold)
  }

  @Test(arguments: [HTMLElement.code, .kbd, .samp, .tt, .pre])
  func codeTags(element: HTMLElement) {
    var styles = HTMLStyles()
    styles.open(element)
    #expect(styles.isCode)
    #expect(styles.isPreformatted == (element == .pre))
  }

  @Test func aTagIsOpenUntilAsManyAreClosed() {
    var styles = HTMLStyles()
    styles.open(.b)
    styles.open(.b)
    styles.close(.b)
    #expect(styles.isBold && styles.isOpen(.b))
    styles.close(.b)
    styles.close(.b)
    #expect(!styles.isBold && !styles.isOpen(.b))
    styles.open(.b)
    #expect(styles.isBold)
  }

  @Test func anEndTagClosesNoOtherName() {
    var styles = HTMLStyles()
    styles.open(.strong)
    styles.close(.b)
    #expect(styles.isBold)
  }

  @Test func theInnermostColorCounts() {
    var styles = HTMLStyles()
    styles.open(.font, textColor: red)
    styles.open(.span, backColor: red, textColor: blue)
    #expect(styles.textColor == blue && styles.backColor == red)
    styles.open(.mark, backColor: .highlight)
    #expect(styles.textColor == blue && styles.backColor == .highlight)
    styles.close(.mark)
    styles.close(.span)
    #expect(styles.textColor == red && styles.backColor == .none)
    styles.close(.font)
    #expect(styles.textColor == .none)
  }

  @Test func aTagWithoutColorKeepsThatAroundIt() {
    var styles = HTMLStyles()
    styles.open(.span, textColor: red)
    styles.open(.span)
    #expect(styles.textColor == red)
    styles.close(.span)
    #expect(styles.textColor == red)
    styles.close(.span)
    #expect(styles.textColor == .none)
  }

  @Test func wronglyNestedTagsCloseTheirOwnColor() {
    var styles = HTMLStyles()
    styles.open(.span, textColor: red)
    styles.open(.font, textColor: blue)
    styles.close(.span)
    #expect(styles.textColor == blue)
    styles.close(.font)
    #expect(styles.textColor == .none)
  }
}
