import ContentBlocks
import Synchronization
import TestSupport

/// A ``FaultServer`` for tests of changes: it shows each record as it was changed last, empty at first, and leaves all
/// other requests to the test. Looking at a record is not counted among its requests.
final class RecordServer: Sendable {
  private let server: FaultServer
  private let state = State()

  private final class State: Sendable {
    /// The JSON of the content of records, by their ids.
    let contents = Mutex<[String: String]>([:])
    let changeCount = Mutex(0)
  }

  init(_ handler: @escaping FaultServer.Handler) throws {
    let state = state
    server = try FaultServer { request, _ in
      let path = request.target.prefix { $0 != "?" }
      let id = String(path.split(separator: "/").last ?? "")
      if request.isLook {
        let content = state.contents.withLock { $0[id] } ?? #"{"blocks":[]}"#
        return .json(#"{"code":0,"data":{"progress_id":"\#(id)","content":\#(content)}}"#)
      }
      let index = state.changeCount.withLock { count in
        defer { count += 1 }
        return count
      }
      let reply = handler(request, index)
      if request.method == "PUT", reply.isSuccess, let content = try? JSONReader.read(request.body)["content"]
      {
        state.contents.withLock { $0[id] = content.text }
      }
      return reply
    }
  }

  var baseURL: String { server.baseURL }
  var port: UInt16 { server.port }
  /// The requests so far that were not looks at a record.
  var requests: [FaultServer.Request] { server.requests.filter { !$0.isLook } }
  /// All requests so far.
  var allRequests: [FaultServer.Request] { server.requests }
  var connectionCount: Int { server.connectionCount }

  /// Waits until so many requests have arrived that were not looks at a record.
  @discardableResult
  func waitForRequests(_ count: Int) async throws -> [FaultServer.Request] {
    var total = count
    while true {
      let all = try await server.waitForRequests(total)
      let changes = all.filter { !$0.isLook }
      if changes.count >= count || all.count < total { return changes }
      total = all.count + 1
    }
  }

  func waitForClosures(_ count: Int) async throws -> Int { try await server.waitForClosures(count) }
  func stop() { server.stop() }
}

extension FaultServer.Request {
  /// Whether a push looks at the record before it changes it.
  fileprivate var isLook: Bool { method == "GET" && target.contains("/progress_records/") }
}
