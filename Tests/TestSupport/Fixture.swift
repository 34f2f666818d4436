import Foundation

/// A file of `ContentBlocksTests/Fixtures`: `format-…` and `update-…` are examples of Feishu's documents, to the
/// letter.
public func fixture(_ name: String) throws -> [UInt8] {
  let tests = URL(filePath: #filePath).appending(path: "../..").standardized
  return Array(try Data(contentsOf: tests.appending(path: "ContentBlocksTests/Fixtures/\(name).json")))
}
