import ContentBlocks
import Foundation
import OKRSandbox
import Synchronization
import TestSupport

/// A sandbox that listens, and requests to it.
struct RunningSandbox {
  static let records = "/open-apis/okr/v1/progress_records"
  static let recordID = "7046518160811425812"
  static let jsonType = "application/json; charset=utf-8"

  let sandbox: Sandbox
  let address: Sandbox.Address
  /// What requests carry unless they say otherwise; nil for nothing.
  var token: String? = Sandbox.token

  var client: RawHTTPClient { RawHTTPClient(port: address.port) }

  /// Runs a test against a sandbox with one empty record.
  static func run(
    _ configuration: Sandbox.Configuration = .with { _ in },
    test: (inout RunningSandbox) async throws -> Void
  ) async throws {
    let sandbox = Sandbox(configuration)
    var running = RunningSandbox(sandbox: sandbox, address: try await sandbox.start())
    do {
      try await test(&running)
    } catch {
      await sandbox.stop()
      throw error
    }
    await sandbox.stop()
  }

  func send(
    _ method: String, _ target: String, headers: [String: String] = [:], body: [UInt8]? = nil
  ) async throws -> RawHTTPClient.Reply {
    var headers = headers
    if let token, headers["Authorization"] == nil { headers["Authorization"] = "Bearer \(token)" }
    return try await client.send(method, target, headers: headers, body: body)
  }

  func update(
    _ body: String, of id: String = recordID, query: String = "", type: String = jsonType
  ) async throws -> RawHTTPClient.Reply {
    try await send(
      "PUT", "\(Self.records)/\(id)\(query)", headers: ["Content-Type": type], body: Array(body.utf8))
  }

  func read(_ id: String = recordID, query: String = "") async throws -> RawHTTPClient.Reply {
    try await send("GET", "\(Self.records)/\(id)\(query)")
  }

  func create(_ body: String, query: String = "") async throws -> RawHTTPClient.Reply {
    try await send(
      "POST", "\(Self.records)\(query)", headers: ["Content-Type": Self.jsonType], body: Array(body.utf8))
  }

  func askForToken(_ body: String, type: String = jsonType) async throws -> RawHTTPClient.Reply {
    try await client.send(
      "POST", "/open-apis/auth/v3/tenant_access_token/internal", headers: ["Content-Type": type],
      body: Array(body.utf8))
  }
}

extension Sandbox.Configuration {
  /// One empty record, and what is set here.
  static func with(_ set: (inout Self) -> Void) -> Self {
    var configuration = Self()
    configuration.recordIDs = [RunningSandbox.recordID]
    set(&configuration)
    return configuration
  }
}

/// A clock that stands still until it is moved.
final class TestClock: Sendable {
  private let time = Mutex<Int64>(1_640_677_887_000)

  var now: Int64 { time.withLock { $0 } }

  func advance(seconds: Int64) { advance(milliseconds: seconds * 1000) }

  func advance(milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

extension RawHTTPClient.Reply {
  /// The body as JSON, keys in the order in which they came.
  var json: JSONValue {
    get throws { try JSONReader.read(body) }
  }

  var code: Int64? { try? json["code"]?.wholeNumber }
  var message: String? { try? json["msg"]?.string }
  var data: JSONValue? { try? json["data"] }

  /// What most faults are about.
  var summary: String { "\(status) \(code.map(\.description) ?? "-") \(message ?? text)" }
}

/// A line of plain text as content.
func content(_ text: String) -> String {
  #"{"blocks":[{"type":"paragraph","paragraph":{"elements":[{"type":"textRun","textRun":{"text":"\#(text)"}}]}}]}"#
}

/// A file of the endpoint document's examples.
func fixture(_ name: String) throws -> [UInt8] {
  let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  return Array(try Data(contentsOf: tests.appendingPathComponent("ContentBlocksTests/Fixtures/\(name)")))
}
