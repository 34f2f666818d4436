import ConversionOracles
import Testing

@testable import MarkdownTranslator

@Suite struct ImageSizeTests {
  /// A size as `jpeg 640x480`.
  private func size(_ bytes: [UInt8]) -> String? {
    ImageSize(bytes).map { "\($0.format) \($0.width)x\($0.height)" }
  }

  @Test(arguments: [
    (ImageHeaders.png(640, 480), "png 640x480"), (ImageHeaders.png(1, 70_000), "png 1x70000"),
    (ImageHeaders.gif("GIF87a", 640, 480), "gif 640x480"),
    (ImageHeaders.gif("GIF89a", 1, 65535), "gif 1x65535"),
    (ImageHeaders.bmp(640, 480), "bmp 640x480"), (ImageHeaders.bmp(640, -480), "bmp 640x480"),
    (ImageHeaders.oldBMP(640, 480), "bmp 640x480"),
    (ImageHeaders.lossyWebP(640, 480), "webp 640x480"), (ImageHeaders.losslessWebP(640, 480), "webp 640x480"),
    (ImageHeaders.losslessWebP(16384, 16384), "webp 16384x16384"),
    (ImageHeaders.extendedWebP(640, 480), "webp 640x480"),
    (ImageHeaders.extendedWebP(16_777_216, 1), "webp 16777216x1"),
    (ImageHeaders.jpeg(640, 480), "jpeg 640x480"),
  ])
  func everyFormatIsRead(bytes: [UInt8], expected: String) {
    #expect(size(bytes) == expected)
    #expect(size(bytes + [0, 1, 2, 3]) == expected)
  }

  @Test(
    arguments: [
      0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF,
    ] as [UInt8])
  func everyJPEGFrameHasTheSize(marker: UInt8) {
    #expect(size(ImageHeaders.jpeg(3, 5, marker: marker)) == "jpeg 3x5")
  }

  /// Huffman tables, arithmetic coding and the reserved extension look like frames but are none.
  @Test(arguments: [0xC4, 0xC8, 0xCC] as [UInt8])
  func otherJPEGSegmentsHaveNoSize(marker: UInt8) {
    #expect(size(ImageHeaders.jpeg(3, 5, marker: marker)) == nil)
  }

  @Test func jpegMetadataIsSkipped() {
    let jfif = ImageHeaders.segment(0xE0, Array("JFIF\0".utf8) + Array(repeating: 0, count: 9))
    // A thumbnail in the metadata has a size of its own.
    let exif = ImageHeaders.segment(0xE1, ImageHeaders.jpeg(160, 120) + Array(repeating: 0xFF, count: 60_000))
    let comment = ImageHeaders.segment(0xFE, Array("a comment".utf8))
    let tables = ImageHeaders.segment(0xDB, Array(repeating: 1, count: 65)) + ImageHeaders.segment(0xC4, [0])
    let empty = ImageHeaders.segment(0xE2, [])
    let fill: [UInt8] = [0xFF, 0xFF, 0xFF]
    let standalone: [UInt8] = [0xFF, 0x01, 0xFF, 0xD0]
    let before = jfif + exif + comment + empty + standalone + tables + fill
    #expect(size(ImageHeaders.jpeg(4000, 3000, after: before)) == "jpeg 4000x3000")
  }

  @Test(
    arguments: [
      [], [0xFF], [0xFF, 0xD8], [0xFF, 0xD8, 0xFF], [0xFF, 0xD8, 0xFF, 0xE0], [0xFF, 0xD8, 0xFF, 0xE0, 0, 0],
      [0xFF, 0xD8, 0xFF, 0xE0, 0, 1], [0xFF, 0xD8, 0xFF, 0xE0, 0, 2, 0, 0],
      [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF],
      [0xFF, 0xD8, 0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xD8, 0xFF, 0xD9, 0, 0],
    ] as [[UInt8]])
  func brokenJPEGsHaveNoSize(bytes: [UInt8]) {
    #expect(size(bytes) == nil)
  }

  /// After the start of the scan there is no header any more.
  @Test func jpegWithoutFrameBeforeItsScan() {
    let scan = ImageHeaders.segment(0xDA, [1, 1, 0, 0, 63, 0])
    #expect(size(ImageHeaders.jpeg(3, 5, after: scan)) == nil)
  }

  @Test(arguments: [
    ImageHeaders.png(0, 5), ImageHeaders.png(5, 0), ImageHeaders.gif("GIF89a", 0, 0), ImageHeaders.bmp(0, 1),
    ImageHeaders.bmp(1, 0), ImageHeaders.jpeg(0, 1), ImageHeaders.jpeg(1, 0), ImageHeaders.lossyWebP(0, 1),
  ])
  func imagesWithoutPixelsHaveNoSize(bytes: [UInt8]) {
    #expect(size(bytes) == nil)
  }

  @Test(arguments: [
    "GIF88a\u{1}\u{1}\u{1}\u{1}", "GIF8", "BM", "RIFF....WEBPVP9 ..............", "RIFF....WAVEfmt ",
    "<svg/>",
    "II*\0........", "%PDF-1.7", "\0\0\0 ftypavif",
  ])
  func otherFilesHaveNoSize(text: String) {
    #expect(size(Array(text.utf8)) == nil)
  }

  /// A header that is cut off gives no size, and never a wrong one.
  @Test func headersThatAreCutOffHaveNoWrongSize() {
    for bytes in ImageHeaders.all {
      let whole = size(bytes)
      for length in 0..<bytes.count {
        let part = size(Array(bytes[..<length]))
        #expect(part == nil || part == whole)
      }
    }
  }

  @Test(arguments: 0..<200)
  func noSizeIsZero(seed: Int) {
    var random = SplitMix(seed: seed)
    var bytes = random.pick(ImageHeaders.all)
    for _ in 0..<(1 + random.below(6)) {
      bytes[random.below(bytes.count)] = random.pick([0, 1, 0x7F, 0x80, 0xFE, 0xFF])
    }
    if let size = ImageSize(bytes) { #expect(size.width > 0 && size.height > 0) }
  }
}
