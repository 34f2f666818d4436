import NotePage

/// What a method and a path lead to. Every address that the sandbox answers on is in this file.
enum Endpoint: Equatable {
  case issueTenantToken
  case authorizeDevice
  case issueUserToken
  case describeUser
  case listOKRs(userID: String)
  case createRecord
  case readRecord(id: String)
  case updateRecord(id: String)
  case uploadImage
  case showImage(fileToken: String)
  case showLogin
  case decideLogin
  case showPage(PageSubject)
  case showEvents(PageSubject)
  case showFile(PageFile)

  /// Where people allow a login.
  static let loginPath = "/device"
  private static let records = "/open-apis/okr/v1/progress_records"

  /// - Throws: the error to answer with when there is no such address, or none for the method.
  init(method: String, path: String) throws(ServiceError) {
    let endpoints = Self.endpoints(at: path)
    guard !endpoints.isEmpty else { throw .unknownPath(path) }
    guard let endpoint = endpoints[method] else {
      throw .methodNotAllowed(allowed: Array(endpoints.keys))
    }
    self = endpoint
  }

  /// The endpoints at a path, by method.
  private static func endpoints(at path: String) -> [String: Endpoint] {
    switch path {
    case "/open-apis/auth/v3/tenant_access_token/internal": return ["POST": .issueTenantToken]
    case "/oauth/v1/device_authorization": return ["POST": .authorizeDevice]
    case "/open-apis/authen/v2/oauth/token": return ["POST": .issueUserToken]
    case "/open-apis/authen/v1/user_info": return ["GET": .describeUser]
    case "/open-apis/okr/v1/images/upload": return ["POST": .uploadImage]
    case records: return ["POST": .createRecord]
    case loginPath: return ["GET": .showLogin, "POST": .decideLogin]
    case PageSubject.allRecords.path: return ["GET": .showPage(.allRecords)]
    case PageSubject.allRecords.eventsPath: return ["GET": .showEvents(.allRecords)]
    default: break
    }
    if let file = PageFile(rawValue: path) { return ["GET": .showFile(file)] }
    if let id = name(in: path, after: "/records/") { return ["GET": .showPage(.record(id: id))] }
    if let id = name(in: path, after: "/records/", before: "/events") {
      return ["GET": .showEvents(.record(id: id))]
    }
    if let id = name(in: path, after: "\(records)/") {
      return ["GET": .readRecord(id: id), "PUT": .updateRecord(id: id)]
    }
    if let id = name(in: path, after: "/open-apis/okr/v1/users/", before: "/okrs") {
      return ["GET": .listOKRs(userID: id)]
    }
    if let token = name(in: path, after: "/images/") { return ["GET": .showImage(fileToken: token)] }
    return [:]
  }

  /// The one segment of a path between its start and its end; nil when these are others.
  private static func name(in path: String, after prefix: String, before suffix: String = "") -> String? {
    guard path.hasPrefix(prefix), path.hasSuffix(suffix) else { return nil }
    let name = path.dropFirst(prefix.count).dropLast(suffix.count)
    return name.isEmpty || name.contains("/") ? nil : String(name)
  }

  /// Whether the caller has to show a token, and what it has to allow; nil where no token is asked for.
  var authorization: Authorization? {
    switch self {
    case .readRecord: .scope(.read)
    case .createRecord, .updateRecord: .scope(.write)
    case .uploadImage: .scope(.upload)
    case .listOKRs: .scope(.list)
    case .describeUser: .user
    case .issueTenantToken, .authorizeDevice, .issueUserToken, .showImage, .showLogin, .decideLogin,
      .showPage,
      .showEvents, .showFile:
      nil
    }
  }

  enum Authorization: Equatable {
    /// Any token that allows this.
    case scope(Sandbox.Scope)
    /// The token of a person, whatever it allows.
    case user
  }

  /// Whose calls count toward one rate limit; nil where there is none.
  var rateLimitGroup: RateLimiter.Group? {
    switch self {
    case .issueTenantToken: .issueTenantToken
    case .createRecord: .createRecord
    case .readRecord: .readRecord
    case .updateRecord: .updateRecord
    case .uploadImage: .uploadImage
    case .listOKRs: .listOKRs
    case .describeUser: .describeUser
    case .authorizeDevice, .issueUserToken, .showImage, .showLogin, .decideLogin, .showPage, .showEvents,
      .showFile:
      nil
    }
  }
}

/// Which records a page shows.
enum PageSubject: Equatable, Sendable {
  case allRecords
  case record(id: String)

  var path: String {
    switch self {
    case .allRecords: "/"
    case .record(let id): "/records/\(id)"
    }
  }

  var eventsPath: String {
    switch self {
    case .allRecords: "/events"
    case .record(let id): "/records/\(id)/events"
    }
  }
}
