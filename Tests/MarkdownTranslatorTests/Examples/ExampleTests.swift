import ContentBlocks
import Foundation
import MarkdownTranslator
import Testing

/// The notes in `Examples` and the JSON beside them.
///
/// `OKRMD_RECORD=1 swift test --filter ExampleTests` writes the JSON anew and fails, so that a recording
/// run never passes for a check.
@Suite struct ExampleTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func file(_ path: String) -> URL { folder.appendingPathComponent(path) }

  private static func converter() -> MarkdownConverter {
    var options = ConversionOptions()
    options.imageSize = { source in
      (try? Data(contentsOf: file("Examples/\(source)"))).flatMap { ImageSize(Array($0)) }
    }
    return MarkdownConverter(options: options)
  }

  @Test(arguments: WireFormat.allCases)
  func theWeeklyNoteIsItsJSON(wire: WireFormat) throws {
    let note = Array(try Data(contentsOf: Self.file("Examples/weekly.md")))
    let json =
      try Self.converter().convertToJSON(note, wire: wire, layout: .pretty).json + [UInt8(ascii: "\n")]
    let recorded = Self.file("Examples/weekly.\(wire.rawValue).json")
    if ProcessInfo.processInfo.environment["OKRMD_RECORD"] != nil {
      try Data(json).write(to: recorded)
      Issue.record("recorded \(recorded.lastPathComponent); run again without OKRMD_RECORD")
    }
    #expect(String(decoding: json, as: UTF8.self) == (try String(contentsOf: recorded, encoding: .utf8)))
  }

  @Test func theWeeklyNoteUsesEveryConstruct() throws {
    let note = Array(try Data(contentsOf: Self.file("Examples/weekly.md")))
    let conversion = try Self.converter().convert(note)
    let codes = Set(conversion.diagnostics.map(\.code))
    let shown: [Diagnostic.Code] = [
      .headingFlattened, .quoteAsIndent, .codeBlockFlattened, .ruleAsText, .tableFlattened,
      .footnoteFlattened, .emphasisDropped, .titleDropped, .altDropped, .imageNeedsUpload,
    ]
    #expect(codes == Set(shown))
    let lists = conversion.content.blocks.compactMap { block -> ContentList? in
      if case .paragraph(let paragraph) = block { paragraph.list } else { nil }
    }
    #expect(Set(lists.map(\.type)) == Set(ContentList.ListType.allCases))
    #expect(conversion.frontMatter?.progressRate?.percent?.description == "62.5")
    #expect(conversion.frontMatter?.progressRate?.status == .risk)
  }

  /// The note converts to the content of the request example in the endpoint's documentation.
  @Test func theVerificationNoteIsTheDocumentedRequest() throws {
    let note = Array(try Data(contentsOf: Self.file("Examples/verification.md")))
    let request = Array(
      try Data(contentsOf: Self.file("Tests/ContentBlocksTests/Fixtures/update-request.json")))
    let documented = try ContentBlockDecoder(wire: .v1).decode(request)
    let conversion = try Self.converter().convert(note)
    #expect(conversion.content == documented)
    #expect(conversion.diagnostics.isEmpty)
  }
}
