/// What the mapping manual writes for characters that cannot be seen.
package enum StandIns {
  static let space = "␣"
  static let tab = "⇥"

  /// A character of the output, or what stands for it.
  package static func shown(_ scalar: Unicode.Scalar) -> String {
    if scalar == "\t" { return tab }
    switch scalar.properties.generalCategory {
    case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator:
      if scalar == " " { return " " }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "⟨U+" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits + "⟩"
    default:
      return String(scalar)
    }
  }

  /// The bytes that an input of the manual stands for; nil when a stand-in is not understood.
  package static func resolved(_ text: String) -> [UInt8]? {
    var result: [UInt8] = []
    var rest = text[...]
    while let character = rest.popFirst() {
      switch character {
      case "␣": result.append(UInt8(ascii: " "))
      case "⇥": result.append(UInt8(ascii: "\t"))
      case "⟨":
        guard let end = rest.firstIndex(of: "⟩"), let bytes = bytes(named: rest[..<end]) else {
          return nil
        }
        result += bytes
        rest = rest[end...].dropFirst()
      default: result += Array(String(character).utf8)
      }
    }
    return result
  }

  /// `U+XXXX` is a character, `byte XX` a byte.
  private static func bytes(named name: Substring) -> [UInt8]? {
    if name.hasPrefix("U+") {
      guard let scalar = UInt32(name.dropFirst(2), radix: 16).flatMap({ Unicode.Scalar($0) }) else {
        return nil
      }
      return Array(String(scalar).utf8)
    }
    guard name.hasPrefix("byte "), let byte = UInt8(name.dropFirst(5), radix: 16) else { return nil }
    return [byte]
  }
}
