import Testing

@testable import MarkdownTranslator

@Suite struct EastAsianTests {
  private func isWide(_ scalar: Unicode.Scalar) -> Bool { EastAsian.isWide(scalar.value) }

  @Test(
    arguments: [
      "注", "龥", "㐀", "𠀀", "𰀀", "あ", "ん", "ア", "ー", "ㄅ", "。", "、", "　", "「", "」", "〆", "〇", "々", "〈", "：", "，",
      "！", "Ａ", "０", "￥", "～", "⺀", "⼀", "㍿", "ꀀ", "豈", "🙂", "⌚",
    ] as [Unicode.Scalar])
  func wide(scalar: Unicode.Scalar) {
    #expect(isWide(scalar))
  }

  @Test(
    arguments: [
      "a", " ", "\n", "é", "Ω", "ж", "א", "ا", "क", "ก", "“", "”", "…", "—", "·", "←", "①", "─", "한", "글",
      "ㄱ", "ᄀ", "ힰ",
      "ｱ", "ﾝ", "｡", "ﾡ", "\u{10FFFF}", "\u{0}", "\u{E000}",
    ] as [Unicode.Scalar])
  func notWide(scalar: Unicode.Scalar) {
    #expect(!isWide(scalar))
  }

  /// The fast paths agree with the table at the edges of the big ranges.
  @Test(
    arguments: [
      (0x2319, false), (0x231A, true), (0x303E, true), (0x303F, false), (0x3040, false), (0x3041, true),
      (0x3130, true),
      (0x3131, false), (0x318E, false), (0x4DBF, true), (0x4E00, true), (0xA4CF, true), (0xAC00, false),
      (0xD7A3, false),
      (0xFF00, false), (0xFF01, true), (0xFF60, true), (0xFF61, false), (0xFFE0, true), (0xFFE6, true),
      (0xFFE7, false),
      (0x1FFFF, false), (0x20000, true), (0x2FFFD, true), (0x30000, true), (0x3FFFD, true), (0x3FFFE, false),
    ] as [(UInt32, Bool)])
  func edges(scalar: UInt32, expected: Bool) {
    #expect(EastAsian.isWide(scalar) == expected)
  }

  @Test func hangulIsNeverWide() {
    let blocks: [ClosedRange<UInt32>] = [
      0x1100...0x11FF, 0x3131...0x318E, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xD7B0...0xD7FF, 0x3200...0x321E,
      0x3260...0x327F,
    ]
    for block in blocks { #expect(!block.contains { EastAsian.isWide($0) }) }
  }

  /// R10, in pairs of characters.
  @Test(arguments: [
    ("注意", true), ("注a", false), ("a注", false), ("ab", false), ("注“", true), ("”注", true), ("注…", true),
    ("—注", true), ("注·", true), ("‘注", true), ("a“", false), ("”a", false), ("……", true), ("——", true),
    ("…—", true), ("“”", false), ("·—", false), ("한글", false), ("한注", false), ("。（", true), ("，a", false),
  ])
  func softBreaks(pair: String, isNothing: Bool) throws {
    let scalars = Array(pair.unicodeScalars)
    #expect(EastAsian.joinsWithoutSpace(scalars[0].value, scalars[1].value) == isNothing)
    let text = "x\(scalars[0])\n\(scalars[1])y"
    var options = ConversionOptions()
    options.softBreaks = .join
    #expect(
      try lines(text, options: options) == ["plain: x\(scalars[0])\(isNothing ? "" : " ")\(scalars[1])y"])
  }

  /// R33.
  @Test(
    arguments: ["。", "，", "、", "（", "）", "「", "　", "〜", "：", "！", "Ａ", "ｱ", "“", "”", "‘", "’", "…", "—"]
      as [Unicode.Scalar])
  func endOfBareURLs(scalar: Unicode.Scalar) {
    #expect(EastAsian.endsBareURL(scalar.value))
  }

  @Test(
    arguments: ["a", "注", "あ", "한", "々", "〆", "〇", "〡", "〩", "·", "é", "~", ".", "─"] as [Unicode.Scalar])
  func insideBareURLs(scalar: Unicode.Scalar) {
    #expect(!EastAsian.endsBareURL(scalar.value))
  }
}
