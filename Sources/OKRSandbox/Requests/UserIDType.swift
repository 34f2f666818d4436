/// What kind of ids a request names people by: its `user_id_type`.
enum UserIDType: String, CaseIterable {
  case openID = "open_id"
  case unionID = "union_id"
  case userID = "user_id"

  /// Reads the type from a query; an open id unless it says otherwise.
  init(query: String) throws(ServiceError) {
    let values = query.split(separator: "&").compactMap { item -> String? in
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return parts[0] == "user_id_type" ? String(parts.count == 2 ? parts[1] : "") : nil
    }
    let value = values.first ?? Self.openID.rawValue
    guard values.count < 2, let type = UserIDType(rawValue: value) else {
      let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw .invalidParameters(
        "the query's user_id_type must be one of \(known), not '\(values.joined(separator: "', '"))'")
    }
    self = type
  }

  /// Whether someone may have such an id. Nobody knows the people here; only the shape can be wrong.
  func canName(_ id: String) -> Bool {
    switch self {
    case .openID: id.hasPrefix("ou_") && id.count > 3
    case .unionID: id.hasPrefix("on_") && id.count > 3
    case .userID: !id.isEmpty
    }
  }
}
