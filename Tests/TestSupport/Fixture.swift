import Foundation

/// A file of `ContentBlocksTests/Fixtures`: an example of the source documents, copied to the letter.
public func fixture(_ name: String) throws -> [UInt8] {
  let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  return Array(try Data(contentsOf: tests.appendingPathComponent("ContentBlocksTests/Fixtures/\(name)")))
}
