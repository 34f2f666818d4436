import OKRSandbox
import TestSupport

/// A sandbox that listens, and requests to it.
struct RunningSandbox {
  static let recordID = "7046518160811425812"
  static let recordsPath = "/open-apis/okr/v1/progress_records"
  static let recordPath = "\(recordsPath)/\(recordID)"
  static let uploadPath = "/open-apis/okr/v1/images/upload"
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
      "PUT", "\(Self.recordsPath)/\(id)\(query)", headers: ["Content-Type": type], body: Array(body.utf8))
  }

  func read(_ id: String = recordID, query: String = "") async throws -> RawHTTPClient.Reply {
    try await send("GET", "\(Self.recordsPath)/\(id)\(query)")
  }

  func create(_ body: String, query: String = "") async throws -> RawHTTPClient.Reply {
    try await send(
      "POST", "\(Self.recordsPath)\(query)", headers: ["Content-Type": Self.jsonType], body: Array(body.utf8))
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
