import ContentBlocks
import NotePage

/// An error that the service reports to its clients: an HTTP status, a code and a message.
///
/// The codes are those of the update endpoint's document and of the platform's public documentation. The
/// messages begin as the service's own do; what follows says more than the service would, because here it
/// is the developer of the client who reads them.
struct ServiceError: Error, Equatable {
  let status: Int
  let code: Int64
  let message: String
  var headers: [HTTPHeader] = []
  /// What is wrong with which field: `field_violations` of the reply's `error`.
  var fieldViolations: [FieldViolation] = []
  /// The scopes of which one is missing: `permission_violations` of the reply's `error`.
  var missingScopes: [String] = []

  struct FieldViolation: Equatable {
    let field: String
    let value: String
    let description: String
  }

  func reply(logID: String) -> HTTPReply {
    var details = [
      JSONMember(key: "log_id", value: .string(logID)),
      JSONMember(
        key: "troubleshooter",
        value: .string("排查建议查看(Troubleshooting suggestions): https://open.feishu.cn/search?log_id=\(logID)")),
    ]
    if !fieldViolations.isEmpty {
      let values = fieldViolations.map { violation in
        JSONValue.object([
          "field": .string(violation.field), "value": .string(violation.value),
          "description": .string(violation.description),
        ])
      }
      details.insert(JSONMember(key: "field_violations", value: .array(values)), at: 0)
    }
    if !missingScopes.isEmpty {
      let values = missingScopes.map { name in
        JSONValue.object(["type": .string("action_privilege_required"), "subject": .string(name)])
      }
      details.insert(JSONMember(key: "permission_violations", value: .array(values)), at: 0)
    }
    return HTTPReply(
      status: status, headers: headers,
      json: .object(["code": .number(code), "msg": .string(message), "error": .object(details)]))
  }

  // MARK: The endpoints' own

  static func invalidParameters(_ problem: String, status: Int = 400) -> ServiceError {
    ServiceError(status: status, code: 1_001_001, message: "invalid parameters: \(problem)")
  }

  static func noPermission(_ problem: String) -> ServiceError {
    ServiceError(status: 400, code: 1_001_002, message: "no permission: \(problem)")
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

  /// A field of the query, the body or the form that is missing or of the wrong kind.
  static func invalidField(_ field: String, value: String = "", _ description: String) -> ServiceError {
    ServiceError(
      status: 400, code: 99_992_402, message: "field validation failed",
      fieldViolations: [
        FieldViolation(field: field, value: String(value.prefix(80)), description: description)
      ])
  }

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

  static func missingScope(_ scope: Sandbox.Scope, ofUser: Bool) -> ServiceError {
    let names = scope.names.joined(separator: ", ")
    return ServiceError(
      status: 400, code: ofUser ? 99_991_679 : 99_991_672,
      message: ofUser
        ? "Unauthorized. You do not have permission to perform the requested operation on the resource. "
          + "Please request user re-authorization and try again. required one of these privileges: [\(names)]"
        : "Access denied. One of the following scopes is required: [\(names)].",
      missingScopes: scope.names)
  }

  static func rateLimited(limit: Int, resetSeconds: Int64) -> ServiceError {
    ServiceError(
      status: 429, code: 99_991_400, message: "request trigger frequency limit",
      headers: [
        HTTPHeader("x-ogw-ratelimit-limit", limit.description),
        HTTPHeader("x-ogw-ratelimit-reset", resetSeconds.description),
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
      headers: [HTTPHeader("Allow", methods)])
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

extension HTTPReply {
  /// JSON, in UTF-8.
  init(status: Int = 200, headers: [HTTPHeader] = [], json: JSONValue) {
    self.init(
      status: status, headers: headers + [HTTPHeader("Content-Type", "application/json; charset=utf-8")],
      body: Array(json.text.utf8))
  }

  /// The success of a call that has `data`.
  static func success(_ data: JSONValue) -> HTTPReply {
    HTTPReply(json: .object(["code": .number(0), "data": data, "msg": .string("success")]))
  }
}
