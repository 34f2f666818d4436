/// Where a value stands in a JSON document.
///
/// A path is a chain of its steps: it is made for every value that is read, but written out for a
/// fault only.
indirect enum JSONPath: Sendable, CustomStringConvertible {
  case root
  case member(of: JSONPath, key: String)
  case element(of: JSONPath, index: Int)

  /// The path in writing, such as `$.blocks[2].paragraph`. A key that is not an identifier stands in
  /// brackets: `$["a b"]`.
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
