import ContentBlocks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A colour as the page shows it, its channels 0…1.
struct PageColor: Equatable, Sendable {
  var red, green, blue: Double
  var alpha = 1.0

  init(red: Double, green: Double, blue: Double) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  init(_ color: ContentColor) {
    self.init(red: Double(color.red) / 255, green: Double(color.green) / 255, blue: Double(color.blue) / 255)
    alpha = color.alpha
  }

  /// What the style sheet calls `--page` in its dark scheme.
  static let darkPage = PageColor(red: 31 / 255, green: 33 / 255, blue: 36 / 255)
  private static let white = PageColor(red: 1, green: 1, blue: 1)

  /// The least contrast at which text of this size can be read, after WCAG 2.
  static let readableContrast = 4.5

  /// As a value of CSS.
  var css: String {
    func channel(_ value: Double) -> Int { Int((min(max(value, 0), 1) * 255).rounded()) }
    let color = "rgb(\(channel(red)) \(channel(green)) \(channel(blue))"
    return alpha == 1 ? "\(color))" : "\(color) / \(Int((alpha * 100).rounded()))%)"
  }

  /// The background colour for the dark scheme: of the same hue, and dark.
  var asDarkPaper: PageColor {
    let (hue, saturation, lightness) = over(.white).hsl
    return PageColor(hue: hue, saturation: saturation * 0.7, lightness: 0.17 + 0.06 * (1 - lightness))
  }

  /// The colour of text for the dark scheme: as light as it takes to be read on a paper.
  func asDarkInk(on paper: PageColor) -> PageColor {
    var ink = self
    ink.alpha = 1
    for step in 0...20 {
      let lighter = ink.mixed(with: .white, by: Double(step) / 20)
      if lighter.contrast(with: paper) >= Self.readableContrast { return lighter }
    }
    return .white
  }

  /// The colour that is seen when this one lies on another.
  private func over(_ other: PageColor) -> PageColor {
    var color = mixed(with: other, by: 1 - alpha)
    color.alpha = 1
    return color
  }

  func contrast(with other: PageColor) -> Double {
    let (one, two) = (luminance, other.luminance)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }

  private func mixed(with other: PageColor, by part: Double) -> PageColor {
    func mix(_ one: Double, _ two: Double) -> Double { one + (two - one) * part }
    var color = PageColor(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
    color.alpha = alpha
    return color
  }

  /// WCAG's relative luminance.
  private var luminance: Double {
    func light(_ value: Double) -> Double {
      value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue)
  }

  private var hsl: (hue: Double, saturation: Double, lightness: Double) {
    let (high, low) = (max(red, green, blue), min(red, green, blue))
    let (span, lightness) = (high - low, (high + low) / 2)
    guard span > 0 else { return (0, 0, lightness) }
    let saturation = span / (1 - (2 * lightness - 1).magnitude)
    let hue =
      high == red
      ? (green - blue) / span : high == green ? 2 + (blue - red) / span : 4 + (red - green) / span
    return (hue < 0 ? hue + 6 : hue, saturation, lightness)
  }

  /// - Parameter hue: 0..<6, from red over yellow.
  private init(hue: Double, saturation: Double, lightness: Double) {
    let span = (1 - (2 * lightness - 1).magnitude) * saturation
    func channel(_ offset: Double) -> Double {
      let distance = (hue + offset).truncatingRemainder(dividingBy: 6)
      let part = min(max((distance - 3).magnitude - 1, 0), 1)
      return lightness + span * (part - 0.5)
    }
    self.init(red: channel(0), green: channel(4), blue: channel(2))
  }
}
