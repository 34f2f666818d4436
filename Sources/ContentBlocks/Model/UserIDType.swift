/// What kind of ids people are named by in a record.
///
/// Source: the query parameter `user_id_type` of the update endpoint.
public enum UserIDType: String, CaseIterable, Sendable {
  /// Known to one app only, such as `ou_…`. The default.
  case openID = "open_id"
  /// Known to all apps of one developer, such as `on_…`.
  case unionID = "union_id"
  /// Known in the whole company.
  case userID = "user_id"
}
