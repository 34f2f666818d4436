/// The calls of the service that this client makes.
public enum ServiceCall: String, CaseIterable, Sendable {
  /// PUT: replaces a progress record.
  case update
  /// GET: reads a progress record.
  case read
  /// POST: makes a new progress record.
  case create
  /// POST: hands over an image.
  case upload
  /// POST: fetches a tenant token for an app.
  case token

  /// Whether doing it twice is the same as doing it once. Only then may a call be repeated whose fate is
  /// unknown.
  public var isIdempotent: Bool {
    switch self {
    case .update, .read, .token: true
    case .create, .upload: false
    }
  }

  /// The scopes of which the app needs one, as the console of the open platform names them.
  public var scopes: String {
    switch self {
    case .update, .create: "okr:okr or okr:okr.progress:writeonly"
    case .read: "okr:okr, okr:okr:readonly or okr:okr.progress:readonly"
    case .upload: "okr:okr.progress.file:upload"
    case .token: "none"
    }
  }
}
