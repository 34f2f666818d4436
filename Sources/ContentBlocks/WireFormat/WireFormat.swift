/// The two JSON notations of a ContentBlock. They differ in the names of keys, in the kind of a mention and
/// in the number of the first indent level only.
public enum WireFormat: String, CaseIterable, Sendable {
  /// The progress-record endpoints: camelCase keys, levels from 1.
  case v1
  /// The OKR v2 interface and lark-cli: snake_case keys, levels from 0.
  case v2

  /// The number that the first indent level is written as.
  public var firstIndentLevel: Int {
    switch self {
    case .v1: 1
    case .v2: 0
    }
  }

  /// The other format.
  var other: WireFormat {
    switch self {
    case .v1: .v2
    case .v2: .v1
    }
  }

  /// The key that stands for a field.
  func name(of key: WireKey) -> String {
    switch self {
    case .v1: key.names.v1
    case .v2: key.names.v2
    }
  }

  /// The kind of a mention: the one kind of an element that the formats name differently.
  var mentionKind: String {
    switch self {
    case .v1: "person"
    case .v2: "mention"
    }
  }
}
