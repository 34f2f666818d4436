import ContentBlocks

/// Colours as HTML tags (rule R18).
enum ColorMarkup {
  static func startTag(for colors: SpanColors) -> String {
    if isMark(colors) { return "<mark>" }
    let declarations = [
      colors.text.map { "color: \(css($0))" }, colors.back.map { "background-color: \(css($0))" },
    ]
    return "<span style=\"\(declarations.compactMap { $0 }.joined(separator: "; "))\">"
  }

  static func endTag(for colors: SpanColors) -> String { isMark(colors) ? "</mark>" : "</span>" }

  private static func isMark(_ colors: SpanColors) -> Bool {
    colors == SpanColors(back: .highlight)
  }

  private static func css(_ color: ContentColor) -> String {
    let hundredths = Int((color.alpha * 100).rounded())
    if hundredths == 100 {
      let digits = [color.red, color.green, color.blue].map { channel in
        (channel < 16 ? "0" : "") + String(channel, radix: 16)
      }
      return "#" + digits.joined()
    }
    let decimals =
      hundredths % 10 == 0 ? "\(hundredths / 10)" : (hundredths < 10 ? "0" : "") + "\(hundredths)"
    let alpha = hundredths == 0 ? "0" : "0.\(decimals)"
    return "rgba(\(color.red), \(color.green), \(color.blue), \(alpha))"
  }
}
