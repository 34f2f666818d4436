import ContentBlocks

extension ContentColor {
  /// What marks code (rule R23).
  static let codeShade = ContentColor(red: 242, green: 243, blue: 245, hundredths: 100)
  /// What `<mark>` stands for (rule R18).
  static let highlight = ContentColor(red: 255, green: 246, blue: 122, hundredths: 100)
}
