/// Finds what is not UTF-8.
enum UTF8Check {
  /// The offset of the first byte that does not belong to a character, by the Unicode standard's table of
  /// well-formed sequences; nil when there is none.
  static func firstInvalidOffset(in bytes: Bytes) -> Int? {
    var index = 0
    while index < bytes.count {
      if let base = UnsafeRawPointer(bytes.baseAddress) {
        while bytes.count - index >= 16 {
          let part = (base + index).loadUnaligned(as: SIMD16<UInt8>.self)
          if any(part .>= 0x80) { break }
          index += 16
        }
        if index == bytes.count { break }
      }
      guard let length = sequenceLength(at: index, in: bytes) else { return index }
      index += length
    }
    return nil
  }

  @inline(__always)
  private static func sequenceLength(at index: Int, in bytes: Bytes) -> Int? {
    let first = bytes[index]
    if first < 0x80 { return 1 }
    let left = bytes.count - index
    func continues(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      offset < left && bytes[index + offset] >= low && bytes[index + offset] <= high
    }
    switch first {
    case 0xC2...0xDF: return continues(1) ? 2 : nil
    case 0xE0: return continues(1, 0xA0) && continues(2) ? 3 : nil
    case 0xED: return continues(1, 0x80, 0x9F) && continues(2) ? 3 : nil
    case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : nil
    case 0xF0: return continues(1, 0x90) && continues(2) && continues(3) ? 4 : nil
    case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : nil
    case 0xF4: return continues(1, 0x80, 0x8F) && continues(2) && continues(3) ? 4 : nil
    default: return nil
    }
  }
}
