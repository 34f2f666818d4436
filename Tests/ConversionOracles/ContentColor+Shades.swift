import ContentBlocks

/// The shades of the mapping manual. The translator's own are not asked, so that a slip in them is noticed.
extension ContentColor {
  static let codeShade = ContentColor(red: 242, green: 243, blue: 245, hundredths: 100)
  static let highlight = ContentColor(red: 255, green: 246, blue: 122, hundredths: 100)
}
