/// What is found where a note says that an image is (rule R30).
public enum ImageFile: Equatable, Sendable {
  /// There is no such file, or it cannot be read.
  case missing
  /// A file that is not one of the kinds of ``ImageSize/Format-swift.enum``.
  case unknownType
  /// An image.
  case image(ImageSize)
}

/// The size of an image in pixels, and its format, read from the first bytes of its file (rule R30).
public struct ImageSize: Equatable, Sendable {
  /// The formats that Feishu takes and this reader knows.
  public enum Format: String, Sendable {
    /// The format of files with this extension.
    case png, jpeg, gif, bmp, webp
  }

  /// What the first bytes say that the file is, whatever its name.
  public let format: Format
  /// In pixels, at least 1.
  public let width: Int
  /// In pixels, at least 1.
  public let height: Int

  /// Reads the header of an image file.
  ///
  /// - Parameter bytes: the file from its start. A JPEG file may need more than a few kilobytes: its size
  ///   is after its metadata.
  /// - Returns: nil when the bytes are not an image of a known format, or too few.
  public init?(_ bytes: [UInt8]) {
    let reader = Reader(bytes: bytes)
    guard let (format, width, height) = reader.png ?? reader.gif ?? reader.bmp ?? reader.webp ?? reader.jpeg,
      width > 0, height > 0
    else { return nil }
    self.format = format
    self.width = width
    self.height = height
  }

  private typealias Header = (Format, width: Int, height: Int)

  private struct Reader {
    let bytes: [UInt8]

    func starts(with text: StaticString, at offset: Int = 0) -> Bool {
      bytes.withUnsafeBufferPointer { $0.starts(with: text, at: offset) }
    }

    func big(_ offset: Int, _ length: Int) -> Int? {
      guard offset >= 0, offset + length <= bytes.count else { return nil }
      return bytes[offset..<offset + length].reduce(0) { $0 << 8 | Int($1) }
    }

    func little(_ offset: Int, _ length: Int) -> Int? {
      guard offset >= 0, offset + length <= bytes.count else { return nil }
      return bytes[offset..<offset + length].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    var png: Header? {
      guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        starts(with: "IHDR", at: 12),
        let width = big(16, 4), let height = big(20, 4)
      else { return nil }
      return (.png, width, height)
    }

    var gif: Header? {
      guard starts(with: "GIF87a") || starts(with: "GIF89a"), let width = little(6, 2),
        let height = little(8, 2)
      else { return nil }
      return (.gif, width, height)
    }

    var bmp: Header? {
      guard starts(with: "BM"), let headerSize = little(14, 4) else { return nil }
      if headerSize == 12 {
        guard let width = little(18, 2), let height = little(20, 2) else { return nil }
        return (.bmp, width, height)
      }
      guard headerSize >= 40, let width = little(18, 4), let height = little(22, 4) else { return nil }
      // A negative height means that the rows run from top to bottom.
      return (.bmp, width, Int(Int32(truncatingIfNeeded: height).magnitude))
    }

    var webp: Header? {
      guard starts(with: "RIFF"), starts(with: "WEBP", at: 8) else { return nil }
      if starts(with: "VP8 ", at: 12) {
        guard big(23, 3) == 0x9D012A, let width = little(26, 2), let height = little(28, 2) else {
          return nil
        }
        return (.webp, width & 0x3FFF, height & 0x3FFF)
      }
      if starts(with: "VP8L", at: 12) {
        guard little(20, 1) == 0x2F, let bits = little(21, 4) else { return nil }
        return (.webp, bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
      }
      if starts(with: "VP8X", at: 12) {
        guard let width = little(24, 3), let height = little(27, 3) else { return nil }
        return (.webp, width + 1, height + 1)
      }
      return nil
    }

    var jpeg: Header? {
      guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) else { return nil }
      var offset = 2
      while offset + 4 <= bytes.count {
        guard bytes[offset] == 0xFF else { return nil }
        let marker = bytes[offset + 1]
        switch marker {
        case 0xFF:
          offset += 1
          continue
        case 0x01, 0xD0...0xD8:
          offset += 2
          continue
        case 0xD9, 0xDA:
          return nil
        case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
          guard let height = big(offset + 5, 2), let width = big(offset + 7, 2) else { return nil }
          return (.jpeg, width, height)
        default:
          guard let length = big(offset + 2, 2), length >= 2 else { return nil }
          offset += 2 + length
        }
      }
      return nil
    }
  }
}
