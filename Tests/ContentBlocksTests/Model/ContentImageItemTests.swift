import ContentBlocks
import Testing

@Suite struct ContentImageItemTests {
  @Test func sizesAreFromZero() throws {
    let image = try ContentImageItem(fileToken: "t", src: "s", width: 0, height: 372.5)
    #expect(image.fileToken == "t")
    #expect(image.src == "s")
    #expect(image.width == 0)
    #expect(image.height == 372.5)
  }

  @Test(arguments: [-0.1, .infinity, -.infinity, .nan])
  func otherSizesAreRefused(size: Double) {
    let wide = #expect(throws: ContentBlockFault.self) { try ContentImageItem(width: size) }
    #expect(wide?.description == "width: must be a number of pixels from 0, not \(size)")
    let high = #expect(throws: ContentBlockFault.self) { try ContentImageItem(height: size) }
    #expect(high?.description == "height: must be a number of pixels from 0, not \(size)")
  }
}
