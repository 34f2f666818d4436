import ContentBlocks
import ConversionOracles

/// Makes documents that use all of the model, the same ones for the same seed.
struct RandomDocument {
  private var random: SplitMix

  init(seed: Int) {
    random = SplitMix(seed: seed)
  }

  mutating func contentBlock() throws -> ContentBlock {
    var content = ContentBlock()
    for _ in 0..<random.below(8) { content.blocks.append(try block()) }
    return content
  }

  mutating func progressRate() -> ProgressRate? {
    let limit: Int64 = 9_999_999_999_900
    let hundredths = Int64.random(in: -limit...limit, using: &random)
    let percent = maybe() ? ProgressPercent(hundredths: hundredths) : nil
    let status = maybe() ? random.pick(ProgressStatus.allCases) : nil
    let rate = ProgressRate(percent: percent, status: status)
    return rate == ProgressRate() ? nil : rate
  }

  private mutating func block() throws -> ContentBlockElement {
    if random.once(in: 4) {
      let hasToken = maybe()
      let image = try ContentImageItem(
        fileToken: hasToken ? "f" + text() : nil, src: !hasToken || maybe() ? "s" + text() : nil,
        width: maybe() ? size() : nil, height: maybe() ? size() : nil)
      return .gallery(ContentGallery(image: image))
    }
    var paragraph = ContentParagraph(list: maybe() ? try list() : nil)
    for _ in 0..<random.below(5) { paragraph.elements.append(try element()) }
    return .paragraph(paragraph)
  }

  private mutating func list() throws -> ContentList {
    let type = random.pick(ContentList.ListType.allCases)
    let number = Int32.random(in: .min ... .max, using: &random)
    return try ContentList(
      type: type, indentLevel: 1 + random.below(16), number: type == .number && maybe() ? number : nil)
  }

  private mutating func element() throws -> ContentParagraphElement {
    switch random.below(4) {
    case 0: return .docsLink(ContentDocsLink(url: text(), title: text()))
    case 1: return .mention(ContentMention(userID: "u" + text()))
    default:
      let style = ContentTextStyle(
        bold: maybe(), strikeThrough: maybe(), backColor: maybe() ? try color() : nil,
        textColor: maybe() ? try color() : nil, link: maybe() ? ContentLink(url: "l" + text()) : nil)
      return .textRun(ContentTextRun(text: "x" + text(withLineEnds: false), style: style))
    }
  }

  private mutating func color() throws -> ContentColor {
    try ContentColor(
      red: random.below(256), green: random.below(256), blue: random.below(256),
      alpha: maybe() ? 1 : Double.random(in: 0...1, using: &random))
  }

  private mutating func size() -> Double {
    switch random.below(3) {
    case 0: return Double(random.below(5000))
    case 1: return Double.random(in: 0...5000, using: &random)
    default:
      let size = abs(Double(bitPattern: random.next()))
      return size.isFinite ? size : 0
    }
  }

  /// A text, empty at times, of characters that are hard on JSON.
  private mutating func text(withLineEnds: Bool = true) -> String {
    let pool: [Unicode.Scalar] = [
      "a", "b", " ", "\"", "\\", "/", "\t", "\u{0}", "\u{1}", "\u{1F}", "\u{7F}", "é", "\u{301}", "注", "：",
      "🙂", "\u{2028}", "\u{FEFF}", "\u{FFFF}", "\u{10FFFF}",
    ]
    var text = ""
    for _ in 0..<random.below(40) {
      let isLineEnd = withLineEnds && random.once(in: 20)
      text.unicodeScalars.append(random.pick(isLineEnd ? ["\n", "\r"] : pool))
    }
    return text
  }

  private mutating func maybe() -> Bool { Bool.random(using: &random) }
}
