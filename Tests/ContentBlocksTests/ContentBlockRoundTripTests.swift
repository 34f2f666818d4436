import ContentBlocks
import ConversionOracles
import Testing

/// Random documents, written and read again. A seed that fails is named by the test.
@Suite struct ContentBlockRoundTripTests {
  @Test(arguments: 0..<200)
  func writtenAndReadAgain(seed: Int) throws {
    var document = RandomDocument(seed: seed)
    let content = try document.contentBlock()
    for wire in WireFormat.allCases {
      for layout in [JSONLayout.compact, .pretty] {
        let json = content.json(wire: wire, layout: layout)
        #expect(try ContentBlockDecoder(wire: wire).decode(json) == content)
        #expect(try ContentBlockDecoder(wire: wire, mode: .lenient).decode(json) == content)
        #expect(ContentBlockDecoder(wire: wire).faults(in: json).isEmpty)
        let document = try ContentBlockDecoder().decodeDocument(json)
        #expect(document.content == content)
        #expect(document.wire == (content.blocks.isEmpty ? .v1 : wire))
      }
    }
  }

  @Test(arguments: 200..<300)
  func fromOneFormatToTheOtherAndBack(seed: Int) throws {
    var document = RandomDocument(seed: seed)
    let v1 = try document.contentBlock().json(wire: .v1)
    let v2 = try ContentBlockDecoder(wire: .v1).decode(v1).json(wire: .v2)
    #expect(try ContentBlockDecoder(wire: .v2).decode(v2).json(wire: .v1) == v1)
  }

  @Test(arguments: 300..<400)
  func requestBodies(seed: Int) throws {
    var random = RandomDocument(seed: seed)
    let content = try random.contentBlock()
    let rate = random.progressRate()
    let body = content.requestBody(progressRate: rate, layout: .pretty)
    let expected = ContentDocument(content: content, progressRate: rate)
    var document = try ContentBlockDecoder(wire: .v1).decodeDocument(body)
    #expect(document.notShown == [])
    document.digest = nil
    #expect(document == expected)
  }

  /// Damaged documents end in a fault or a document, never in a crash.
  @Test(arguments: 400..<500)
  func damagedDocuments(seed: Int) throws {
    var document = RandomDocument(seed: seed)
    let json = try document.contentBlock().json(wire: .v2)
    var random = SplitMix(seed: seed)
    for _ in 0..<20 {
      var damaged = json
      for _ in 0..<3 where !damaged.isEmpty {
        let place = random.below(damaged.count)
        switch random.below(3) {
        case 0: damaged.remove(at: place)
        case 1: damaged[place] = UInt8(random.below(256))
        default: damaged.insert(damaged[place], at: place)
        }
      }
      let decoder = ContentBlockDecoder()
      let isReadable = !decoder.faults(in: damaged).contains { $0.severity == .error }
      #expect(((try? decoder.decode(damaged)) != nil) == isReadable)
      _ = ContentBlockDecoder(wire: .v1, mode: .lenient).faults(in: damaged)
    }
  }
}
