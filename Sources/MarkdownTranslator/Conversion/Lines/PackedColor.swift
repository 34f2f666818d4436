import ContentBlocks

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
