extension Sandbox {
  /// What a token allows. Without the scope that an endpoint asks for it answers 99991672.
  public enum Scope: CaseIterable, Sendable {
    /// Reading progress records.
    case read
    /// Creating and updating progress records.
    case write
    /// Uploading images.
    case upload

    /// The service's names of the scopes, any one of which is enough.
    var names: [String] {
      switch self {
      case .read: ["okr:okr", "okr:okr:readonly", "okr:okr.progress:readonly"]
      case .write: ["okr:okr", "okr:okr.progress:writeonly"]
      case .upload: ["okr:okr", "okr:okr.progress.file:upload"]
      }
    }
  }

  /// The app id that the token endpoint knows. It protects nothing: the sandbox is this machine's own.
  public static let appID = "cli_sandbox"
  /// The secret that goes with ``appID``.
  public static let appSecret = "sandbox"
  /// A token that is valid from the start.
  public static let token = "t-sandbox"
}
