import ContentBlocks
import TestSupport
import Testing

@testable import OKRClient

/// Calls of a client against a server that answers as it is told to.
enum Calls {
  static let success =
    #"{"code":0,"msg":"success","data":{"progress_id":"7","modify_time":"1640677887499","content":{"blocks":[]}}}"#

  /// Makes some calls with a client whose waits are short.
  static func outcome<Value: Sendable>(
    at server: FaultServer, credentials: Credentials? = nil,
    options set: (inout ServiceClient.Options) -> Void = { _ in },
    of calls: @escaping @Sendable (ServiceClient) async throws -> Value
  ) async throws -> Result<Value, ServiceError> {
    var options = ServiceClient.Options()
    options.retry.jitter = { 0 }
    options.sleep = { _ in }
    // However slow the machine is.
    options.timeout = .seconds(1000)
    set(&options)
    let secret = try #require(Secret("t-very-secret"))
    let base = try BaseURL(server.baseURL)
    do {
      let value = try await CurlTransport.with { [options] transport in
        try await calls(
          ServiceClient(
            baseURL: base, credentials: credentials ?? .token(secret), transport: transport, options: options)
        )
      }
      return .success(value)
    } catch let error as ServiceError {
      return .failure(error)
    }
  }

  static let update: @Sendable (ServiceClient) async throws -> ChangeReply = {
    try await $0.update(recordID, body: Array("{}".utf8))
  }

  static let recordID = OKRIdentifier("7").unsafelyUnwrapped
}
