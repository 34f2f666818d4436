import Foundation

/// The folder of this package, whose manuals and examples are tests.
enum PackageFolder {
  private static let url = URL(filePath: #filePath).appending(path: "../../../..").standardized

  static func file(_ path: String) -> URL { url.appending(path: path) }

  static func bytes(of path: String) throws -> [UInt8] { Array(try Data(contentsOf: file(path))) }

  static func text(of path: String) throws -> String { try String(contentsOf: file(path), encoding: .utf8) }
}
