import ConversionOracles
import Foundation
import Testing

/// What fuzzing has found, in the folder `Findings`: each input is put to all that the fuzzer asks.
@Suite struct FindingTests {
  private static let folder = "Tests/MarkdownTranslatorTests/Findings"

  private static func inputs(ending suffix: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: PackageFolder.file(folder).path)
      .filter { $0.hasSuffix(suffix) }.sorted()
  }

  private func bytes(of name: String) throws -> [UInt8] {
    try PackageFolder.bytes(of: "\(Self.folder)/\(name)")
  }

  @Test(arguments: try inputs(ending: ".md"))
  func notesConvert(name: String) throws {
    #expect(NoteOracle.faults(in: try bytes(of: name)) == [])
    #expect(FrontMatterOracle.faults(in: try bytes(of: name)) == [])
  }

  @Test(arguments: try inputs(ending: ".json"))
  func contentsAreRead(name: String) throws {
    #expect(ContentOracle.faults(in: try bytes(of: name)) == [])
  }
}
