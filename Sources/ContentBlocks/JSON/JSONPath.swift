/// Where a value is in a JSON document.
///
/// A path is a chain of its steps: it is made for every value that is read, but written out for a
/// fault only.
indirect enum JSONPath: Sendable, CustomStringConvertible {
  case root
  case member(of: JSONPath, key: String)
  case element(of: JSONPath, index: Int)

  /// The path in writing, such as `$.blocks[2].paragraph`. A key that is not an identifier is
  /// put in brackets: `$["a b"]`.
  var description: String {
    var steps: [String] = []
    var path = self
    while true {
      switch path {
      case .root:
        return "$" + steps.reversed().joined()
      case .member(let parent, let key):
        steps.append(key.isIdentifier ? ".\(key)" : "[\"\(key.excerpt(escapingQuotes: true))\"]")
        path = parent
      case .element(let parent, let index):
        steps.append("[\(index)]")
        path = parent
      }
    }
  }
}

extension String {
  fileprivate var isIdentifier: Bool {
    let isShort = (1...64).contains(utf8.count)
    return isShort && first?.isNumber == false
      && utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}

/// A value and where it is in the document.
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
