import ContentBlocks

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
