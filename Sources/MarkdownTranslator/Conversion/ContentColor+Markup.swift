import ContentBlocks

extension ContentColor {
  /// What marks code (rule R23).
  static let codeShade = ContentColor(red: 242, green: 243, blue: 245, hundredths: 100)
  /// The highlight of `<mark>` (rule R18).
  static let highlight = ContentColor(red: 255, green: 246, blue: 122, hundredths: 100)

  /// Feishu's colour of text with a name, such as `red`; nil when it has no colour of that name (rule R37).
  static func larkText(named name: String) -> ContentColor? { lark(name)?.text }

  /// Feishu's colour behind text with a name, such as `light-yellow`; nil when it has no colour of that name
  /// (rule R37).
  static func larkBackground(named name: String) -> ContentColor? { lark(name)?.back }

  private static func lark(_ name: String) -> (text: ContentColor, back: ContentColor)? {
    let name = name.trimmingASCIISpace.lowercased()
    let hue = name.hasPrefix("light-") ? String(name.dropFirst(6)) : name
    return larkColors[hue]
  }

  private static let larkColors: [String: (text: ContentColor, back: ContentColor)] = [
    "red": (hex(0xd83931), hex(0xfbbfbc)),
    "orange": (hex(0xde7802), hex(0xfed4a4)),
    "yellow": (hex(0xdc9b04), hex(0xfff67a)),
    "green": (hex(0x2ea121), hex(0xb7edb1)),
    "blue": (hex(0x245bdb), hex(0xbacefd)),
    "purple": (hex(0x6425d0), hex(0xcdb2fa)),
    "gray": (hex(0x646a73), hex(0xf2f3f5)),
    "pale-gray": (hex(0x646a73), hex(0xf2f3f5)),
    "dark-gray": (hex(0x646a73), hex(0xbbbfc4)),
  ]

  private static func hex(_ value: UInt32) -> ContentColor {
    ContentColor(
      red: UInt8(value >> 16 & 255), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255), hundredths: 100
    )
  }
}
