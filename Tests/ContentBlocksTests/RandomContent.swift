import ContentBlocks

/// Makes documents that use all of the model, the same ones for the same seed.
struct RandomContent {
  /// SplitMix64.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  var generator: Generator

  init(seed: UInt64) {
    generator = Generator(state: seed)
  }

  mutating func contentBlock() throws -> ContentBlock {
    var content = ContentBlock()
    for _ in 0..<below(8) { content.blocks.append(try block()) }
    return content
  }

  mutating func progressRate() -> ProgressRate? {
    let limit: Int64 = 9_999_999_999_900
    let hundredths = Int64.random(in: -limit...limit, using: &generator)
    let percent = maybe() ? ProgressPercent(hundredths: hundredths) : nil
    let status = maybe() ? ProgressStatus.allCases.randomElement(using: &generator) : nil
    let rate = ProgressRate(percent: percent, status: status)
    return rate == ProgressRate() ? nil : rate
  }

  private mutating func block() throws -> ContentBlockElement {
    if below(4) == 0 {
      let hasToken = maybe()
      let image = try ContentImageItem(
        fileToken: hasToken ? text() : nil, src: !hasToken || maybe() ? text() : nil,
        width: maybe() ? size() : nil, height: maybe() ? size() : nil)
      return .gallery(ContentGallery(image: image))
    }
    var paragraph = ContentParagraph(list: maybe() ? try list() : nil)
    for _ in 0..<below(5) { paragraph.elements.append(try element()) }
    return .paragraph(paragraph)
  }

  private mutating func list() throws -> ContentList {
    let type = ContentList.ListType.allCases.randomElement(using: &generator) ?? .bullet
    let number = Int32.random(in: .min ... .max, using: &generator)
    return try ContentList(
      type: type, indentLevel: 1 + below(16), number: type == .number && maybe() ? number : nil)
  }

  private mutating func element() throws -> ContentParagraphElement {
    switch below(4) {
    case 0: return .docsLink(ContentDocsLink(url: text(), title: text()))
    case 1: return .mention(ContentMention(userID: text()))
    default:
      let style = ContentTextStyle(
        bold: maybe(), strikeThrough: maybe(), backColor: maybe() ? try color() : nil,
        textColor: maybe() ? try color() : nil, link: maybe() ? ContentLink(url: text()) : nil)
      return .textRun(ContentTextRun(text: "x" + text(withLineEnds: false), style: style))
    }
  }

  private mutating func color() throws -> ContentColor {
    try ContentColor(
      red: below(256), green: below(256), blue: below(256),
      alpha: maybe() ? 1 : Double.random(in: 0...1, using: &generator))
  }

  private mutating func size() -> Double {
    switch below(3) {
    case 0: return Double(below(5000))
    case 1: return Double.random(in: 0...5000, using: &generator)
    default:
      let size = abs(Double(bitPattern: generator.next()))
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
    for _ in 0..<below(40) {
      let ends: [Unicode.Scalar] = withLineEnds && below(20) == 0 ? ["\n", "\r"] : pool
      text.unicodeScalars.append(ends.randomElement(using: &generator) ?? "a")
    }
    return text
  }

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

  private mutating func maybe() -> Bool { Bool.random(using: &generator) }
}
