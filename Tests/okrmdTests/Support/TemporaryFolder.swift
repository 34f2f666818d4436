import Foundation

/// A folder of a test's own, which is also where its commands run. It goes when the test is over.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    path = "\(parent)/okrmd-tests-\(UUID().uuidString)"
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The absolute path of a file in the folder.
  func path(of name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, with the folders that it needs.
  func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let url = URL(fileURLWithPath: path(of: name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func createFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path(of: name), withIntermediateDirectories: true)
  }

  func link(_ name: String, to destination: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path(of: name), withDestinationPath: destination)
  }

  func text(of name: String) throws -> String {
    try String(contentsOfFile: path(of: name), encoding: .utf8)
  }

  /// All names in the folder or one in it, hidden ones too, in order.
  func names(in name: String = ".") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(of: name)).sorted()
  }

  /// The permissions of a file.
  func mode(of name: String) -> mode_t { Self.information(path(of: name)).st_mode & 0o7777 }

  func setMode(_ mode: mode_t, of name: String) { chmod(path(of: name), mode) }

  func isLink(_ name: String) -> Bool { Self.information(path(of: name)).isLink }

  /// What is known of a file; links are not followed.
  static func information(_ path: String) -> stat {
    var information = stat()
    lstat(path, &information)
    return information
  }
}

extension stat {
  var isFile: Bool { st_mode & S_IFMT == S_IFREG }
  var isCharacterDevice: Bool { st_mode & S_IFMT == S_IFCHR }
  var isLink: Bool { st_mode & S_IFMT == S_IFLNK }
}

/// Whether it is root who runs the tests, for whom permissions do not hold.
let isRoot = geteuid() == 0
