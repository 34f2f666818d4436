/// What kind of ids the mentions of a record hold.
///
/// Source: the query parameter `user_id_type` of the update endpoint.
public enum UserIDType: String, CaseIterable, Sendable {
  /// Known to one app only. The default.
  case openID = "open_id"
  /// Known to all apps of one developer.
  case unionID = "union_id"
  /// Known in the whole company.
  case userID = "user_id"
}
