import ContentBlocks

/// Reads the colours of CSS that the mapping knows (rule R18): `#rgb`, `#rrggbb`,
/// `#rrggbbaa`, `rgb()`, `rgba()` and the named colours.
enum CSSColor {
  /// - Returns: nil for anything else.
  static func parse(_ text: String) -> ContentColor? {
    let value = text.lowercased().trimmingASCIISpace
    if value.hasPrefix("#") { return hexadecimal(value.dropFirst()) }
    if let arguments = arguments(of: "rgba", in: value) ?? arguments(of: "rgb", in: value) {
      return functional(arguments)
    }
    return named[value]
  }

  /// The named colours of CSS Color Level 4.
  private static let named: [String: ContentColor] = {
    var result: [String: ContentColor] = [:]
    let words = names.split(separator: " ")
    for index in stride(from: 0, to: words.count - 1, by: 2) {
      result[String(words[index])] = hexadecimal(words[index + 1])
    }
    return result
  }()

  private static let names = """
    aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc \
    bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a \
    burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 \
    cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b \
    darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9 darkkhaki bdb76b \
    darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000 \
    darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f \
    darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 \
    dimgrey 696969 dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 \
    fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray 808080 \
    green 008000 greenyellow adff2f grey 808080 honeydew f0fff0 hotpink ff69b4 indianred cd5c5c \
    indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00 \
    lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff lightgoldenrodyellow fafad2 \
    lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1 lightsalmon ffa07a \
    lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899 \
    lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff \
    maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db \
    mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc \
    mediumvioletred c71585 midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 \
    navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 \
    orangered ff4500 orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee \
    palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd \
    powderblue b0e0e6 purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1 \
    saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d \
    silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa \
    springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 \
    turquoise 40e0d0 violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00 \
    yellowgreen 9acd32
    """

  private static func hexadecimal(_ digits: Substring) -> ContentColor? {
    let nibbles = digits.compactMap { $0.isASCII ? $0.hexDigitValue : nil }
    guard nibbles.count == digits.count else { return nil }
    let parts: [UInt8]
    switch nibbles.count {
    case 3: parts = nibbles.map { UInt8($0 * 17) }
    case 6, 8:
      parts = stride(from: 0, to: nibbles.count, by: 2).map { UInt8(nibbles[$0] * 16 + nibbles[$0 + 1]) }
    default: return nil
    }
    let hundredths = parts.count == 4 ? Int((Double(parts[3]) / 255 * 100).rounded()) : 100
    return ContentColor(red: parts[0], green: parts[1], blue: parts[2], hundredths: hundredths)
  }

  private static func arguments(of function: String, in value: String) -> String? {
    guard value.hasPrefix(function + "("), value.hasSuffix(")") else { return nil }
    return String(value.dropFirst(function.count + 1).dropLast())
  }

  /// `r, g, b`, `r, g, b, a` and the newer `r g b / a`.
  private static func functional(_ arguments: String) -> ContentColor? {
    let parts: [String]
    if arguments.contains(",") {
      parts = arguments.split(separator: ",", omittingEmptySubsequences: false).map {
        String($0).trimmingASCIISpace
      }
    } else {
      let halves = arguments.split(separator: "/", omittingEmptySubsequences: false)
      guard halves.count <= 2 else { return nil }
      parts =
        halves[0].split(separator: " ").map(String.init)
        + halves.dropFirst().map { String($0).trimmingASCIISpace }
      if halves.count == 2, parts.count != 4 { return nil }
    }
    guard parts.count == 3 || parts.count == 4 else { return nil }
    var channels: [UInt8] = []
    for part in parts.prefix(3) {
      guard let (number, isPercent) = number(part) else { return nil }
      let channel = isPercent ? number * 255 / 100 : number
      channels.append(UInt8(min(max(channel.rounded(), 0), 255)))
    }
    var hundredths = 100
    if parts.count == 4 {
      guard let (number, isPercent) = number(parts[3]) else { return nil }
      hundredths = Int((min(max(isPercent ? number : number * 100, 0), 100)).rounded())
    }
    return ContentColor(red: channels[0], green: channels[1], blue: channels[2], hundredths: hundredths)
  }

  private static func number(_ text: String) -> (Double, isPercent: Bool)? {
    let isPercent = text.hasSuffix("%")
    let digits = isPercent ? text.dropLast() : text[...]
    guard !digits.isEmpty, digits.allSatisfy({ "0123456789.+-".contains($0) }) else { return nil }
    guard let value = Double(digits.hasPrefix(".") ? "0\(digits)" : String(digits)) else { return nil }
    return (value, isPercent)
  }
}

extension ContentColor {
  /// What marks code (rule R23).
  static let codeShade = ContentColor(red: 242, green: 243, blue: 245, hundredths: 100)
  /// The highlight of `<mark>` (rule R18).
  static let highlight = ContentColor(red: 255, green: 246, blue: 122, hundredths: 100)

  /// Feishu's colour of text with a name, such as `red`; nil when it has no colour of that name (rule R37).
  static func larkText(named name: String) -> ContentColor? { lark(name)?.text }

  /// Feishu's background colour with a name, such as `light-yellow`; nil when it has no colour of that name
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

/// A colour in four bytes: three channels and the opacity in hundredths.
struct PackedColor: Equatable {
  private var value: UInt32

  static let none = PackedColor(value: .max)
  static let codeShade = PackedColor(ContentColor.codeShade)
  static let highlight = PackedColor(ContentColor.highlight)

  private init(value: UInt32) {
    self.value = value
  }

  init(_ color: ContentColor) {
    let hundredths = UInt32((color.alpha * 100).rounded())
    value = UInt32(color.red) << 24 | UInt32(color.green) << 16 | UInt32(color.blue) << 8 | hundredths
  }

  var color: ContentColor? {
    if self == .none { return nil }
    return ContentColor(
      red: UInt8(value >> 24), green: UInt8(value >> 16 & 255), blue: UInt8(value >> 8 & 255),
      hundredths: Int(value & 255))
  }
}
