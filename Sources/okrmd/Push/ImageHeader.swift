import MarkdownTranslator

/// Tells an image from a file that only begins like one. A note must not be able to send anything else, so the header
/// is read as far as its format defines one.
enum ImageHeader {
  /// - Parameters:
  ///   - bytes: the file, or its start.
  ///   - length: how long the file is.
  static func isSound(_ bytes: [UInt8], _ format: ImageSize.Format, length: Int) -> Bool {
    // Every header has a byte that no text has.
    guard bytes.prefix(64).contains(where: { $0 < 0x09 }) else { return false }
    let reader = Reader(bytes: bytes, fileLength: length)
    return switch format {
    case .png: reader.isPNG
    case .gif: reader.isGIF
    case .bmp: reader.isBMP
    case .webp: reader.isWebP
    case .jpeg: reader.isJPEG
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    let fileLength: Int

    private func byte(_ offset: Int) -> UInt8? { bytes.indices.contains(offset) ? bytes[offset] : nil }

    private func big(_ offset: Int, _ length: Int) -> Int? {
      guard offset + length <= bytes.count else { return nil }
      return bytes[offset..<offset + length].reduce(0) { $0 << 8 | Int($1) }
    }

    private func little(_ offset: Int, _ length: Int) -> Int? {
      guard offset + length <= bytes.count else { return nil }
      return bytes[offset..<offset + length].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// IHDR: its length, the bit depth for the colour type, the methods.
    var isPNG: Bool {
      guard big(8, 4) == 13, let depth = byte(24), let color = byte(25), byte(26) == 0, byte(27) == 0,
        let interlace = byte(28)
      else { return false }
      let depths: [UInt8: [UInt8]] = [
        0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16],
      ]
      return depths[color]?.contains(depth) == true && interlace <= 1
    }

    /// The screen, its colours, and what follows: an image, an extension or the end.
    var isGIF: Bool {
      guard let flags = byte(10), bytes.count >= 13 else { return false }
      let colors = flags & 0x80 != 0 ? 3 << (Int(flags & 7) + 1) : 0
      guard let next = byte(13 + colors) else { return bytes.count == 13 + colors }
      switch next {
      case 0x21: return [0x01, 0xF9, 0xFE, 0xFF].contains(byte(14 + colors))
      case 0x2C: return bytes.count > 22 + colors
      case 0x3B: return bytes.count == 14 + colors
      default: return false
      }
    }

    /// The reserved bytes, the size of the second header, one plane, a number of bits.
    var isBMP: Bool {
      guard little(6, 4) == 0, let header = little(14, 4) else { return false }
      guard [12, 16, 40, 52, 56, 64, 108, 124].contains(header) else { return false }
      let planes = header == 12 ? 22 : 26
      // A file that ends there is whole as far as its size goes.
      guard let count = little(planes, 2), let bits = little(planes + 2, 2) else {
        return bytes.count <= planes
      }
      return count == 1 && [0, 1, 2, 4, 8, 16, 24, 32].contains(bits)
    }

    /// The length that the file says it has.
    var isWebP: Bool {
      guard let length = little(4, 4), let chunk = little(16, 4) else { return false }
      return length + 8 <= fileLength + 1 && length >= 12 && chunk >= 5
    }

    /// The frame header, whole, and the scan that follows it.
    var isJPEG: Bool {
      var offset = 2
      var hasFrame = false
      while let first = byte(offset), let marker = byte(offset + 1) {
        guard first == 0xFF else { return false }
        if marker == 0xFF {
          offset += 1
          continue
        }
        if marker == 0x01 || (0xD0...0xD8).contains(marker) {
          offset += 2
          continue
        }
        if marker == 0xDA { return hasFrame }
        guard marker != 0xD9, let length = big(offset + 2, 2), length >= 2 else { return false }
        if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
          guard let precision = byte(offset + 4), let count = byte(offset + 9),
            [8, 12, 16].contains(precision),
            (1...4).contains(count), length == 8 + 3 * Int(count)
          else { return false }
          hasFrame = true
        }
        offset += 2 + length
      }
      return false
    }
  }
}
