import Foundation
import TestSupport

/// A TLS server on 127.0.0.1, Python's, with one of the certificates in `Fixtures`. All of them are signed by
/// `authority.pem`, which no system trusts.
final class TLSServer: @unchecked Sendable {
  enum Certificate: String {
    case trusted
    case otherHost = "other-host"
    case expired
    case notYetValid = "not-yet-valid"
  }

  let port: Int
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  static func fixture(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/\(name)").standardized
      .path
  }

  init(_ certificate: Certificate) async throws {
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", Self.fixture("tls_server.py"), Self.fixture("\(certificate.rawValue).pem"),
    ]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let output = output
    let line = try await onOwnThread {
      var line: [UInt8] = []
      while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 {
        line.append(byte)
      }
      return String(decoding: line, as: UTF8.self)
    }
    struct DidNotStart: Error {}
    guard let port = Int(line) else { throw DidNotStart() }
    self.port = port
  }

  var url: String { "https://127.0.0.1:\(port)/a" }

  /// Stops the server.
  ///
  /// - Returns: a line for each request that it read: method, path and the port of the peer.
  func stop() async throws -> [String] {
    try input.fileHandleForWriting.close()
    let (process, output) = (process, output)
    return try await onOwnThread {
      let data = try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      return String(decoding: data, as: UTF8.self).split(separator: "\n").map { String($0) }
    }
  }
}
