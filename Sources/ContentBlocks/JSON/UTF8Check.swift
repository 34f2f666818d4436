/// Finds what is not UTF-8.
package enum UTF8Check {
  /// The offset of the first byte that does not belong to a character, by the Unicode standard's table of
  /// well-formed sequences; nil when there is none.
  package static func firstInvalidOffset(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = UnsafeRawPointer(bytes.baseAddress) else { return nil }
    let count = bytes.count
    var index = 0
    while index < count {
      if bytes[index] < 0x80 {
        while count - index >= 8,
          (base + index).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        { index += 8 }
        while index < count, bytes[index] < 0x80 { index += 1 }
        continue
      }
      // Nearly all of Chinese: the first byte leaves the others free.
      while count - index >= 3, bytes[index] >= 0xE1, bytes[index] <= 0xEC,
        bytes[index + 1] & 0xC0 == 0x80, bytes[index + 2] & 0xC0 == 0x80
      { index += 3 }
      guard index < count, bytes[index] >= 0x80 else { continue }
      guard let length = sequenceLength(at: index, in: bytes) else { return index }
      index += length
    }
    return nil
  }

  /// The same for bytes in an array.
  package static func firstInvalidOffset(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { firstInvalidOffset(in: $0) }
  }

  /// The length of the sequence that a byte from 0x80 on begins; nil when it is not well-formed.
  @inline(__always)
  private static func sequenceLength(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let first = bytes[index]
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
