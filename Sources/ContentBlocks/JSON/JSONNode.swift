/// A value and where it stands in the document.
struct JSONNode: Sendable {
  let value: JSONValue
  let path: JSONPath

  /// The elements of an array with their paths; nil for any other value.
  var elements: [JSONNode]? {
    guard case .array(let values) = value else { return nil }
    return values.enumerated().map { JSONNode(value: $1, path: .element(of: path, index: $0)) }
  }

  /// The members of an object with their paths; nil for any other value.
  var members: [(key: String, node: JSONNode)]? {
    guard case .object(let members) = value else { return nil }
    return members.map { ($0.key, JSONNode(value: $0.value, path: .member(of: path, key: $0.key))) }
  }
}
