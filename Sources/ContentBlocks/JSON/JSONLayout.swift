/// How JSON is laid out.
public enum JSONLayout: Sendable {
  /// One line, no white space.
  case compact
  /// A line for each value, indented by two spaces a level.
  case pretty

  /// Lays out a piece of compact JSON that opens or closes containers.
  ///
  /// - Parameters:
  ///   - piece: compact JSON whose strings contain no structural character.
  ///   - depth: how many containers are open before the piece; afterwards, how many are after it.
  func apply(to piece: String, depth: inout Int) -> [UInt8] {
    let bytes = Array(piece.utf8)
    var result: [UInt8] = []
    func breakLine(_ depth: Int) {
      guard self == .pretty else { return }
      result.append(UInt8(ascii: "\n"))
      result.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        result.append(byte)
        depth += 1
        let isLast = index + 1 == bytes.count
        let closes = !isLast && [UInt8(ascii: "}"), UInt8(ascii: "]")].contains(bytes[index + 1])
        if !closes { breakLine(depth) }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        let opened = index > 0 && [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(bytes[index - 1])
        if !opened { breakLine(depth) }
        result.append(byte)
      case UInt8(ascii: ","):
        result.append(byte)
        breakLine(depth)
      case UInt8(ascii: ":"):
        result.append(byte)
        if self == .pretty { result.append(UInt8(ascii: " ")) }
      default:
        result.append(byte)
      }
    }
    return result
  }
}
