import ContentBlocks

/// A colour that hides what is behind it.
func opaque(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> ContentColor {
  ContentColor(red: red, green: green, blue: blue, hundredths: 100)
}
