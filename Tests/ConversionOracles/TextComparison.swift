/// How a text that a reader must see is compared with the text that is shown, from the strictest way to the loosest.
package enum TextComparison: Int {
  /// The same characters.
  case exact
  /// In the same order, with others in between.
  case ordered
  /// Each as often at least: the header of a table is in each of its rows.
  case unordered
  /// Not at all: some of the text may go by the rules.
  case none

  /// Does nothing when the comparison is looser already.
  package mutating func loosen(to other: Self) {
    if other.rawValue > rawValue { self = other }
  }

  package func accepts(_ shown: String, for expected: String) -> Bool {
    let shown = Array(shown.unicodeScalars)
    switch self {
    case .exact:
      return expected.unicodeScalars.elementsEqual(shown)
    case .ordered:
      var rest = shown[...]
      return expected.unicodeScalars.allSatisfy { scalar in
        guard let place = rest.firstIndex(of: scalar) else { return false }
        rest = rest[(place + 1)...]
        return true
      }
    case .unordered:
      var counts: [Unicode.Scalar: Int] = [:]
      for scalar in shown { counts[scalar, default: 0] += 1 }
      for scalar in expected.unicodeScalars { counts[scalar, default: 0] -= 1 }
      return counts.values.allSatisfy { $0 >= 0 }
    case .none:
      return true
    }
  }
}
