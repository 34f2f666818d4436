/// The size that a note gives an image (rule R29): `300x200`, `300x`, `x200`, `300`; in pixels.
struct ImageDimensions {
  private(set) var width: Double?
  private(set) var height: Double?

  /// - Returns: nil when neither a width nor a height is given in pixels.
  init?(_ text: Bytes) {
    guard Self.isSize(text) else { return nil }
    let parts = text.string.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    width = Self.pixels(parts[0])
    height = parts.count > 1 ? Self.pixels(parts[1]) : nil
    if width == nil, height == nil { return nil }
  }

  init?(width: String?, height: String?) {
    self.width = width.flatMap { Self.pixels($0[...]) }
    self.height = height.flatMap { Self.pixels($0[...]) }
    if self.width == nil, self.height == nil { return nil }
  }

  /// The size as it is handed to the translator.
  var text: String {
    "\(width.map(Self.text) ?? "")x\(height.map(Self.text) ?? "")"
  }

  private static func text(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }

  /// A length in pixels; nil for a percentage or anything else.
  private static func pixels(_ text: Substring) -> Double? {
    let number = text.hasSuffix("px") ? text.dropLast(2) : text
    guard number.utf8.first?.isASCIIDigit == true, number.utf8.count <= 9,
      number.utf8.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") })
    else { return nil }
    return Double(String(number)).flatMap { $0 > 0 ? $0 : nil }
  }

  static func isPart(_ byte: UInt8) -> Bool {
    byte.isASCIIDigit || "xX.%p".utf8.contains(byte)
  }

  /// Whether a text is a width, a height or both, in pixels or per cent.
  static func isSize(_ text: Bytes) -> Bool {
    var digits = 0
    var marks = 0
    for byte in text {
      if byte.isASCIIDigit { digits += 1 }
      if byte | 0x20 == UInt8(ascii: "x") {
        // `300px` has one of its own.
        marks += 1
      }
      guard isPart(byte) else { return false }
    }
    return digits > 0 && marks <= 3 && (text[0].isASCIIDigit || text[0] | 0x20 == UInt8(ascii: "x"))
  }
}

/// `{width=300 height=200}` after an image.
struct ImageAttributes {
  let size: ImageDimensions?
  /// After the brace.
  let end: Int

  /// - Returns: nil when there is no list of attributes at an index, or none that gives a size.
  init?(at start: Int, in text: Bytes) {
    guard text.starts(with: "{", at: start),
      let close = text.slice(0..<min(start + Self.longest, text.count)).firstIndex(
        of: UInt8(ascii: "}"), from: start)
    else { return nil }
    let inside = text.slice(start + 1..<close).string
    guard !inside.contains("\n"), !inside.contains("{") else { return nil }
    var values: [Substring: String] = [:]
    for word in inside.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
      if word == ":" || word.hasPrefix("#") || word.hasPrefix(".") { continue }
      let parts = (word.hasPrefix(":") ? word.dropFirst() : word).split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      let value = parts[1].filter { $0 != "\"" && $0 != "'" }
      values[parts[0], default: value] = value
    }
    guard values["width"] != nil || values["height"] != nil else { return nil }
    size = ImageDimensions(width: values["width"], height: values["height"])
    end = close + 1
  }

  private static let longest = 256
}
