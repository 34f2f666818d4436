import ContentBlocks

/// A request as it is sent, but for the host and the token. Building one sends nothing.
public struct APIRequest: Equatable, Sendable {
  /// The HTTP methods of the calls.
  public enum Method: String, Sendable {
    /// Reads.
    case get = "GET"
    /// Replaces.
    case put = "PUT"
    /// Makes something new.
    case post = "POST"
  }

  /// The call that this is a request of.
  public let call: ServiceCall
  /// The HTTP method.
  public let method: Method
  /// The path below the base URL, from its slash on.
  public let path: String
  /// The query, without its question mark; nil for none.
  public let query: String?
  /// The headers in the order in which they are sent; the token is not among them.
  public let headers: [Header]
  /// The body; empty for none.
  public let body: [UInt8]
  /// Whether the request carries a token.
  public let needsToken: Bool

  /// A header of a request or a reply.
  public struct Header: Equatable, Sendable {
    /// The name; its letter case has no meaning.
    public let name: String
    /// The value, as it is sent.
    public let value: String

    /// A header by its name and value.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  init(
    _ call: ServiceCall, _ method: Method, path: String, userIDType: UserIDType? = nil,
    query: String? = nil, contentType: String? = nil, body: [UInt8] = [], needsToken: Bool = true
  ) {
    self.call = call
    self.method = method
    self.path = path
    self.query = query ?? userIDType.map { "user_id_type=\($0.rawValue)" }
    headers = contentType.map { [Header(name: "Content-Type", value: $0)] } ?? []
    self.body = body
    self.needsToken = needsToken
  }

  /// The whole address of the request.
  public func url(at base: BaseURL) -> String { "\(base)\(path)\(query.map { "?\($0)" } ?? "")" }

  private static let records = "/open-apis/okr/v1/progress_records"
  private static let json = "application/json; charset=utf-8"
}

extension APIRequest {
  /// Replaces a record.
  ///
  /// - Parameters:
  ///   - id: the record's id.
  ///   - body: the JSON of ``/ContentBlocks/ContentBlock/requestBody(progressRate:wire:layout:)`` in the v1
  ///     notation.
  ///   - userIDType: what kind of ids the mentions in the body hold.
  ///
  /// Source: the update endpoint.
  public static func update(
    _ id: OKRIdentifier, body: [UInt8], userIDType: UserIDType = .openID
  ) -> APIRequest {
    APIRequest(
      .update, .put, path: "\(records)/\(id)", userIDType: userIDType, contentType: json, body: body)
  }

  /// Reads a record.
  public static func read(_ id: OKRIdentifier, userIDType: UserIDType = .openID) -> APIRequest {
    APIRequest(.read, .get, path: "\(records)/\(id)", userIDType: userIDType)
  }

  /// Makes a new record.
  public static func create(_ record: NewRecord, userIDType: UserIDType = .openID) -> APIRequest {
    APIRequest(
      .create, .post, path: records, userIDType: userIDType, contentType: json, body: record.body)
  }

  /// Uploads an image that belongs to an objective or key result.
  public static func upload(_ image: UploadImage, to target: OKRTarget) -> APIRequest {
    let form = MultipartBody(
      fields: [
        .init(name: "target_id", value: Array(target.id.text.utf8)),
        .init(name: "target_type", value: Array(target.type.description.utf8)),
        .init(
          name: "data", value: image.bytes, fileName: "image.\(image.fileExtension)",
          contentType: image.mediaType),
      ])
    return APIRequest(
      .upload, .post, path: "/open-apis/okr/v1/images/upload", contentType: form.contentType, body: form.body)
  }

  /// Fetches a tenant token for an app. The body holds the secret.
  static func token(appID: String, secret: Secret) -> APIRequest {
    let body = JSONValue.object(["app_id": .string(appID), "app_secret": .string(secret.value)])
    return APIRequest(
      .token, .post, path: "/open-apis/auth/v3/tenant_access_token/internal", contentType: json,
      body: Array(body.text.utf8), needsToken: false)
  }
}

/// The calls of the service that this client makes.
public enum ServiceCall: String, CaseIterable, Sendable {
  /// PUT: replaces a progress record.
  case update
  /// GET: reads a progress record.
  case read
  /// POST: makes a new progress record.
  case create
  /// POST: uploads an image.
  case upload
  /// POST: fetches a tenant token for an app.
  case token
  /// GET: who the user token belongs to.
  case identify
  /// GET: a person's objectives and key results.
  case list
  /// POST: asks for a code with which a person allows a login.
  case authorize
  /// POST: asks for the tokens of a login, or for new ones.
  case login

  /// Whether doing it twice is the same as doing it once. Only then may a call be repeated whose fate is
  /// unknown. (A login's refresh token works once; see ``Login``.)
  public var isIdempotent: Bool {
    switch self {
    case .update, .read, .token, .identify, .list, .authorize: true
    case .create, .upload, .login: false
    }
  }

  /// The scopes of which a call needs one, as the console of the open platform names them, the narrowest last; none
  /// when it needs none.
  public var scopes: [String] {
    switch self {
    case .update, .create: ["okr:okr", "okr:okr.progress:writeonly"]
    case .read: ["okr:okr", "okr:okr:readonly", "okr:okr.progress:readonly"]
    case .upload: ["okr:okr", "okr:okr.progress:writeonly", "okr:okr.progress.file:upload"]
    case .list: ["okr:okr", "okr:okr:readonly"]
    case .token, .identify, .authorize, .login: []
    }
  }

  /// The scopes in words; the narrowest alone for an upload, which is what the console offers first.
  var scopeWords: LocalizedText {
    let scopes = self == .upload ? Array(scopes.suffix(1)) : scopes
    return LocalizedText(en: scopes.joined(separator: " or "), zh: scopes.joined(separator: " 或 "))
  }

  /// Whether the call changes a record.
  var isChange: Bool { self == .update || self == .create }
}

/// What happens to a call, for whoever shows it or must know it when the process is interrupted.
public enum CallEvent: Equatable, Sendable {
  /// The request is about to be handed to the network; from here on it may have arrived.
  case sending(ServiceCall)
  /// Nothing is waiting for a reply.
  case settled(ServiceCall)
  /// The call is made after this time.
  case waiting(ServiceCall, Duration)
}

/// What kind of ids the mentions of a record hold.
public typealias UserIDType = ContentBlocks.UserIDType

/// What a new record or an image belongs to.
///
/// Source: `target_id` and `target_type` of the create and upload endpoints.
public enum OKRTarget: Hashable, Sendable {
  /// An objective.
  case objective(OKRIdentifier)
  /// A key result.
  case keyResult(OKRIdentifier)

  /// The id of the objective or key result.
  public var id: OKRIdentifier {
    switch self {
    case .objective(let id), .keyResult(let id): id
    }
  }

  /// The number that the service knows the kind by.
  var type: Int64 {
    switch self {
    case .objective: 2
    case .keyResult: 3
    }
  }
}
