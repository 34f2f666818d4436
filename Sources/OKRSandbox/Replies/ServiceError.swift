import ContentBlocks

/// An error that the service reports to its clients: an HTTP status, a code and a message.
///
/// The codes are those of the update endpoint's document and of the platform's public documentation. The
/// messages begin as the service's own do; what follows says more than the service would, because here it
/// is the developer of the client who reads them.
struct ServiceError: Error, Equatable {
  let status: Int
  let code: Int64
  let message: String
  var headers: [Sandbox.HeaderField] = []

  var reply: Reply {
    Reply(
      status: status, headers: headers,
      json: .object(["code": .number(code), "msg": .string(message)]))
  }

  // MARK: The endpoints' own

  static func invalidParameters(_ problem: String, status: Int = 400) -> ServiceError {
    ServiceError(status: status, code: 1_001_001, message: "invalid parameters: \(problem)")
  }

  static func userNotFound(_ problem: String) -> ServiceError {
    ServiceError(status: 400, code: 1_001_003, message: "user not found: \(problem)")
  }

  static func dataNotFound(_ problem: String) -> ServiceError {
    ServiceError(status: 400, code: 1_001_004, message: "okr data not found: \(problem)")
  }

  static func internalError(_ problem: String) -> ServiceError {
    ServiceError(status: 500, code: 1_009_999, message: "internal server error: \(problem)")
  }

  // MARK: The platform's

  static let missingToken = ServiceError(
    status: 401, code: 99_991_661,
    message: "Missing access token for authorization. Please make a request with token attached.")

  /// A token that was never handed out; user tokens have a code of their own.
  static func unknownToken(isUserToken: Bool) -> ServiceError {
    ServiceError(
      status: 401, code: isUserToken ? 99_991_668 : 99_991_663,
      message: "Invalid access token for authorization. Please make a request with token attached.")
  }

  static let expiredToken = ServiceError(
    status: 401, code: 99_991_677,
    message: "Authentication token expired. Please make a request with a new token.")

  static func missingScope(_ scope: Sandbox.Scope) -> ServiceError {
    let names = scope.names.joined(separator: ", ")
    return ServiceError(
      status: 400, code: 99_991_672,
      message: "Access denied. One of the following scopes is required: [\(names)].")
  }

  static func rateLimited(limit: Int, resetSeconds: Int64) -> ServiceError {
    ServiceError(
      status: 429, code: 99_991_400, message: "request trigger frequency limit",
      headers: [
        Sandbox.HeaderField("x-ogw-ratelimit-limit", limit.description),
        Sandbox.HeaderField("x-ogw-ratelimit-reset", resetSeconds.description),
      ])
  }

  static func invalidApp(code: Int64, _ problem: String) -> ServiceError {
    ServiceError(status: 400, code: code, message: problem)
  }

  // MARK: The server's

  static func unknownPath(_ path: String) -> ServiceError {
    ServiceError(
      status: 404, code: 404, message: "page not found: the sandbox has nothing at \(path.prefix(200))")
  }

  static func methodNotAllowed(allowed: [String]) -> ServiceError {
    let methods = allowed.sorted().joined(separator: ", ")
    return ServiceError(
      status: 405, code: 405, message: "method not allowed: this address answers to \(methods)",
      headers: [Sandbox.HeaderField("Allow", methods)])
  }

  static func foreignHost(_ host: String?) -> ServiceError {
    ServiceError(
      status: 403, code: 403,
      message: "host not allowed: the sandbox is addressed as 127.0.0.1 or localhost with its port, "
        + (host.map { "not '\($0.prefix(200))'" } ?? "but the request names no host"))
  }

  static func bodyTooLong(limit: Int) -> ServiceError {
    .invalidParameters("the body has more than \(limit >> 20) MiB", status: 413)
  }
}
