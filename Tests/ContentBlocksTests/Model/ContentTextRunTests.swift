import ContentBlocks
import Testing

@Suite struct ContentTextRunTests {
  @Test func aStyleIsPlainByDefault() {
    #expect(ContentTextRun(text: "a").style.isPlain)
  }

  @Test(arguments: [
    ContentTextStyle(bold: true),
    ContentTextStyle(strikeThrough: true),
    ContentTextStyle(backColor: ContentColor(red: 0, green: 0, blue: 0, hundredths: 0)),
    ContentTextStyle(textColor: ContentColor(red: 0, green: 0, blue: 0, hundredths: 0)),
    ContentTextStyle(link: ContentLink(url: "")),
  ])
  func anyPartMakesAStyle(style: ContentTextStyle) {
    #expect(!style.isPlain)
  }
}
