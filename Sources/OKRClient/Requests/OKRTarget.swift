import ContentBlocks

/// What a new record or an image belongs to.
///
/// Source: `target_id` and `target_type` of the create and upload endpoints.
public enum OKRTarget: Hashable, Sendable {
  /// An objective.
  case objective(OKRIdentifier)
  /// A key result.
  case keyResult(OKRIdentifier)

  var id: OKRIdentifier {
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
