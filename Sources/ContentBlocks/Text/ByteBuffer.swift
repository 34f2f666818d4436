/// A growing run of bytes that JSON is written into without a bounds check for each byte.
package final class ByteBuffer {
  // One value at a time writes into a buffer. Checking that at each byte costs more than writing it.
  @exclusivity(unchecked) private var storage: UnsafeMutableRawBufferPointer
  @exclusivity(unchecked) private var length = 0

  /// How many bytes there are.
  package var count: Int { length }

  package init(capacity: Int = 4096) {
    storage = .allocate(byteCount: max(capacity, 64), alignment: 16)
  }

  deinit {
    storage.deallocate()
  }

  /// The bytes written so far; valid until the next change of the buffer.
  package var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(rebasing: storage[..<count]).bindMemory(to: UInt8.self)
  }

  package func removeAll() {
    length = 0
  }

  /// Removes what follows the first `length` bytes.
  package func truncate(to length: Int) {
    self.length = min(self.length, length)
  }

  /// Removes a part; what follows moves up.
  package func remove(_ range: Range<Int>) {
    let base = storage.baseAddress.unsafelyUnwrapped
    (base + range.lowerBound).copyMemory(
      from: base + range.upperBound, byteCount: count - range.upperBound)
    length -= range.count
  }

  @inline(__always)
  func reserve(_ extra: Int) {
    if storage.count - count < extra { grow(extra) }
  }

  private func grow(_ extra: Int) {
    let bigger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(storage.count * 2, count + extra), alignment: 16)
    bigger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<count]))
    storage.deallocate()
    storage = bigger
  }

  @inline(__always)
  func append(_ byte: UInt8) {
    reserve(1)
    storage[length] = byte
    length += 1
  }

  @inline(__always)
  package func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(bytes.count)
    (storage.baseAddress.unsafelyUnwrapped + count).copyMemory(
      from: source, byteCount: bytes.count)
    length += bytes.count
  }

  func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { append($0) }
  }

  func append(_ integer: Int) {
    if integer >= 0, integer < 10 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: integer))
      return
    }
    for byte in integer.description.utf8 { append(byte) }
  }

  /// Writes the inside of a JSON string. What JSON requires to be escaped is; nothing else.
  func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    guard let base = UnsafeRawPointer(text.baseAddress) else { return }
    let end = text.count
    // The longest escape is six bytes; with that much room no further check is needed.
    reserve(end * 6)
    var output = storage.baseAddress.unsafelyUnwrapped + count
    var index = 0
    while index < end {
      while end - index >= 8 {
        let part = (base + index).loadUnaligned(as: UInt64.self)
        if Self.holdsEscaped(part) { break }
        output.storeBytes(of: part, as: UInt64.self)
        output += 8
        index += 8
      }
      // Up to the next character that is escaped, and that one.
      let stop = min(index + 8, end)
      while index < stop {
        let byte = (base + index).load(as: UInt8.self)
        index += 1
        if byte >= 0x20, byte != 0x22, byte != 0x5C {
          output.storeBytes(of: byte, as: UInt8.self)
          output += 1
        } else {
          output = Self.storeEscape(of: byte, at: output)
          break
        }
      }
    }
    length = output - UnsafeMutableRawPointer(storage.baseAddress.unsafelyUnwrapped)
  }

  /// Whether one of eight bytes is a control character, a quotation mark or a backslash. The borrow of
  /// each subtraction sets the high bit of such a byte, and possibly of one after it.
  @inline(__always)
  fileprivate static func holdsEscaped(_ bytes: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highBits: UInt64 = 0x8080_8080_8080_8080
    let quotation = bytes ^ (ones &* 0x22)
    let backslash = bytes ^ (ones &* 0x5C)
    let control = (bytes &- (ones &* 0x20)) & ~bytes
    return (control | ((quotation &- ones) & ~quotation) | ((backslash &- ones) & ~backslash)) & highBits != 0
  }

  private static func storeEscape(
    of byte: UInt8, at output: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    let digits: StaticString = "0123456789abcdef"
    let short: UInt8
    switch byte {
    case 0x22, 0x5C: short = byte
    case 0x08: short = UInt8(ascii: "b")
    case 0x09: short = UInt8(ascii: "t")
    case 0x0A: short = UInt8(ascii: "n")
    case 0x0C: short = UInt8(ascii: "f")
    case 0x0D: short = UInt8(ascii: "r")
    default: short = UInt8(ascii: "u")
    }
    output.storeBytes(of: UInt8(ascii: "\\"), as: UInt8.self)
    output.storeBytes(of: short, toByteOffset: 1, as: UInt8.self)
    guard short == UInt8(ascii: "u") else { return output + 2 }
    output.storeBytes(of: UInt8(ascii: "0"), toByteOffset: 2, as: UInt8.self)
    output.storeBytes(of: UInt8(ascii: "0"), toByteOffset: 3, as: UInt8.self)
    output.storeBytes(of: digits.utf8Start[Int(byte >> 4)], toByteOffset: 4, as: UInt8.self)
    output.storeBytes(of: digits.utf8Start[Int(byte & 15)], toByteOffset: 5, as: UInt8.self)
    return output + 6
  }

  /// Writes a number the shortest way that reads back as the same; whole numbers without a fraction.
  func append(_ number: Double) {
    // From 2⁵⁴ on, the description of a number has no fraction either. (`rounded()` would need libm,
    // which a program without Foundation does not link.)
    if abs(number) < 0x1p54, Double(Int(number)) == number {
      append(Int(number))
    } else {
      for byte in number.description.utf8 { append(byte) }
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The length of the text in a JSON string, or a little more: each control character counts as `\u001f`.
  package var escapedLength: Int {
    guard let base = UnsafeRawPointer(baseAddress) else { return 0 }
    var length = count
    var index = 0
    while index < count {
      let end = Swift.min(index + 8, count)
      if end - index == 8, !ByteBuffer.holdsEscaped((base + index).loadUnaligned(as: UInt64.self)) {
        index = end
        continue
      }
      while index < end {
        let byte = self[index]
        if byte < 0x20 { length += 5 } else if byte == 0x22 || byte == 0x5C { length += 1 }
        index += 1
      }
    }
    return length
  }
}

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
      // Nearly all of Chinese: a first byte from E1 to EC leaves the others free.
      while count - index >= 4 {
        let part = UInt32(littleEndian: (base + index).loadUnaligned(as: UInt32.self))
        guard part & 0x00C0_C0F0 == 0x0080_80E0, part & 0xF != 0, part & 0xF <= 0xC else { break }
        index += 3
      }
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
