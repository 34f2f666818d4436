/// What a method and a path lead to. Every address that the sandbox answers on stands here.
enum Endpoint: Equatable {
  case issueToken
  case createRecord
  case readRecord(id: String)
  case updateRecord(id: String)
  case uploadImage
  case showImage(fileToken: String)
  case showPage(PageSubject)
  case showEvents(PageSubject)
  case showAsset(PageAsset)

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
    case "/open-apis/auth/v3/tenant_access_token/internal": return ["POST": .issueToken]
    case "/open-apis/okr/v1/images/upload": return ["POST": .uploadImage]
    case records: return ["POST": .createRecord]
    case PageSubject.allRecords.path: return ["GET": .showPage(.allRecords)]
    case PageSubject.allRecords.eventsPath: return ["GET": .showEvents(.allRecords)]
    default: break
    }
    if let asset = PageAsset(rawValue: path) { return ["GET": .showAsset(asset)] }
    if let id = name(in: path, behind: "/records/") { return ["GET": .showPage(.record(id: id))] }
    if let id = name(in: path, behind: "/records/", before: "/events") {
      return ["GET": .showEvents(.record(id: id))]
    }
    if let id = name(in: path, behind: "\(records)/") {
      return ["GET": .readRecord(id: id), "PUT": .updateRecord(id: id)]
    }
    if let token = name(in: path, behind: "/images/") { return ["GET": .showImage(fileToken: token)] }
    return [:]
  }

  /// The one segment of a path between its start and its end; nil when these are others.
  private static func name(in path: String, behind prefix: String, before suffix: String = "") -> String? {
    guard path.hasPrefix(prefix), path.hasSuffix(suffix) else { return nil }
    let name = path.dropFirst(prefix.count).dropLast(suffix.count)
    return name.isEmpty || name.contains("/") ? nil : String(name)
  }

  /// What the caller's token has to allow; nil where no token is asked for.
  var scope: Sandbox.Scope? {
    switch self {
    case .readRecord: .read
    case .createRecord, .updateRecord: .write
    case .uploadImage: .upload
    case .issueToken, .showImage, .showPage, .showEvents, .showAsset: nil
    }
  }

  /// Whose calls count toward one rate limit; nil where there is none.
  var rateLimitGroup: RateLimiter.Group? {
    switch self {
    case .issueToken: .issueToken
    case .createRecord: .createRecord
    case .readRecord: .readRecord
    case .updateRecord: .updateRecord
    case .uploadImage: .uploadImage
    case .showImage, .showPage, .showEvents, .showAsset: nil
    }
  }
}
