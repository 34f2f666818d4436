/// Percent-encoding (RFC 3986), for all who read or write addresses and forms.
extension StringProtocol {
  /// The text with `%` and two hexadecimal digits replaced by their byte.
  ///
  /// - Returns: nil when a `%` is followed by anything else, when a byte is NUL, and when the bytes are not UTF-8.
  package var percentDecoded: String? {
    func digit(_ byte: UInt8?) -> UInt8? {
      switch byte {
      case .some(let byte) where (0x30...0x39).contains(byte): byte - 0x30
      case .some(let byte) where (0x41...0x46).contains(byte): byte - 0x41 + 10
      case .some(let byte) where (0x61...0x66).contains(byte): byte - 0x61 + 10
      default: nil
      }
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    var source = utf8.makeIterator()
    while var byte = source.next() {
      if byte == UInt8(ascii: "%") {
        guard let high = digit(source.next()), let low = digit(source.next()) else { return nil }
        byte = high << 4 | low
      }
      if byte == 0 { return nil }
      bytes.append(byte)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The text with everything but letters, digits and `-._~` as `%` and two hexadecimal digits.
  package var percentEncoded: String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
      default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
