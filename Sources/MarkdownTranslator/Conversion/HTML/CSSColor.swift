import ContentBlocks

/// Reads the colours of CSS that the mapping knows (rule R18): `#rgb`, `#rrggbb`,
/// `#rrggbbaa`, `rgb()`, `rgba()`, the sixteen basic names of CSS 2.1 and `orange`.
enum CSSColor {
  /// - Returns: nil for anything else.
  static func parse(_ text: String) -> ContentColor? {
    let value = text.lowercased().trimmingASCIISpace
    if value.hasPrefix("#") { return hexadecimal(value.dropFirst()) }
    if let arguments = arguments(of: "rgba", in: value) ?? arguments(of: "rgb", in: value) {
      return functional(arguments)
    }
    return named[value].map { ContentColor(red: $0.0, green: $0.1, blue: $0.2, hundredths: 100) }
  }

  private static let named: [String: (UInt8, UInt8, UInt8)] = [
    "aqua": (0, 255, 255), "black": (0, 0, 0), "blue": (0, 0, 255), "fuchsia": (255, 0, 255),
    "gray": (128, 128, 128), "green": (0, 128, 0), "lime": (0, 255, 0), "maroon": (128, 0, 0),
    "navy": (0, 0, 128), "olive": (128, 128, 0), "orange": (255, 165, 0), "purple": (128, 0, 128),
    "red": (255, 0, 0), "silver": (192, 192, 192), "teal": (0, 128, 128), "white": (255, 255, 255),
    "yellow": (255, 255, 0),
  ]

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
