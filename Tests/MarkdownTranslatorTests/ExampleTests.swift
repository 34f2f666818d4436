import ContentBlocks
import ConversionOracles
import Foundation
import MarkdownTranslator
import Testing

/// The notes in `Examples` and the JSON beside them.
///
/// `OKRMD_RECORD=1 swift test --filter ExampleTests` writes the JSON again and fails, so that a recording
/// run never passes for a check.
@Suite struct ExampleTests {
  private static func converter() -> MarkdownConverter {
    var options = ConversionOptions()
    options.imageFile = { source in
      guard let bytes = try? PackageFolder.bytes(of: "Examples/\(source)") else { return .missing }
      return ImageSize(bytes).map { .image($0) } ?? .unknownType
    }
    return MarkdownConverter(options: options)
  }

  @Test(arguments: WireFormat.allCases)
  func theWeeklyNoteIsItsJSON(wire: WireFormat) throws {
    let note = try PackageFolder.bytes(of: "Examples/weekly.md")
    let json =
      try Self.converter().convertToJSON(note, wire: wire, layout: .pretty).json + [UInt8(ascii: "\n")]
    let path = "Examples/weekly.\(wire.rawValue).json"
    if ProcessInfo.processInfo.environment["OKRMD_RECORD"] != nil {
      try Data(json).write(to: PackageFolder.file(path))
      Issue.record("recorded \(path); run again without OKRMD_RECORD")
    }
    #expect(try String(decoding: json, as: UTF8.self) == PackageFolder.text(of: path))
  }

  @Test func theWeeklyNoteUsesEveryConstruct() throws {
    let note = try PackageFolder.bytes(of: "Examples/weekly.md")
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

  @Test func theWeeklyNoteComesBack() throws {
    let note = try PackageFolder.bytes(of: "Examples/weekly.md")
    #expect(RenderingLaw.fault(ofNote: note) == nil)
    let conversion = try MarkdownConverter().convert(note)
    let frontMatter = try #require(conversion.frontMatter)
    let markdown = MarkdownRenderer().render(conversion.content, frontMatter: frontMatter)
    let back = try MarkdownConverter().convert(markdown)
    #expect(back.content == conversion.content)
    #expect(back.frontMatter == frontMatter)
  }

  /// The note converts to the content of the request example in the endpoint's documentation.
  @Test func theVerificationNoteIsTheDocumentedRequest() throws {
    let note = try PackageFolder.bytes(of: "Examples/verification.md")
    let request = try PackageFolder.bytes(of: "Tests/ContentBlocksTests/Fixtures/update-request.json")
    let documented = try ContentBlockDecoder(wire: .v1).decode(request)
    let conversion = try Self.converter().convert(note)
    #expect(conversion.content == documented)
    #expect(conversion.diagnostics.isEmpty)
  }
}
