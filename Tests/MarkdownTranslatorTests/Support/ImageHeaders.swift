/// Headers of images, made by hand.
enum ImageHeaders {
  static let all = [
    png(640, 480), gif("GIF89a", 640, 480), bmp(640, 480), oldBMP(640, 480), lossyWebP(640, 480),
    losslessWebP(640, 480), extendedWebP(640, 480), jpeg(640, 480, after: segment(0xE0, [1, 2, 3])),
  ]

  static func png(_ width: Int, _ height: Int) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + big(width, 4)
      + big(height, 4) + [8, 6, 0, 0, 0]
  }

  static func gif(_ version: String, _ width: Int, _ height: Int) -> [UInt8] {
    Array(version.utf8) + little(width, 2) + little(height, 2) + [0xF0, 0, 0]
  }

  static func bmp(_ width: Int, _ height: Int) -> [UInt8] {
    Array("BM".utf8) + little(0, 12) + little(40, 4) + little(width, 4) + little(height, 4) + little(0, 28)
  }

  /// The header of OS/2, with sizes in two bytes.
  static func oldBMP(_ width: Int, _ height: Int) -> [UInt8] {
    Array("BM".utf8) + little(0, 12) + little(12, 4) + little(width, 2) + little(height, 2) + [1, 0, 24, 0]
  }

  /// The upper two bits of a size are its scale.
  static func lossyWebP(_ width: Int, _ height: Int) -> [UInt8] {
    webp("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A] + little(width | 0x4000, 2) + little(height | 0x8000, 2))
  }

  static func losslessWebP(_ width: Int, _ height: Int) -> [UInt8] {
    webp("VP8L", [0x2F] + little((width - 1) | (height - 1) << 14 | 1 << 28, 4))
  }

  static func extendedWebP(_ width: Int, _ height: Int) -> [UInt8] {
    webp("VP8X", [0, 0, 0, 0] + little(width - 1, 3) + little(height - 1, 3))
  }

  static func jpeg(_ width: Int, _ height: Int, marker: UInt8 = 0xC0, after segments: [UInt8] = []) -> [UInt8]
  {
    [0xFF, 0xD8] + segments + segment(marker, [8] + big(height, 2) + big(width, 2) + [3, 1, 0x11, 0])
  }

  /// A JPEG segment, whose length counts itself.
  static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
    [0xFF, marker] + big(content.count + 2, 2) + content
  }

  private static func webp(_ chunk: String, _ content: [UInt8]) -> [UInt8] {
    Array("RIFF".utf8) + little(content.count + 12, 4) + Array("WEBP\(chunk)".utf8) + little(content.count, 4)
      + content
  }

  private static func big(_ value: Int, _ length: Int) -> [UInt8] { little(value, length).reversed() }

  private static func little(_ value: Int, _ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: $0 < 8 ? value >> (8 * $0) : 0) }
  }
}
